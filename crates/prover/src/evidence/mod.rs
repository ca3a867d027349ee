//! Evidence: data and a request that show what a claim denies.

mod build;
mod facts;
mod shrink;

use std::sync::Arc;

use serde_json::{Value as Json, json};
use ward_compiler::Policy;
use ward_diagnostics::has_errors;
use ward_evaluator::{DataFile, Engine, Request};

pub(crate) use build::build;
pub(crate) use shrink::shrink;

/// Data and a request, and what the evaluator decided about them.
#[derive(Clone, Debug, PartialEq)]
pub struct Evidence {
    /// The data, in the format of data files.
    pub data: Json,
    /// The request.
    pub request: Json,
    /// What is decided.
    pub decision: bool,
    /// What this shows, in a sentence.
    pub shows: String,
    /// For two data sets that are compared, the other one.
    pub other_data: Option<Json>,
}

impl Evidence {
    /// A line for a cases file, with its data beside it.
    pub fn to_case(&self, id: &str) -> Json {
        let mut case = json!({
            "id": id,
            "request": self.request,
            "decision": self.decision,
            "note": self.shows,
            "data": self.data,
        });
        if let (Some(other), Some(case)) = (&self.other_data, case.as_object_mut()) {
            case.insert("other_data".into(), other.clone());
        }
        case
    }
}

/// Data as they are made: entities and assignments.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Candidate {
    pub entities: Vec<Json>,
    pub assignments: Vec<Json>,
    pub request: Json,
}

impl Candidate {
    pub(crate) fn data(&self) -> Json {
        json!({"entities": self.entities, "assignments": self.assignments})
    }

    pub(crate) fn request(&self) -> Option<Request> {
        Request::from_json(&self.request).ok()
    }
}

/// An engine over made data; `None` where they don't load.
pub(crate) fn engine(policy: &Arc<Policy>, data: &Json) -> Option<Engine> {
    let file = DataFile { name: "evidence".into(), text: data.to_string() };
    let (engine, problems) = Engine::load(policy.clone(), &[file]);
    (!has_errors(&problems)).then_some(engine)
}
