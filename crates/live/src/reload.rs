//! One reload: read, gates, swap.

use std::sync::{Arc, Mutex, OnceLock, PoisonError};
use std::time::{Duration, Instant};

use serde_json::{Value, json};
use ward_diagnostics::{Diagnostic, SourceMap, render};

use crate::build::{Built, build};
use crate::gate::{Gate, Gates};
use crate::live::Live;
use crate::place::Place;
use crate::snapshot::{Pace, Snapshot};
use crate::version::{Fingerprint, Version, clock};

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

/// Reads, checks and swaps. Reloads happen one after the other.
#[derive(Debug)]
pub struct Reloader {
    place: Place,
    gates: Gates,
    pace: Pace,
    live: Arc<Live>,
    /// What the last version that was held back was made of, so that it is judged once.
    judged: Mutex<Option<Fingerprint>>,
}

impl Reloader {
    /// A reloader with nothing in force yet.
    pub fn new(place: Place, gates: Gates) -> Self {
        Self { place, gates, pace: Pace::default(), live: Arc::default(), judged: Mutex::default() }
    }

    /// How patiently files are read.
    #[must_use]
    pub fn pace(mut self, pace: Pace) -> Self {
        self.pace = pace;
        self
    }

    /// What is in force.
    pub fn live(&self) -> Arc<Live> {
        self.live.clone()
    }

    /// Where policy and data lie.
    pub fn place(&self) -> &Place {
        &self.place
    }

    /// The gates.
    pub fn gates(&self) -> &Gates {
        &self.gates
    }

    /// Reads everything again and, where it has changed and passes the gates, puts it in force.
    pub fn reload(&self) -> Arc<Reload> {
        let mut judged = self.judged.lock().unwrap_or_else(PoisonError::into_inner);
        let begun = Instant::now();
        let outcome = self.outcome(&mut judged);
        let reload = Arc::new(Reload { at: clock(), took: begun.elapsed(), outcome });
        self.live.note(reload.clone());
        reload
    }

    fn outcome(&self, judged: &mut Option<Fingerprint>) -> Outcome {
        let snapshot = match Snapshot::read_stable(&self.place, self.pace) {
            Ok(snapshot) => snapshot,
            Err(problem) => {
                let sources = Arc::new(SourceMap::default());
                let diagnostics = vec![*problem];
                let held = HeldBack { gate: Gate::Reads, diagnostics, sources };
                return Outcome::HeldBack(Arc::new(held));
            }
        };
        let running = self.live.current();
        let same = running.as_ref().is_some_and(|one| *one.fingerprint == snapshot.fingerprint);
        if same || judged.as_ref() == Some(&snapshot.fingerprint) {
            if same {
                *judged = None;
            }
            return Outcome::Unchanged;
        }
        match build(&snapshot, &self.gates, self.place.strict, running.as_deref()) {
            Ok(built) => {
                *judged = None;
                let number = running.map_or(0, |one| one.number) + 1;
                let version = Arc::new(version(number, built, snapshot.fingerprint));
                self.live.put_in_force(version.clone());
                Outcome::InForce(version)
            }
            Err(held) => {
                *judged = Some(snapshot.fingerprint);
                Outcome::HeldBack(Arc::new(held))
            }
        }
    }
}

fn version(number: u64, built: Built, fingerprint: Fingerprint) -> Version {
    let types = built.engine.policy().schema.types.len();
    Version {
        sorted: std::iter::repeat_with(OnceLock::new).take(types).collect(),
        number,
        policy: built.engine.policy().hash.clone(),
        data: fingerprint.data.clone(),
        since: clock(),
        engine: built.engine,
        warnings: built.warnings,
        fingerprint: Arc::new(fingerprint),
    }
}
