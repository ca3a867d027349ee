//! A problem with the rule that found it.

use ward_diagnostics::{Diagnostic, Severity};

use crate::problem::Problem;
use crate::rule::{Level, Rule};

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
