//! Who has been given which role, by assignments to them and to what contains them.

use ward_compiler::model::RoleId;
use ward_evaluator::store::Assignment;
use ward_evaluator::{EntityId, Truth};

use crate::days::Days;

/// A role that somebody has been given.
#[derive(Clone, Copy, Debug)]
pub struct Holding<'e> {
    /// Who.
    pub who: EntityId,
    /// Which role.
    pub role: RoleId,
    /// By which assignment.
    pub assignment: &'e Assignment,
    /// Whether it is surely theirs and surely held wherever the assignment says, on its days.
    pub held: Truth,
}

impl Holding<'_> {
    /// Its days.
    pub fn days(&self) -> Days {
        days_of(self.assignment)
    }

    /// Whether it may be held on a day.
    pub fn on(&self, day: i32) -> bool {
        !self.held.is_false() && self.days().contains(day)
    }
}

/// The days of an assignment.
pub fn days_of(assignment: &Assignment) -> Days {
    Days { from: assignment.from, until: assignment.until }
}
