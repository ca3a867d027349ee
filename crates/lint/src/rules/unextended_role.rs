//! An abstract role that no role extends.
//!
//! ## What it does
//! Finds an `abstract role` from which no role that can be assigned comes.
//!
//! ## Why is this bad?
//! Nobody can hold it, so that all of it is without effect.
//!
//! ## Example
//! ```policy fragment
//! abstract role helper in Practice { can view on Visit within caseload }
//! ```
//!
//! ## Use instead
//! ```policy fragment
//! abstract role helper in Practice { can view on Visit within caseload }
//! role student "Student" in Practice extends helper { }
//! ```

use ward_compiler::model::RoleId;

use crate::input::Input;
use crate::problem::Problem;

pub(crate) fn check(input: &Input<'_>) -> Vec<Problem> {
    let roles = &input.policy.roles;
    let is_open = !input.policy.ceilings.is_empty();
    let mut found = Vec::new();
    for (at, role) in roles.iter().enumerate().filter(|(_, role)| role.is_abstract) {
        let id = RoleId::from_index(at);
        let used = roles.iter().any(|other| !other.is_abstract && other.is_a.contains(id));
        let Some(span) = role.span.filter(|_| !used) else { continue };
        // A customer's roles may extend it.
        if is_open && role.notes.docs.iter().any(|line| line.contains("overlay")) {
            continue;
        }
        found.push(
            Problem::new(format!("no role extends `{}`", role.name), span, "nobody can hold it")
                .help("extend it, or take it away"),
        );
    }
    found
}
