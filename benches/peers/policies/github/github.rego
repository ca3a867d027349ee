package github

# `data.entities[x]` holds the properties of x, `data.ancestors[x]` x itself and all that it lies in.

# Who may do what, by the properties of a repository and of the organisation that owns it.
repository_permissions := {
	"read": ["readers", "triagers", "writers", "maintainers", "admins"],
	"triage": ["triagers", "writers", "maintainers", "admins"],
	"write": ["writers", "maintainers", "admins"],
	"maintain": ["maintainers", "admins"],
	"admin": ["admins"],
}

organization_permissions := {
	"read": ["readers", "writers", "admins"],
	"triage": ["writers", "admins"],
	"write": ["writers", "admins"],
	"maintain": ["admins"],
	"admin": ["admins"],
}

allow if {
	repository := data.entities[input.resource]
	held := data.ancestors[input.principal]
	some permission in repository_permissions[input.action]
	held[repository[permission]]
}

allow if {
	organization := data.entities[data.entities[input.resource].owner]
	held := data.ancestors[input.principal]
	some permission in organization_permissions[input.action]
	held[organization[permission]]
}
