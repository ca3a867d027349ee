//! A line of a decision log.

use serde::Deserialize;
use ward_evaluator::Request;

/// What a line says, as far as it counts here.
#[derive(Debug, Deserialize)]
pub struct Logged {
    /// When it was decided.
    pub time: String,
    /// What was decided.
    pub decision: bool,
    /// What was asked.
    pub request: Request,
    #[serde(default)]
    masked: Vec<String>,
}

/// Why a line can't be decided again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Untold {
    /// It is no line of a decision log.
    NoLine,
    /// Some of the request was left out.
    Masked,
    /// To this policy it is no request.
    Malformed,
}

impl Logged {
    /// Reads a line.
    ///
    /// # Errors
    /// Why it can't be decided again.
    pub fn read(line: &[u8]) -> Result<Self, Untold> {
        let logged: Self = serde_json::from_slice(line).map_err(|_| Untold::NoLine)?;
        if logged.masked.is_empty() { Ok(logged) } else { Err(Untold::Masked) }
    }
}
