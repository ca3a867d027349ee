//! What is no request.

use serde_json::Value as Json;
use ward_diagnostics::{Diagnostic, codes};

use crate::decision::Undecided;
use crate::value::Mismatch;

/// A request that is no request: nothing is decided.
#[derive(Clone, Debug, PartialEq)]
pub struct Malformed(pub Box<Diagnostic>);

impl std::fmt::Display for Malformed {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0.message)
    }
}

impl std::error::Error for Malformed {}

impl Malformed {
    pub(crate) fn new(
        code: ward_diagnostics::Code,
        message: impl Into<String>,
        help: impl Into<String>,
    ) -> Self {
        Self(Box::new(Diagnostic::error(code, message).help(help)))
    }

    /// What isn't JSON, or says something twice.
    pub fn unreadable(error: &serde_json::Error, help: &str) -> Self {
        let problem = error.to_string();
        if problem.starts_with("duplicate field") {
            let message = format!("the request says something twice: {problem}");
            return Self::new(codes::REQUEST_SYNTAX, message, "say it once");
        }
        Self::new(codes::REQUEST_SYNTAX, format!("the request isn't JSON: {problem}"), help)
    }

    /// "is …, and … is wanted", for a value of a request.
    pub(super) fn wrong_type(path: &str, mismatch: &Mismatch) -> Self {
        Self::new(
            codes::REQUEST_TYPE,
            format!("`{path}` is {}", mismatch.found),
            format!("write {}", mismatch.wanted),
        )
    }

    /// The error as callers get it: `{"error": {"code", "message", "help"}}`.
    pub fn to_json(&self) -> Json {
        serde_json::json!({"error": Undecided::of(&self.0)})
    }
}
