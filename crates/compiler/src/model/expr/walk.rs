//! Walking through conditions and values without telling their forms apart.

use std::collections::VecDeque;

use indexmap::IndexSet;
use rustc_hash::FxBuildHasher;

use super::{Condition, Exprs, Reads, ValueExpr};
use crate::model::{ConditionId, ValueId};

/// A condition or a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Part {
    /// A condition.
    Condition(ConditionId),
    /// A value.
    Value(ValueId),
}

impl From<ConditionId> for Part {
    fn from(id: ConditionId) -> Self {
        Self::Condition(id)
    }
}

impl From<ValueId> for Part {
    fn from(id: ValueId) -> Self {
        Self::Value(id)
    }
}

impl Exprs {
    /// What a condition or value is made of directly, in order.
    pub fn parts(&self, of: impl Into<Part>) -> Vec<Part> {
        match of.into() {
            Part::Condition(id) => self.condition(id).parts(),
            Part::Value(id) => self.value(id).parts(),
        }
    }

    /// What a condition or value reads by itself, its parts left aside.
    pub fn reads(&self, of: impl Into<Part>) -> Option<Reads<'_>> {
        match of.into() {
            Part::Condition(id) => self.condition(id).reads(),
            Part::Value(id) => self.value(id).reads(),
        }
    }

    /// All conditions, then all values.
    pub fn all(&self) -> impl Iterator<Item = Part> + use<> {
        self.conditions().map(Part::Condition).chain(self.values().map(Part::Value))
    }

    /// A condition or value and everything in it, each once, outermost first; what only stands in
    /// for something stands beside it.
    pub fn all_parts(&self, of: impl Into<Part>) -> IndexSet<Part, FxBuildHasher> {
        let mut found: IndexSet<Part, FxBuildHasher> = IndexSet::default();
        let mut open = VecDeque::from([of.into()]);
        while let Some(part) = open.pop_front() {
            if !found.insert(part) {
                continue;
            }
            for inner in self.parts(part) {
                open.push_back(inner);
                if self.stands_in(inner) {
                    open.extend(self.parts(inner));
                }
            }
        }
        found
    }

    fn stands_in(&self, part: Part) -> bool {
        match part {
            Part::Condition(id) => matches!(self.condition(id), Condition::Value(_)),
            Part::Value(id) => matches!(self.value(id), ValueExpr::Condition(_)),
        }
    }
}
