//! A decision allocates nothing, once its room has grown to what policy and data need.

#![allow(
    clippy::expect_used,
    clippy::panic,
    clippy::unwrap_used,
    reason = "what must not fail in a test fails it"
)]

use std::path::{Path, PathBuf};
use std::sync::Arc;

use ward_compiler::compile;
use ward_compiler::set::read_dir;
use ward_evaluator::{DataFile, Engine, Request};

const SYSTEMS: [&str; 5] = ["penelope", "portal", "betasky", "extendedreach", "cliniko"];

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

fn engine(system: &str) -> Engine {
    let source = read_dir(&root().join("policies").join(system));
    let policy = compile(&source).unwrap_or_else(|_| panic!("{system} doesn't compile"));
    let path = root().join(format!("tests/cases/{system}/data.json"));
    let text = std::fs::read_to_string(path).unwrap();
    let (engine, _) = Engine::load(Arc::new(policy), &[DataFile { name: "data".into(), text }]);
    engine
}

fn requests(system: &str) -> Vec<Request> {
    let path = root().join(format!("tests/cases/{system}/cases.jsonl"));
    let text = std::fs::read_to_string(path).unwrap();
    let read = text.lines().filter(|line| !line.trim().is_empty()).map(|line| {
        let case: serde_json::Value = serde_json::from_str(line).unwrap();
        Request::from_json(case.get("request").unwrap_or(&case))
    });
    read.flatten().collect()
}

#[test]
fn a_request_that_was_looked_up_is_decided_without_allocating() {
    for system in SYSTEMS {
        let engine = engine(system);
        let requests = requests(system);
        let asked: Vec<_> =
            requests.iter().filter_map(|request| engine.resolve(request).ok().flatten()).collect();
        assert!(asked.len() > 100, "{system} has {} requests", asked.len());
        let mut session = engine.session();
        let mut decide_all = || asked.iter().filter(|asked| session.permits_asked(asked)).count();
        let permitted = decide_all();
        let allocated = allocation_counter::measure(|| {
            assert_eq!(decide_all(), permitted);
        });
        assert_eq!(allocated.count_total, 0, "{system}");
    }
}

#[test]
fn a_request_by_its_names_is_decided_without_allocating() {
    for system in SYSTEMS {
        let engine = engine(system);
        // What a request describes has to be kept somewhere, and a refusal for a name is told
        // in words.
        let plain = |request: &Request| {
            request.subject.properties.is_empty()
                && request.resource.properties.is_empty()
                && engine.resolve(request).is_ok_and(|asked| asked.is_some())
        };
        let requests: Vec<_> = requests(system).into_iter().filter(plain).collect();
        assert!(requests.len() > 100, "{system} has {} such requests", requests.len());
        let mut session = engine.session();
        let mut decide_all =
            || requests.iter().filter(|request| session.permits(request).unwrap()).count();
        let permitted = decide_all();
        let allocated = allocation_counter::measure(|| {
            assert_eq!(decide_all(), permitted);
        });
        assert_eq!(allocated.count_total, 0, "{system}");
    }
}
