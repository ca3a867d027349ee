//! The questions that a claim asks, one per target and grant, and their answers.

mod answer;
mod at_most;
mod cannot;
mod depends;
mod never;
mod replay;

use ward_compiler::model::{Claim, ClaimForm};

use crate::asked::Asked;
use crate::verdict::Verdict;

pub(crate) use answer::agreeable;
pub(crate) use at_most::exceeds;

/// Whether a claim holds.
pub(crate) fn prove(asked: &Asked<'_>, claim: &Claim) -> Verdict {
    match &claim.form {
        ClaimForm::Cannot { role, what } => cannot::prove(asked, *role, what),
        ClaimForm::Never { what, roles: None } => never::prove(asked, what),
        ClaimForm::Never { what, roles: Some(roles) } => never::prove_for(asked, what, roles),
        ClaimForm::Always { what, roles, despite } => {
            never::prove_always(asked, what, roles, despite)
        }
        ClaimForm::AtMost { low, high } => at_most::prove(asked, low, high),
        ClaimForm::OnlyDepends { what, roles, property } => {
            depends::prove(asked, what, roles.as_ref(), *property)
        }
    }
}
