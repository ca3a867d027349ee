//! What `ward check` says of a policy set.

use std::io;

use serde_json::{Value, json};
use ward_compiler::Policy;
use ward_compiler::model::ANYONE;
use ward_diagnostics::{Diagnostic, Severity, SourceMap, has_errors, render};

use super::promises::Promises;
use crate::plural::count;
use crate::status::Status;
use crate::terminal::Terminal;

/// What was found in one policy set.
#[derive(Debug)]
pub struct Report {
    /// The policy set, as the person named it.
    pub shown: String,
    /// The texts that the diagnostics point into.
    pub sources: SourceMap,
    /// Everything found, those of overlays that are left out included.
    pub diagnostics: Vec<Diagnostic>,
    /// What the policy holds, where there is one.
    pub counts: Option<Counts>,
    /// What became of its promises, where there is a policy.
    pub promises: Option<Promises>,
    /// A part of it could not be read.
    pub unreadable: bool,
}

/// How much of each kind a policy holds.
#[derive(Clone, Copy, Debug)]
pub struct Counts {
    roles: usize,
    rules: usize,
    constraints: usize,
    tests: usize,
}

impl Counts {
    /// Counts what files of the policy declare.
    pub fn of(policy: &Policy) -> Self {
        let unwritten = usize::from(policy.role(ANYONE).span.is_none());
        Self {
            roles: policy.roles.len() - unwritten,
            rules: policy.rules.len(),
            constraints: policy.constraints.len(),
            tests: policy.tests.len(),
        }
    }
}

impl Report {
    /// Whether the set is valid.
    pub fn status(&self) -> Status {
        match has_errors(&self.diagnostics) {
            true if self.unreadable => Status::CouldNotTell,
            errors => Status::of(!errors),
        }
    }

    fn number(&self, severity: Severity) -> usize {
        self.diagnostics.iter().filter(|problem| problem.severity == severity).count()
    }

    fn summary(&self) -> String {
        let mut parts = Vec::new();
        for (severity, word) in [(Severity::Error, "error"), (Severity::Warning, "warning")] {
            let number = self.number(severity);
            if number > 0 {
                parts.push(count(number, word));
            }
        }
        if let Some(counts) = self.counts {
            parts.push(count(counts.roles, "role"));
            parts.push(count(counts.rules, "rule"));
            parts.push(count(counts.constraints, "constraint"));
            parts.push(count(counts.tests, "test"));
        }
        let mut line = format!("{}: {}", self.shown, parts.join(", "));
        if let Some(promises) = &self.promises {
            line.push_str(&format!("; {}", promises.summary()));
        }
        line
    }

    fn json(&self) -> Value {
        let diagnostics: Vec<_> = self
            .diagnostics
            .iter()
            .map(|problem| render::to_json(problem, &self.sources))
            .collect();
        let mut value = json!({
            "path": self.shown,
            "valid": self.status() == Status::Yes,
            "diagnostics": diagnostics,
        });
        if let (Some(counts), Some(object)) = (self.counts, value.as_object_mut()) {
            object.insert("roles".into(), json!(counts.roles));
            object.insert("rules".into(), json!(counts.rules));
            object.insert("constraints".into(), json!(counts.constraints));
            object.insert("tests".into(), json!(counts.tests));
            let promises = self.promises.as_ref().map(|promises| promises.json(&self.sources));
            object.insert("promises".into(), json!(promises));
        }
        value
    }
}

/// Diagnostics to standard output, one line a policy set to standard error.
pub fn human(reports: &[Report], terminal: &mut Terminal) -> io::Result<()> {
    for report in reports {
        let color = terminal.colored();
        let text = render::all_to_text(&report.diagnostics, &report.sources, color);
        terminal.print(&text)?;
        terminal.say(&report.summary());
    }
    Ok(())
}

/// All of it, for a program.
pub fn json(reports: &[Report]) -> Value {
    json!({"sets": reports.iter().map(Report::json).collect::<Vec<_>>()})
}
