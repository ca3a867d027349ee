//! Whether tests notice that a policy has changed.

use std::sync::Arc;

use ward_compiler::Policy;
use ward_diagnostics::has_errors;
use ward_evaluator::store::Builder;
use ward_evaluator::{Engine, Request, testing};

/// Whether all tests of a policy pass. `now` (microseconds since 1970-01-01T00:00:00Z) stands
/// where a line says no `at`. Nothing is explained, which makes it fast.
pub fn tests_pass(policy: &Arc<Policy>, now: Option<i64>) -> bool {
    policy.tests.iter().all(|test| {
        let mut builder = Builder::new(policy);
        test.entities.iter().for_each(|entity| builder.add(entity));
        test.assignments.iter().for_each(|assignment| builder.assign(assignment.clone()));
        let (data, problems) = builder.finish();
        if has_errors(&problems) {
            return false;
        }
        let engine = Engine::with_data(policy.clone(), data);
        test.expectations.iter().all(|line| {
            let request = testing::request_of(policy, test, line, now);
            decided(&engine, &request) == Some(line.permitted)
        })
    })
}

/// What a request comes to; `None` where it is malformed or about what isn't there, which is no
/// decision.
pub fn decided(engine: &Engine, request: &Request) -> Option<bool> {
    engine.ask(request, |eval| eval.permits()).ok().flatten()
}
