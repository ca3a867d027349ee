allow(_: User, action: String, record: Record) if
  action in ["CreateList", "GetLists"] and
  record.id = "TinyTodo";

allow(user: User, _: String, record: Record) if record.get("owner") = user.id;

allow(user: User, "GetList", record: Record) if user.within(record.get("readers"));

allow(user: User, action: String, record: Record) if
  action in ["GetList", "UpdateList", "CreateTask", "UpdateTask", "DeleteTask"] and
  user.within(record.get("editors"));
