//! A wide grant that nothing explains.
//!
//! ## What it does
//! Finds `can all …` and `can … on all` without a comment on the line or above it, where the role has
//! no documentation either.
//!
//! ## Why is this bad?
//! It takes in whatever is added later. Whoever adds something must be able to read what was meant.
//!
//! ## Example
//! ```policy fragment
//! role owner "Owner" in Practice {
//!   can all on all
//! }
//! ```
//!
//! ## Use instead
//! ```policy fragment
//! /// Runs the practice and answers for it; nothing is kept from them.
//! role owner "Owner" in Practice {
//!   can all on all
//! }
//! ```

use ward_parser::ast::Verb;

use crate::input::Input;
use crate::problem::Problem;

pub(crate) fn check(input: &Input<'_>) -> Vec<Problem> {
    let mut found = Vec::new();
    for said in input.statements() {
        let selection = &said.statement.selection;
        let all_actions = selection.actions.iter().any(|action| action.text == "all");
        let all_types = selection.on.iter().flatten().any(|on| on.ty.text == "all");
        let explained = !said.item.meta.docs.is_empty() || input.has_reason(said.statement);
        if said.statement.verb == Verb::Can && (all_actions || all_types) && !explained {
            found.push(
                Problem::new(
                    "nothing says why so much is given",
                    said.statement.span,
                    "takes in what is added later",
                )
                .help("say it in a comment, or name what is meant"),
            );
        }
    }
    found
}
