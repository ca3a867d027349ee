//! What is asked backwards is exactly what is permitted, record by record and subject by subject.

#![allow(
    clippy::expect_used,
    clippy::panic,
    clippy::unwrap_used,
    reason = "what must not fail in a test fails it"
)]

use serde_json::Value as Json;
use ward_evaluator::{Engine, EntityInput, Request};
use ward_tests::generate::{Features, World};
use ward_tests::law::{for_worlds, ready};

fn entity(ty: &str, id: &str) -> EntityInput {
    EntityInput { ty: ty.to_owned(), id: id.to_owned(), ..EntityInput::default() }
}

/// The ids of all stored entities of a type.
fn ids(engine: &Engine, ty: &str) -> Vec<String> {
    let Some(ty) = engine.policy().schema.find_type(ty) else { return Vec::new() };
    let stored = engine.store().stored(ty).filter_map(|id| engine.store().uid(id));
    stored.map(|(_, id)| id.to_owned()).collect()
}

fn listed(engine: &Engine, request: &Request) -> Vec<String> {
    let ty = request.resource.ty.split('.').next().unwrap_or_default();
    let mut found = ids(engine, ty);
    found.retain(|id| {
        let resource = entity(&request.resource.ty, id);
        engine.permits(&Request { resource, ..request.clone() }).unwrap_or(false)
    });
    found.sort();
    found
}

fn whoever(engine: &Engine, request: &Request) -> Vec<(String, String)> {
    let schema = &engine.policy().schema;
    let mut found = Vec::new();
    for ty in schema.subject_types() {
        let name = &schema.ty(ty).name;
        for id in ids(engine, name) {
            let subject = entity(name, &id);
            if engine.permits(&Request { subject, ..request.clone() }).unwrap_or(false) {
                found.push((name.clone(), id));
            }
        }
    }
    found.sort();
    found
}

fn same_backwards(engine: &Engine, request: &Json) -> Result<usize, String> {
    let Ok(mut request) = Request::from_json(request) else { return Ok(0) };
    let mut answers = 0;
    let by_one = listed(engine, &request);
    if let Ok(found) = engine.list(&request) {
        answers += found.len();
        if found != by_one {
            return Err(format!("list {request:?}: {found:?}, one by one {by_one:?}"));
        }
    }
    request.subject = EntityInput::default();
    let by_one = whoever(engine, &request);
    if let Ok(found) = engine.who_can(&request) {
        answers += found.len();
        if found != by_one {
            return Err(format!("who can {request:?}: {found:?}, one by one {by_one:?}"));
        }
    }
    Ok(answers)
}

fn same(world: &World) -> Result<(), String> {
    let Some(ready) = ready(world)? else { return Ok(()) };
    for request in &world.requests {
        same_backwards(ready.real.engine(), request)?;
    }
    Ok(())
}

#[test]
fn made_up_policies_answer_backwards_what_they_permit() {
    if let Err(why) = for_worlds(Features::ALL, 150, same) {
        panic!("{why}");
    }
}

#[test]
fn the_systems_answer_backwards_what_they_permit() {
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    for system in ["penelope", "portal", "betasky", "extendedreach", "cliniko"] {
        let source = ward_compiler::set::read_dir(&root.join("policies").join(system));
        let policy = ward_compiler::compile(&source).unwrap_or_else(|_| panic!("{system}"));
        let cases = root.join("tests/cases").join(system);
        let text = std::fs::read_to_string(cases.join("data.json")).unwrap();
        let file = ward_evaluator::DataFile { name: "data.json".into(), text };
        let (engine, _) = Engine::load(std::sync::Arc::new(policy), &[file]);
        let text = std::fs::read_to_string(cases.join("cases.jsonl")).unwrap();
        let mut answers = 0;
        for line in text.lines().step_by(5) {
            let case: Json = serde_json::from_str(line).unwrap();
            answers += same_backwards(&engine, &case["request"]).unwrap();
        }
        assert!(answers > 100, "{system}: {answers}");
    }
}
