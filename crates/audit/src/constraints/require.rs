//! `ROLES require ROLE` and `ROLES require CONDITION`
//!
//! Asked of every assignment whose days include the day. A role that is required must be held
//! wherever the requiring one is; a condition is about whom and where an assignment names, and so
//! is asked even where the role can't be held there.

use ward_compiler::model::{ConditionId, RoleBits};
use ward_diagnostics::codes;
use ward_evaluator::{About, Truth};

use super::{Check, speaks_of_place};
use crate::finding::Finding;
use crate::holdings::Holding;
use crate::view::Concern;

const ROLE: &str = "give the role that is required as well, at the same place and days";
const CONDITION: &str =
    "assign the role to somebody, and at a place, that meets the condition; or take it away";

impl Check<'_, '_> {
    pub(super) fn require_role(&self, roles: &RoleBits, required: &RoleBits) -> Vec<Finding> {
        let mut found = Vec::new();
        for holdings in self.view.holdings.values() {
            for one in holdings {
                if !one.held.is_false() && self.is_asked(one, roles) {
                    found.extend(self.without_role(one, holdings, required));
                }
            }
        }
        found
    }

    fn without_role(
        &self,
        one: &Holding<'_>,
        holdings: &[Holding<'_>],
        required: &RoleBits,
    ) -> Option<Finding> {
        let others = holdings
            .iter()
            .filter(|other| required.contains(other.role) && other.on(self.view.day));
        let has = Truth::any(others.map(|other| other.held.and(self.covers(other, one))));
        let (who, role) = (self.view.person(one.who), self.view.role(one.role));
        let (place, needed) = (self.view.within(one.assignment), self.view.roles(required));
        let message = match has {
            Truth::True => return None,
            Truth::False => {
                format!("{who} holds {role}{place}, which requires {needed}, and doesn't hold that")
            }
            Truth::Unknown => format!(
                "{who} holds {role}{place}, which requires {needed}, and whether that is held can't be told"
            ),
        };
        Some(self.about(one, codes::AUDIT_REQUIRED_ROLE, message, ROLE))
    }

    /// Whether one role is held wherever another is.
    fn covers(&self, one: &Holding<'_>, other: &Holding<'_>) -> Truth {
        match (one.assignment.within, other.assignment.within) {
            (None, _) => Truth::True,
            (Some(_), None) => Truth::False,
            (Some(outer), Some(inner)) => self.view.lies_in(inner, outer),
        }
    }

    pub(super) fn require_condition(
        &self,
        roles: &RoleBits,
        condition: ConditionId,
    ) -> Vec<Finding> {
        let holdings = self.view.holdings.values().flatten();
        holdings
            .filter(|one| self.is_asked(one, roles))
            .filter_map(|one| self.without_condition(one, condition))
            .collect()
    }

    fn without_condition(&self, one: &Holding<'_>, condition: ConditionId) -> Option<Finding> {
        let place = one.assignment.within;
        let about = About { subject: Some(one.who), resource: place, place, ..self.asks() };
        let inquiry = self.view.ask(about);
        if inquiry.truth(condition).is_true() {
            return None;
        }
        let (who, role) = (self.view.person(one.who), self.view.role(one.role));
        let within = self.view.within(one.assignment);
        let unmet = if place.is_none() && speaks_of_place(self.view, condition) {
            format!("`{}` isn't met", self.view.policy.print(condition))
        } else {
            self.unmet(&inquiry, condition)
        };
        let message = format!("{who} is assigned {role}{within}, but {unmet}");
        Some(self.about(one, codes::AUDIT_REQUIRED_CONDITION, message, CONDITION))
    }

    /// Whether an assignment is one that the constraint is about, on the day. An overlay's
    /// constraint is about assignments inside its tenant.
    fn is_asked(&self, one: &Holding<'_>, roles: &RoleBits) -> bool {
        let here = match one.assignment.within {
            Some(place) => self.view.concerns(self.concern, place),
            None => self.concern == Concern::All,
        };
        here && roles.contains(one.role) && one.days().contains(self.view.day)
    }

    fn about(
        &self,
        one: &Holding<'_>,
        code: ward_diagnostics::Code,
        message: String,
        help: &'static str,
    ) -> Finding {
        let mut finding = self.finding(code, message, help);
        finding.assignments = vec![self.view.named(one.assignment)];
        finding.entities = vec![self.view.entity(one.who)];
        finding
    }
}
