//! `exactly 1 of A, B, … per TYPE`
//!
//! Whoever holds one of the roles on the day holds only that one in each entity of the type. A
//! role that extends one of them is that one.

use std::collections::BTreeSet;
use std::rc::Rc;

use ward_compiler::model::{RoleBits, RoleId, TypeId};
use ward_diagnostics::codes;
use ward_evaluator::{EntityId, Truth};

use super::Check;
use crate::finding::Finding;
use crate::holdings::Holding;
use crate::places::{Places, Reach};
use crate::words::listed;

const HELP: &str = "keep one of the roles and take the others away";

impl Check<'_, '_> {
    pub(super) fn exactly_one(&self, roles: &RoleBits, per: TypeId) -> Vec<Finding> {
        let places = Places::new(self.view, per, self.concern);
        let highest = self.view.highest(roles);
        let mut found = Vec::new();
        for holdings in self.view.holdings.values() {
            let held: Vec<(&Holding<'_>, Rc<Reach>)> = holdings
                .iter()
                .filter(|one| roles.contains(one.role) && one.on(self.view.day))
                .filter(|one| self.view.reaches(self.concern, one.assignment.within))
                .map(|one| (one, places.reach(one.assignment.within)))
                .collect();
            let mut where_held: BTreeSet<Option<EntityId>> =
                held.iter().flat_map(|(_, reach)| reach.named()).map(Some).collect();
            if where_held.is_empty() && !held.is_empty() {
                where_held.insert(None);
            }
            found.extend(
                where_held.into_iter().filter_map(|place| self.held_in(&held, &highest, place)),
            );
        }
        found
    }

    /// What is wrong in one entity of the type; `None` stands for every one.
    fn held_in(
        &self,
        held: &[(&Holding<'_>, Rc<Reach>)],
        highest: &[RoleId],
        place: Option<EntityId>,
    ) -> Option<Finding> {
        let covers = |reach: &Reach| place.map_or(Truth::True, |place| reach.covers(place));
        let here: Vec<_> = held
            .iter()
            .map(|(one, reach)| (*one, covers(reach).and(one.held)))
            .filter(|(_, truth)| !truth.is_false())
            .collect();
        let of_those = |least: Truth| -> BTreeSet<RoleId> {
            let counted = here.iter().filter(|(_, truth)| *truth >= least);
            counted.flat_map(|(one, _)| self.stands_for(one.role, highest)).collect()
        };
        if of_those(Truth::Unknown).len() < 2 {
            return None;
        }
        let who = self.view.person(here.first()?.0.who);
        let names: BTreeSet<_> =
            here.iter().map(|(one, _)| self.view.role(one.role).to_owned()).collect();
        let alone = names.len() == 1;
        let mut names = listed(&names.into_iter().collect::<Vec<_>>(), "and");
        if alone {
            let kinds = of_those(Truth::Unknown);
            let kinds: Vec<_> = kinds.iter().map(|one| self.view.role(*one).to_owned()).collect();
            names += &format!(", which is {},", listed(&kinds, "and"));
        }
        let place = self.view.in_places(place.as_slice());
        let message = if of_those(Truth::True).len() > 1 {
            format!("{who} holds {names}{place}, and may hold only one of them")
        } else {
            format!(
                "it can't be told whether {who} holds {names}{place}, and may hold only one of them"
            )
        };
        let mut finding = self.finding(codes::AUDIT_EXACTLY_ONE, message, HELP);
        finding.assignments = self.view.named_all(here.iter().map(|(one, _)| *one));
        finding.entities = self.view.entities(here.iter().map(|(one, _)| one.who));
        Some(finding)
    }

    /// Which of the roles that the constraint is about a role is.
    fn stands_for(&self, role: RoleId, highest: &[RoleId]) -> Vec<RoleId> {
        let is_a = &self.view.policy.role(role).is_a;
        highest.iter().copied().filter(|one| is_a.contains(*one)).collect()
    }
}
