//! `N to M ROLE [of those with CONDITION] per TYPE [when CONDITION]`
//!
//! Asked of every stored entity of the type for which `when` isn't false, on the day. For the
//! lower number only sure holders count, for the higher one all who may be holders.

use std::collections::BTreeMap;

use ward_compiler::model::{ConditionId, RoleBits, TypeId};
use ward_diagnostics::codes;
use ward_evaluator::{About, EntityId, Truth};

use super::Check;
use crate::finding::Finding;
use crate::holdings::Holding;
use crate::places::Places;
use crate::words::listed;

const TOO_FEW: &str = "give the role to somebody who counts";
const TOO_MANY: &str = "take the role from some of them";

/// What is asked of each entity.
pub(super) struct Asked<'c> {
    pub low: i64,
    pub high: i64,
    pub roles: &'c RoleBits,
    pub those_with: Option<ConditionId>,
}

/// Who may hold one of the roles in an entity, with how sure it is.
type Holders<'h, 'e> = Vec<(&'h Holding<'e>, Truth)>;

impl<'e> Check<'_, 'e> {
    pub(super) fn count(
        &self,
        asked: &Asked<'_>,
        per: TypeId,
        when: Option<ConditionId>,
    ) -> Vec<Finding> {
        let (everywhere, by_place) = self.holders_by_place(asked, per);
        let mut found = Vec::new();
        for place in self.view.stored(per) {
            let about = About { resource: Some(place), ..self.asks() };
            let left_out = when.is_some_and(|when| self.view.ask(about).truth(when).is_false());
            if left_out || !self.view.concerns(self.concern, place) {
                continue;
            }
            let mut holders: Holders<'_, '_> = everywhere.clone();
            holders.extend(by_place.get(&place).into_iter().flatten().copied());
            found.extend(self.counted(asked, place, &holders));
        }
        found
    }

    /// Those who hold one of the roles on the day: everywhere, and by entity of the type.
    fn holders_by_place(
        &self,
        asked: &Asked<'_>,
        per: TypeId,
    ) -> (Holders<'_, 'e>, BTreeMap<EntityId, Holders<'_, 'e>>) {
        let places = Places::new(self.view, per, self.concern);
        let (mut everywhere, mut by_place) = (Vec::new(), BTreeMap::<_, Vec<_>>::new());
        let holdings = self.view.holdings.values().flatten();
        let on_the_day =
            holdings.filter(|one| asked.roles.contains(one.role) && one.on(self.view.day));
        for one in on_the_day {
            let Some(_) = one.assignment.within else {
                everywhere.push((one, one.held));
                continue;
            };
            let reach = places.reach(one.assignment.within);
            for place in reach.named() {
                by_place.entry(place).or_default().push((one, one.held.and(reach.covers(place))));
            }
        }
        (everywhere, by_place)
    }

    fn counted(
        &self,
        asked: &Asked<'_>,
        place: EntityId,
        holders: &Holders<'_, '_>,
    ) -> Option<Finding> {
        let mut people: BTreeMap<EntityId, Truth> = BTreeMap::new();
        for (one, truth) in holders {
            let counts = asked.those_with.map_or(Truth::True, |condition| {
                let about = About { subject: Some(one.who), resource: Some(place), ..self.asks() };
                self.view.ask(about).truth(condition)
            });
            let best = people.entry(one.who).or_insert(Truth::False);
            *best = best.or(truth.and(counts));
        }
        let those = |least: Truth| -> Vec<EntityId> {
            people.iter().filter(|(_, truth)| **truth >= least).map(|(who, _)| *who).collect()
        };
        let (sure, perhaps) = (those(Truth::True), those(Truth::Unknown));
        let number = |people: &[EntityId]| i64::try_from(people.len()).unwrap_or(i64::MAX);
        let (message, help) = if number(&sure) > asked.high {
            (format!("{}; at most {} may", self.hold(asked, place, &sure), asked.high), TOO_MANY)
        } else if number(&perhaps) < asked.low {
            (format!("{}; at least {} must", self.hold(asked, place, &sure), asked.low), TOO_FEW)
        } else if number(&sure) < asked.low || number(&perhaps) > asked.high {
            let said = self.hold(asked, place, &perhaps);
            let range = format!("{} to {}", asked.low, asked.high);
            (format!("it can't be told whether {said}; {range} must"), TOO_FEW)
        } else {
            return None;
        };
        let mut finding = self.finding(codes::AUDIT_COUNT, message, help);
        finding.assignments = self.view.named_all(holders.iter().map(|(one, _)| *one));
        finding.entities = vec![self.view.entity(place)];
        Some(finding)
    }

    /// "amara and bea (2) hold agency_administrator in Agency::sunrise"
    fn hold(&self, asked: &Asked<'_>, place: EntityId, people: &[EntityId]) -> String {
        let mut names: Vec<_> = people.iter().map(|who| self.view.person(*who)).collect();
        names.sort();
        let with = asked.those_with.map_or_else(String::new, |condition| {
            format!(" with `{}`", self.view.policy.print(condition))
        });
        let who = match names.as_slice() {
            [] => "nobody holds".into(),
            [one] => format!("only {one} holds"),
            many => format!("{} ({}) hold", listed(many, "and"), many.len()),
        };
        format!("{who} {} in {}{with}", self.view.roles(asked.roles), self.view.entity(place))
    }
}
