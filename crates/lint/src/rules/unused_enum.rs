//! An enum that nothing uses.
//!
//! ## What it does
//! Finds an enum that nothing in the policy set names.
//!
//! ## Why is this bad?
//! It is left over, or a property that should have it is a text.
//!
//! ## Example
//! ```policy fragment
//! enum Colour { red, green }
//! ```
//!
//! ## Use instead
//! ```policy fragment
//! enum Colour { red, green }
//! entity Folio in Practice { colour: Colour }
//! ```

use ward_compiler::graph::NodeKind;

use crate::input::Input;
use crate::problem::Problem;

pub(crate) fn check(input: &Input<'_>) -> Vec<Problem> {
    let unused = input.unused(NodeKind::Enum).into_iter();
    unused
        .map(|(name, span)| {
            Problem::new(format!("nothing uses the enum `{name}`"), span, "unused")
                .help("use it, or take it away")
        })
        .collect()
}
