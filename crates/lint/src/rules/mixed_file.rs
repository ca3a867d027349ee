//! A long file about several subjects.
//!
//! ## What it does
//! Finds files of more than 400 lines that hold declarations of types, roles and tests together.
//!
//! ## Why is this bad?
//! Two people who change two things meet in one file, and a reader of one thing looks through all.
//!
//! ## Example
//! A file of 600 lines with the schema, every role and all tests.
//!
//! ## Use instead
//! `schema.policy`, `roles/clinical.policy`, `roles/office.policy`, `rules.policy`, `tests.policy`: order
//! and files never change a decision.

use ward_diagnostics::Span;
use ward_parser::ast::ItemKind;

use crate::input::Input;
use crate::problem::Problem;

/// More lines than this are long.
const MOST: usize = 400;

pub(crate) fn check(input: &Input<'_>) -> Vec<Problem> {
    let mut found = Vec::new();
    for file in input.own() {
        let lines = file.text.lines().count();
        let has =
            |is: fn(&ItemKind) -> bool| file.parsed.file.items.iter().any(|item| is(&item.kind));
        let kinds = [
            has(|kind| matches!(kind, ItemKind::Entity(_) | ItemKind::Actions(_))),
            has(|kind| matches!(kind, ItemKind::Role(_))),
            has(|kind| matches!(kind, ItemKind::Test(_))),
        ];
        if lines > MOST && kinds == [true; 3] {
            let first = file.text.find('\n').unwrap_or(file.text.len());
            found.push(
                Problem::new(
                    format!("{lines} lines of types, roles and tests"),
                    Span::new(file.id, 0, first),
                    "",
                )
                .help("give types, roles and tests files of their own"),
            );
        }
    }
    found
}
