//! `has`: whether something is there to be read.

use std::sync::Arc;

use super::cost::of_access;
use super::{Access, Exprs, Form, Level, Mapping, Part, Reads};
use crate::model::{ParamId, Printer, PropertyId, Scope, TypeId, ValueId};

/// Whether something is there to be read.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Presence {
    /// `of has name`
    Has {
        /// The entity.
        of: ValueId,
        /// The name, as written.
        name: Arc<str>,
        /// What it means on each type, sorted by type.
        access: Arc<[(TypeId, Access)]>,
    },
    /// `of has name` of a record.
    HasField {
        /// The record.
        of: ValueId,
        /// The name, as written.
        name: Arc<str>,
        /// Which field.
        index: u32,
    },
    /// `context has name`
    HasContext(PropertyId),
    /// `context has now`
    HasNow,
    /// `action has name`
    HasParam(ParamId),
}

impl Form for Presence {
    fn parts(&self) -> Vec<Part> {
        match self {
            Self::Has { of, .. } | Self::HasField { of, .. } => vec![(*of).into()],
            Self::HasContext(_) | Self::HasNow | Self::HasParam(_) => Vec::new(),
        }
    }

    fn map(self, to: &mut impl Mapping) -> Self {
        match self {
            Self::Has { of, name, access } => {
                let of = to.value(of);
                let (name, access) = to.access(name, access);
                Self::Has { of, name, access }
            }
            Self::HasField { of, name, index } => Self::HasField { of: to.value(of), name, index },
            Self::HasContext(id) => Self::HasContext(to.context(id)),
            Self::HasNow => Self::HasNow,
            Self::HasParam(id) => Self::HasParam(to.param(id)),
        }
    }

    fn print(&self, printer: &Printer<'_>) -> String {
        match self {
            Self::Has { of, name, .. } | Self::HasField { of, name, .. } => {
                format!("{} has {name}", printer.operand(*of))
            }
            Self::HasContext(id) => format!("context has {}", printer.context_name(*id)),
            Self::HasNow => "context has now".into(),
            Self::HasParam(id) => format!("action has {}", printer.param_name(*id)),
        }
    }

    fn level(&self, _: &Exprs) -> Level {
        Level::Comparison
    }

    fn cost(&self, _: u32, _: &[Scope]) -> u32 {
        match self {
            Self::Has { access, .. } => of_access(access),
            Self::HasField { .. } | Self::HasContext(_) | Self::HasNow | Self::HasParam(_) => 1,
        }
    }

    fn reads(&self) -> Option<Reads<'_>> {
        match self {
            Self::Has { name, access, .. } => Some(Reads::Property { name, access }),
            Self::HasField { .. } => None,
            Self::HasContext(id) => Some(Reads::Context(*id)),
            Self::HasNow => Some(Reads::Now),
            Self::HasParam(id) => Some(Reads::Param(*id)),
        }
    }
}
