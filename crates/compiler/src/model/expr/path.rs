//! What stands behind a dot.

use std::sync::Arc;

use super::cost::{CLIMB, of_access};
use super::{Exprs, Form, Level, Mapping, Part, Reads};
use crate::model::{Printer, PropertyId, Scope, TypeId, ValueId};

/// A value that is read of another.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Path {
    /// `of.name`: per type of `of`, what the name means there; unknown on types not listed.
    Property {
        /// The entity.
        of: ValueId,
        /// The name, as written.
        name: Arc<str>,
        /// What it means on each type, sorted by type.
        access: Arc<[(TypeId, Access)]>,
    },
    /// A field of a record.
    Field {
        /// The record.
        of: ValueId,
        /// The name, as written.
        name: Arc<str>,
        /// Which field.
        index: u32,
    },
    /// A part of a time, in the policy's time zone.
    TimePart {
        /// The time.
        of: ValueId,
        /// Which part.
        part: TimePart,
    },
}

/// What a name behind a dot means on one type.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Access {
    /// A declared property.
    Property(PropertyId),
    /// The nearest container of this type, the entity itself included.
    Container(TypeId),
}

/// Parts of a time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum TimePart {
    /// `t.date`
    Date,
    /// `t.hour`, from 0 to 23.
    Hour,
    /// `t.weekday`, of the built-in enum `Weekday`.
    Weekday,
}

impl Form for Path {
    fn parts(&self) -> Vec<Part> {
        match self {
            Self::Property { of, .. } | Self::Field { of, .. } | Self::TimePart { of, .. } => {
                vec![(*of).into()]
            }
        }
    }

    fn map(self, to: &mut impl Mapping) -> Self {
        match self {
            Self::Property { of, name, access } => {
                let of = to.value(of);
                let (name, access) = to.access(name, access);
                Self::Property { of, name, access }
            }
            Self::Field { of, name, index } => Self::Field { of: to.value(of), name, index },
            Self::TimePart { of, part } => Self::TimePart { of: to.value(of), part },
        }
    }

    fn print(&self, printer: &Printer<'_>) -> String {
        match self {
            Self::Property { of, name, .. } | Self::Field { of, name, .. } => {
                format!("{}.{name}", printer.base(*of))
            }
            Self::TimePart { of, part } => {
                let part = match part {
                    TimePart::Date => "date",
                    TimePart::Hour => "hour",
                    TimePart::Weekday => "weekday",
                };
                format!("{}.{part}", printer.base(*of))
            }
        }
    }

    fn level(&self, _: &Exprs) -> Level {
        Level::Member
    }

    fn cost(&self, _: u32, _: &[Scope]) -> u32 {
        match self {
            Self::Property { access, .. } => of_access(access),
            Self::Field { .. } => 1,
            Self::TimePart { .. } => CLIMB,
        }
    }

    fn reads(&self) -> Option<Reads<'_>> {
        match self {
            Self::Property { name, access, .. } => Some(Reads::Property { name, access }),
            Self::Field { .. } | Self::TimePart { .. } => None,
        }
    }
}
