allow(user: User, "read", record: Record) if
  record.within(user.get("documentsAndFoldersWithViewAccess"));

allow(_: User, "read", record: Record) if record.flag("isPublic");

allow(user: User, action: String, record: Record) if
  action in ["read", "write", "share"] and
  owned in user.list("ownedDocuments") and
  record.within(owned);

allow(user: User, action: String, record: Record) if
  action in ["read", "write", "share"] and
  owned in user.list("ownedFolders") and
  record.within(owned);

allow(user: User, "changeOwner", record: Record) if
  record.id in user.list("ownedDocuments");

allow(user: User, "createDocument", record: Record) if
  record.id in user.list("ownedFolders");
