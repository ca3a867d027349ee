//! Values that stand for conditions, and conditions that stand for values: each is as its inside.

use super::{Exprs, Form, Level, Mapping, Part};
use crate::model::{ConditionId, Printer, Scope, ValueId};

impl Form for ValueId {
    fn parts(&self) -> Vec<Part> {
        vec![(*self).into()]
    }

    fn map(self, to: &mut impl Mapping) -> Self {
        to.value(self)
    }

    fn print(&self, printer: &Printer<'_>) -> String {
        printer.exprs().value(*self).print(printer)
    }

    fn level(&self, exprs: &Exprs) -> Level {
        exprs.value(*self).level(exprs)
    }

    fn cost(&self, _: u32, _: &[Scope]) -> u32 {
        0
    }
}

impl Form for ConditionId {
    fn parts(&self) -> Vec<Part> {
        vec![(*self).into()]
    }

    fn map(self, to: &mut impl Mapping) -> Self {
        to.condition(self)
    }

    fn print(&self, printer: &Printer<'_>) -> String {
        printer.exprs().condition(*self).print(printer)
    }

    fn level(&self, exprs: &Exprs) -> Level {
        exprs.condition(*self).level(exprs)
    }

    fn cost(&self, _: u32, _: &[Scope]) -> u32 {
        0
    }
}
