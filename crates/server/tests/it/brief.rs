//! Answers without reasons.

use serde_json::{Value, json};
use ward_server::Settings;

use crate::service::{Clinic, ask, settings};

const NOTIFYING: &str = "policy clinic
subject entity User
entity Note { author: User? }
actions notes on Note { read, edit }
obligation notify(who: String)
role nurse {
  can read
  can edit with notify(\"the head nurse\")
}
";

const DATA: &str = r#"{"entities": [{"type": "User", "id": "ann"}, {"type": "User", "id": "bo"}, {"type": "Note", "id": "n1"}],
 "assignments": [{"subject": "User::ann", "role": "nurse"}]}"#;

fn answered(path: &str, body: &str) -> Value {
    let clinic = Clinic::new();
    clinic.write("rules.policy", NOTIFYING);
    clinic.write("data.json", DATA);
    let running = clinic.serve_with(Settings { brief: true, ..settings() });
    let answer = running.client().post(path, body);
    assert_eq!(answer.status, 200, "{}", answer.body);
    answer.json()
}

#[test]
fn a_decision_stands_alone() {
    let path = "/access/v1/evaluation";
    assert_eq!(answered(path, &ask("ann", "read", "n1")), json!({"decision": true}));
    assert_eq!(answered(path, &ask("bo", "read", "n1")), json!({"decision": false}));
}

#[test]
fn what_a_permit_asks_for_is_told() {
    let asked = json!([{"name": "notify", "parameters": {"who": "the head nurse"}}]);
    assert_eq!(
        answered("/access/v1/evaluation", &ask("ann", "edit", "n1")),
        json!({"decision": true, "context": {"obligations": asked}})
    );
}

#[test]
fn an_unknown_name_never_looks_like_a_decision() {
    let answer = answered("/access/v1/evaluation", &ask("ann", "raed", "n1"));
    assert_eq!(answer["context"]["error"]["code"], "E0806");
    assert_eq!(answer["context"].as_object().unwrap().len(), 1);
}

#[test]
fn nor_does_an_item_that_is_no_request() {
    let body = json!({"subject": {"type": "User", "id": "ann"}, "action": {"name": "read"},
        "evaluations": [{"resource": {"type": "Note", "id": "n1"}}, {}]});
    let answer = answered("/access/v1/evaluations", &body.to_string());
    assert_eq!(answer["evaluations"][0], json!({"decision": true}));
    assert_eq!(answer["evaluations"][1]["decision"], false);
    assert_eq!(answer["evaluations"][1]["context"]["error"]["code"], "E0802");
}
