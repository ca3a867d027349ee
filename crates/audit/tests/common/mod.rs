//! Policies and data for the tests.

#![allow(
    dead_code,
    clippy::expect_used,
    clippy::panic,
    reason = "each test file uses a part of it, and what fails here fails a test"
)]

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use serde_json::{Value, json};
use ward_audit::{Finding, TOLD_BY_AUDIT, audit};
use ward_compiler::time::parse_date;
use ward_compiler::{Policy, PolicySource, compile, compile_dir};
use ward_evaluator::{DataFile, Engine};

/// A policy set of the repository.
pub fn system(name: &str) -> Policy {
    compile_dir(root().join("policies").join(name)).expect("the policy compiles")
}

/// The data of a case system.
pub fn data_of(name: &str) -> Value {
    let path = root().join("tests/cases").join(name).join("data.json");
    let text = fs::read_to_string(path).expect("the data can be read");
    serde_json::from_str(&text).expect("the data are JSON")
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

/// A policy from the text behind a few declarations.
pub fn policy(text: &str) -> Policy {
    let head = "policy clinic \"A clinic\"\n\
                entity Company\n\
                entity Agency in Company { limit: Int = 1, open: Bool = true }\n\
                entity Branch in Agency\n\
                entity Team\n\
                subject entity User in Agency, Team { active: Bool = true, age: Int? }\n\
                entity Note in Branch { author: User, pages: Int? }\n\
                actions notes on Note { view, edit }\n";
    compile_all(&[("policy.policy", format!("{head}{text}"))])
}

/// A policy from files.
pub fn compile_all(files: &[(&str, String)]) -> Policy {
    let source = PolicySource::from_texts(files.iter().map(|(path, text)| (*path, text.clone())));
    match compile(&source) {
        Ok(policy) => {
            assert!(policy.rejected.is_empty(), "{:#?}", policy.rejected);
            policy
        }
        Err(failure) => panic!("{:#?}", failure.diagnostics),
    }
}

/// A policy from files, with the overlays that are left out of it.
pub fn compile_partly(files: &[(&str, String)]) -> Policy {
    let source = PolicySource::from_texts(files.iter().map(|(path, text)| (*path, text.clone())));
    compile(&source).expect("the base compiles")
}

/// Turns the order of entities and assignments round.
pub fn turned_round(mut data: Value) -> Value {
    for list in ["entities", "assignments"] {
        data[list].as_array_mut().expect("a list").reverse();
    }
    data
}

/// Data for [`policy`]: two agencies with branches, a team, and these people and assignments.
pub fn data(people: &[(&str, &[&str])], assignments: &[Value]) -> Value {
    let mut entities = vec![
        json!({"type": "Company", "id": "c"}),
        json!({"type": "Agency", "id": "a", "parents": ["Company::c"]}),
        json!({"type": "Agency", "id": "b", "parents": ["Company::c"]}),
        json!({"type": "Branch", "id": "a1", "parents": ["Agency::a"]}),
        json!({"type": "Branch", "id": "a2", "parents": ["Agency::a"]}),
        json!({"type": "Branch", "id": "b1", "parents": ["Agency::b"]}),
        json!({"type": "Team", "id": "nights"}),
    ];
    for (id, parents) in people {
        entities.push(json!({"type": "User", "id": id, "parents": parents}));
    }
    json!({"entities": entities, "assignments": assignments})
}

/// An assignment of a role.
pub fn role(subject: &str, role: &str, within: Option<&str>) -> Value {
    let subject = if subject.contains("::") { subject.into() } else { format!("User::{subject}") };
    match within {
        Some(within) => json!({"subject": subject, "role": role, "within": within}),
        None => json!({"subject": subject, "role": role}),
    }
}

/// An assignment with a first and a last day.
pub fn on_days(mut assignment: Value, from: Option<&str>, until: Option<&str>) -> Value {
    for (name, day) in [("from", from), ("until", until)] {
        if let Some(day) = day {
            assignment[name] = json!(day);
        }
    }
    assignment
}

/// The property of an entity in data, to be changed.
pub fn property<'d>(data: &'d mut Value, entity: &str, name: &str) -> &'d mut Value {
    let (ty, id) = entity.split_once("::").expect("Type::id");
    let entities = data["entities"].as_array_mut().expect("a list");
    let found = entities.iter_mut().find(|one| one["type"] == ty && one["id"] == id);
    &mut found.expect("it is there")["properties"][name]
}

/// Adds an entity.
pub fn store(data: &mut Value, entity: Value) {
    data["entities"].as_array_mut().expect("a list").push(entity);
}

/// Adds an assignment.
pub fn assign(data: &mut Value, assignment: Value) {
    data["assignments"].as_array_mut().expect("a list").push(assignment);
}

/// Takes away a subject's assignments of a role.
pub fn unassign(data: &mut Value, subject: &str, role: &str) {
    let assignments = data["assignments"].as_array_mut().expect("a list");
    assignments.retain(|one| one["subject"] != subject || one["role"] != role);
}

/// What an audit finds on a day.
pub fn found(policy: &Policy, data: &Value, day: &str) -> Vec<Finding> {
    let file = DataFile { name: "data.json".into(), text: data.to_string() };
    let (engine, problems) = Engine::load(Arc::new(policy.clone()), &[file]);
    for problem in problems.iter().filter(|problem| problem.is_error()) {
        assert!(TOLD_BY_AUDIT.contains(&problem.code), "{problem:#?}");
    }
    audit(&engine, parse_date(day).expect("a date"))
}

/// Code, rule and sentence of each.
pub fn told(findings: &[Finding]) -> Vec<String> {
    let line = |one: &Finding| {
        let rule = one.rule.as_ref().map_or("-", |rule| rule.name.as_str());
        format!("{} {rule}: {}", one.code, one.message)
    };
    findings.iter().map(line).collect()
}

/// What an audit tells on 2026-03-02.
pub fn audited(policy: &Policy, data: &Value) -> Vec<String> {
    told(&found(policy, data, "2026-03-02"))
}
