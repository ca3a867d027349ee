//! Lists, sets and how many are in them.

use std::sync::Arc;

use super::cost::CLIMB;
use super::{Exprs, Form, Level, Mapping, Part};
use crate::model::{Printer, Scope, TypeId, ValueId};

/// A set, or what is asked of one.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Collection {
    /// `[a, b]`
    List(Arc<[ValueId]>),
    /// The containers of a kind that are nearest to an entity, as a set.
    Containers {
        /// The entity.
        of: ValueId,
        /// The name, as written.
        name: Arc<str>,
        /// The kind.
        ty: TypeId,
    },
    /// How many elements a set has.
    Count(ValueId),
}

impl Form for Collection {
    fn parts(&self) -> Vec<Part> {
        match self {
            Self::List(parts) => parts.iter().map(|part| (*part).into()).collect(),
            Self::Containers { of, .. } | Self::Count(of) => vec![(*of).into()],
        }
    }

    fn map(self, to: &mut impl Mapping) -> Self {
        match self {
            Self::List(parts) => Self::List(parts.iter().map(|part| to.value(*part)).collect()),
            Self::Containers { of, name, ty } => {
                Self::Containers { of: to.value(of), name, ty: to.entity_type(ty) }
            }
            Self::Count(of) => Self::Count(to.value(of)),
        }
    }

    fn print(&self, printer: &Printer<'_>) -> String {
        match self {
            Self::List(parts) => {
                let parts: Vec<_> = parts.iter().map(|part| printer.expr(*part)).collect();
                format!("[{}]", parts.join(", "))
            }
            Self::Containers { of, name, .. } => format!("{}.{name}", printer.base(*of)),
            Self::Count(set) => format!("count({})", printer.expr(*set)),
        }
    }

    fn level(&self, _: &Exprs) -> Level {
        Level::Member
    }

    fn cost(&self, _: u32, _: &[Scope]) -> u32 {
        match self {
            Self::List(_) | Self::Count(_) => 1,
            Self::Containers { .. } => CLIMB,
        }
    }
}
