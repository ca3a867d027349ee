//! Verdicts with their evidence replayed.

#![allow(dead_code, reason = "each test file uses a part of it")]

use std::sync::Arc;

use ward_compiler::model::Claim;
use ward_compiler::{Policy, PolicySource};
use ward_evaluator::{DataFile, Engine, Request};
use ward_prover::{Evidence, Verdict, prove};

/// The policy of a text, which must be whole.
pub fn compiled(text: &str) -> Arc<Policy> {
    let policy = ward_prover::compile(&PolicySource::from_text(text));
    Arc::new(policy.unwrap_or_else(|failure| panic!("{failure}\n{:#?}", failure.diagnostics)))
}

/// The last promise of a policy.
pub fn last_claim(text: &str) -> (Arc<Policy>, Claim) {
    let policy = compiled(text);
    let claim = policy.claims.last().unwrap().clone();
    (policy, claim)
}

/// What becomes of the last promise of a policy.
pub fn verdict_of(text: &str) -> Verdict {
    let (policy, claim) = last_claim(text);
    prove(&policy, &claim)
}

/// The verdict in a line. Evidence is replayed: what is told of it is what the evaluator decides.
pub fn told(text: &str) -> String {
    let (policy, claim) = last_claim(text);
    match prove(&policy, &claim) {
        Verdict::Proved => "proved".into(),
        Verdict::Undecided(why) => format!("undecided: {why}"),
        Verdict::Assumed(why) => format!("assumed: {why}"),
        Verdict::Refuted(evidence) => format!("refuted: {}", replayed(&policy, &evidence)),
    }
}

/// What the evaluator decides about evidence, case by case, each as the evidence says.
pub fn replayed(policy: &Arc<Policy>, evidence: &Evidence) -> String {
    let decided = evidence.to_cases("asked").into_iter().map(|case| {
        let file = DataFile { name: "data".into(), text: case["data"].to_string() };
        let (engine, problems) = Engine::load(policy.clone(), &[file]);
        assert!(problems.iter().all(|problem| !problem.is_error()), "{problems:#?}");
        let request = Request::from_json(&case["request"]).unwrap();
        let decision = engine.decide(&request).unwrap();
        assert!(decision.error.is_none(), "{case:#}");
        assert_eq!(case["decision"], decision.permit, "{case:#}");
        if decision.permit { "permit" } else { "refuse" }
    });
    decided.collect::<Vec<_>>().join(", then ")
}
