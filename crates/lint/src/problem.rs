//! What rules find, and how it may be mended.

use ward_diagnostics::{Label, Span};

/// A piece of text to be put in the place of another.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Edit {
    /// What is replaced.
    pub span: Span,
    /// By what.
    pub text: String,
}

/// Something that a rule found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// What it is.
    pub message: String,
    /// Where; the first place counts.
    pub labels: Vec<Label>,
    /// How to mend it.
    pub help: Option<String>,
    /// The edits that mend it without changing a decision; none where that isn't certain.
    pub fix: Vec<Edit>,
}

impl Problem {
    /// A problem at a place, with a few words about the place.
    pub fn new(message: impl Into<String>, span: Span, label: impl Into<String>) -> Self {
        Self {
            message: message.into(),
            labels: vec![Label { span, text: label.into() }],
            help: None,
            fix: Vec::new(),
        }
    }

    /// Adds a second place.
    #[must_use]
    pub fn also(mut self, span: Span, label: impl Into<String>) -> Self {
        self.labels.push(Label { span, text: label.into() });
        self
    }

    /// Says how to mend it.
    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// Adds an edit that mends it.
    #[must_use]
    pub fn fix(mut self, span: Span, text: impl Into<String>) -> Self {
        self.fix.push(Edit { span, text: text.into() });
        self
    }

    /// The place that counts.
    pub fn span(&self) -> Option<Span> {
        self.labels.first().map(|label| label.span)
    }
}
