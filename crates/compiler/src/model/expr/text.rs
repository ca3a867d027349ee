//! `like`: what a text looks like.

use std::sync::Arc;

use super::cost::ELEMENTS;
use super::{Exprs, Form, Level, Mapping, Part};
use crate::model::{Printer, Scope, ValueId};

/// Whether a text looks like this.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct TextTest {
    /// The text.
    pub of: ValueId,
    /// What it should look like.
    pub form: TextForm,
}

/// What a text can look like.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum TextForm {
    /// It fits a pattern in which `*` stands for anything.
    Like(Arc<str>),
}

impl TextForm {
    /// The operator.
    pub fn word(&self) -> &'static str {
        match self {
            Self::Like(_) => "like",
        }
    }

    /// A text that looks so, with this in the place of anything.
    pub fn example(&self, anything: &str) -> String {
        match self {
            Self::Like(pattern) => pattern.replace('*', anything),
        }
    }
}

impl Form for TextTest {
    fn parts(&self) -> Vec<Part> {
        vec![self.of.into()]
    }

    fn map(self, to: &mut impl Mapping) -> Self {
        Self { of: to.value(self.of), form: self.form }
    }

    fn print(&self, printer: &Printer<'_>) -> String {
        let (of, word) = (printer.operand(self.of), self.form.word());
        match &self.form {
            TextForm::Like(text) => format!("{of} {word} {text:?}"),
        }
    }

    fn level(&self, _: &Exprs) -> Level {
        Level::Comparison
    }

    fn cost(&self, _: u32, _: &[Scope]) -> u32 {
        match &self.form {
            TextForm::Like(_) => ELEMENTS,
        }
    }
}
