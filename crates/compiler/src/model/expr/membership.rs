//! `in` and `contains`: whether something lies in something else.

use super::cost::ELEMENTS;
use super::{Exprs, Form, Level, Mapping, Part};
use crate::model::{Printer, Scope, ValueId};

/// Whether something lies in something else.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Membership {
    /// An entity is, or lies in, another.
    InEntity(ValueId, ValueId),
    /// An entity is, or lies in, one of a set.
    InEntities(ValueId, ValueId),
    /// A set contains a value.
    Contains {
        /// The set.
        set: ValueId,
        /// The value.
        value: ValueId,
    },
    /// An address lies in a range.
    InRange(ValueId, ValueId),
}

impl Form for Membership {
    fn parts(&self) -> Vec<Part> {
        match self {
            Self::InEntity(a, b) | Self::InEntities(a, b) | Self::InRange(a, b) => {
                vec![(*a).into(), (*b).into()]
            }
            Self::Contains { set, value } => vec![(*set).into(), (*value).into()],
        }
    }

    fn map(self, to: &mut impl Mapping) -> Self {
        match self {
            Self::InEntity(a, b) => Self::InEntity(to.value(a), to.value(b)),
            Self::InEntities(a, b) => Self::InEntities(to.value(a), to.value(b)),
            Self::Contains { set, value } => {
                Self::Contains { set: to.value(set), value: to.value(value) }
            }
            Self::InRange(a, b) => Self::InRange(to.value(a), to.value(b)),
        }
    }

    fn print(&self, printer: &Printer<'_>) -> String {
        match self {
            Self::InEntity(a, b)
            | Self::InEntities(a, b)
            | Self::Contains { set: b, value: a }
            | Self::InRange(a, b) => {
                format!("{} in {}", printer.operand(*a), printer.operand(*b))
            }
        }
    }

    fn print_negated(&self, printer: &Printer<'_>) -> Option<String> {
        match self {
            Self::InEntity(a, b) | Self::InEntities(a, b) | Self::InRange(a, b) => {
                Some(format!("{} not in {}", printer.operand(*a), printer.operand(*b)))
            }
            Self::Contains { .. } => None,
        }
    }

    fn level(&self, _: &Exprs) -> Level {
        Level::Comparison
    }

    fn cost(&self, _: u32, _: &[Scope]) -> u32 {
        match self {
            Self::InEntity(..) => 3,
            Self::InEntities(..) | Self::Contains { .. } => ELEMENTS,
            Self::InRange(..) => 1,
        }
    }
}
