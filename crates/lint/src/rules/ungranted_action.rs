//! An action that nobody is given.
//!
//! ## What it does
//! Finds an action on a type that no role can, and that no class switches on. What a ceiling allows
//! is left out: an overlay may give it; and so is what a `claim` says is never permitted.
//!
//! ## Why is this bad?
//! Either a grant is missing, or the action is left over from something that is gone. In both cases
//! the system asks a question that is always answered with no.
//!
//! ## Example
//! ```policy fragment
//! actions files on Folder { rename }
//! ```
//!
//! ## Use instead
//! ```policy fragment
//! actions files on Folder { rename }
//! role librarian "Librarian" in Practice { can rename }
//! ```

use ward_compiler::model::{Cell, ClaimForm, Target};

use crate::input::Input;
use crate::problem::Problem;

pub(crate) fn check(input: &Input<'_>) -> Vec<Problem> {
    let schema = &input.policy.schema;
    let mut found = Vec::new();
    for id in schema.action_ids() {
        for (ty, on) in &schema.action(id).on {
            let targets = schema.targets(id, *ty);
            if targets.is_empty()
                || !input.is_own(on.span)
                || targets.iter().any(|one| is_settled(input, *one))
            {
                continue;
            }
            let target = Target { action: id, ty: *ty, part: None };
            found.push(
                Problem::new(
                    format!("nobody is given {}", input.target(target)),
                    on.span,
                    "always refused",
                )
                .help("grant it to a role, or take the action away"),
            );
        }
    }
    found
}

/// Whether it is given, or is meant not to be.
fn is_settled(input: &Input<'_>, target: Target) -> bool {
    let given =
        |cell: &Cell| cell.grants.iter().any(|grant| !grant.may || !cell.enables.is_empty());
    let mut promises = input.policy.claims.iter().map(|claim| &claim.form);
    input.policy.cells.get(target).is_some_and(given)
        || input.is_open_to_overlays(target)
        || promises.any(|form| match form {
            ClaimForm::Never { what, roles: None } => what.iter().any(|one| one.target == target),
            _ => false,
        })
}
