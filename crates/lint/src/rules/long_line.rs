//! A line that is too long.
//!
//! ## What it does
//! Finds lines of more than 120 characters, comments not counted.
//!
//! ## Why is this bad?
//! The end of it, often the condition, is out of sight in a review.
//!
//! ## Example
//! ```policy fragment
//! role student "Student" in Practice {
//!   can view on Note, Visit within own when subject.status == active and (resource.patient.site.practice.plan == full or resource.patient.site.practice.plan == basic)
//! }
//! ```
//!
//! ## Use instead
//! ```policy fragment
//! role student "Student" in Practice {
//!   can view on Note, Visit
//!     within own
//!     when subject.status == active and resource.patient.site.practice.plan in [full, basic]
//! }
//! ```

use ward_diagnostics::Span;
use ward_parser::TokenKind;

use crate::input::{FileView, Input};
use crate::problem::Problem;

/// The longest line that a review shows whole.
const MOST: usize = 120;

pub(crate) fn check(input: &Input<'_>) -> Vec<Problem> {
    let mut found = Vec::new();
    for file in input.own() {
        let mut start = 0;
        for line in file.text.split_inclusive('\n') {
            let long = line.chars().count() > MOST;
            let code = if long { without_comment(file, start, line) } else { line };
            let length = code.trim_end().chars().count();
            let begin = start + (line.len() - line.trim_start().len());
            if length > MOST {
                let span = Span::new(file.id, begin, start + code.trim_end().len());
                found.push(Problem::new(format!("a line of {length} characters"), span, "").help(
                    format!("break it in front of `within`, `when` or `unless`; {MOST} fit"),
                ));
            }
            start += line.len();
        }
    }
    found
}

/// A line that begins at a byte of a file, up to its comment.
fn without_comment<'l>(file: &FileView<'_>, start: usize, line: &'l str) -> &'l str {
    let inside = |at: usize| (start..start + line.len()).contains(&at);
    let comments =
        file.parsed.tokens.iter().filter(|token| matches!(token.kind, TokenKind::Comment(_)));
    let mut begins = comments.map(|token| token.start as usize);
    let cut = begins.find(|at| inside(*at)).and_then(|at| line.get(..at - start));
    cut.unwrap_or(line)
}
