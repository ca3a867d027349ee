//! A `may` that no class switches on.
//!
//! ## What it does
//! Finds an action behind `may` that no class enables on any of its types.
//!
//! ## Why is this bad?
//! `may` gives nothing by itself. Whoever reads it believes that there is a switch.
//!
//! ## Example
//! ```policy
//! policy practice "A practice"
//! subject entity User
//! entity Note
//! actions notes on Note { view, sign }
//! role nurse "Nurse" {
//!   may view, sign  // with a switch
//! }
//! class reading "Reads notes" { enable view }
//! ```
//!
//! ## Use instead
//! ```policy
//! policy practice "A practice"
//! subject entity User
//! entity Note
//! actions notes on Note { view, sign }
//! role nurse "Nurse" {
//!   may view  // with a switch
//! }
//! class reading "Reads notes" { enable view }
//! ```

use ward_compiler::model::Verb;

use crate::input::Input;
use crate::problem::Problem;
use crate::select;

pub(crate) fn check(input: &Input<'_>) -> Vec<Problem> {
    // A customer's classes may switch on what the vendor's roles may.
    if !input.policy.ceilings.is_empty() {
        return Vec::new();
    }
    let mut found = Vec::new();
    for said in input.statements().into_iter().filter(|said| said.statement.verb == Verb::May) {
        let reached = select::targets(input.policy, &said.statement.selection);
        for name in &said.statement.selection.actions {
            let mut own = select::of_name(input.policy, name);
            own.retain(|target| reached.contains(target));
            let enabled = own.iter().filter_map(|target| input.policy.cells.get(*target));
            if !own.is_empty() && enabled.into_iter().all(|cell| cell.enables.is_empty()) {
                let message =
                    format!("no class enables `{}`, so that this gives nothing", name.text);
                found.push(
                    Problem::new(message, name.span, "never switched on")
                        .help("write a class that enables it, or take it away"),
                );
            }
        }
    }
    found
}
