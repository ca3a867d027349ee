//! The certification scenario, over HTTP.

use serde_json::{Value, json};

use crate::client::Client;
use crate::service::{policies, serving};

type Plain = Client<std::net::TcpStream>;

fn user(id: &str) -> Value {
    json!({"type": "user", "id": id})
}

fn record(id: &str) -> Value {
    json!({"type": "record", "id": id})
}

#[test]
fn the_eight_decisions_are_as_the_scenario_says_whatever_the_context() {
    let running = serving("authzen-certification");
    let mut client = running.client();
    let text =
        std::fs::read_to_string(policies().join("authzen-certification/cases.jsonl")).unwrap();
    assert_eq!(text.lines().count(), 8);
    for line in text.lines() {
        let case: Value = serde_json::from_str(line).unwrap();
        for context in [json!({}), json!({"ip": "10.0.0.1", "now": "2001-01-01T00:00:00Z"})] {
            let mut request = case["request"].clone();
            request["context"] = context;
            let answer = client.post("/access/v1/evaluation", &request.to_string());
            assert_eq!(answer.decision(), case["decision"], "{}: {}", case["id"], answer.body);
        }
    }
}

fn found(client: &mut Plain, kind: &str, body: &Value) -> Vec<String> {
    let answer = client.post(&format!("/access/v1/search/{kind}"), &body.to_string());
    assert_eq!(answer.status, 200, "{}", answer.body);
    let answer = answer.json();
    let results = answer["results"].as_array().unwrap();
    results
        .iter()
        .map(|one| one.get("id").or(one.get("name")).unwrap().as_str().unwrap().to_owned())
        .collect()
}

#[test]
fn searches_include_what_the_scenario_lists() {
    let running = serving("authzen-certification");
    let mut client = running.client();
    let who = |action: &str, id: &str| json!({"subject": {"type": "user"}, "action": {"name": action}, "resource": record(id)});
    assert_eq!(found(&mut client, "subject", &who("read", "record-1")), ["alice", "bob"]);
    assert_eq!(found(&mut client, "subject", &who("write", "record-2")), ["bob"]);
    let which = |id: &str, action: &str| json!({"subject": user(id), "action": {"name": action}, "resource": {"type": "record"}});
    assert!(found(&mut client, "resource", &which("alice", "read")).contains(&"record-1".into()));
    assert_eq!(found(&mut client, "resource", &which("bob", "write")), ["record-2"]);
    let what = json!({"subject": user("alice"), "resource": record("record-1")});
    assert_eq!(found(&mut client, "action", &what), ["read", "write"]);
}

#[test]
fn searches_take_what_the_caller_knows_of_the_entities_given() {
    let running = serving("authzen-certification");
    let mut client = running.client();
    let bob = json!({"type": "user", "id": "bob", "properties": {"role": "admin"}});
    let old = json!({"type": "record", "id": "record-2", "properties": {"status": "archived"}});
    let who = json!({"subject": {"type": "user"}, "action": {"name": "write"}, "resource": old});
    assert_eq!(found(&mut client, "subject", &who), ["bob"]);
    let which =
        json!({"subject": bob, "action": {"name": "write"}, "resource": {"type": "record"}});
    assert_eq!(found(&mut client, "resource", &which), ["record-2"]);
    let what = json!({"subject": bob, "resource": old});
    assert_eq!(found(&mut client, "action", &what), ["read", "write"]);
}

#[test]
fn a_context_and_an_id_of_what_is_searched_for_change_no_result() {
    let running = serving("authzen-certification");
    let mut client = running.client();
    let full = json!({
        "subject": user("alice"), "action": {"name": "read"}, "resource": record("record-1"),
        "context": {"time": "2025-06-27T18:03-07:00", "ip": "192.168.1.1"},
    });
    assert_eq!(found(&mut client, "subject", &full), ["alice", "bob"]);
    assert_eq!(found(&mut client, "resource", &full), ["record-1", "record-2"]);
    assert_eq!(found(&mut client, "action", &full), ["read", "write"]);
}

#[test]
fn batches_decide_each_item_over_the_defaults() {
    let running = serving("authzen-certification");
    let mut client = running.client();
    let old = json!({"type": "record", "id": "record-2", "properties": {"status": "archived"}});
    let read = json!({"name": "read"});
    let write = json!({"name": "write"});
    let admin = json!({"type": "user", "id": "bob", "properties": {"role": "admin"}});
    for (body, wanted) in [
        (
            json!({"subject": user("bob"), "resource": record("record-1"),
                "evaluations": [{"action": read}, {"action": write}]}),
            vec![true, false],
        ),
        (
            json!({"subject": user("alice"), "action": write, "resource": record("record-1"),
                "evaluations": [{}, {"resource": old}]}),
            vec![true, false],
        ),
        (
            json!({"action": write, "resource": old,
                "evaluations": [{"subject": user("alice")}, {"subject": admin}]}),
            vec![false, true],
        ),
        (
            json!({"subject": user("alice"), "action": read,
                "options": {"evaluations_semantic": "execute_all"},
                "evaluations": [{"resource": record("record-1")}, {}]}),
            vec![true, false],
        ),
        (
            json!({"subject": user("alice"), "action": read, "context": {"time": "now"},
                "evaluations": [{"resource": record("record-1")},
                    {"resource": record("record-2"), "context": {"source": "override"}}]}),
            vec![true, true],
        ),
    ] {
        let answer = client.post("/access/v1/evaluations", &body.to_string());
        assert_eq!(answer.status, 200, "{}", answer.body);
        let answer = answer.json();
        let items = answer["evaluations"].as_array().unwrap().iter();
        let decisions: Vec<_> = items.map(|one| one["decision"].as_bool().unwrap()).collect();
        assert_eq!(decisions, wanted, "{body}");
    }
}

#[test]
fn an_unknown_record_is_found_for_nobody() {
    let running = serving("authzen-certification");
    let mut client = running.client();
    let who = json!({"subject": {"type": "user"}, "action": {"name": "read"}, "resource": record("record-9")});
    assert!(found(&mut client, "subject", &who).is_empty());
    let what = json!({"subject": user("alice"), "resource": record("record-9")});
    assert!(found(&mut client, "action", &what).is_empty());
}

#[test]
fn an_unknown_subject_finds_nothing_and_may_nothing() {
    let running = serving("authzen-certification");
    let mut client = running.client();
    let which = json!({"subject": user("nobody"), "action": {"name": "read"}, "resource": {"type": "record"}});
    assert!(found(&mut client, "resource", &which).is_empty());
    let what = json!({"subject": user("nobody"), "resource": record("record-1")});
    assert!(found(&mut client, "action", &what).is_empty());
    let body = json!({"subject": user("nobody"), "action": {"name": "read"}, "resource": record("record-1")});
    assert!(!client.post("/access/v1/evaluation", &body.to_string()).decision());
}
