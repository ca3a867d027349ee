//! Somebody who may change their own roles or permissions.
//!
//! ## What it does
//! Finds an action on a subject type that gives roles or permissions (it takes a `Role`, or its name
//! says so) and that somebody may do to themselves. A request that shows it has been run.
//!
//! ## Why is this bad?
//! Whoever changes their own roles has all of them.
//!
//! ## Example
//! ```policy fragment
//! actions staff on User { assign_role(role: Role) }
//! role manager "Manager" in Practice { can assign_role }
//! ```
//!
//! ## Use instead
//! ```policy fragment
//! actions staff on User { assign_role(role: Role) }
//! role manager "Manager" in Practice { can assign_role }
//! restriction no_own_role "Nobody changes their own role" { forbid assign_role when user == subject }
//! ```

use ward_compiler::model::{ActionOn, Ty};

use super::own::{Question, on_oneself};
use crate::input::Input;
use crate::problem::Problem;

pub(crate) fn check(input: &Input<'_>) -> Vec<Problem> {
    let question = Question {
        asks: gives_roles,
        says: "somebody may change their own roles with",
        help: "forbid it of oneself: `forbid ACTION when resource == subject`",
    };
    on_oneself(input, &question)
}

fn gives_roles(name: &str, on: &ActionOn) -> bool {
    let words = ["role", "permission", "privilege", "user_group", "access_level"];
    let looks = ["view", "list", "read", "see", "look", "show", "export"];
    let gives = words.iter().any(|word| name.contains(word))
        || on.params.values().any(|param| param.ty == Ty::Role);
    gives && !on.new && !looks.iter().any(|look| name.starts_with(look))
}
