//! An `except` that takes nothing away.
//!
//! ## What it does
//! Finds an action behind `except` that the statement in front of it doesn't give.
//!
//! ## Why is this bad?
//! It reads as if the rest were given, and as if this were withheld for a reason; both are wrong.
//!
//! ## Example
//! ```policy fragment
//! role bookkeeper "Bookkeeper" in Practice {
//!   can money except sign  // the books
//! }
//! ```
//!
//! ## Use instead
//! ```policy fragment
//! role bookkeeper "Bookkeeper" in Practice {
//!   can money except refund  // the books
//! }
//! ```

use crate::input::Input;
use crate::problem::Problem;
use crate::select;

pub(crate) fn check(input: &Input<'_>) -> Vec<Problem> {
    let mut found = Vec::new();
    for said in input.statements() {
        let selection = &said.statement.selection;
        if selection.except.is_empty() {
            continue;
        }
        let given = select::targets(input.policy, selection);
        for (_, except) in &selection.except {
            let taken = select::targets(input.policy, except);
            for name in &except.actions {
                let own = select::of_name(input.policy, name);
                if !own.iter().any(|target| taken.contains(target) && given.contains(target)) {
                    let message =
                        format!("`{}` isn't given, so that nothing is excepted", name.text);
                    found.push(
                        Problem::new(message, name.span, "takes nothing away")
                            .help("take it away, or name what is meant"),
                    );
                }
            }
        }
    }
    found
}
