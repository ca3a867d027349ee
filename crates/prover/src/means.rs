//! With what a question is answered.

use crate::axiom::Mutation;
use crate::budget::Budget;

/// With what a question is answered.
#[derive(Clone, Debug)]
pub(crate) struct Means {
    /// The work that it may cost.
    pub budget: Budget,
    /// A fault put into the prover on purpose; none but in tests.
    pub mutation: Option<Mutation>,
    /// Whether the solver's derivations are checked.
    pub verify: bool,
}

impl Means {
    /// A sound prover with the budget of one question.
    pub(crate) fn of_a_question() -> Self {
        Self { budget: Budget::of_a_question(), mutation: None, verify: false }
    }
}
