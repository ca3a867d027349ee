//! What is in force.

use std::sync::Arc;
use std::time::{SystemTime, UNIX_EPOCH};

use ward_compiler::incremental::Report;
use ward_diagnostics::Diagnostic;
use ward_evaluator::Engine;

/// One whole policy with its data, as it was put in force. It never changes.
#[derive(Debug)]
pub struct Version {
    /// Which one since the start: 1, 2, 3, …
    pub number: u64,
    /// `sha256:…` of the policy.
    pub policy: String,
    /// `sha256:…` of the data.
    pub data: String,
    /// When it was put in force, in microseconds since 1970-01-01T00:00:00Z.
    pub since: i64,
    /// Who decides.
    pub engine: Engine,
    /// What was odd with policy and data, and is no error; overlays that were left out among it.
    pub warnings: Vec<Diagnostic>,
    /// What making it took.
    pub effort: Effort,
    pub(crate) fingerprint: Arc<Fingerprint>,
}

/// What making a version took.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Effort {
    /// What was compiled; nothing where the policy is that of the version before.
    pub compiled: Option<Report>,
    /// What became of the data.
    pub data: DataEffort,
}

/// How a version came by its data.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DataEffort {
    /// All data were read.
    Read,
    /// They were taken over from the version before.
    TakenOver,
    /// They were changed in a copy of those of the version before.
    Changed,
}

/// Which texts a version was made of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Fingerprint {
    /// Of policy files and settings.
    pub policy: String,
    /// Of the data.
    pub data: String,
    /// Whether there is a `ward.toml`.
    pub settings: bool,
    /// How the data files are called: messages about them name them.
    pub names: Vec<String>,
}

/// The time in microseconds since 1970-01-01T00:00:00Z, by the machine's clock.
pub fn clock() -> i64 {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    i64::try_from(since.as_micros()).unwrap_or(i64::MAX)
}
