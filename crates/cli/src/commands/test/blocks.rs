//! The `test` blocks of a policy.

use ward_compiler::Policy;
use ward_diagnostics::{Diagnostic, SourceMap, Span};
use ward_evaluator::testing::{self, TestFailure};

use super::tally::{Failed, Tally};
use crate::policy::Loaded;
use crate::sources::seen_from;

/// Runs them; `now` is for lines without `at`. A test that expects nothing passes where
/// `allow_empty` says so.
pub fn run(loaded: &Loaded, now: i64, allow_empty: bool) -> Tally {
    let policy = &loaded.policy;
    let sources = seen_from(&policy.sources, &loaded.located.folder);
    let mut tally = Tally::default();
    for mut outcome in testing::run(policy, Some(now)) {
        if allow_empty {
            outcome.failures.retain(|failure| !matches!(failure, TestFailure::Nothing));
        }
        let failed = (!outcome.failures.is_empty())
            .then(|| failed(policy, &sources, &outcome.title, outcome.span, &outcome.failures));
        tally.note(outcome.title, place(&sources, outcome.span), failed);
    }
    tally
}

/// A test fails once, with its first line; the other lines are told below.
fn failed(
    policy: &Policy,
    sources: &SourceMap,
    title: &str,
    span: Span,
    failures: &[TestFailure],
) -> Failed {
    let mut told = failures.iter().map(|failure| line(policy, sources, failure));
    let mut first = told.next().unwrap_or_else(|| Failed {
        id: String::new(),
        place: place(sources, span),
        expected: "it to hold".into(),
        got: "nothing".into(),
        lines: Vec::new(),
    });
    first.id = format!("\"{title}\"");
    for other in told {
        first.lines.push(format!("also {}", other.place));
        first.lines.push(format!("expected {}, got {}", other.expected, other.got));
        first.lines.extend(other.lines);
    }
    if first.place.is_empty() {
        first.place = place(sources, span);
    }
    first
}

fn line(policy: &Policy, sources: &SourceMap, failure: &TestFailure) -> Failed {
    let text = |span: Span| one_line(policy.sources.slice(span));
    match failure {
        TestFailure::Data(problem) => Failed {
            id: String::new(),
            place: String::new(),
            expected: "data that load".into(),
            got: "an error".into(),
            lines: said(problem),
        },
        TestFailure::Error { span, problem } => Failed {
            id: String::new(),
            place: place(sources, *span),
            expected: "a decision".into(),
            got: "an error".into(),
            lines: std::iter::once(text(*span)).chain(said(problem)).collect(),
        },
        TestFailure::Expectation { span, expected, decision } => Failed {
            id: String::new(),
            place: place(sources, *span),
            expected: super::cases::word(*expected).into(),
            got: super::cases::word(decision.permit).into(),
            lines: std::iter::once(text(*span)).chain(super::cases::why(decision)).collect(),
        },
        TestFailure::Nothing => Failed {
            id: String::new(),
            place: String::new(),
            expected: "a line such as `ann can view kim`".into(),
            got: "none".into(),
            lines: vec!["a test that expects nothing can't fail".into()],
        },
    }
}

fn said(problem: &Diagnostic) -> Vec<String> {
    let help = problem.help.iter().map(|help| format!("help: {help}"));
    std::iter::once(problem.message.clone()).chain(help).collect()
}

fn place(sources: &SourceMap, span: Span) -> String {
    let at = sources.location(span);
    format!("{}:{}", at.path, at.line)
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
