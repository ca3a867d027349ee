//! Comparisons of two values, or of one with two others.

use super::{Exprs, Form, Level, Mapping, Part};
use crate::model::{Printer, Scope, ValueId};

/// Comparisons by what is the same, and by order.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Comparison {
    /// `a == b`
    Eq(ValueId, ValueId),
    /// `a < b`, or `a <= b`.
    Less {
        /// The smaller.
        low: ValueId,
        /// The greater.
        high: ValueId,
        /// `<=`
        or_equal: bool,
    },
    /// `value in low to high`
    Between {
        /// The value.
        value: ValueId,
        /// The lower end, included.
        low: ValueId,
        /// The upper end, included.
        high: ValueId,
    },
}

impl Form for Comparison {
    fn parts(&self) -> Vec<Part> {
        match self {
            Self::Eq(a, b) => vec![(*a).into(), (*b).into()],
            Self::Less { low, high, .. } => vec![(*low).into(), (*high).into()],
            Self::Between { value, low, high } => {
                vec![(*value).into(), (*low).into(), (*high).into()]
            }
        }
    }

    fn map(self, to: &mut impl Mapping) -> Self {
        match self {
            Self::Eq(a, b) => Self::Eq(to.value(a), to.value(b)),
            Self::Less { low, high, or_equal } => {
                Self::Less { low: to.value(low), high: to.value(high), or_equal }
            }
            Self::Between { value, low, high } => {
                Self::Between { value: to.value(value), low: to.value(low), high: to.value(high) }
            }
        }
    }

    fn print(&self, printer: &Printer<'_>) -> String {
        let operand = |id: &ValueId| printer.operand(*id);
        match self {
            Self::Eq(a, b) => format!("{} == {}", operand(a), operand(b)),
            Self::Less { low, high, or_equal } => {
                // A fixed number stands on the right, as authors write it.
                let turned = printer.exprs().constant(*low).is_some();
                let sign = match (turned, or_equal) {
                    (false, true) => "<=",
                    (false, false) => "<",
                    (true, true) => ">=",
                    (true, false) => ">",
                };
                let (left, right) = if turned { (high, low) } else { (low, high) };
                format!("{} {sign} {}", operand(left), operand(right))
            }
            Self::Between { value, low, high } => {
                format!("{} in {} to {}", operand(value), operand(low), operand(high))
            }
        }
    }

    fn print_negated(&self, printer: &Printer<'_>) -> Option<String> {
        match self {
            Self::Eq(a, b) => Some(format!("{} != {}", printer.operand(*a), printer.operand(*b))),
            Self::Less { .. } | Self::Between { .. } => None,
        }
    }

    fn level(&self, _: &Exprs) -> Level {
        Level::Comparison
    }

    fn cost(&self, _: u32, _: &[Scope]) -> u32 {
        1
    }
}
