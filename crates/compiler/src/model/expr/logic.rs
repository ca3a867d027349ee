//! `not`, `and` and `or`.

use std::sync::Arc;

use super::{Exprs, Form, Level, Mapping, Part};
use crate::model::{ConditionId, Printer, Scope};

/// Conditions made of conditions.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Logic {
    /// `not a`
    Not(ConditionId),
    /// All of them.
    And(Arc<[ConditionId]>),
    /// One of them at least.
    Or(Arc<[ConditionId]>),
}

impl Form for Logic {
    fn parts(&self) -> Vec<Part> {
        match self {
            Self::Not(of) => vec![(*of).into()],
            Self::And(parts) | Self::Or(parts) => parts.iter().map(|part| (*part).into()).collect(),
        }
    }

    fn map(self, to: &mut impl Mapping) -> Self {
        match self {
            Self::Not(of) => Self::Not(to.condition(of)),
            Self::And(parts) => Self::And(parts.iter().map(|part| to.condition(*part)).collect()),
            Self::Or(parts) => Self::Or(parts.iter().map(|part| to.condition(*part)).collect()),
        }
    }

    fn print(&self, printer: &Printer<'_>) -> String {
        match self {
            Self::Not(of) => match printer.exprs().condition(*of).print_negated(printer) {
                Some(text) => text,
                None => format!("not {}", printer.at(*of, Level::Comparison)),
            },
            Self::And(parts) => joined(printer, parts, " and "),
            Self::Or(parts) => joined(printer, parts, " or "),
        }
    }

    fn level(&self, _: &Exprs) -> Level {
        match self {
            Self::Not(_) => Level::Not,
            Self::And(_) | Self::Or(_) => Level::Or,
        }
    }

    fn cost(&self, _: u32, _: &[Scope]) -> u32 {
        1
    }
}

fn joined(printer: &Printer<'_>, parts: &[ConditionId], word: &str) -> String {
    let parts: Vec<_> = parts.iter().map(|part| printer.at(*part, Level::Not)).collect();
    parts.join(word)
}
