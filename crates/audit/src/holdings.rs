//! Who has been given which role, by assignments to them and to what contains them.

use std::collections::BTreeMap;

use ward_compiler::model::RoleId;
use ward_evaluator::store::{Assigned, Assignment};
use ward_evaluator::{EntityId, Truth};

use crate::days::Days;
use crate::finding::AssignmentRef;
use crate::view::View;

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

/// The role assignments by subject, in the order of the data.
pub fn holdings<'e>(view: &View<'e>) -> BTreeMap<EntityId, Vec<Holding<'e>>> {
    let mut all: BTreeMap<EntityId, Vec<Holding<'e>>> = BTreeMap::new();
    let mut known: BTreeMap<EntityId, Vec<(EntityId, Truth)>> = BTreeMap::new();
    for assignment in view.store.assignments() {
        let Assigned::Role(role) = assignment.what else { continue };
        let place = view.has_a_place(assignment);
        let subject = assignment.subject;
        for (who, member) in known.entry(subject).or_insert_with(|| members(view, subject)) {
            let held = member.and(place);
            let holding = Holding { who: *who, role, assignment, held };
            all.entry(*who).or_default().push(holding);
        }
    }
    all
}

/// The subjects to whom an assignment to an entity is given: itself, if it may ask, and the
/// stored subjects that lie in it or of which that can't be told.
pub fn members(view: &View<'_>, entity: EntityId) -> Vec<(EntityId, Truth)> {
    let schema = &view.policy.schema;
    let Some(own) = view.ty(entity) else { return Vec::new() };
    let mut found = Vec::new();
    for ty in &view.subject_types {
        if *ty == own {
            found.push((entity, Truth::True));
        }
        if !schema.ty(*ty).ancestors.contains(&own) {
            continue;
        }
        for who in view.store.stored(*ty).filter(|who| *who != entity) {
            let member = view.lies_in(who, entity);
            if !member.is_false() {
                found.push((who, member));
            }
        }
    }
    found
}

impl View<'_> {
    /// The assignments behind holdings, as findings name them.
    pub fn named_all<'h>(
        &self,
        holdings: impl IntoIterator<Item = &'h Holding<'h>>,
    ) -> Vec<AssignmentRef> {
        holdings.into_iter().map(|holding| self.named(holding.assignment)).collect()
    }
}
