//! Requests as JSON, a line each, beside reading the JSON alone.

use serde::Deserialize;
use serde_json::json;
use ward_evaluator::Request;

use super::applications::github;
use super::{Planned, Settings, Timer};
use crate::Result;
use crate::case::{Ask, Case, Form, prepared};
use crate::engines::ward;

pub const ABOUT: &str = "Requests on repositories (50 of each) as lines of JSON in AuthZEN's shape: \
reading, deciding and writing yes or no, or the whole answer with its reasons. Beside it what `serde_json` alone takes for reading the \
same lines, as a `Value` and into a structure that borrows its texts.";

pub fn cases(_: &Settings) -> Vec<Planned> {
    vec![Box::new(case)]
}

/// The parts of a line that a decision needs.
#[derive(Deserialize)]
struct Typed<'l> {
    #[serde(borrow)]
    subject: Named<'l>,
    action: Action<'l>,
    #[serde(borrow)]
    resource: Named<'l>,
}

#[derive(Deserialize)]
struct Named<'l> {
    #[serde(rename = "type")]
    ty: &'l str,
    id: &'l str,
}

#[derive(Deserialize)]
struct Action<'l> {
    name: &'l str,
}

fn line(ask: &Ask) -> String {
    json!({
        "subject": {"type": ask.subject.ty, "id": ask.subject.id},
        "action": {"name": ask.action},
        "resource": {"type": ask.resource.ty, "id": ask.resource.id},
        "context": {"now": "2026-03-02T09:00:00Z"},
    })
    .to_string()
}

fn case(timer: &mut Timer<'_>) -> Result<()> {
    let (engine, requests) = github(50)?;
    let lines: Vec<String> = requests.iter().map(line).collect();
    let expected = requests.iter().map(|ask| engine.permits(&ward::request(ask)));
    let expected: Vec<bool> = expected.collect::<std::result::Result<_, _>>()?;
    let (mut session, mut answer) = (engine.session(), String::new());
    let ward = |at: usize| {
        let request = Request::from_text(&lines[at]).ok()?;
        let permit = session.permits(&request).ok()?;
        answer.clear();
        answer.push_str(if permit { "{\"decision\":true}\n" } else { "{\"decision\":false}\n" });
        std::hint::black_box(&answer);
        Some(permit)
    };
    let reasons = |at: usize| {
        let decision = engine.decide(&Request::from_text(&lines[at]).ok()?).ok()?;
        std::hint::black_box(serde_json::to_string(&decision.answer()).ok()?);
        Some(decision.permit)
    };
    // Reading decides nothing; it gives the decision that is known, so as to be compared.
    let value = |at: usize| {
        let read: serde_json::Value = serde_json::from_str(&lines[at]).ok()?;
        std::hint::black_box(read);
        Some(expected[at])
    };
    let typed = |at: usize| {
        let read: Typed<'_> = serde_json::from_str(&lines[at]).ok()?;
        let parts = [read.subject.ty, read.subject.id, read.action.name, read.resource.ty];
        std::hint::black_box((parts, read.resource.id));
        Some(expected[at])
    };
    let count = lines.len();
    let contenders = vec![
        prepared(ward::NAME, Form::Strings, count, ward),
        prepared("Ward, with reasons", Form::Strings, count, reasons),
        prepared("serde_json, value", Form::Strings, count, value),
        prepared("serde_json, typed", Form::Strings, count, typed),
    ];
    timer.time(Case { name: "JSON lines".to_owned(), requests, contenders })
}
