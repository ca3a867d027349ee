//! How an answer is checked and shown.

use std::fmt::Write as _;

use ward_compiler::{Failure, Policy, PolicySource, compile};
use ward_diagnostics::{Diagnostic, SourceMap};

/// What is said about a policy, and the text that it points into.
pub struct Answer {
    /// Everything that is said.
    pub problems: Vec<Diagnostic>,
    sources: std::sync::Arc<SourceMap>,
}

impl From<Result<Policy, Box<Failure>>> for Answer {
    fn from(compiled: Result<Policy, Box<Failure>>) -> Self {
        match compiled {
            Ok(policy) => {
                let rejected = policy.rejected.into_iter().flat_map(|overlay| overlay.diagnostics);
                let problems = policy.warnings.into_iter().chain(rejected).collect();
                Self { problems, sources: policy.sources }
            }
            Err(failure) => Self { problems: failure.diagnostics, sources: failure.sources },
        }
    }
}

impl Answer {
    /// What compiling a text gives.
    pub fn to(text: &str) -> Self {
        compile(&PolicySource::from_text(text)).into()
    }

    /// The codes, each once, in order.
    pub fn codes(&self) -> Vec<&'static str> {
        codes(&self.problems)
    }

    /// Each problem on two lines: what is wrong and where, and how to mend it.
    pub fn shown(&self) -> String {
        let mut out = String::new();
        for problem in &self.problems {
            let place = match problem.span() {
                Some(span) => {
                    let at = self.sources.location(span);
                    let under: String = self.sources.slice(span).chars().take(40).collect();
                    format!(" [{}:{}:{} {under:?}]", at.path, at.line, at.column)
                }
                None => String::new(),
            };
            out += &line(problem, &place);
        }
        out
    }
}

/// The codes, each once, in order.
pub fn codes(problems: &[Diagnostic]) -> Vec<&'static str> {
    let mut codes: Vec<_> = problems.iter().map(|problem| problem.code.0).collect();
    codes.sort_unstable();
    codes.dedup();
    codes
}

/// A problem on two lines; it must say how to mend it.
pub fn line(problem: &Diagnostic, place: &str) -> String {
    let help = problem.help.as_deref().unwrap_or_default();
    assert!(!help.is_empty(), "`{}` has no help", problem.message);
    format!("  {}{place} {}\n        help: {help}\n", problem.code, problem.message)
}

/// Compiles the frame with each text behind it: each must give exactly the codes named. Shows
/// all answers.
pub fn table(frame: &str, rows: &[(&str, &[&str])]) -> String {
    let mut out = String::new();
    let mut wrong = String::new();
    for (text, expected) in rows {
        let answer = Answer::to(&format!("{frame}{text}\n"));
        let shown = format!("{}\n{}\n", printable(text), answer.shown());
        if answer.codes() != *expected {
            let _ = writeln!(wrong, "expected {expected:?}, found {:?}:\n{shown}", answer.codes());
        }
        for problem in &answer.problems {
            assert!(problem.span().is_some(), "`{}` has no place", problem.message);
        }
        out += &shown;
    }
    assert!(wrong.is_empty(), "{wrong}");
    out
}

/// A text whose characters outside of ASCII can be told apart.
fn printable(text: &str) -> String {
    let show = |character: char| match character {
        '\n' | ' '..='~' => character.to_string(),
        other => other.escape_unicode().to_string(),
    };
    text.chars().map(show).collect()
}
