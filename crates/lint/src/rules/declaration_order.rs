//! Declarations in an order that makes a reader jump.
//!
//! ## What it does
//! Finds, in one file, types, actions and scopes behind roles and restrictions, and these behind tests.
//!
//! ## Why is this bad?
//! Order never changes a decision. A file that says first what there is, then who may do what, then
//! what is promised and tested, is read once from top to bottom.
//!
//! ## Example
//! ```policy fragment
//! role student "Student" in Practice { can view on Note within read_by }
//! scope read_by on Note: subject in note.patient.care_team
//! ```
//!
//! ## Use instead
//! ```policy fragment
//! scope read_by on Note: subject in note.patient.care_team
//! role student "Student" in Practice { can view on Note within read_by }
//! ```

use ward_parser::ast::ItemKind;

use crate::input::Input;
use crate::problem::Problem;

pub(crate) fn check(input: &Input<'_>) -> Vec<Problem> {
    let mut found = Vec::new();
    for file in input.own() {
        let mut last = 0;
        for item in &file.parsed.file.items {
            let rank = rank(&item.kind);
            if rank < last {
                found.push(
                    Problem::new(
                        format!("{} behind {}", WORDS[rank], WORDS[last]),
                        item.span,
                        "further up",
                    )
                    .help(
                        "types, actions and scopes first, then roles and restrictions, then tests",
                    ),
                );
                break;
            }
            last = rank;
        }
    }
    found
}

const WORDS: [&str; 3] = ["types, actions or scopes", "roles or rules", "tests"];

fn rank(kind: &ItemKind) -> usize {
    match kind {
        ItemKind::Policy(_)
        | ItemKind::Overlay(_)
        | ItemKind::Enum(_)
        | ItemKind::Entity(_)
        | ItemKind::Context(_)
        | ItemKind::Actions(_)
        | ItemKind::Obligation(_)
        | ItemKind::Scope(_) => 0,
        ItemKind::Test(_) => 2,
        _ => 1,
    }
}
