//! Policies of any size in the shape of real ones.
//!
//! A clinic group with ten areas of work. Types, actions and scopes are the same for any number of
//! roles, so that more roles mean more grants on the same records, as in a policy that has grown.
//! Each role belongs to an area and has ten grants, most within a scope, some under a condition.
//! Every fourth extends another, every second promises what it cannot do, and each twentieth is
//! narrowed by a restriction of its own.

use std::fmt::Write;

/// How many grants each role has.
pub const GRANTS: usize = 10;

/// The areas of work.
const AREAS: [&str; 10] = [
    "intake", "nursing", "therapy", "pharmacy", "billing", "planning", "quality", "records",
    "training", "supply",
];

/// What is done with a file of an area.
const ON_FILE: [&str; 6] = ["view", "edit", "close", "reopen", "print", "transfer"];
/// What is done with an entry in such a file.
const ON_ENTRY: [&str; 7] = ["read", "amend", "sign", "approve", "comment", "attach", "strike"];
/// What is done with a task of an area.
const ON_TASK: [&str; 5] = ["list", "take", "assign", "finish", "postpone"];

/// A policy with so many roles.
pub fn policy(roles: usize) -> String {
    let mut text = String::from(DECLARATIONS);
    AREAS.iter().for_each(|area| declarations(&mut text, area));
    text.push_str(RULES);
    (0..roles).for_each(|at| role(&mut text, at));
    (0..roles).step_by(20).for_each(|at| restriction(&mut text, at));
    text
}

const DECLARATIONS: &str = "policy group \"A clinic group\"

enum State { draft, open, closed }

/// The whole group.
entity Group
/// A clinic.
entity Site in Group
/// Who works there.
subject entity User in Site {
  active: Bool
  senior: Bool = false
  on_leave: Bool
  visiting: Bool
}
/// Who is treated there.
entity Person in Site {
  team: Set<User> = []
  lead: User?
}

scope mine on Person: subject in person.team or person.lead == subject
";

/// The types, actions and scopes of an area.
fn declarations(text: &mut String, area: &str) {
    let title = capital(area);
    let listed = |names: &[&str]| -> String {
        names.iter().map(|name| format!("  {name}_{area}")).collect::<Vec<_>>().join(",\n")
    };
    let _ = write!(
        text,
        "
/// What {area} keeps about a person.
entity {title}File in Person {{ owner: User, state: State = draft }}
/// An entry in it.
entity {title}Entry in {title}File {{ author: User, signed: Bool = false }}
/// What is to be done.
entity {title}Task in Site {{ owner: User, urgent: Bool = false }}

actions {area}_files on {title}File {{
{}
}}
actions {area}_entries on {title}Entry {{
{}
}}
actions {area}_tasks on {title}Task {{
{}
}}

scope mine on {title}File, {title}Entry: resource.person within mine
scope own on {title}File, {title}Task: resource.owner == subject
scope own on {title}Entry: resource.author == subject
",
        listed(&ON_FILE),
        listed(&ON_ENTRY),
        listed(&ON_TASK),
    );
}

const RULES: &str = "
/// Whoever has left has no access.
restriction active_users \"Only active users do anything\" {
  forbid all on all unless subject.active
}

/// Two pairs of eyes.
restriction two_pairs \"Nobody approves their own entry\" {
  forbid approve_intake, approve_nursing, approve_therapy, approve_pharmacy, approve_billing within own
  forbid approve_planning, approve_quality, approve_records, approve_training within own
  forbid approve_supply within own
}

/// What is closed stays as it was.
restriction closed_files \"Closed files are not edited\" {
  forbid edit_nursing, edit_therapy, edit_billing when resource.state == closed
}

claim \"Nobody approves their own nursing entry\": never approve_nursing within own
claim \"Closed bills stay as they were\": never edit_billing when resource.state == closed
";

/// A role with its ten grants, and what it promises.
fn role(text: &mut String, at: usize) {
    let number = at % AREAS.len();
    let (area, other) = (AREAS[number], AREAS[(number + 3) % AREAS.len()]);
    let name = name(at);
    let title = capital(&name.replace('_', " "));
    let extends = match extended(at) {
        Some(other) => format!(" extends {}", self::name(other)),
        None => String::new(),
    };
    let _ =
        writeln!(text, "\n/// Works in {area}, place {at}.\nrole {name} \"{title}\"{extends} {{");
    for (action, condition) in grants(at) {
        let _ = writeln!(text, "  can {action}_{area}{condition}");
    }
    if at.is_multiple_of(2) {
        let _ = writeln!(text, "  cannot {other}_files, {other}_entries, {other}_tasks");
    }
    if at.is_multiple_of(4) {
        let _ = writeln!(text, "  cannot approve_{area} unless within mine");
    }
    text.push_str("}\n");
}

/// The role that a role extends: one of the same area with other grants.
fn extended(at: usize) -> Option<usize> {
    (at / AREAS.len() % 4 == 3).then(|| at - AREAS.len())
}

/// The actions of a role, without their area, each with what it is given under. What a role has
/// from the one that it extends, it doesn't write again: its own grants have another scope.
fn grants(at: usize) -> Vec<(&'static str, &'static str)> {
    let all: Vec<&str> = ON_FILE.into_iter().chain(ON_ENTRY).chain(ON_TASK).collect();
    // 7 and 18 have no common divisor: each action comes once before one comes again.
    let chosen = (0..GRANTS).map(|step| all[(at + step * 7) % all.len()]);
    chosen.map(|action| (action, under(at, action))).collect()
}

fn under(at: usize, action: &str) -> &'static str {
    let is_task = ON_TASK.contains(&action);
    let wider = extended(at).is_some();
    match (action, at % 3) {
        ("approve", _) if wider => " within mine",
        ("approve", _) => " within mine when subject.senior",
        _ if is_task && wider => " when resource.urgent",
        _ if is_task => " within own",
        _ if wider => " within mine when subject.senior or not subject.on_leave",
        (_, 0) => " within mine and own",
        (_, 1) => " within mine when subject.senior",
        _ => " within mine unless subject.on_leave",
    }
}

/// What one role gives, taken from those who only visit.
fn restriction(text: &mut String, at: usize) {
    let number = at % AREAS.len();
    let area = AREAS[number];
    let (action, _) = grants(at)[0];
    let name = name(at);
    let _ = write!(
        text,
        "
/// Agreed with {area}.
restriction less_for_{name} \"Not for visitors: {name}\" on what {name} give {{
  forbid {action}_{area} when subject.visiting
}}
"
    );
}

fn name(at: usize) -> String {
    format!("{}_{}", AREAS[at % AREAS.len()], at / AREAS.len())
}

fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}
