//! What rules find, and how it may be mended.

use ward_diagnostics::{Diagnostic, Label, Severity, Span};

use crate::rule::{Level, Rule};

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

/// A problem with the rule that found it and the level that counts.
#[derive(Clone, Debug)]
pub struct Finding {
    /// The rule.
    pub rule: &'static Rule,
    /// Its level in this policy set.
    pub level: Level,
    /// What was found.
    pub problem: Problem,
}

impl Finding {
    /// As every part of Ward says what is wrong.
    pub fn diagnostic(&self) -> Diagnostic {
        let message = format!("{} [{}]", self.problem.message, self.rule.name);
        let mut diagnostic = Diagnostic::warning(self.rule.code, message);
        diagnostic.severity = match self.level {
            Level::Error => Severity::Error,
            Level::Warn => Severity::Warning,
            Level::Advice | Level::Off => Severity::Note,
        };
        diagnostic.labels.clone_from(&self.problem.labels);
        diagnostic.help.clone_from(&self.problem.help);
        diagnostic
    }

    /// Whether it lets `ward lint` fail.
    pub fn fails(&self) -> bool {
        self.level >= Level::Warn
    }
}
