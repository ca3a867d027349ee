package tinytodo

# `data.entities[x]` holds the properties of x, `data.ancestors[x]` x itself and all that it lies in.

list := data.entities[input.resource]

held := data.ancestors[input.principal]

allow if {
	input.action in {"CreateList", "GetLists"}
	input.resource == "Application::TinyTodo"
}

allow if list.owner == input.principal

allow if {
	input.action == "GetList"
	held[list.readers]
}

allow if {
	input.action in {"GetList", "UpdateList", "CreateTask", "UpdateTask", "DeleteTask"}
	held[list.editors]
}
