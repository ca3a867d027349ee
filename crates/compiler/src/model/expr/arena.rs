//! All conditions and values of a policy, in an arena each.

use std::hash::Hash;

use indexmap::IndexSet;
use rustc_hash::FxBuildHasher;

use super::slots::Uses;
use super::{
    Arithmetic, Atom, Collection, Comparison, Condition, KindTest, Logic, Membership, Path,
    Presence, Quantifier, Relation, TextTest, ValueExpr,
};
use crate::model::{ConditionId, Constant, Ty, ValueId};

/// All conditions of a policy, and all values with their types; equal ones share an id.
#[derive(Clone, Debug, Default)]
pub struct Exprs {
    pub(super) conditions: Arena<Condition, ()>,
    pub(super) values: Arena<ValueExpr, Ty>,
}

/// What is numbered in the order in which it was met first, and what is known of each.
#[derive(Clone, Debug)]
pub(super) struct Arena<N, T> {
    pub(super) nodes: IndexSet<N, FxBuildHasher>,
    pub(super) types: Vec<T>,
    pub(super) uses: Uses,
}

impl<N, T> Default for Arena<N, T> {
    fn default() -> Self {
        Self { nodes: IndexSet::default(), types: Vec::new(), uses: Uses::default() }
    }
}

impl<N: Clone + Eq + Hash, T> Arena<N, T> {
    fn add(&mut self, node: N, ty: T) -> usize {
        if let Some(slots) = self.uses.take_slots() {
            return self.add_in(slots, node, ty);
        }
        let (index, new) = self.nodes.insert_full(node);
        if new {
            self.types.push(ty);
        }
        self.uses.note(index);
        index
    }
}

impl Exprs {
    /// The id of a condition.
    pub fn add_condition(&mut self, condition: impl Into<Condition>) -> ConditionId {
        ConditionId::from_index(self.conditions.add(condition.into(), ()))
    }

    /// The id of a value of this type; equal values have equal types.
    pub fn add_value(&mut self, value: impl Into<ValueExpr>, ty: Ty) -> ValueId {
        ValueId::from_index(self.values.add(value.into(), ty))
    }

    /// A value of type `Bool` as a condition.
    pub fn as_condition(&mut self, value: ValueId) -> ConditionId {
        match self.value(value) {
            ValueExpr::Condition(condition) => *condition,
            ValueExpr::Atom(_)
            | ValueExpr::Path(_)
            | ValueExpr::Arithmetic(_)
            | ValueExpr::Collection(_) => self.add_condition(Condition::Value(value)),
        }
    }

    /// What a condition comes to, as a value.
    pub fn as_value(&mut self, condition: ConditionId) -> ValueId {
        match self.as_plain_value(condition) {
            Some(value) => value,
            None => self.add_value(ValueExpr::Condition(condition), Ty::Bool),
        }
    }

    /// The value that a condition is, where it is one.
    pub fn as_plain_value(&self, condition: ConditionId) -> Option<ValueId> {
        match self.condition(condition) {
            Condition::Value(value) => Some(*value),
            Condition::Logic(_)
            | Condition::Comparison(_)
            | Condition::Membership(_)
            | Condition::Presence(_)
            | Condition::Kind(_)
            | Condition::Text(_)
            | Condition::Relation(_)
            | Condition::Quantifier(_) => None,
        }
    }

    /// The condition with this id.
    pub fn condition(&self, id: ConditionId) -> &Condition {
        &self.conditions.nodes[id.index()]
    }

    /// The value with this id.
    pub fn value(&self, id: ValueId) -> &ValueExpr {
        &self.values.nodes[id.index()]
    }

    /// Its type.
    pub fn ty(&self, id: ValueId) -> &Ty {
        &self.values.types[id.index()]
    }

    /// The literal that a value is, where it is one.
    pub fn constant(&self, id: ValueId) -> Option<&Constant> {
        match self.value(id) {
            ValueExpr::Atom(Atom::Constant(constant)) => Some(constant),
            ValueExpr::Condition(_)
            | ValueExpr::Atom(_)
            | ValueExpr::Path(_)
            | ValueExpr::Arithmetic(_)
            | ValueExpr::Collection(_) => None,
        }
    }

    /// All conditions.
    pub fn conditions(&self) -> impl ExactSizeIterator<Item = ConditionId> + use<> {
        (0..self.conditions.nodes.len()).map(ConditionId::from_index)
    }

    /// All values.
    pub fn values(&self) -> impl ExactSizeIterator<Item = ValueId> + use<> {
        (0..self.values.nodes.len()).map(ValueId::from_index)
    }
}

macro_rules! families {
    ($($whole:ident: $($form:ident($family:ident)),*;)*) => {$($(
        impl From<$family> for $whole {
            fn from(form: $family) -> Self {
                Self::$form(form)
            }
        }
    )*)*};
}

families! {
    Condition: Logic(Logic), Comparison(Comparison), Membership(Membership), Presence(Presence),
        Kind(KindTest), Text(TextTest), Relation(Relation), Quantifier(Quantifier);
    ValueExpr: Atom(Atom), Path(Path), Arithmetic(Arithmetic), Collection(Collection);
}
