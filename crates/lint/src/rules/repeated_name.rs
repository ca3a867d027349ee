//! A name that a list has already.
//!
//! ## What it does
//! Finds an action that a statement names twice, or that a group in the same list brings already.
//! `--fix` takes it away.
//!
//! ## Why is this bad?
//! A reader looks for the difference that the second name makes.
//!
//! ## Example
//! ```policy fragment
//! role bookkeeper "Bookkeeper" in Practice {
//!   can money, issue  // the books
//! }
//! ```
//!
//! ## Use instead
//! ```policy fragment
//! role bookkeeper "Bookkeeper" in Practice {
//!   can money  // the books
//! }
//! ```

use ward_diagnostics::Span;
use ward_parser::ast::Name;

use crate::input::Input;
use crate::problem::Problem;
use crate::select;

pub(crate) fn check(input: &Input<'_>) -> Vec<Problem> {
    let mut found = Vec::new();
    for said in input.statements() {
        let names = &said.statement.selection.actions;
        for (at, name) in names.iter().enumerate() {
            let own = select::of_name(input.policy, name);
            let brings = |(other_at, other): &(usize, &Name)| {
                let theirs = select::of_name(input.policy, other);
                *other_at != at
                    && own.is_subset(&theirs)
                    && (own.len() < theirs.len() || *other_at < at)
            };
            if own.is_empty() {
                continue;
            }
            if let Some((_, other)) = names.iter().enumerate().find(brings) {
                found.push(problem(input, names, at, other));
            }
        }
    }
    found
}

fn problem(input: &Input<'_>, names: &[Name], at: usize, other: &Name) -> Problem {
    let name = &names[at];
    let with_comma = match at.checked_sub(1).and_then(|before| names.get(before)) {
        Some(before) => Span { start: before.span.end, ..name.span },
        None => {
            Span { end: names.get(1).map_or(name.span.end, |next| next.span.start), ..name.span }
        }
    };
    let problem = Problem::new(
        format!("`{}` brings `{}` already", other.text, name.text),
        name.span,
        "adds nothing",
    )
    .help("take it away");
    if input.has_comment(with_comma) { problem } else { problem.fix(with_comma, "") }
}
