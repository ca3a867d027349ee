//! What `ward lint` says of policy sets.

use std::io;

use clap::ValueEnum;
use serde_json::{Value, json};
use ward_diagnostics::{Diagnostic, Severity, SourceMap, has_errors, render};
use ward_lint::{Finding, Linted, format};

use crate::plural::count;
use crate::status::Status;
use crate::terminal::Terminal;

/// The formats of findings.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum Shape {
    /// For a person.
    #[default]
    Human,
    /// For a program.
    Json,
    /// SARIF 2.1.0, for code hosts and editors.
    Sarif,
    /// Notes in a pull request of GitHub.
    Github,
    /// JUnit XML, for build servers.
    Junit,
}

/// What was found in one policy set.
#[derive(Debug)]
pub struct Report {
    /// The policy set, as the person named it.
    pub shown: String,
    /// The texts that the diagnostics point into.
    pub sources: SourceMap,
    /// What `ward check` says.
    pub diagnostics: Vec<Diagnostic>,
    /// What the rules found.
    pub linted: Linted,
    /// How many findings were mended.
    pub mended: usize,
    /// A part of it could not be read.
    pub unreadable: bool,
    /// Whether proofs were asked for.
    pub proved: bool,
}

impl Report {
    /// Nothing but advice is a yes.
    pub fn status(&self) -> Status {
        if self.unreadable && has_errors(&self.diagnostics) {
            return Status::CouldNotTell;
        }
        let warned = self.diagnostics.iter().any(|one| one.severity != Severity::Note);
        Status::of(!warned && !self.linted.findings.iter().any(Finding::fails))
    }

    /// Diagnostics and findings, in the order of their places.
    fn all(&self) -> Vec<Diagnostic> {
        let found = self.linted.findings.iter().map(Finding::diagnostic);
        let mut all: Vec<_> = self.diagnostics.iter().cloned().chain(found).collect();
        ward_diagnostics::sort(&mut all);
        all
    }

    fn summary(&self) -> String {
        let all = self.all();
        let number = |severity| all.iter().filter(|one| one.severity == severity).count();
        let counted = [
            (number(Severity::Error), "error"),
            (number(Severity::Warning), "warning"),
            (number(Severity::Note), "piece of advice"),
        ];
        let counted = counted.iter().filter(|(number, _)| *number > 0);
        let mut said: Vec<String> = counted
            .map(|(number, word)| match *word {
                "piece of advice" if *number > 1 => format!("{number} pieces of advice"),
                word => count(*number, word),
            })
            .collect();
        if said.is_empty() {
            said.push("nothing found".into());
        }
        if self.linted.allowed > 0 {
            said.push(format!("{} allowed", self.linted.allowed));
        }
        if self.mended > 0 {
            said.push(format!("{} mended", self.mended));
        }
        let unproved = if self.proved { "" } else { "; nothing is proved" };
        format!("{}: {}{unproved}", self.shown, said.join(", "))
    }

    fn json(&self) -> Value {
        json!({
            "path": self.shown,
            "clean": self.status() == Status::Yes,
            "findings": format::json(&self.diagnostics, &self.linted.findings, &self.sources),
            "allowed": self.linted.allowed,
            "mended": self.mended,
            "proved": self.proved,
        })
    }
}

/// What was found to standard output; for a person a line a policy set to standard error.
pub fn print(format: Shape, reports: &[Report], terminal: &mut Terminal) -> io::Result<()> {
    let all: Vec<_> = reports.iter().map(|report| (report, report.all())).collect();
    let sets: Vec<_> = all
        .iter()
        .map(|(report, all)| (report.shown.as_str(), all.as_slice(), &report.sources))
        .collect();
    match format {
        Shape::Human => {
            for (report, all) in &all {
                let text = render::all_to_text(all, &report.sources, terminal.colored());
                terminal.print(&text)?;
                terminal.say(&report.summary());
            }
            Ok(())
        }
        Shape::Json => {
            let sets: Vec<_> = reports.iter().map(Report::json).collect();
            terminal.json(&json!({"sets": sets}))
        }
        Shape::Sarif => terminal.json(&format::sarif(&sets)),
        Shape::Junit => terminal.print(&format::junit(&sets)),
        Shape::Github => {
            for (_, all, sources) in sets {
                terminal.print(&format::github(all, sources))?;
            }
            Ok(())
        }
    }
}
