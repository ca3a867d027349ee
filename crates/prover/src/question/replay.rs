//! What the evaluator says of a candidate.

use ward_compiler::model::{Clause, ClauseKind};
use ward_evaluator::eval::{Env, Eval};
use ward_evaluator::{Engine, Request};

/// Whether a request is decided as said, and not merely refused for a name.
pub(crate) fn decided(engine: &Engine, request: &Request, permit: bool) -> bool {
    engine
        .decide(request)
        .is_ok_and(|decision| decision.error.is_none() && decision.permit == permit)
}

/// Whether a claim's selection is met by a request: `within` and `when` true, `unless` and
/// `except` not met.
pub(crate) fn selected(eval: &Eval<'_>, clauses: &[Clause]) -> bool {
    let env = Env::of(eval.asked.resource);
    clauses.iter().all(|clause| {
        let truth = eval.truth(clause.condition, &env);
        match clause.kind {
            ClauseKind::Unless | ClauseKind::Except => !truth.is_false(),
            _ => truth.is_true(),
        }
    })
}
