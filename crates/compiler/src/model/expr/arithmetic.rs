//! Sums and differences.

use super::{Exprs, Form, Level, Mapping, Part};
use crate::model::{Printer, Scope, ValueId};

/// A number, date, time or duration made of others.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Arithmetic {
    /// A whole number as a decimal.
    ToDecimal(ValueId),
    /// The sum of two numbers, or of a date, time or duration and a duration.
    Add(ValueId, ValueId),
    /// Their difference.
    Sub(ValueId, ValueId),
}

impl Form for Arithmetic {
    fn parts(&self) -> Vec<Part> {
        match self {
            Self::ToDecimal(of) => vec![(*of).into()],
            Self::Add(a, b) | Self::Sub(a, b) => vec![(*a).into(), (*b).into()],
        }
    }

    fn map(self, to: &mut impl Mapping) -> Self {
        match self {
            Self::ToDecimal(of) => Self::ToDecimal(to.value(of)),
            Self::Add(a, b) => Self::Add(to.value(a), to.value(b)),
            Self::Sub(a, b) => Self::Sub(to.value(a), to.value(b)),
        }
    }

    fn print(&self, printer: &Printer<'_>) -> String {
        match self {
            Self::ToDecimal(of) => printer.exprs().value(*of).print(printer),
            Self::Add(a, b) => format!("{} + {}", printer.at(*a, Level::Sum), printer.base(*b)),
            Self::Sub(a, b) => format!("{} - {}", printer.at(*a, Level::Sum), printer.base(*b)),
        }
    }

    fn level(&self, _: &Exprs) -> Level {
        match self {
            Self::ToDecimal(_) => Level::Member,
            Self::Add(..) | Self::Sub(..) => Level::Sum,
        }
    }

    fn cost(&self, _: u32, _: &[Scope]) -> u32 {
        1
    }
}
