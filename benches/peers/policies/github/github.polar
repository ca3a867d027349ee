allow(user: User, action: String, record: Record) if
  gives(permission, action) and
  user.within(record.get(permission));

allow(user: User, action: String, record: Record) if
  owner_gives(permission, action) and
  user.within(record.of_owner(permission));

gives("readers", "read");
gives("triagers", "read");
gives("triagers", "triage");
gives("writers", "read");
gives("writers", "triage");
gives("writers", "write");
gives("maintainers", "read");
gives("maintainers", "triage");
gives("maintainers", "write");
gives("maintainers", "maintain");
gives("admins", "read");
gives("admins", "triage");
gives("admins", "write");
gives("admins", "maintain");
gives("admins", "admin");

owner_gives("readers", "read");
owner_gives("writers", "read");
owner_gives("writers", "triage");
owner_gives("writers", "write");
owner_gives("admins", "read");
owner_gives("admins", "triage");
owner_gives("admins", "write");
owner_gives("admins", "maintain");
owner_gives("admins", "admin");
