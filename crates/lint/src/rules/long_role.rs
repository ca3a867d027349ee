//! A role that is too long to be read aloud.
//!
//! ## What it does
//! Finds roles with more than 40 statements.
//!
//! ## Why is this bad?
//! Nobody agrees to a page. Groups of actions and an abstract role make it short.
//!
//! ## Example
//! A role with a line for each of the 60 actions of a billing module.
//!
//! ## Use instead
//! `actions billing on …` declares them as one group, and the role says `can billing`.

use ward_parser::ast::ItemKind;

use crate::input::Input;
use crate::problem::Problem;

/// As many statements as fit on a page.
const MOST: usize = 40;

pub(crate) fn check(input: &Input<'_>) -> Vec<Problem> {
    let mut found = Vec::new();
    for item in input.items() {
        if let ItemKind::Role(role) = &item.kind
            && role.statements.len() > MOST
        {
            let message = format!("`{}` has {} statements", role.name.text, role.statements.len());
            found.push(
                Problem::new(message, role.name.span, "too long to be read aloud")
                    .help("name groups of actions, or take a part out into an abstract role"),
            );
        }
    }
    found
}
