//! An action that is granted and never permitted.
//!
//! ## What it does
//! Finds an action on a type that roles are given and of which the prover shows that no request for it
//! is ever permitted.
//!
//! ## Why is this bad?
//! The grants and prohibitions contradict one another, although each of them may look right.
//!
//! ## Example
//! ```policy fragment
//! actions files on Folder { rename }
//! role librarian "Librarian" in Practice { can rename when resource.parent == resource }
//! restriction no_circles "No folder is its own parent" { forbid rename when resource.parent == resource }
//! ```
//!
//! ## Use instead
//! ```policy fragment
//! actions files on Folder { rename }
//! role librarian "Librarian" in Practice { can rename when resource has parent }
//! restriction no_circles "No folder is its own parent" { forbid rename when resource.parent == resource }
//! ```

use ward_compiler::model::Target;
use ward_prover::useful;

use crate::input::Input;
use crate::problem::Problem;

pub(crate) fn check(input: &Input<'_>) -> Vec<Problem> {
    let schema = &input.policy.schema;
    let mut found = Vec::new();
    for id in schema.action_ids() {
        for (ty, on) in &schema.action(id).on {
            let granted = |target: &Target| {
                input.policy.cells.get(*target).is_some_and(|cell| !cell.grants.is_empty())
            };
            let targets: Vec<_> = schema.targets(id, *ty).into_iter().filter(granted).collect();
            let never = |target: &Target| {
                !input.is_open_to_overlays(*target)
                    && useful::someone_can(input.policy, *target) == Some(false)
            };
            if targets.is_empty() || !input.is_own(on.span) || !targets.iter().all(never) {
                continue;
            }
            let target = Target { action: id, ty: *ty, part: None };
            found.push(
                Problem::new(
                    format!("{} is granted and never permitted", input.target(target)),
                    on.span,
                    "always refused",
                )
                .help("look at the prohibitions that stand against its grants"),
            );
        }
    }
    found
}
