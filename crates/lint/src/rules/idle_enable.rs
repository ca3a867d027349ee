//! An `enable` that no role may.
//!
//! ## What it does
//! Finds an action behind `enable` that no role `may` on any of its types. (Where this is so of a
//! whole statement, it is the error E0404.)
//!
//! ## Why is this bad?
//! The switch is there, is given to people, and does nothing.
//!
//! ## Example
//! ```policy fragment
//! role reader "Reader" in Practice { may view on Note within caseload }
//! class reading "Reads" { enable view, share }
//! ```
//!
//! ## Use instead
//! ```policy fragment
//! role reader "Reader" in Practice { may view on Note within caseload }
//! class reading "Reads" { enable view }
//! ```

use ward_compiler::model::Verb;

use crate::input::Input;
use crate::problem::Problem;
use crate::select;

pub(crate) fn check(input: &Input<'_>) -> Vec<Problem> {
    let mut found = Vec::new();
    for said in input.statements().into_iter().filter(|said| said.statement.verb == Verb::Enable) {
        let reached = select::targets(input.policy, &said.statement.selection);
        for name in &said.statement.selection.actions {
            let mut own = select::of_name(input.policy, name);
            own.retain(|target| reached.contains(target));
            let waits = own.iter().any(|target| {
                let cell = input.policy.cells.get(*target);
                input.is_open_to_overlays(*target)
                    || cell.is_some_and(|cell| cell.grants.iter().any(|grant| grant.may))
            });
            if !own.is_empty() && !waits {
                let message =
                    format!("no role may `{}`, so that this switches nothing on", name.text);
                found.push(
                    Problem::new(message, name.span, "nothing to switch on")
                        .help("write `may` in a role, or take it away"),
                );
            }
        }
    }
    found
}
