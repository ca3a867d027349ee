//! The lines of a cases file.

use std::path::Path;
use std::sync::Arc;

use serde_json::{Value, json};
use ward_compiler::Policy;
use ward_coverage::{Seen, decided as decided_by};
use ward_diagnostics::{Diagnostic, SourceMap, codes};
use ward_evaluator::{DataFile, Decision, Engine, Malformed, Request, Written, parse_json};

use super::tally::{Failed, Tally};
use crate::clock;
use crate::failure::Failure;
use crate::input;
use crate::progress::Progress;

/// The lines of a cases file.
pub struct Cases {
    cases: Vec<(String, Case)>,
}

/// What cases are asked of.
#[derive(Clone, Copy)]
pub struct Asked<'a> {
    /// The policy.
    pub policy: &'a Arc<Policy>,
    /// The data of the cases that bring none.
    pub shared: Option<&'a Engine>,
    /// The time for those that don't say.
    pub now: i64,
}

impl Cases {
    /// Reads a cases file.
    ///
    /// # Errors
    /// Where it can't be read or a line is no case; that is no failure of the policy.
    pub fn read(path: &Path) -> Result<Self, Failure> {
        let text = input::read_text(path)?;
        let text = text.trim_start_matches('\u{feff}');
        let lines = text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty());
        let cases = lines.map(|(at, line)| {
            let place = format!("{}:{}", path.display(), at + 1);
            let case = Case::read(line, at + 1).map_err(|why| no_case(&place, &why))?;
            Ok::<_, Failure>((place, case))
        });
        Ok(Self { cases: cases.collect::<Result<_, _>>()? })
    }

    /// Whether a case brings no data of its own.
    pub fn lean_on_data(&self) -> bool {
        self.cases.is_empty() || self.cases.iter().any(|(_, case)| case.data.is_none())
    }

    /// Decides every case; `seen` watches by what.
    ///
    /// # Errors
    /// Where the data that a case brings can't be used.
    pub fn run(
        &self,
        asked: Asked<'_>,
        strict: bool,
        mut seen: Option<&mut Seen>,
    ) -> Result<Tally, Failure> {
        let mut progress = Progress::new("cases", Some(self.cases.len() as u64));
        let mut tally = Tally::default();
        for (done, (place, case)) in self.cases.iter().enumerate() {
            let own = case.data.as_ref().map(|data| own_engine(asked.policy, data, place, strict));
            let own = own.transpose()?;
            // What brings all that it is about is asked as it stands: no time is added.
            let now = if own.is_some() { None } else { Some(asked.now) };
            let Some(engine) = own.as_ref().or(asked.shared) else {
                return Err(no_case(place, "has no `data`, and none are named"));
            };
            if let (Some(seen), Ok(request)) = (&mut seen, case.request(now)) {
                seen.request(engine, &request);
            }
            tally.note(case.id.clone(), place.clone(), case.failed(engine, now, place));
            progress.at(done as u64 + 1);
        }
        Ok(tally)
    }
}

impl Cases {
    /// Whether every case comes out as written, without reasons. Data that can't be used are a
    /// difference too.
    pub fn pass(&self, asked: Asked<'_>, strict: bool) -> bool {
        self.cases.iter().all(|(place, case)| {
            let own = case.data.as_ref().map(|data| own_engine(asked.policy, data, place, strict));
            let Ok(own) = own.transpose() else { return false };
            let now = if own.is_some() { None } else { Some(asked.now) };
            let engine = own.as_ref().or(asked.shared);
            let decided = engine.zip(case.request(now).ok());
            let decided = decided.and_then(|(engine, request)| decided_by(engine, &request));
            decided == Some(case.decision)
        })
    }
}

/// The policy over the data that a line brings.
fn own_engine(
    policy: &Arc<Policy>,
    data: &Value,
    place: &str,
    strict: bool,
) -> Result<Engine, Failure> {
    let file = DataFile { name: place.to_owned(), text: Written(data).text() };
    let (engine, mut problems) = Engine::load(policy.clone(), &[file]);
    problems.retain(Diagnostic::is_error);
    if problems.is_empty() {
        Ok(engine.strict(strict))
    } else {
        Err(Failure::at(problems, SourceMap::default()))
    }
}

fn no_case(place: &str, why: &str) -> Failure {
    Diagnostic::error(codes::REQUEST_SYNTAX, format!("`{place}` {why}"))
        .help("a case is `{\"id\": …, \"request\": {…}, \"decision\": true or false}`")
        .into()
}

fn unreadable(error: &serde_json::Error) -> String {
    let problem = error.to_string();
    let said_twice = problem.starts_with("duplicate field");
    format!("{}: {problem}", if said_twice { "says something twice" } else { "isn't JSON" })
}

/// What a case may have. A field that is read by nobody, such as a misspelt `data`, would change
/// what the case asks without a word.
const FIELDS: [&str; 10] =
    ["id", "request", "decision", "data", "facts", "note", "story", "refusal", "search", "results"];

struct Case {
    id: String,
    request: Value,
    decision: bool,
    facts: Vec<String>,
    note: Option<String>,
    data: Option<Value>,
}

impl Case {
    fn read(line: &str, number: usize) -> Result<Self, String> {
        let case = parse_json(line).map_err(|error| unreadable(&error))?;
        let members = case.as_object().into_iter().flat_map(|case| case.keys());
        if let Some(unknown) = members.clone().find(|name| !FIELDS.contains(&name.as_str())) {
            let meant = ward_diagnostics::nearest(unknown, FIELDS);
            let meant = meant.map(|meant| format!(", did you mean `{meant}`?")).unwrap_or_default();
            return Err(format!(
                "has a field `{}` that no case has{meant}",
                unknown.escape_debug()
            ));
        }
        let decision = case["decision"].as_bool().ok_or("has no `decision`, true or false")?;
        if !case["request"].is_object() {
            return Err("has no `request`".into());
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
            data: Some(case["data"].clone()).filter(|data| !data.is_null()),
        })
    }

    /// The request, with the time where it doesn't say.
    fn request(&self, now: Option<i64>) -> Result<Request, Malformed> {
        let mut request = Request::from_json(&self.request)?;
        if let Some(now) = now {
            request.context.entry("now").or_insert_with(|| json!(clock::as_text(now)));
        }
        Ok(request)
    }

    /// An error passes for neither decision.
    fn failed(&self, engine: &Engine, now: Option<i64>, place: &str) -> Option<Failed> {
        let (got, mut lines) = match self.request(now).and_then(|request| engine.decide(&request)) {
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
