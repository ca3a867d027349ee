//! `any` and `all`: a condition on the elements of a set.

use std::sync::Arc;

use super::cost::ELEMENTS;
use super::{Exprs, Form, Level, Mapping, Part};
use crate::model::{ConditionId, Printer, Scope, ValueId};

/// `any x in set: (body)` or `all x in set: (body)`
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Quantifier {
    /// `all`
    pub all: bool,
    /// The variable's name, as written.
    pub name: Arc<str>,
    /// The set.
    pub set: ValueId,
    /// How many quantifiers stand around it.
    pub depth: u32,
    /// The condition on each.
    pub body: ConditionId,
}

impl Form for Quantifier {
    fn parts(&self) -> Vec<Part> {
        vec![self.set.into(), self.body.into()]
    }

    fn map(self, to: &mut impl Mapping) -> Self {
        let Self { all, name, set, depth, body } = self;
        let name = to.variable(name);
        Self { all, name, set: to.value(set), depth, body: to.condition(body) }
    }

    fn print(&self, printer: &Printer<'_>) -> String {
        let word = if self.all { "all" } else { "any" };
        let (set, body) = (printer.operand(self.set), printer.expr(self.body));
        format!("{word} {} in {set}: ({body})", self.name)
    }

    fn level(&self, _: &Exprs) -> Level {
        Level::Comparison
    }

    fn cost(&self, parts: u32, _: &[Scope]) -> u32 {
        parts.saturating_mul(ELEMENTS)
    }
}
