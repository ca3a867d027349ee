//! The real evaluator, as the tests call it: all that they know of its interface is here.

use std::cell::RefCell;
use std::sync::Arc;

use serde_json::Value as Json;
use ward_compiler::Policy;
use ward_diagnostics::codes;
use ward_evaluator::eval::Eval;
use ward_evaluator::{DataFile, Engine, Request, Scratch};

use crate::reference::{Fault, Outcome};

/// The real evaluator over a policy and data.
pub struct Real {
    engine: Engine,
    /// Kept from request to request, so that what one leaves behind would show in the next.
    scratch: RefCell<Scratch>,
}

impl Real {
    /// Loads data.
    ///
    /// # Errors
    /// What is wrong with the data.
    pub fn load(policy: &Arc<Policy>, data: &Json) -> Result<Self, String> {
        let file = DataFile { name: "data.json".into(), text: data.to_string() };
        let (engine, problems) = Engine::load(policy.clone(), &[file]);
        match problems.iter().find(|problem| problem.is_error()) {
            Some(problem) => Err(format!("{} {}", problem.code, problem.message)),
            None => Ok(Self { engine, scratch: RefCell::default() }),
        }
    }

    /// The engine itself.
    pub fn engine(&self) -> &Engine {
        &self.engine
    }

    /// Decides a request with reasons; names facets and obligations like the reference.
    pub fn decide(&self, request: &Json) -> Outcome {
        let malformed = || Outcome::Faulty([Fault::Malformed].into());
        let Ok(request) = Request::from_json(request) else { return malformed() };
        let Ok(decision) = self.engine.decide(&request) else { return malformed() };
        if let Some(problem) = &decision.error {
            let fault = match problem.code {
                codes::REQUEST_NOT_STORED => Fault::NotStored,
                codes::REQUEST_EXISTS => Fault::Exists,
                _ => Fault::Unknown,
            };
            return Outcome::Faulty([fault].into());
        }
        if decision.permit {
            let one = |(name, arguments): &(String, Vec<(String, _)>)| {
                (name.clone(), arguments.iter().map(|(_, value)| Clone::clone(value)).collect())
            };
            return Outcome::Permit(decision.obligations.iter().map(one).collect());
        }
        Outcome::Refuse(decision.facets().into_iter().map(str::to_owned).collect())
    }

    /// Whether a request is permitted, by the ways that give no reasons, which must agree.
    pub fn permits(&self, request: &Json) -> bool {
        let Ok(request) = Request::from_text(&request.to_string()) else { return false };
        let mut scratch = self.scratch.borrow_mut();
        let mut session = self.engine.session_in(&mut scratch);
        let permit = session.permits(&request).unwrap_or(false);
        let verdict = session.verdict(&request);
        let in_verdict = matches!(verdict, Ok(Ok(verdict)) if verdict.permit);
        assert_eq!(permit, in_verdict, "two ways without reasons: {request:?}");
        permit
    }
}

impl Real {
    /// Whether each part of a request is permitted by the fast path, and by how its grants stand;
    /// nothing where it isn't decided.
    pub fn parts_both_ways(&self, request: &Json) -> Vec<(bool, bool)> {
        let Ok(request) = Request::from_json(request) else { return Vec::new() };
        let both = |eval: &Eval<'_>| {
            let each = eval.asked.parts.iter().map(|part| {
                let stands = eval.cell(*part).is_some_and(|cell| eval.stands(cell));
                (eval.permits_part(*part), stands)
            });
            each.collect()
        };
        self.engine.ask(&request, both).ok().flatten().unwrap_or_default()
    }
}

/// Whether the two mean the same: of several faults of a request the real one tells one.
pub fn agree(reference: &Outcome, real: &Outcome) -> bool {
    match (reference, real) {
        (Outcome::Faulty(all), Outcome::Faulty(told)) => told.is_subset(all),
        _ => reference == real,
    }
}
