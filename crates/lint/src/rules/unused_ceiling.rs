//! A ceiling that nothing uses.
//!
//! ## What it does
//! Finds a ceiling under which no overlay of this set stands that nothing in the policy set names.
//!
//! ## Why is this bad?
//! It allows nobody anything. (A vendor whose customers keep their overlays in sets of their own allows the finding.)
//!
//! ## Example
//! ```policy fragment
//! ceiling guests "What guests may be given" on Practice { allow view on Visit }
//! ```
//!
//! ## Use instead
//! ```policy fragment
//! // ward: allow(unused_ceiling) the overlays are kept in sets of their own
//! ceiling guests "What guests may be given" on Practice { allow view on Visit }
//! ```

use ward_compiler::graph::NodeKind;

use crate::input::Input;
use crate::problem::Problem;

pub(crate) fn check(input: &Input<'_>) -> Vec<Problem> {
    let unused = input.unused(NodeKind::Ceiling).into_iter();
    unused
        .map(|(name, span)| {
            Problem::new(format!("nothing uses the ceiling `{name}`"), span, "unused")
                .help("use it, or take it away")
        })
        .collect()
}
