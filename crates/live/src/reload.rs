//! One reload: read, gates, swap.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::Instant;

use ward_compiler::incremental::Recompiler;
use ward_diagnostics::SourceMap;
use ward_evaluator::DataFile;

use crate::build::{Built, Candidate, build};
use crate::gate::{Gate, Gates};
use crate::held::{Held, Next};
use crate::live::Live;
use crate::outcome::{HeldBack, Outcome, Reload};
use crate::place::Place;
use crate::snapshot::{Pace, Snapshot};
use crate::version::{Fingerprint, Version, clock};

/// Reads, checks and swaps. Reloads happen one after the other.
#[derive(Debug)]
pub struct Reloader {
    place: Place,
    gates: Gates,
    pace: Pace,
    live: Arc<Live>,
    held: Option<Arc<dyn Held>>,
    state: Mutex<State>,
}

/// What reloads leave for the next one.
#[derive(Debug, Default)]
struct State {
    /// What the last version that was held back was made of, so that it is judged once.
    judged: Option<Fingerprint>,
    /// What is in force was made of this; kept only where data come from elsewhere, too.
    in_force: Option<Snapshot>,
    /// Knows what was compiled last, whatever became of it.
    compiler: Recompiler,
}

/// Why a change of data was not made.
#[derive(Clone, Debug)]
pub enum NotChanged {
    /// Nothing is in force that could be changed.
    NotReady,
    /// The data with the change don't pass the gates.
    HeldBack(Arc<HeldBack>),
    /// The change can't be kept.
    NotKept(String),
}

impl Reloader {
    /// A reloader with nothing in force yet.
    pub fn new(place: Place, gates: Gates) -> Self {
        Self {
            place,
            gates,
            pace: Pace::default(),
            live: Arc::default(),
            held: None,
            state: Mutex::default(),
        }
    }

    /// How patiently files are read.
    #[must_use]
    pub fn pace(mut self, pace: Pace) -> Self {
        self.pace = pace;
        self
    }

    /// Data from elsewhere, beside the data files.
    #[must_use]
    pub fn held(mut self, held: Arc<dyn Held>) -> Self {
        self.held = Some(held);
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
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        let begun = Instant::now();
        let outcome = self.outcome(&mut state);
        let reload = Arc::new(Reload { at: clock(), took: begun.elapsed(), outcome });
        self.live.note(reload.clone());
        reload
    }

    /// Changes the data from elsewhere: where those to come pass the gates, they are kept, and
    /// then they are in force. All or nothing of it happens, and the policy in force stays the
    /// same.
    ///
    /// # Errors
    /// Why nothing has changed.
    pub fn change(&self, next: &dyn Next) -> Result<Arc<Version>, NotChanged> {
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        let running = self.live.current().ok_or(NotChanged::NotReady)?;
        let snapshot = state.in_force.as_ref().ok_or(NotChanged::NotReady)?;
        let snapshot = snapshot.with_held(next.fingerprint());
        let candidate = Candidate {
            snapshot: &snapshot,
            held: Some(&|| next.data()),
            change: Some(next.change()),
            running: Some(&running),
        };
        let built = self
            .build(&candidate, &mut state)
            .map_err(|held| NotChanged::HeldBack(Arc::new(held)))?;
        next.keep().map_err(NotChanged::NotKept)?;
        Ok(self.swap(built, snapshot, &mut state))
    }

    fn outcome(&self, state: &mut State) -> Outcome {
        let snapshot = match Snapshot::read_stable(&self.place, self.held.as_deref(), self.pace) {
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
        if same || state.judged.as_ref() == Some(&snapshot.fingerprint) {
            if same {
                state.judged = None;
            }
            return Outcome::Unchanged;
        }
        let data = self.held.as_ref().map(|held| || held.data());
        let candidate = Candidate {
            snapshot: &snapshot,
            held: data.as_ref().map(|data| data as &dyn Fn() -> DataFile),
            change: None,
            running: running.as_deref(),
        };
        match self.build(&candidate, state) {
            Ok(built) => Outcome::InForce(self.swap(built, snapshot, state)),
            Err(held) => {
                state.judged = Some(snapshot.fingerprint);
                Outcome::HeldBack(Arc::new(held))
            }
        }
    }

    fn build(&self, candidate: &Candidate<'_>, state: &mut State) -> Result<Built, HeldBack> {
        build(candidate, &self.gates, self.place.strict, &mut state.compiler)
    }

    /// Puts what has passed the gates in force.
    fn swap(&self, built: Built, snapshot: Snapshot, state: &mut State) -> Arc<Version> {
        let number = self.live.current().map_or(0, |one| one.number) + 1;
        let version = Arc::new(version(number, built, snapshot.fingerprint.clone()));
        self.live.put_in_force(version.clone());
        state.judged = None;
        state.in_force = self.held.is_some().then_some(snapshot);
        version
    }
}

fn version(number: u64, built: Built, fingerprint: Fingerprint) -> Version {
    Version {
        number,
        policy: built.engine.policy().hash.clone(),
        data: fingerprint.data.clone(),
        since: clock(),
        engine: built.engine,
        warnings: built.warnings,
        effort: built.effort,
        fingerprint: Arc::new(fingerprint),
    }
}
