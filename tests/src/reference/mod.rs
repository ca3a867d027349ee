//! A second evaluator, as plain as the definition of the language.
//!
//! It reads types, roles, classes, scopes, restrictions, overlays and the statements as they
//! were written, never the cells that the real evaluator runs on, and keeps its own data. So what
//! the two agree on was reached in two ways. It is never optimised and remembers nothing.

mod case;
mod condition;
mod decide;
mod exact;
mod held;
mod place;
mod read;
mod reader;
mod request;
mod same;
mod scope;
mod store;
mod truth;
mod value;

use std::collections::BTreeSet;

use serde_json::Value as Json;
use ward_compiler::Policy;
use ward_compiler::model::Constant;

pub use request::Fault;
pub use store::{Id, Store};
pub use truth::Truth;

/// Obligations by name, with their arguments.
pub type Obligations = BTreeSet<(String, Vec<Constant>)>;

/// What a request gets.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// Permitted, with these obligations.
    Permit(Obligations),
    /// Refused; of a whole record these parts are permitted.
    Refuse(BTreeSet<String>),
    /// Not decided, for one of these reasons.
    Faulty(BTreeSet<Fault>),
}

impl Outcome {
    /// Whether it permits.
    pub fn permits(&self) -> bool {
        matches!(self, Self::Permit(_))
    }
}

/// Decides a request.
pub fn decide(policy: &Policy, store: &Store, request: &Json) -> Outcome {
    match request::read(policy, store, request) {
        Ok(asked) => case::Case::new(policy, store, &asked).decide(),
        Err(faults) => Outcome::Faulty(faults),
    }
}
