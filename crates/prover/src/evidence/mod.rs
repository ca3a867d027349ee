//! Evidence: data and a request that show what a claim denies.

mod build;
mod facts;
mod patch;
mod records;
mod request;
mod shrink;
mod whole;

use std::sync::Arc;

use serde_json::{Value as Json, json};
use ward_compiler::Policy;
use ward_compiler::model::RuleId;
use ward_diagnostics::has_errors;
use ward_evaluator::{DataFile, Engine, Request};

pub(crate) use build::build;
pub(crate) use patch::Patch;
pub(crate) use shrink::shrink;
pub(crate) use whole::Whole;

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
    /// The statement that gives it, where one is known.
    pub rule: Option<RuleId>,
    /// For two data sets that are compared, the other one, where the opposite is decided.
    pub other_data: Option<Json>,
    /// For two requests that are compared, the other one, where the opposite is decided.
    pub other_request: Option<Json>,
}

impl Evidence {
    /// Lines for a cases file, each with its data; two where two data sets are compared.
    pub fn to_cases(&self, id: &str) -> Vec<Json> {
        let line = |id: String, decision: bool, data: &Json, request: &Json| {
            json!({
                "id": id,
                "request": request,
                "decision": decision,
                "note": self.shows,
                "data": data,
            })
        };
        let mut cases = vec![line(id.to_owned(), self.decision, &self.data, &self.request)];
        if let Some((which, data, request)) = self.other() {
            cases.push(line(
                format!("{id} (with the other {which})"),
                !self.decision,
                data,
                request,
            ));
        }
        cases
    }

    /// For two that are compared: whether they differ in their `data` or `request`, and the data
    /// and the request of which the opposite is decided.
    pub fn other(&self) -> Option<(&'static str, &Json, &Json)> {
        let data = self.other_data.as_ref();
        match &self.other_request {
            Some(request) => Some(("request", data.unwrap_or(&self.data), request)),
            None => data.map(|data| ("data", data, &self.request)),
        }
    }

    /// `User::user_1 may approve Document::document_1`
    pub fn sentence(&self) -> String {
        self.told(if self.decision { "may" } else { "may not" })
    }

    /// `User::user_1 may approve Document::document_1`, whatever is decided in the end.
    pub(crate) fn asks(&self) -> String {
        self.told("may")
    }

    fn told(&self, verb: &str) -> String {
        let entity = |of: &str| {
            let text = |field: &str| self.request[of][field].as_str().unwrap_or_default();
            format!("{}::{}", text("type"), text("id"))
        };
        let action = self.request["action"]["name"].as_str().unwrap_or_default();
        format!("{} {verb} {action} {}", entity("subject"), entity("resource"))
    }
}

/// Data as they are made: entities and assignments.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Candidate {
    /// The entities.
    pub entities: Vec<Json>,
    /// The assignments.
    pub assignments: Vec<Json>,
    /// What is asked.
    pub request: Json,
    /// Whether a value that the solution has couldn't be written.
    pub lacks_a_value: bool,
}

impl Candidate {
    /// The data, in the format of data files.
    pub fn data(&self) -> Json {
        json!({"entities": self.entities, "assignments": self.assignments})
    }

    /// The request, read.
    pub fn request(&self) -> Option<Request> {
        Request::from_json(&self.request).ok()
    }
}

/// An engine over made data; `None` where they don't load.
pub(crate) fn engine(policy: &Arc<Policy>, data: &Json) -> Option<Engine> {
    let file = DataFile { name: "evidence".into(), text: data.to_string() };
    let (engine, problems) = Engine::load(policy.clone(), &[file]);
    (!has_errors(&problems)).then_some(engine)
}
