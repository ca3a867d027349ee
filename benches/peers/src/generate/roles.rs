//! Rules of the plainest kind: a role may read one record.

use std::fmt::Write as _;

use super::Rules;
use crate::case::{Ask, Uid};
use crate::world::{Entity, World};

/// `n` roles with a rule each, `n` users with a role each, and `n` records.
pub fn roles(n: usize) -> Rules {
    let mut ward =
        "policy roles \"A role for each record\"\n\nsubject entity User\nentity Record\n\
                    actions records on Record { read }\n\n"
            .to_owned();
    let mut cedar = String::new();
    let mut world = World::default();
    for role in 0..n {
        let _ = writeln!(
            ward,
            "role role_{role} {{ can read when record == Record::\"record_{role}\" }}"
        );
        let _ = writeln!(
            cedar,
            "permit (principal in Role::\"role_{role}\", action == Action::\"read\", \
             resource == Record::\"record_{role}\");"
        );
        world.entities.push(Entity::bare(user(role), Vec::new()));
        world.entities.push(Entity::bare(record(role), Vec::new()));
        world.roles.push((user(role), format!("role_{role}")));
    }
    let schema = "entity Role; entity Record; entity User in [Role];\n\
                  action read appliesTo { principal: User, resource: Record };\n"
        .to_owned();
    let rego = "package checks\n\nallow if {\n\tsome role in data.roles[input.principal]\n\t\
                data.grants[role][input.resource][input.action]\n}\n"
        .to_owned();
    Rules { ward, cedar, schema, rego, world }
}

/// Requests all over: every other one is for the user's own record.
pub fn role_requests(n: usize) -> Vec<Ask> {
    // A step that has no common factor with powers of ten and two visits all in turn.
    let ask = |at: usize| {
        let number = (at * 7_919) % n;
        Ask::new(user(number), "read", record((number + at % 2) % n))
    };
    (0..super::requests_for(n)).map(ask).collect()
}

fn user(number: usize) -> Uid {
    Uid::new("User", format!("user_{number}"))
}

fn record(number: usize) -> Uid {
    Uid::new("Record", format!("record_{number}"))
}
