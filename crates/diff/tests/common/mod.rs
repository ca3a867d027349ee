//! Small policies that differ in one thing.
#![allow(dead_code, reason = "not every test uses all of it")]
#![allow(clippy::panic, clippy::unwrap_used, reason = "a test may fail")]

use std::sync::Arc;

use ward_compiler::{Policy, PolicySource, compile};
use ward_diff::{Diff, Kind, diff};
use ward_evaluator::{DataFile, Engine, Request};

/// The declarations that the small policies share.
pub const BASE: &str = "policy clinic \"A clinic\"
enum Status { pending, active }
entity Clinic
subject entity User in Clinic { status: Status = pending, broad: Bool = false }
entity Patient in Clinic { team: Set<User> = [], facets { clinical, billing } }
entity Note in Patient { author: User, signed: Bool }
context { mfa: Bool = false }
actions patients on Patient and parts { view, edit }
actions notes on Note { read, sign, approve }
obligation reason
obligation notify(who: String)
scope team on Patient: subject in patient.team
scope team on Note: resource.patient within team
scope own on Note: note.author == subject
";

pub fn policy(text: &str) -> Arc<Policy> {
    let source = PolicySource::from_text(text);
    Arc::new(compile(&source).unwrap_or_else(|failure| panic!("{failure}\n{text}")))
}

/// The difference between two sets of rules over the same declarations.
pub fn rules(old: &str, new: &str) -> Diff {
    texts(&format!("{BASE}{old}"), &format!("{BASE}{new}"))
}

/// The difference between two policies; all evidence is replayed.
pub fn texts(old: &str, new: &str) -> Diff {
    let (old, new) = (policy(old), policy(new));
    let found = diff(&old, &new);
    replay(&old, &new, &found);
    found
}

/// Every gain and loss is what its evidence shows.
pub fn replay(old: &Arc<Policy>, new: &Arc<Policy>, found: &Diff) {
    for change in &found.changes {
        assert_eq!(change.evidence.is_some(), matches!(change.kind, Kind::Gain | Kind::Loss));
        let Some(evidence) = &change.evidence else { continue };
        assert_eq!(evidence.permitted, change.kind == Kind::Gain);
        let sides =
            [(old, &evidence.old, !evidence.permitted), (new, &evidence.new, evidence.permitted)];
        for (policy, (data, request), expected) in sides {
            let file = DataFile { name: "data".into(), text: data.to_string() };
            let (engine, problems) = Engine::load(policy.clone(), &[file]);
            assert!(!ward_diagnostics::has_errors(&problems), "{problems:?}");
            let request = Request::from_json(request).unwrap();
            assert_eq!(
                engine.permits(&request).unwrap_or(false),
                expected,
                "{}",
                change.sentence()
            );
        }
    }
}

/// The sentences, a line each.
pub fn said(found: &Diff) -> Vec<String> {
    let undecided =
        |why: &Option<String>| why.as_ref().map(|why| format!(" [{why}]")).unwrap_or_default();
    found
        .changes
        .iter()
        .map(|one| format!("{}{}", one.sentence(), undecided(&one.undecided)))
        .collect()
}
