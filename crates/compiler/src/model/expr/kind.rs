//! `is`: of which type an entity is.

use std::sync::Arc;

use super::{Exprs, Form, Level, Mapping, Part};
use crate::model::{Printer, Scope, TypeId, ValueId};

/// Of which type an entity is.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum KindTest {
    /// An entity is of one of these types.
    Is(ValueId, Arc<[TypeId]>),
}

impl Form for KindTest {
    fn parts(&self) -> Vec<Part> {
        match self {
            Self::Is(of, _) => vec![(*of).into()],
        }
    }

    fn map(self, to: &mut impl Mapping) -> Self {
        match self {
            Self::Is(of, types) => Self::Is(to.value(of), to.entity_types(types)),
        }
    }

    fn print(&self, printer: &Printer<'_>) -> String {
        match self {
            Self::Is(of, types) => {
                let names: Vec<_> = types.iter().map(|ty| printer.type_name(*ty)).collect();
                format!("{} is {}", printer.operand(*of), names.join(" or "))
            }
        }
    }

    fn level(&self, _: &Exprs) -> Level {
        Level::Comparison
    }

    fn cost(&self, _: u32, _: &[Scope]) -> u32 {
        1
    }
}
