//! What a condition costs, about, so that cheap ones are asked first. One is the price of
//! reading one value.

use super::{Exprs, Part};
use crate::model::{ConditionId, Scope};

/// To look up a list of containers.
pub(super) const CLIMB: u32 = 8;
/// How many elements a set has, for want of knowing.
pub(super) const ELEMENTS: u32 = 8;
/// To ask what somebody holds.
pub(super) const HOLDING: u32 = 30;
/// A scope that leans on itself.
pub(super) const RECURSION: u32 = 500;

/// The cost of every condition and value.
#[derive(Clone, Debug, Default)]
pub struct Costs {
    conditions: Vec<Option<u32>>,
    values: Vec<Option<u32>>,
}

impl Costs {
    /// The costs of what is asked for from now on can be told.
    pub fn of(exprs: &Exprs, scopes: &[Scope]) -> Self {
        let mut costs = Self {
            conditions: vec![None; exprs.conditions().len()],
            values: vec![None; exprs.values().len()],
        };
        for id in exprs.conditions() {
            costs.reckon(exprs, scopes, id.into());
        }
        costs
    }

    /// What a condition costs.
    pub fn condition(&self, id: ConditionId) -> u32 {
        self.known(id.into()).unwrap_or(1)
    }

    fn known(&self, part: Part) -> Option<u32> {
        match part {
            Part::Condition(id) => self.conditions.get(id.index()).copied().flatten(),
            Part::Value(id) => self.values.get(id.index()).copied().flatten(),
        }
    }

    fn reckon(&mut self, exprs: &Exprs, scopes: &[Scope], part: Part) -> u32 {
        if let Some(known) = self.known(part) {
            return known;
        }
        let parts = exprs.parts(part).into_iter();
        let parts =
            parts.fold(0, |sum: u32, one| sum.saturating_add(self.reckon(exprs, scopes, one)));
        let own = match part {
            Part::Condition(id) => exprs.condition(id).cost(parts, scopes),
            Part::Value(id) => exprs.value(id).cost(parts, scopes),
        };
        let cost = parts.saturating_add(own);
        match part {
            Part::Condition(id) => self.conditions[id.index()] = Some(cost),
            Part::Value(id) => self.values[id.index()] = Some(cost),
        }
        cost
    }
}

/// What it costs to read what a name behind a dot means.
pub(super) fn of_access(access: &[(crate::model::TypeId, super::Access)]) -> u32 {
    let climbs = access.iter().any(|(_, one)| matches!(one, super::Access::Container(_)));
    if climbs { CLIMB } else { 1 }
}
