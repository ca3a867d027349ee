package gdrive

# `data.entities[x]` holds the properties of x, `data.ancestors[x]` x itself and all that it lies in.

user := data.entities[input.principal]

allow if {
	input.action == "read"
	data.ancestors[input.resource][user.documentsAndFoldersWithViewAccess]
}

allow if {
	input.action == "read"
	data.entities[input.resource].isPublic
}

allow if {
	input.action in {"read", "write", "share"}
	some document in user.ownedDocuments
	data.ancestors[input.resource][document]
}

allow if {
	input.action in {"read", "write", "share"}
	some folder in user.ownedFolders
	data.ancestors[input.resource][folder]
}

allow if {
	input.action == "changeOwner"
	input.resource in user.ownedDocuments
}

allow if {
	input.action == "createDocument"
	input.resource in user.ownedFolders
}
