//! An obligation that nothing uses.
//!
//! ## What it does
//! Finds an obligation that no grant asks for that nothing in the policy set names.
//!
//! ## Why is this bad?
//! Somebody meant a permit to ask for it, and none does.
//!
//! ## Example
//! ```policy fragment
//! obligation witness
//! ```
//!
//! ## Use instead
//! ```policy fragment
//! obligation witness
//! role emergency "Emergency" in Practice { can view on Note with witness }
//! ```

use ward_compiler::graph::NodeKind;

use crate::input::Input;
use crate::problem::Problem;

pub(crate) fn check(input: &Input<'_>) -> Vec<Problem> {
    let unused = input.unused(NodeKind::Obligation).into_iter();
    unused
        .map(|(name, span)| {
            Problem::new(format!("nothing uses the obligation `{name}`"), span, "unused")
                .help("use it, or take it away")
        })
        .collect()
}
