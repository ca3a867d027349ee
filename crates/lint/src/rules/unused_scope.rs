//! A scope that nothing uses.
//!
//! ## What it does
//! Finds a scope that nothing in the policy set names.
//!
//! ## Why is this bad?
//! Either a grant should be within it and isn't, or it is left over.
//!
//! ## Example
//! ```policy fragment
//! scope written on Note: note.author == subject
//! ```
//!
//! ## Use instead
//! ```policy fragment
//! scope written on Note: note.author == subject
//! role writer "Writer" in Practice { can write within written }
//! ```

use ward_compiler::graph::NodeKind;

use crate::input::Input;
use crate::problem::Problem;

pub(crate) fn check(input: &Input<'_>) -> Vec<Problem> {
    let unused = input.unused(NodeKind::Scope).into_iter();
    unused
        .map(|(name, span)| {
            Problem::new(format!("nothing uses the scope `{name}`"), span, "unused")
                .help("use it, or take it away")
        })
        .collect()
}
