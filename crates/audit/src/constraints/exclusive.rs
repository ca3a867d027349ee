//! `exclusive A, B [per TYPE] [except ROLES]`
//!
//! Broken by one subject who on one day, in one entity of the type, holds a role of one side and
//! another of a second side; and by a role that stands on two sides, unless it is excepted. An
//! excepted role breaks nothing by itself; together with another it counts like any.

use std::rc::Rc;

use ward_compiler::model::{ConstraintRule, RoleBits, RoleId, TypeId};
use ward_diagnostics::codes;
use ward_evaluator::{EntityId, Truth};

use super::Check;
use crate::days::Days;
use crate::finding::Finding;
use crate::holdings::Holding;
use crate::places::{Places, Reach, shared};

const HELP: &str = "take one of the roles away, or end it before the other begins";

/// A role of one of the sides that somebody holds.
struct Held<'h, 'e> {
    holding: &'h Holding<'e>,
    sides: Vec<usize>,
    reach: Rc<Reach>,
    /// It breaks the constraint by itself.
    alone: bool,
}

impl Check<'_, '_> {
    pub(super) fn exclusive(
        &self,
        sides: &[RoleBits],
        per: Option<TypeId>,
        except: &RoleBits,
    ) -> Vec<Finding> {
        let places = per.map(|ty| Places::new(self.view, ty, self.concern));
        let mut found = Vec::new();
        for holdings in self.view.holdings.values() {
            let held: Vec<_> = holdings
                .iter()
                .filter(|one| !one.held.is_false() && !one.days().is_empty())
                .filter(|one| self.view.reaches(self.concern, one.assignment.within))
                .filter_map(|one| held(one, sides, except, places.as_ref()))
                .collect();
            for (at, one) in held.iter().enumerate() {
                found.extend(self.held_alone(one));
                for other in &held[at + 1..] {
                    found.extend(self.held_together(one, other));
                }
            }
        }
        found
    }

    /// A role that stands on both sides.
    fn held_alone(&self, one: &Held<'_, '_>) -> Option<Finding> {
        if !one.alone {
            return None;
        }
        let (truth, places) = shared(&one.reach, &one.reach);
        let role = self.view.role(one.holding.role);
        let days = one.holding.days();
        self.told(&[one.holding], truth.and(one.holding.held), role, &places, days)
    }

    fn held_together(&self, one: &Held<'_, '_>, other: &Held<'_, '_>) -> Option<Finding> {
        let roles: (RoleId, RoleId) = (one.holding.role, other.holding.role);
        let opposed = one.sides.iter().any(|side| other.sides.iter().any(|second| side != second));
        if roles.0 == roles.1 || one.alone || other.alone || !opposed {
            return None;
        }
        let days = one.holding.days().shared(other.holding.days())?;
        let (here, places) = shared(&one.reach, &other.reach);
        let truth = here.and(one.holding.held).and(other.holding.held);
        let mut names = [self.view.role(roles.0), self.view.role(roles.1)];
        names.sort_unstable();
        let said = names.join(" and ");
        self.told(&[one.holding, other.holding], truth, &said, &places, days)
    }

    /// Where they are held together; nothing where the constraint doesn't ask for the place.
    fn place(&self, places: &[EntityId]) -> String {
        match self.constraint.rule {
            ConstraintRule::Exclusive { per: None, .. } => String::new(),
            _ => self.view.in_places(places),
        }
    }

    fn told(
        &self,
        holdings: &[&Holding<'_>],
        truth: Truth,
        said: &str,
        places: &[EntityId],
        days: Days,
    ) -> Option<Finding> {
        let who = self.view.person(holdings.first()?.who);
        let place = self.place(places);
        let days = match days.text() {
            text if !text.is_empty() => format!(" {text}"),
            _ if holdings.len() > 1 => " on the same days".into(),
            _ => String::new(),
        };
        let alone = if holdings.len() == 1 { ", which stands on both sides" } else { "" };
        let message = match truth {
            Truth::False => return None,
            Truth::True => format!("{who} holds {said}{place}{days}{alone}"),
            Truth::Unknown => {
                format!("it can't be told whether {who} holds {said}{place}{days}{alone}")
            }
        };
        let mut finding = self.finding(codes::AUDIT_EXCLUSIVE, message, HELP);
        finding.assignments = self.view.named_all(holdings.iter().copied());
        finding.entities = self.view.entities(holdings.iter().map(|one| one.who));
        Some(finding)
    }
}

fn held<'h, 'e>(
    holding: &'h Holding<'e>,
    sides: &[RoleBits],
    except: &RoleBits,
    places: Option<&Places<'_, '_>>,
) -> Option<Held<'h, 'e>> {
    let sides: Vec<_> =
        (0..sides.len()).filter(|side| sides[*side].contains(holding.role)).collect();
    if sides.is_empty() {
        return None;
    }
    let reach = match places {
        Some(places) => places.reach(holding.assignment.within),
        None => Rc::new(Reach::Everywhere),
    };
    let alone = sides.len() > 1 && !except.contains(holding.role);
    Some(Held { holding, sides, reach, alone })
}
