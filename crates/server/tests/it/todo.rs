//! The Todo scenario's published decisions, over HTTP.

use serde_json::{Value, json};
use ward_live::Place;
use ward_server::Settings;

use crate::service::{Running, policies, serving, settings};

fn vectors() -> Value {
    let path = policies().join("authzen-todo/interop/decisions.json");
    serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap()
}

#[test]
fn every_published_evaluation_is_decided_as_published() {
    let running = serving("authzen-todo");
    let mut client = running.client();
    let vectors = vectors();
    let cases = vectors["evaluation"].as_array().unwrap();
    assert_eq!(cases.len(), 40);
    for case in cases {
        let answer = client.post("/access/v1/evaluation", &case["request"].to_string());
        assert_eq!(answer.decision(), case["expected"], "{}", case["request"]);
    }
}

#[test]
fn every_published_batch_is_decided_as_published() {
    let running = serving("authzen-todo");
    let mut client = running.client();
    let vectors = vectors();
    let cases = vectors["evaluations"].as_array().unwrap();
    assert!(!cases.is_empty());
    for case in cases {
        let answer = client.post("/access/v1/evaluations", &case["request"].to_string()).json();
        let wanted = case["expected"].as_array().unwrap();
        let found = answer["evaluations"].as_array().unwrap();
        let verdict = |one: &Value| one["decision"].clone();
        let found: Vec<_> = found.iter().map(verdict).collect();
        assert_eq!(found, wanted.iter().map(verdict).collect::<Vec<_>>(), "{}", case["request"]);
    }
}

/// The published test runner compares whole items, and its items have no context.
#[test]
fn in_brief_a_batch_is_answered_to_the_letter() {
    let running = Running::start(
        Place::new(policies().join("authzen-todo")),
        Settings { brief: true, ..settings() },
    );
    let mut client = running.client();
    for case in vectors()["evaluations"].as_array().unwrap() {
        let answer = client.post("/access/v1/evaluations", &case["request"].to_string()).json();
        assert_eq!(answer, json!({"evaluations": case["expected"]}), "{}", case["request"]);
    }
}

#[test]
fn the_cases_of_ward_test_are_the_published_ones() {
    let text = std::fs::read_to_string(policies().join("authzen-todo/cases.jsonl")).unwrap();
    let cases = text.lines().map(|line| serde_json::from_str::<Value>(line).unwrap());
    let cases: Vec<_> =
        cases.map(|case| (case["request"].clone(), case["decision"].clone())).collect();
    let vectors = vectors();
    let published = vectors["evaluation"].as_array().unwrap();
    let published =
        published.iter().map(|case| (case["request"].clone(), case["expected"].clone()));
    assert_eq!(cases, published.collect::<Vec<_>>());
}
