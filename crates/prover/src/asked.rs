//! A policy of which something is asked, and what may be spent on the answer.

use std::sync::Arc;

use ward_compiler::Policy;
use ward_evaluator::{Engine, Request};

use crate::budget::Budget;
use crate::evidence::{Candidate, engine};
use crate::means::Means;

/// Steps for reading an entity.
const PER_ENTITY: usize = 50;

/// A policy of which something is asked.
pub(crate) struct Asked<'p> {
    /// The policy.
    pub policy: &'p Arc<Policy>,
    /// With what it is answered.
    pub means: Means,
}

impl<'p> Asked<'p> {
    /// Of a sound prover.
    pub(crate) fn new(policy: &'p Arc<Policy>, budget: Budget) -> Self {
        Self { policy, means: Means { budget, mutation: None, verify: false } }
    }

    /// What may be spent on the answer.
    pub(crate) fn budget(&self) -> &Budget {
        &self.means.budget
    }

    /// An engine over made data, paid for; `None` where they don't load.
    pub(crate) fn engine(&self, candidate: &Candidate) -> Option<Engine> {
        let policy = self.policy;
        let size = policy.cells.index.len()
            + policy.rules.len()
            + policy.exprs.conditions().len()
            + policy.exprs.values().len();
        self.budget().spend_on(size + PER_ENTITY * candidate.entities.len());
        engine(policy, &candidate.data())
    }

    /// Runs a check on a candidate's data and request.
    pub(crate) fn with_engine(
        &self,
        candidate: &Candidate,
        check: impl FnOnce(&Engine, &Request) -> bool,
    ) -> bool {
        let (Some(engine), Some(request)) = (self.engine(candidate), candidate.request()) else {
            return false;
        };
        check(&engine, &request)
    }
}
