//! The lines of a cases file.

use std::path::Path;

use serde_json::{Value, json};
use ward_diagnostics::{Diagnostic, codes};
use ward_evaluator::{Decision, Engine, Request};

use super::{Failed, Tally};
use crate::clock;
use crate::failure::Failure;
use crate::input;
use crate::progress::Progress;

/// Decides every case.
///
/// # Errors
/// Where the file can't be read or a line is no case; that is no failure of the policy.
pub fn run(engine: &Engine, path: &Path, now: i64) -> Result<Tally, Failure> {
    let text = input::read_text(path)?;
    let text = text.trim_start_matches('\u{feff}');
    let lines: Vec<(usize, &str)> = text
        .lines()
        .enumerate()
        .map(|(at, line)| (at + 1, line))
        .filter(|(_, line)| !line.trim().is_empty())
        .collect();
    let mut progress = Progress::new("cases", Some(lines.len() as u64));
    let mut tally = Tally::default();
    for (done, (number, line)) in lines.iter().enumerate() {
        let place = format!("{}:{number}", path.display());
        let case = Case::read(line, *number).map_err(|why| no_case(&place, why))?;
        match case.failed(engine, now, &place) {
            None => tally.passed += 1,
            Some(failed) => tally.failures.push(failed),
        }
        progress.at(done as u64 + 1);
    }
    Ok(tally)
}

fn no_case(place: &str, why: &str) -> Failure {
    Diagnostic::error(codes::REQUEST_SYNTAX, format!("`{place}` {why}"))
        .help("a case is `{\"id\": …, \"request\": {…}, \"decision\": true or false}`")
        .into()
}

struct Case {
    id: String,
    request: Value,
    decision: bool,
    facts: Vec<String>,
    note: Option<String>,
}

impl Case {
    fn read(line: &str, number: usize) -> Result<Self, &'static str> {
        let case: Value = serde_json::from_str(line).map_err(|_| "isn't JSON")?;
        let decision = case["decision"].as_bool().ok_or("has no `decision`, true or false")?;
        if !case["request"].is_object() {
            return Err("has no `request`");
        }
        let id = match &case["id"] {
            Value::String(id) => id.clone(),
            Value::Null => format!("line {number}"),
            other => other.to_string(),
        };
        let fact = |fact: &Value| fact.as_str().map_or_else(|| fact.to_string(), str::to_owned);
        Ok(Self {
            id,
            request: case["request"].clone(),
            decision,
            facts: case["facts"].as_array().into_iter().flatten().map(fact).collect(),
            note: case["note"].as_str().map(str::to_owned),
        })
    }

    /// An error passes for neither decision.
    fn failed(&self, engine: &Engine, now: i64, place: &str) -> Option<Failed> {
        let request = Request::from_json(&self.request).map(|mut request| {
            request.context.entry("now").or_insert_with(|| json!(clock::as_text(now)));
            request
        });
        let (got, mut lines) = match request.and_then(|request| engine.decide(&request)) {
            Err(malformed) => ("an error".to_owned(), said(&malformed.0)),
            Ok(Decision { error: Some(problem), .. }) => ("an error".to_owned(), said(&problem)),
            Ok(decision) if decision.permit == self.decision => return None,
            Ok(decision) => (word(decision.permit).to_owned(), why(&decision)),
        };
        if !self.facts.is_empty() {
            lines.push(format!("facts: {}", self.facts.join(" ")));
        }
        lines.extend(self.note.as_ref().map(|note| format!("note: {note}")));
        Some(Failed {
            id: self.id.clone(),
            place: place.to_owned(),
            expected: word(self.decision).into(),
            got,
            lines,
        })
    }
}

fn said(problem: &Diagnostic) -> Vec<String> {
    vec![format!("{}: {}", problem.code, problem.message)]
}

/// A decision in a word.
pub fn word(permit: bool) -> &'static str {
    if permit { "permit" } else { "refusal" }
}

/// The reason, the places of the rules that decided, and what was missing.
pub fn why(decision: &Decision) -> Vec<String> {
    let mut lines = vec![format!("why: {}", decision.reason())];
    for rule in decision.rules() {
        lines.push(format!("  {}:{}  {}  {}", rule.file, rule.line, rule.owner, rule.text));
    }
    for near in decision.missing() {
        let rule = &near.rule;
        lines.push(format!("  {}:{}  {}  {}", rule.file, rule.line, near.role, rule.text));
        lines.push(format!("    {}", near.summary()));
    }
    lines
}
