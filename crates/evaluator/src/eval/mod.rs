//! Decisions: conditions, scopes, holding, grants and prohibitions.
//!
//! [`Eval`] answers everything about one request. Conditions come to a [`Truth`], values to an
//! `Option` in which `None` is unknown. Nothing here gathers reasons; explanations ask the same
//! functions again.

mod compare;
mod conditions;
mod contain;
mod decide;
mod holding;
mod scopes;

use std::cell::RefCell;

use rustc_hash::FxHashMap;
use ward_compiler::model::{Policy, ScopeId};
use ward_compiler::time::Zone;

pub use conditions::like;
pub use contain::Nearest;
pub use holding::Held;

use crate::request::Asked;
use crate::truth::Truth;
use crate::value::{EntityId, Value};

/// Answers about one request.
pub struct Eval<'a> {
    /// The policy.
    pub policy: &'a Policy,
    /// The request.
    pub asked: &'a Asked<'a>,
    zone: &'a Zone,
    today: Option<i32>,
    scopes: RefCell<FxHashMap<(ScopeId, EntityId), Truth>>,
    /// The circles of scopes that are being solved, innermost last.
    solving: RefCell<Vec<scopes::Solving>>,
}

/// What a condition is asked of: the record that `resource` stands for, the place of an
/// assignment, and the quantifiers' variables.
#[derive(Clone, Debug, Default)]
pub struct Env {
    /// What `resource` stands for.
    pub resource: Option<EntityId>,
    /// What `place` stands for.
    pub place: Option<EntityId>,
    /// The variables, outermost first; `None` where the element isn't known.
    pub variables: Vec<Option<Value>>,
}

impl Env {
    /// For a condition about a record.
    pub fn of(resource: EntityId) -> Self {
        Self { resource: Some(resource), ..Self::default() }
    }
}

impl<'a> Eval<'a> {
    /// Answers about `asked`, with days read in `zone`.
    pub fn new(policy: &'a Policy, zone: &'a Zone, asked: &'a Asked<'a>) -> Self {
        let today = asked.now.and_then(|now| zone.date(now));
        Self { policy, asked, zone, today, scopes: RefCell::default(), solving: RefCell::default() }
    }
}
