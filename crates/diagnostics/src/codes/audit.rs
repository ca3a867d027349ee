//! `A01` broken constraints, `A02` assignments and data: the findings of `ward audit`.
//!
//! They are about data, which are usable all the same; so they are no errors or warnings of a
//! policy, and their pages are the sections of docs/audit.md.
codes! {
    AUDIT_EXCLUSIVE = "A0101", "roles that exclude one another are held together";
    AUDIT_EXACTLY_ONE = "A0102", "more than one of the roles of which there is one";
    AUDIT_COUNT = "A0103", "too few or too many hold a role";
    AUDIT_REQUIRED_ROLE = "A0104", "a role is held without the one that it requires";
    AUDIT_REQUIRED_CONDITION = "A0105", "a role is held without the condition that it requires";
    AUDIT_EVERY = "A0106", "a stored record breaks a constraint";
    AUDIT_CEILING = "A0107", "more roles of a tenant's own than its ceiling allows";
    AUDIT_UNKNOWN_NAME = "A0201", "an assignment of a role or class that doesn't exist";
    AUDIT_OVER = "A0202", "an assignment that is over";
    AUDIT_NO_EFFECT = "A0203", "an assignment that never takes effect";
    AUDIT_REPEATED = "A0204", "an assignment that repeats another";
    AUDIT_MISSING = "A0205", "a record without a property that it needs";
    AUDIT_UNHELD = "A0206", "a role of a tenant's own that nobody holds";
}
