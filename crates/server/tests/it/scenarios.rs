//! The interoperability scenarios behind a gateway, for searches and for identity providers, over HTTP.

use std::collections::BTreeSet;
use std::fs;

use serde_json::Value;

use crate::service::{policies, serving};

fn lines(policy: &str, file: &str) -> Vec<Value> {
    let text = fs::read_to_string(policies().join(policy).join(file)).unwrap();
    text.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

/// Asks each case of a policy alone; how many there were.
fn decided(policy: &str) -> usize {
    let running = serving(policy);
    let mut client = running.client();
    let cases = lines(policy, "cases.jsonl");
    for case in &cases {
        let answer = client.post("/access/v1/evaluation", &case["request"].to_string());
        assert_eq!(answer.decision(), case["decision"], "{}: {}", case["id"], answer.body);
    }
    cases.len()
}

fn names(results: &Value) -> Vec<String> {
    let name = |one: &Value| match one {
        Value::String(name) => name.clone(),
        other => other.get("id").or(other.get("name")).unwrap().as_str().unwrap().to_owned(),
    };
    results.as_array().unwrap().iter().map(name).collect()
}

/// Asks each search of a policy, and that each result is of the kind searched for; how many there
/// were.
fn found(policy: &str) -> usize {
    let running = serving(policy);
    let mut client = running.client();
    let searches = lines(policy, "searches.jsonl");
    for search in &searches {
        let (kind, request) = (search["search"].as_str().unwrap(), &search["request"]);
        let answer = client.post(&format!("/access/v1/search/{kind}"), &request.to_string());
        assert_eq!(answer.status, 200, "{}", answer.body);
        let results = answer.json()["results"].clone();
        let (mut wanted, mut got) = (names(&search["results"]), names(&results));
        wanted.sort();
        got.sort();
        assert_eq!(got, wanted, "{}", search["id"]);
        for one in results.as_array().unwrap() {
            assert_eq!(one.get("type"), request[kind].get("type"), "{}", search["id"]);
        }
    }
    searches.len()
}

#[test]
fn the_gateway_lets_through_what_is_published() {
    assert_eq!(decided("authzen-gateway"), 25);
}

#[test]
fn the_searches_find_what_is_published() {
    assert_eq!(found("authzen-search"), 60 + 18 + 120);
}

#[test]
fn what_a_search_found_or_not_is_decided_so_alone() {
    assert_eq!(decided("authzen-search"), 6 * 20 * 3);
}

#[test]
fn an_identity_provider_finds_what_belongs_into_a_token() {
    assert_eq!(found("authzen-idp"), 6);
    assert_eq!(decided("authzen-idp"), 6 * 20);
}

#[test]
fn what_the_search_scenario_does_not_know_gives_an_empty_answer() {
    let running = serving("authzen-search");
    let mut client = running.client();
    for (kind, pointer, value) in [
        ("subject", "/resource/id", "121"),
        ("subject", "/action/name", "print"),
        ("resource", "/subject/id", "gina"),
        ("resource", "/action/name", "print"),
        ("action", "/subject/id", "gina"),
        ("action", "/resource/id", "100"),
    ] {
        let searches = lines("authzen-search", "searches.jsonl");
        let search = searches.iter().find(|search| search["search"] == kind).unwrap();
        let mut request = search["request"].clone();
        *request.pointer_mut(pointer).unwrap() = value.into();
        let answer = client.post(&format!("/access/v1/search/{kind}"), &request.to_string());
        assert_eq!((answer.status, names(&answer.json()["results"]).len()), (200, 0), "{request}");
    }
}

/// The cases of `ward test` are what the published searches say, seen from the other side.
#[test]
fn the_cases_are_what_the_searches_say() {
    for policy in ["authzen-search", "authzen-idp"] {
        let mut said = BTreeSet::new();
        for search in lines(policy, "searches.jsonl") {
            if search["search"] != "resource" {
                continue;
            }
            for record in names(&search["results"]) {
                let mut request = search["request"].clone();
                request["resource"]["id"] = record.into();
                said.insert(request.to_string());
            }
        }
        let cases = lines(policy, "cases.jsonl");
        let permitted = cases.iter().filter(|case| case["decision"] == true);
        assert_eq!(said, permitted.map(|case| case["request"].to_string()).collect(), "{policy}");
    }
}
