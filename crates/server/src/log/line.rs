//! One line of the decision log.

use serde::Serialize;
use ward_evaluator::{Decision, Request};
use ward_live::Version;

use super::Mask;

/// What a line is made of besides request and decision.
#[derive(Clone, Copy, Debug)]
pub struct Entry<'a> {
    /// When it was decided, in microseconds since 1970-01-01T00:00:00Z.
    pub at: i64,
    /// The caller's `X-Request-ID`.
    pub id: Option<&'a str>,
    /// The trace that the request belongs to, by its W3C `traceparent`.
    pub trace: Option<&'a str>,
    /// The caller's name, where callers have names.
    pub caller: Option<&'a str>,
    /// Which endpoint was asked.
    pub endpoint: &'a str,
    /// What decided.
    pub version: &'a Version,
}

#[derive(Serialize)]
struct Line<'a> {
    time: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    id: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    trace: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    caller: Option<&'a str>,
    endpoint: &'a str,
    decision: bool,
    rules: Vec<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    error: Option<&'a str>,
    policy: &'a str,
    data: &'a str,
    version: u64,
    request: &'a Request,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    masked: Vec<String>,
}

impl Entry<'_> {
    /// The line, with its end.
    pub(crate) fn line(&self, request: &Request, decision: &Decision, mask: &Mask) -> Vec<u8> {
        let hidden = (!mask.is_empty()).then(|| mask.apply(request));
        let (request, masked) = match &hidden {
            Some((request, masked)) => (request, masked.clone()),
            None => (request, Vec::new()),
        };
        let rules = decision.rules();
        let line = Line {
            time: ward_compiler::time::format_time(self.at),
            id: self.id,
            trace: self.trace,
            caller: self.caller,
            endpoint: self.endpoint,
            decision: decision.permit,
            rules: rules.iter().map(|rule| rule.id.as_str()).collect(),
            error: decision.error.as_ref().map(|problem| problem.code.0),
            policy: &self.version.policy,
            data: &self.version.data,
            version: self.version.number,
            request,
            masked,
        };
        let mut bytes = serde_json::to_vec(&line).unwrap_or_default();
        bytes.push(b'\n');
        bytes
    }
}
