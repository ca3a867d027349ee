//! What came of a reload.

use std::sync::Arc;
use std::time::Duration;

use serde_json::{Value, json};
use ward_diagnostics::{Diagnostic, SourceMap, render};

use crate::gate::Gate;
use crate::version::Version;

/// What became of a reload.
#[derive(Clone, Debug)]
pub struct Reload {
    /// When it ended, in microseconds since 1970-01-01T00:00:00Z.
    pub at: i64,
    /// How long it took.
    pub took: Duration,
    /// What came of it.
    pub outcome: Outcome,
}

/// What came of a reload.
#[derive(Clone, Debug)]
pub enum Outcome {
    /// A new version is in force.
    InForce(Arc<Version>),
    /// The files say what they said before.
    Unchanged,
    /// The files say something else that is not put in force. What was in force stays.
    HeldBack(Arc<HeldBack>),
}

/// Why a new version is not put in force.
#[derive(Clone, Debug)]
pub struct HeldBack {
    /// The first gate that it didn't pass.
    pub gate: Gate,
    /// What is wrong.
    pub diagnostics: Vec<Diagnostic>,
    /// The texts that the diagnostics point into.
    pub sources: Arc<SourceMap>,
}

impl HeldBack {
    /// The diagnostics with their excerpts, as a terminal shows them.
    pub fn text(&self, color: bool) -> String {
        render::all_to_text(&self.diagnostics, &self.sources, color)
    }

    /// Gate and diagnostics for a program.
    pub fn to_json(&self) -> Value {
        let told = self.diagnostics.iter().map(|one| render::to_json(one, &self.sources));
        json!({"gate": self.gate.name(), "diagnostics": told.collect::<Vec<_>>()})
    }

    /// The first error in a line.
    pub fn first(&self) -> &str {
        let first = self.diagnostics.iter().find(|one| one.is_error());
        first.or(self.diagnostics.first()).map_or("", |one| one.message.as_str())
    }
}
