//! A statement that stands twice.
//!
//! ## What it does
//! Finds a statement that stands word for word in the same role, restriction, class or ceiling
//! already. `--fix` takes the second one away.
//!
//! ## Why is this bad?
//! One of the two will be changed some day and the other one forgotten.
//!
//! ## Example
//! ```policy fragment
//! restriction working_staff "Who is suspended does nothing" {
//!   forbid all on all unless subject.status == active
//!   forbid all on all unless subject.status == active
//! }
//! ```
//!
//! ## Use instead
//! ```policy fragment
//! restriction working_staff "Who is suspended does nothing" {
//!   forbid all on all unless subject.status == active
//! }
//! ```

use ward_diagnostics::Span;

use crate::fix::whole_lines;
use crate::input::{Input, Said};
use crate::problem::Problem;

pub(crate) fn check(input: &Input<'_>) -> Vec<Problem> {
    let mut found = Vec::new();
    let mut seen: Vec<(Span, String, Span)> = Vec::new();
    for said in input.statements() {
        let span = said.statement.span;
        let words: Vec<_> = input.text(span).split_whitespace().collect();
        let words = words.join(" ");
        seen.retain(|(item, ..)| *item == said.item.span);
        match seen.iter().find(|(_, text, _)| *text == words) {
            Some((.., first)) => found.push(problem(input, said, *first)),
            None => seen.push((said.item.span, words, span)),
        }
    }
    found
}

fn problem(input: &Input<'_>, said: Said<'_>, first: Span) -> Problem {
    let span = said.statement.span;
    let problem = Problem::new("this stands here already", span, "the same again")
        .also(first, "first here")
        .help("take one of them away");
    let documented = !said.statement.meta.docs.is_empty();
    match whole_lines(input, span).filter(|lines| !documented && !input.has_comment(*lines)) {
        Some(lines) => problem.fix(lines, ""),
        None => problem,
    }
}
