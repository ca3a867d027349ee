//! Decisions as callers are told them: with their reasons, or in brief.

use serde::Serialize;
use ward_evaluator::{Answer, Decision, Obligations, Undecided};

use super::{Answering, problem};

/// A decision as it is answered with.
#[derive(Serialize)]
#[serde(untagged)]
pub(super) enum Told<'d> {
    /// With its reasons.
    Full(Answer<'d>),
    /// Without.
    Brief {
        decision: bool,
        #[serde(skip_serializing_if = "Option::is_none")]
        context: Option<Essence<'d>>,
    },
}

/// What a caller has to know in any case.
#[derive(Serialize)]
pub(super) struct Essence<'d> {
    /// What a permit asks for.
    #[serde(skip_serializing_if = "Option::is_none")]
    obligations: Option<Obligations<'d>>,
    /// Why nothing was decided.
    #[serde(skip_serializing_if = "Option::is_none")]
    error: Option<Undecided<'d>>,
}

impl Answering<'_> {
    /// A decision as it is answered with.
    pub(super) fn told<'d>(&self, decision: &'d Decision) -> Told<'d> {
        let mut answer = decision.answer();
        problem::clip_error(&mut answer.context);
        if !self.brief {
            answer.context.version = Some(self.version.number);
            return Told::Full(answer);
        }
        let obligations =
            Some(answer.context.obligations).filter(|_| !decision.obligations.is_empty());
        let error = answer.context.error;
        let says_something = obligations.is_some() || error.is_some();
        let context = says_something.then_some(Essence { obligations, error });
        Told::Brief { decision: decision.permit, context }
    }
}
