//! What is said of some or all elements of sets.

use rustc_hash::FxHashSet;
use ward_compiler::model::{ConditionId, OverlayId, Ty};

use super::env::Env;
use crate::circuit::Bit;
use crate::facts::Val;
use crate::term::TermId;

/// A quantifier that is applied to every term of its sort.
pub(super) struct Quantified {
    pub(super) set: Val,
    pub(super) element: Ty,
    pub(super) body: Body,
    /// "one element makes it true"
    pub(super) some: Bit,
    /// "one element keeps it from being false"
    pub(super) some_not_false: Bit,
}

/// What is asked of each element of a set.
#[derive(Clone)]
pub(super) enum Body {
    /// A condition of the policy.
    Condition(ConditionId, Env),
    /// That an entity lies in the element, as an overlay asks it or the vendor.
    Holds(Val, Option<OverlayId>),
    /// The opposite.
    Not(Box<Body>),
}

impl Body {
    pub(super) fn negated(self) -> Self {
        Self::Not(Box::new(self))
    }
}

/// The quantifiers of a question.
#[derive(Default)]
pub(super) struct Quantifiers {
    pub(super) all: Vec<Quantified>,
    /// Which of them were applied to which terms.
    pub(super) instances: FxHashSet<(usize, TermId)>,
}
