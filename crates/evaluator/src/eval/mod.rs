//! Decisions: conditions, scopes, holding, grants and prohibitions.
//!
//! [`Eval`] answers everything about one request. Conditions come to a [`Truth`], values to an
//! `Option` in which `None` is unknown. Nothing here gathers reasons; explanations ask the same
//! functions again. Nothing here allocates, once the [`Work`] room has grown to what a policy
//! needs.

mod conditions;
mod contain;
mod decide;
mod env;
mod equal;
mod holding;
mod narrowed;
mod obligations;
mod readers;
mod scopes;
mod standing;
mod values;

use std::cell::RefCell;

use ward_compiler::model::Policy;
use ward_compiler::time::Zone;

pub use conditions::fits;
pub use contain::Nearest;
pub use env::{Env, Variable};
pub use holding::Held;
pub use obligations::PartVerdict;
pub(crate) use scopes::Work;
pub use standing::Standing;

use crate::program::Program;
use crate::request::Asked;
use crate::value::Value;

/// Answers about one request.
pub struct Eval<'a> {
    /// The policy.
    pub policy: &'a Policy,
    pub(crate) program: &'a Program,
    /// The values of the policy's constants, by expression.
    pub(crate) constants: &'a [Option<Value>],
    /// The request.
    pub asked: &'a Asked<'a>,
    zone: &'a Zone,
    work: &'a RefCell<Work>,
}

impl<'a> Eval<'a> {
    /// Answers about `asked`, with days read in `zone`, in the room of earlier work.
    pub(crate) fn new(
        policy: &'a Policy,
        program: &'a Program,
        constants: &'a [Option<Value>],
        zone: &'a Zone,
        asked: &'a Asked<'a>,
        work: &'a RefCell<Work>,
    ) -> Self {
        work.borrow_mut().clear();
        Self { policy, program, constants, asked, zone, work }
    }

    /// The day of the request, where its time is known.
    pub(crate) fn today(&self) -> Option<i32> {
        *self.asked.today.get_or_init(|| self.zone.date(self.asked.now?))
    }
}
