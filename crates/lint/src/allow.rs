//! `// ward: allow(rule) reason`, alone above a line or at its end.

use ward_diagnostics::{Span, did_you_mean};
use ward_parser::CommentKind;

use crate::fix::whole_lines;
use crate::input::{Comment, FileView, Input};
use crate::problem::Problem;
use crate::table::{RULES, find};

/// An allowance of one rule.
pub(crate) struct Allowance {
    /// The rule, as written.
    pub rule: String,
    /// The whole comment.
    pub span: Span,
    /// How many rules the comment allows.
    pub of: usize,
    /// The line that it is for.
    pub line: u32,
    /// Whether it says why.
    pub reason: bool,
}

/// Every allowance of the policy set.
pub(crate) fn allowances(input: &Input<'_>) -> Vec<Allowance> {
    let mut all = Vec::new();
    for file in input.own() {
        for comment in file.comments().filter(|comment| comment.kind == CommentKind::Plain) {
            all.extend(read(input, file, &comment));
        }
    }
    all
}

fn read(input: &Input<'_>, file: &FileView<'_>, comment: &Comment<'_>) -> Vec<Allowance> {
    let rest = comment.text.strip_prefix("ward:").map(str::trim_start);
    let rest = rest.and_then(|rest| rest.strip_prefix("allow")).map(str::trim_start);
    let rest = rest.and_then(|rest| rest.strip_prefix('('));
    let Some((names, reason)) = rest.and_then(|rest| rest.split_once(')')) else {
        return Vec::new();
    };
    let own = input.line(comment.span);
    let line = if comment.alone { next_line(file.text, own) } else { own };
    let names: Vec<_> = names.split(',').map(str::trim).filter(|name| !name.is_empty()).collect();
    let reason = reason.chars().any(char::is_alphanumeric);
    let one = |name: &&str| Allowance {
        rule: (*name).to_owned(),
        span: comment.span,
        of: names.len(),
        line,
        reason,
    };
    names.iter().map(one).collect()
}

/// The first line below that says something.
fn next_line(text: &str, line: u32) -> u32 {
    let says = |line: &str| !line.trim().is_empty() && !line.trim().starts_with("//");
    let below = text.lines().enumerate().skip(line as usize);
    let found = below.into_iter().find(|(_, text)| says(text)).map(|(at, _)| at + 1);
    found.map_or(line, |at| u32::try_from(at).unwrap_or(u32::MAX))
}

/// What is wrong with an allowance, with the name of the rule that says so.
pub(crate) fn problem(
    input: &Input<'_>,
    allowance: &Allowance,
    used: bool,
    asked: bool,
) -> Option<(&'static str, Problem)> {
    let Allowance { rule, span, .. } = allowance;
    if find(rule).is_none() {
        let near = did_you_mean(rule, RULES.iter().map(|rule| rule.name));
        let problem =
            Problem::new(format!("there is no lint rule `{rule}`"), *span, "allows nothing")
                .help(near.unwrap_or_else(|| "`docs/lint.md` lists the rules".into()));
        return Some(("unknown_allowance", problem));
    }
    if used && !allowance.reason {
        let problem = Problem::new(format!("`{rule}` is allowed without a reason"), *span, "")
            .help("say behind the parenthesis why the finding is meant");
        return Some(("allowance_without_reason", problem));
    }
    if used || !asked {
        return None;
    }
    let mut problem = Problem::new(format!("`{rule}` finds nothing here"), *span, "allows nothing")
        .help("take the comment away");
    if allowance.of == 1 {
        let alone = whole_lines(input, *span);
        let behind = behind_text(input, *span);
        problem = problem.fix(alone.unwrap_or(behind), "");
    }
    Some(("unused_allowance", problem))
}

/// A comment with the blanks in front of it.
fn behind_text(input: &Input<'_>, span: Span) -> Span {
    let before = input.policy.sources.text(span.file).get(..span.start as usize);
    let start = before.map_or(span.start as usize, |before| before.trim_end_matches(' ').len());
    Span::new(span.file, start, span.end as usize)
}
