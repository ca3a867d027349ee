//! The three searches.

use serde_json::{Value, json};
use ward_server::Limits;
use ward_server::api::Endpoint::{self, ActionSearch, Evaluation, ResourceSearch, SubjectSearch};

use crate::api::{asked, asked_of, json_of};
use crate::service::Clinic;

fn searched(endpoint: Endpoint, body: &Value) -> (u16, Value) {
    let reply = asked(endpoint, &body.to_string());
    (reply.status, json_of(&reply))
}

fn ids(answer: &Value) -> Vec<String> {
    let results = answer["results"].as_array().unwrap();
    results
        .iter()
        .map(|one| one.get("id").or(one.get("name")).unwrap().as_str().unwrap().to_owned())
        .collect()
}

fn subjects() -> Value {
    json!({"subject": {"type": "User"}, "action": {"name": "read"}, "resource": {"type": "Note", "id": "n1"}})
}

fn resources() -> Value {
    json!({"subject": {"type": "User", "id": "ann"}, "action": {"name": "read"}, "resource": {"type": "Note"}})
}

fn actions() -> Value {
    json!({"subject": {"type": "User", "id": "ann"}, "resource": {"type": "Note", "id": "n1"}})
}

#[test]
fn each_finds_what_is_permitted_and_nothing_else() {
    assert_eq!(ids(&searched(SubjectSearch, &subjects()).1), ["ann", "bo"]);
    assert_eq!(ids(&searched(ResourceSearch, &resources()).1), ["n1", "n2", "n3"]);
    assert_eq!(ids(&searched(ActionSearch, &actions()).1), ["edit", "read"]);
    let (_, answer) = searched(ResourceSearch, &resources());
    assert_eq!(answer["results"][0], json!({"type": "Note", "id": "n1"}));
    assert_eq!(answer["page"], json!({"next_token": "", "count": 3}));
    assert_eq!(answer["context"]["version"], 1);
}

/// Some callers compare texts: they find the members in the order of the specification.
#[test]
fn an_entity_found_says_its_type_first() {
    let reply = asked(ResourceSearch, &resources().to_string());
    let text = String::from_utf8(reply.body).unwrap();
    assert!(text.contains(r#"{"type":"Note","id":"n1"}"#), "{text}");
}

#[test]
fn each_result_asked_for_alone_is_permitted() {
    let (_, answer) = searched(ActionSearch, &actions());
    for action in answer["results"].as_array().unwrap() {
        let mut alone = actions();
        alone["action"] = action.clone();
        assert_eq!(searched(Evaluation, &alone).1["decision"], true, "{action}");
    }
}

#[test]
fn an_id_of_what_is_searched_for_counts_for_nothing() {
    let mut body = subjects();
    body["subject"]["id"] = json!("cy");
    assert_eq!(ids(&searched(SubjectSearch, &body).1), ["ann", "bo"]);
    let mut body = resources();
    body["resource"]["id"] = json!(7);
    assert_eq!(ids(&searched(ResourceSearch, &body).1).len(), 3);
    let mut body = actions();
    body["action"] = json!({"name": "edit"});
    assert_eq!(ids(&searched(ActionSearch, &body).1), ["edit", "read"]);
}

#[test]
fn a_part_is_searched_as_such() {
    let parts = json!({"subject": {"type": "User", "id": "ann"}, "action": {"name": "view"}, "resource": {"type": "Patient.chart"}});
    let (_, answer) = searched(ResourceSearch, &parts);
    assert_eq!(answer["results"], json!([{"type": "Patient.chart", "id": "p"}]));
    let whole = json!({"subject": {"type": "User", "id": "ann"}, "resource": {"type": "Patient", "id": "p"}});
    assert!(ids(&searched(ActionSearch, &whole).1).is_empty(), "billing isn't theirs");
}

#[test]
fn what_the_policy_does_not_know_gives_nothing() {
    for (endpoint, body, pointer, value) in [
        (SubjectSearch, subjects(), "/subject/type", "Usr"),
        (SubjectSearch, subjects(), "/subject/type", "Note"),
        (SubjectSearch, subjects(), "/action/name", "reed"),
        (SubjectSearch, subjects(), "/resource/id", "n99"),
        (ResourceSearch, resources(), "/resource/type", "Noet"),
        (ResourceSearch, resources(), "/subject/id", "nobody"),
        (ResourceSearch, resources(), "/action/name", "write"),
        (ActionSearch, actions(), "/subject/id", "nobody"),
        (ActionSearch, actions(), "/resource/type", "Noet"),
    ] {
        let mut body = body;
        *body.pointer_mut(pointer).unwrap() = json!(value);
        let (status, answer) = searched(endpoint, &body);
        assert_eq!((status, &answer["results"]), (200, &json!([])), "{body}");
    }
}

#[test]
fn what_is_missing_is_a_400_that_names_it() {
    for (endpoint, body, pointer, name) in [
        (SubjectSearch, subjects(), "/subject", "subject"),
        (SubjectSearch, subjects(), "/subject/type", "subject.type"),
        (SubjectSearch, subjects(), "/action", "action"),
        (SubjectSearch, subjects(), "/resource/id", "resource.id"),
        (ResourceSearch, resources(), "/subject/id", "subject.id"),
        (ResourceSearch, resources(), "/action/name", "action.name"),
        (ResourceSearch, resources(), "/resource/type", "resource.type"),
        (ActionSearch, actions(), "/subject/id", "subject.id"),
        (ActionSearch, actions(), "/resource/id", "resource.id"),
        (ActionSearch, actions(), "/resource", "resource"),
    ] {
        let mut body = body;
        *body.pointer_mut(pointer).unwrap() = json!(null);
        let (status, answer) = searched(endpoint, &body);
        let said = answer["error"]["message"].as_str().unwrap_or_default();
        assert_eq!(status, 400, "{body}");
        assert!(said.contains(&format!("`{name}`")), "{said} for {body}");
    }
}

#[test]
fn pages_together_are_the_whole() {
    let mut found = Vec::new();
    let mut body = resources();
    body["page"] = json!({"limit": 2});
    loop {
        let (_, answer) = searched(ResourceSearch, &body);
        found.extend(ids(&answer));
        let token = answer["page"]["next_token"].as_str().unwrap().to_owned();
        if token.is_empty() {
            break;
        }
        assert_eq!(answer["page"]["count"], 2);
        body["page"] = json!({"token": token});
    }
    assert_eq!(found, ["n1", "n2", "n3"]);
}

#[test]
fn a_last_page_that_is_full_has_no_token() {
    let mut body = resources();
    body["page"] = json!({"limit": 3});
    assert_eq!(searched(ResourceSearch, &body).1["page"]["next_token"], "");
}

#[test]
fn a_token_belongs_to_its_request() {
    let mut first = resources();
    first["page"] = json!({"limit": 2});
    let (_, answer) = searched(ResourceSearch, &first);
    let token = answer["page"]["next_token"].clone();
    for (pointer, value) in [("/subject/id", json!("bo")), ("/action/name", json!("edit"))] {
        let mut other = resources();
        other["page"] = json!({"token": token});
        *other.pointer_mut(pointer).unwrap() = value;
        assert_eq!(searched(ResourceSearch, &other).0, 400);
    }
    let mut other = resources();
    for page in [
        json!({"token": token, "limit": 1}),
        json!({"token": "00"}),
        json!({"token": "zz€"}),
        json!({"limit": 0}),
        json!({"limit": "2"}),
        json!([]),
    ] {
        other["page"] = page;
        assert_eq!(searched(ResourceSearch, &other).0, 400, "{other}");
    }
    other["page"] = json!({"token": token, "limit": 2});
    assert_eq!(ids(&searched(ResourceSearch, &other).1), ["n3"]);
}

#[test]
fn no_page_is_longer_than_the_limit() {
    let limits = Limits { page: 2, ..Limits::default() };
    let body = resources().to_string();
    let reply = asked_of(&Clinic::new(), ResourceSearch, &body, &limits, || false);
    let answer = json_of(&reply);
    assert_eq!(ids(&answer), ["n1", "n2"]);
    assert_ne!(answer["page"]["next_token"], "");
}

#[test]
fn it_ends_when_its_time_is_up() {
    let body = resources().to_string();
    let reply = asked_of(&Clinic::new(), ResourceSearch, &body, &Limits::default(), || true);
    assert_eq!(reply.status, 503);
}
