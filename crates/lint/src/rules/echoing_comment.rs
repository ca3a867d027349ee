//! A comment that repeats the line.
//!
//! ## What it does
//! Finds comments on a statement's line whose words all stand in the statement. `--fix` takes them
//! away.
//!
//! ## Why is this bad?
//! It says nothing, and is wrong after the next change. A comment says why.
//!
//! ## Example
//! ```policy fragment
//! role student "Student" in Practice {
//!   can view on Note within own  // can view own note
//! }
//! ```
//!
//! ## Use instead
//! ```policy fragment
//! role student "Student" in Practice {
//!   can view on Note within own  // for the weekly report
//! }
//! ```

use ward_diagnostics::Span;
use ward_parser::CommentKind;

use crate::input::Input;
use crate::problem::Problem;

pub(crate) fn check(input: &Input<'_>) -> Vec<Problem> {
    let mut found = Vec::new();
    for file in input.own() {
        for comment in file.comments().filter(|one| !one.alone && one.kind == CommentKind::Plain) {
            let before = &file.text[..comment.span.start as usize];
            let line = &before[before.rfind('\n').map_or(0, |at| at + 1)..];
            let (said, words) = (words(line), words(comment.text));
            if words.len() < 2 || !words.iter().all(|word| said.contains(word)) {
                continue;
            }
            let start = before.trim_end_matches(' ').len();
            let with_blanks = Span::new(file.id, start, comment.span.end as usize);
            found.push(
                Problem::new("this comment says what the line says", comment.span, "")
                    .help("say why, or take it away")
                    .fix(with_blanks, ""),
            );
        }
    }
    found
}

fn words(text: &str) -> Vec<String> {
    let words =
        text.split(|letter: char| !letter.is_alphanumeric()).filter(|word| !word.is_empty());
    words.map(str::to_lowercase).collect()
}
