//! `like`: what a text looks like.

use std::sync::Arc;

use super::cost::ELEMENTS;
use super::{Exprs, Form, Level, Mapping, Part};
use crate::model::{Printer, Scope, ValueId};

/// What a text looks like.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum TextTest {
    /// A text fits a pattern in which `*` stands for anything.
    Like(ValueId, Arc<str>),
}

impl Form for TextTest {
    fn parts(&self) -> Vec<Part> {
        match self {
            Self::Like(of, _) => vec![(*of).into()],
        }
    }

    fn map(self, to: &mut impl Mapping) -> Self {
        match self {
            Self::Like(of, pattern) => Self::Like(to.value(of), pattern),
        }
    }

    fn print(&self, printer: &Printer<'_>) -> String {
        match self {
            Self::Like(of, pattern) => format!("{} like {pattern:?}", printer.operand(*of)),
        }
    }

    fn level(&self, _: &Exprs) -> Level {
        Level::Comparison
    }

    fn cost(&self, _: u32, _: &[Scope]) -> u32 {
        match self {
            Self::Like(..) => ELEMENTS,
        }
    }
}
