//! The fixed policies and data.

use std::sync::{Arc, OnceLock};

use serde_json::{Value as Json, json};
use ward_compiler::{Failure, Policy, PolicySource, compile, compile_dir};
use ward_diagnostics::render;
use ward_evaluator::{DataFile, Engine};

/// A policy that has every type of value and every verb.
pub const POLICY: &str = include_str!("everything.policy");

/// Data for it.
pub const DATA: &str = include_str!("everything.json");

type Ready = (Arc<Policy>, Engine);

/// A policy with an engine over data of its own, by the last byte.
pub fn chosen(bytes: &[u8]) -> Option<(Arc<Policy>, &'static Engine)> {
    static READY: OnceLock<Vec<Ready>> = OnceLock::new();
    let ready = READY.get_or_init(|| {
        let root = concat!(env!("CARGO_MANIFEST_DIR"), "/../policies/betasky");
        let everything = compiled(compile(&PolicySource::from_text(POLICY)));
        vec![with_data(everything, DATA), with_data(compiled(compile_dir(root)), "{}")]
    });
    let at = usize::from(bytes.last().is_some_and(|last| last % 4 == 3));
    ready.get(at).map(|(policy, engine)| (policy.clone(), engine))
}

fn compiled(result: Result<Policy, Box<Failure>>) -> Policy {
    let told =
        |failure: Box<Failure>| render::all_to_text(&failure.diagnostics, &failure.sources, false);
    result.unwrap_or_else(|failure| panic!("{}", told(failure)))
}

fn with_data(policy: Policy, text: &str) -> Ready {
    let policy = Arc::new(policy);
    let file = DataFile { name: "data.json".into(), text: text.into() };
    let (engine, problems) = Engine::load(policy.clone(), &[file]);
    assert!(problems.iter().all(|problem| !problem.is_error()), "{problems:?}");
    (policy, engine)
}

/// Requests that are asked of whatever data load.
pub fn requests() -> &'static [Json] {
    static REQUESTS: OnceLock<Vec<Json>> = OnceLock::new();
    REQUESTS.get_or_init(|| {
        let mut requests = Vec::new();
        for (subject, id) in [("User", "ann"), ("Bot", "b")] {
            for (action, ty, record) in [
                ("view", "Note", "n"),
                ("edit", "Note.money", "n"),
                ("move", "Note", "m"),
                ("create", "Note", "new"),
                ("view", "Folder", "f"),
                ("pay", "Note.money", "m"),
            ] {
                requests.push(json!({
                    "subject": {"type": subject, "id": id},
                    "action": {"name": action, "properties": {"to": "Folder::g", "amount": "2.50"}},
                    "resource": {"type": ty, "id": record, "properties": {"folder": "Folder::f", "owner": "User::ann"}},
                    "context": {"now": "2026-03-02T09:00:00Z", "mfa": true, "ip": "10.1.2.3"},
                }));
            }
        }
        requests
    })
}
