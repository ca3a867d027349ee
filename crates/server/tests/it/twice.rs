//! What a request says twice, and what counts for nothing in it.
//!
//! Of two values under one name a gateway may have checked the one that the service doesn't take.

use serde_json::json;
use ward_server::api::Endpoint::{
    self, ActionSearch, Evaluation, Evaluations, ResourceSearch, SubjectSearch,
};

use crate::api::{asked, json_of};

fn whole(more: &str) -> String {
    format!(
        r#"{{"subject": {{"type": "User", "id": "ann"}}, "action": {{"name": "read"}},
            "resource": {{"type": "Note", "id": "n1"}}{more}}}"#
    )
}

const ALL: [Endpoint; 5] = [Evaluation, Evaluations, SubjectSearch, ResourceSearch, ActionSearch];

fn refused(endpoint: Endpoint, body: &str, name: &str) {
    let reply = asked(endpoint, body);
    let answer = json_of(&reply);
    let said = answer["error"]["message"].as_str().unwrap_or_default();
    assert_eq!((reply.status, &answer["error"]["code"]), (400, &json!("E0801")), "{body}");
    assert!(said.contains("twice") && said.contains(&format!("`{name}`")), "{said}");
}

#[test]
fn a_member_given_twice_is_a_400_at_every_endpoint() {
    for endpoint in ALL {
        refused(endpoint, &whole(r#", "subject": {"type": "User", "id": "bo"}"#), "subject");
        refused(endpoint, &whole("").replace(r#""id": "ann""#, r#""id": "cy", "id": "ann""#), "id");
        let body = whole(r#", "context": {"a": {"b": 1, "b": 2}}"#);
        refused(endpoint, &body, "b");
        let body = whole(r#", "subject": null"#);
        refused(endpoint, &body, "subject");
    }
}

#[test]
fn so_is_a_property_and_a_member_of_an_item() {
    let body = whole("").replace(
        r#""name": "read""#,
        r#""name": "print", "properties": {"copies": 9, "copies": 1}"#,
    );
    refused(Evaluation, &body, "copies");
    let item = r#", "evaluations": [{"action": {"name": "read", "name": "edit"}}]"#;
    refused(Evaluations, &whole(item), "name");
}

#[test]
fn what_the_api_does_not_know_counts_for_nothing_at_any_endpoint() {
    let more = r#", "more": {"a": 1e999, "b": {"c": 1, "c": 2}}, "more": null"#;
    for endpoint in ALL {
        assert_eq!(asked(endpoint, &whole(more)).status, 200, "{endpoint:?}");
    }
}

#[test]
fn a_body_with_more_behind_it_is_a_400() {
    for endpoint in ALL {
        assert_eq!(asked(endpoint, &(whole("") + "{}")).status, 400, "{endpoint:?}");
    }
}
