//! Requests that are none, or that speak of what isn't there.

use std::sync::Arc;

use crate::answer::line;
use serde_json::{Value, json};
use ward_compiler::{PolicySource, compile};
use ward_diagnostics::Diagnostic;
use ward_evaluator::{DataFile, Engine, Request};

const POLICY: &str = "policy clinic \"A clinic\"
enum Level { low, high }
entity Site
subject entity User in Site
external subject entity Guest { level: Level }
entity Note in Site { author: User, pages: Int, marks: Set<Int> facets { body, bill } }
entity Bed
context { mfa: Bool, level: Level }
actions notes on Note and parts { view, edit(reason: String, until: Date) }
actions making on Note { new write, archive }
actions beds on Bed { make }
role nurse \"Nurse\" { can all }
";

const DATA: &str = r#"{"entities": [
  {"type": "Site", "id": "north"}, {"type": "Site", "id": "south"},
  {"type": "User", "id": "ann", "parents": ["Site::north"]},
  {"type": "Note", "id": "n1", "parents": ["Site::north"], "properties": {"author": "User::ann"}}],
  "assignments": [{"subject": "User::ann", "role": "nurse"}]}"#;

fn engine() -> Engine {
    let policy = compile(&PolicySource::from_text(POLICY)).expect("the policy compiles");
    let data = DataFile { name: "data.json".into(), text: DATA.into() };
    let (engine, problems) = Engine::load(Arc::new(policy), &[data]);
    assert!(problems.is_empty(), "{problems:?}");
    engine
}

/// What is wrong with a request: malformed, or refused with an error.
fn problem(engine: &Engine, text: &str) -> Option<Diagnostic> {
    let request = match Request::from_text(text) {
        Ok(request) => request,
        Err(malformed) => return Some(*malformed.0),
    };
    let permits = engine.permits(&request);
    match engine.decide(&request) {
        Err(malformed) => {
            assert!(permits.is_err(), "{text}");
            Some(*malformed.0)
        }
        Ok(decision) => {
            assert_eq!(permits, Ok(decision.permit), "{text}");
            assert!(!(decision.permit && decision.error.is_some()), "{text}");
            decision.error.map(|problem| *problem)
        }
    }
}

/// Each request must give the code named; none: it can be decided.
fn table(engine: &Engine, rows: &[(String, &str)]) -> String {
    let mut out = String::new();
    let mut wrong = String::new();
    for (text, code) in rows {
        let problem = problem(engine, text);
        let found = problem.as_ref().map_or("", |problem| problem.code.0);
        let shown = problem.map_or("  decided\n".to_owned(), |problem| line(&problem, ""));
        if found != *code {
            wrong += &format!("expected {code:?}, found {found:?}: {text}\n{shown}");
        }
        out += &format!("{text}\n{shown}\n");
    }
    assert!(wrong.is_empty(), "{wrong}");
    out
}

fn whole() -> Value {
    json!({
        "subject": {"type": "User", "id": "ann"},
        "action": {"name": "view"},
        "resource": {"type": "Note", "id": "n1"},
        "context": {}
    })
}

/// A good request with one place changed; `null` takes it away.
fn with(pointer: &str, value: Value) -> String {
    let mut request = whole();
    let (owner, name) = pointer.rsplit_once('/').expect("a place has an owner");
    let owner = request.pointer_mut(owner).expect("the owner is there");
    owner[name] = value;
    request.to_string()
}

fn asked(subject: Value, action: Value, resource: Value) -> String {
    json!({"subject": subject, "action": action, "resource": resource}).to_string()
}

#[test]
fn a_good_request_is_decided() {
    assert_eq!(problem(&engine(), &whole().to_string()), None);
}

#[test]
fn requests_that_are_none() {
    let rows =
        ["", "view", "[]", "\"view\"", "{", "null", "{} {}"].map(|text| (text.to_owned(), "E0801"));
    assert_reads!(table(&engine(), &rows));
}

#[test]
fn deeply_nested_requests_are_refused() {
    let text = format!("{}{}", "[".repeat(100_000), "]".repeat(100_000));
    assert_eq!(problem(&engine(), &text).map(|problem| problem.code.0), Some("E0801"));
}

#[test]
fn fields_that_are_missing_empty_or_of_the_wrong_type() {
    let mut rows = Vec::new();
    for field in ["/subject", "/action", "/resource"] {
        rows.push((with(field, Value::Null), "E0802"));
        rows.push((with(field, json!("ann")), "E0803"));
        rows.push((with(field, json!([])), "E0803"));
    }
    for field in ["/subject/type", "/subject/id", "/action/name", "/resource/type", "/resource/id"]
    {
        rows.push((with(field, Value::Null), "E0802"));
        rows.push((with(field, json!("")), "E0802"));
        rows.push((with(field, json!(1)), "E0803"));
        rows.push((with(field, json!({})), "E0803"));
    }
    for field in ["/subject/properties", "/action/properties", "/resource/properties", "/context"] {
        rows.push((with(field, json!([])), "E0803"));
        rows.push((with(field, json!("mfa")), "E0803"));
        rows.push((with(field, Value::Null), ""));
    }
    assert_reads!(table(&engine(), &rows));
}

#[test]
fn values_of_the_wrong_type() {
    let ann = json!({"type": "User", "id": "ann"});
    let note = json!({"type": "Note", "id": "n1"});
    let edit = |properties: Value| {
        asked(ann.clone(), json!({"name": "edit", "properties": properties}), note.clone())
    };
    let write = |properties: Value| {
        let resource = json!({"type": "Note", "id": "new", "properties": properties});
        asked(ann.clone(), json!({"name": "write"}), resource)
    };
    let guest = json!({"type": "Guest", "id": "g", "properties": {"level": "medium"}});
    assert_reads!(table(
        &engine(),
        &[
            (with("/context/now", json!("now")), "E0803"),
            (with("/context/now", json!("2026-03-02")), "E0803"),
            (with("/context/now", json!(1_772_000_000)), "E0803"),
            (with("/context/mfa", json!("yes")), "E0803"),
            (with("/context/level", json!("medium")), "E0803"),
            (edit(json!({"reason": 1})), "E0803"),
            (edit(json!({"until": "2026-02-30"})), "E0803"),
            (write(json!({"site": "Site::north", "pages": "three"})), "E0803"),
            (write(json!({"site": "Site::north", "marks": [1, "two"]})), "E0803"),
            (write(json!({"site": "Site::north", "author": "ann"})), "E0803"),
            (write(json!({"site": "north"})), "E0803"),
            (write(json!({"site": "User::ann"})), "E0803"),
            (asked(guest, json!({"name": "view"}), note.clone()), "E0803"),
        ]
    ));
}

#[test]
fn requests_that_speak_of_what_is_not_there() {
    assert_reads!(table(
        &engine(),
        &[
            (with("/subject/type", json!("Usr")), "E0806"),
            (with("/subject/type", json!("Note")), "E0806"),
            (with("/subject/type", json!("Level")), "E0806"),
            (with("/subject/id", json!("anne")), "E0807"),
            (with("/action/name", json!("veiw")), "E0806"),
            (with("/action/name", json!("notes")), "E0806"),
            (with("/action/name", json!("make")), "E0806"),
            (with("/action/name", json!("write")), "E0808"),
            (with("/resource/type", json!("Nota")), "E0806"),
            (with("/resource/type", json!("Note.bdoy")), "E0806"),
            (with("/resource/type", json!("Note.")), "E0806"),
            (with("/resource/type", json!(".body")), "E0806"),
            (with("/resource/type", json!("Bed.body")), "E0806"),
            (with("/resource/type", json!("Bed")), "E0806"),
            (with("/resource/id", json!("n2")), "E0807"),
            (
                asked(
                    json!({"type": "User", "id": "ann"}),
                    json!({"name": "archive"}),
                    json!({"type": "Note.body", "id": "n1"})
                ),
                "E0806"
            ),
        ]
    ));
}

#[test]
fn requests_that_place_records_badly() {
    let place = |action: &str, id: &str, properties: Value| {
        let resource = json!({"type": "Note", "id": id, "properties": properties});
        asked(json!({"type": "User", "id": "ann"}), json!({"name": action}), resource)
    };
    assert_reads!(table(
        &engine(),
        &[
            (place("write", "new", json!({})), "E0804"),
            (place("write", "new", json!({"site": null})), "E0804"),
            (place("write", "new", json!({"site": "Site::east"})), ""),
            (place("write", "n1", json!({"site": "Site::north"})), "E0808"),
            (place("view", "n1", json!({"site": "Site::south"})), "E0805"),
            (place("view", "n1", json!({"site": "Site::east"})), "E0805"),
            (place("view", "n1", json!({"site": "Site::north"})), ""),
        ]
    ));
}

#[test]
fn what_nothing_reads_is_an_error_where_asked_for() {
    let engine = engine().strict(true);
    assert_reads!(table(
        &engine,
        &[
            (with("/subject/properties", json!({"name": "A"})), "E0809"),
            (with("/resource/properties", json!({"pages": 1})), "E0809"),
            (with("/action/properties", json!({"reason": "r"})), "E0809"),
            (with("/context/weather", json!("fine")), "E0809"),
            (with("/context/mfa", json!(true)), ""),
        ]
    ));
}
