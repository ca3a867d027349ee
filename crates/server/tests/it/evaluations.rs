//! Batches.

use serde_json::{Value, json};
use ward_server::Limits;
use ward_server::api::Endpoint;

use crate::api::{asked, asked_of, json_of};
use crate::service::{Clinic, ask};

fn evaluated(body: &Value) -> (u16, Value) {
    let reply = asked(Endpoint::Evaluations, &body.to_string());
    (reply.status, json_of(&reply))
}

fn verdicts(answer: &Value) -> Vec<bool> {
    let answers = answer["evaluations"].as_array().unwrap();
    answers.iter().map(|one| one["decision"].as_bool().unwrap()).collect()
}

fn batch(semantic: &str) -> Value {
    let note = |id: &str| json!({"resource": {"type": "Note", "id": id}});
    json!({
        "subject": {"type": "User", "id": "ann"},
        "action": {"name": "edit"},
        "options": {"evaluations_semantic": semantic, "other": 1},
        "evaluations": [note("n1"), note("n2"), note("n1"), {"resource": {"type": "Note"}}, note("n1")],
    })
}

#[test]
fn defaults_stand_where_an_item_says_nothing() {
    let (status, answer) = evaluated(&batch("execute_all"));
    assert_eq!(status, 200);
    assert_eq!(verdicts(&answer), [true, false, true, false, true]);
    let error = &answer["evaluations"][3]["context"]["error"];
    assert_eq!(error["status"], 400);
    assert!(error["message"].as_str().unwrap().contains("`resource.id`"), "{error}");
}

#[test]
fn it_ends_where_the_semantic_says() {
    assert_eq!(verdicts(&evaluated(&batch("deny_on_first_deny")).1), [true, false]);
    assert_eq!(verdicts(&evaluated(&batch("permit_on_first_permit")).1), [true]);
    let mut errors = batch("deny_on_first_deny");
    errors["evaluations"].as_array_mut().unwrap().remove(1);
    assert_eq!(verdicts(&evaluated(&errors).1), [true, true, false], "an error is a deny");
    let mut refused = batch("permit_on_first_permit");
    refused["subject"]["id"] = json!("cy");
    assert_eq!(verdicts(&evaluated(&refused).1).len(), 5);
    assert_eq!(evaluated(&batch("first_come")).0, 400);
}

#[test]
fn a_member_of_an_item_takes_the_whole_place_of_the_default() {
    let body = json!({
        "subject": {"type": "User", "id": "ann"},
        "action": {"name": "print", "properties": {"copies": 1}},
        "resource": {"type": "Note", "id": "n1"},
        "evaluations": [{}, {"action": {"name": "print"}}, {"action": {"name": "read"}}],
    });
    assert_eq!(verdicts(&evaluated(&body).1), [true, false, true]);
}

#[test]
fn without_evaluations_it_is_a_single_one() {
    let plain: Value = serde_json::from_str(&ask("ann", "edit", "n1")).unwrap();
    for evaluations in [None, Some(json!([])), Some(json!(null))] {
        let mut body = plain.clone();
        if let Some(evaluations) = evaluations {
            body["evaluations"] = evaluations;
        }
        let (status, answer) = evaluated(&body);
        assert_eq!((status, &answer["decision"]), (200, &json!(true)));
        assert!(answer.get("evaluations").is_none());
    }
    assert_eq!(evaluated(&json!({"evaluations": []})).0, 400);
}

#[test]
fn what_is_wrong_with_the_whole_is_a_400() {
    for (name, value) in [
        ("evaluations", json!("x")),
        ("evaluations", json!({"a": 1})),
        ("options", json!([])),
        ("options", json!({"evaluations_semantic": 1})),
        ("subject", json!("ann")),
        ("context", json!([])),
    ] {
        let mut body = batch("execute_all");
        body[name] = value;
        let (status, answer) = evaluated(&body);
        assert_eq!(status, 400, "{body}");
        assert!(answer["error"]["message"].as_str().unwrap().contains(&format!("`{name}")));
    }
}

#[test]
fn what_is_wrong_with_an_item_is_its_own_affair() {
    let mut body = batch("execute_all");
    body["evaluations"] =
        json!([7, null, {"subject": 1}, {"resource": {"type": "Note", "id": "n1"}}]);
    let (status, answer) = evaluated(&body);
    assert_eq!(status, 200);
    assert_eq!(verdicts(&answer), [false, false, false, true]);
}

#[test]
fn more_than_the_limit_is_refused_as_a_whole() {
    let limits = Limits { batch: 4, ..Limits::default() };
    let body = batch("execute_all").to_string();
    let reply = asked_of(&Clinic::new(), Endpoint::Evaluations, &body, &limits, || false);
    assert_eq!(reply.status, 413);
    assert_eq!(json_of(&reply)["error"]["code"], "E0810");
}

#[test]
fn it_ends_when_its_time_is_up() {
    let body = batch("execute_all").to_string();
    let reply = asked_of(&Clinic::new(), Endpoint::Evaluations, &body, &Limits::default(), || true);
    assert_eq!(reply.status, 503);
}
