package records

# `data.entities[x]` holds the properties of x, `data.ancestors[x]` x itself and all that it lies in.

document := data.entities[input.resource]

allow if {
	input.action in {"view", "edit"}
	document.owner == input.principal
}

allow if {
	input.action == "view"
	data.ancestors[input.resource][data.entities[input.principal].home]
}

allow if {
	input.action == "view"
	document.secret == false
	data.ancestors[input.principal][document.readers]
}
