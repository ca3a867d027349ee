//! What becomes of a decision beside the answer: counters, the decision log, the span.

use std::sync::OnceLock;
use std::sync::atomic::{AtomicUsize, Ordering};

use axum::http::Request as HttpRequest;
use opentelemetry::trace::{SpanRef, TraceContextExt};
use opentelemetry::{Context, KeyValue};
use ward_evaluator::{Decision, Request};
use ward_live::Version;

use super::callers::Caller;
use super::traced::Traced;
use super::{State, request_id};
use crate::api::{Endpoint, Hears};
use crate::log::Entry;
use crate::traces;

/// Who asks, and by which request.
#[derive(Debug)]
pub(super) struct Asker {
    pub endpoint: Endpoint,
    pub id: Option<String>,
    pub trace: Option<String>,
    pub caller: Option<String>,
    /// The span of the request, where it is traced.
    pub span: Option<Context>,
}

impl Asker {
    pub(super) fn of<B>(endpoint: Endpoint, request: &HttpRequest<B>) -> Self {
        let extensions = request.extensions();
        let span = extensions.get::<Traced>().map(|traced| traced.0.clone());
        let span = span.filter(|context| context.span().is_recording());
        let trace = span.as_ref().and_then(traces::trace_id);
        Self {
            endpoint,
            id: request_id::of(request).map(str::to_owned),
            trace: trace.or_else(|| request_id::trace_of(request).map(str::to_owned)),
            caller: extensions.get::<Caller>().map(|caller| caller.0.clone()),
            span,
        }
    }
}

/// Counts and logs decisions.
pub(super) struct Heard<'a> {
    asker: &'a Asker,
    state: &'a State,
    version: &'a Version,
    at: i64,
    tally: Option<Tally>,
}

/// What the span of a request is told of all its decisions.
#[derive(Debug, Default)]
struct Tally {
    decided: AtomicUsize,
    permitted: AtomicUsize,
    rules: AtomicUsize,
    error: OnceLock<&'static str>,
}

impl<'a> Heard<'a> {
    pub(super) fn by(asker: &'a Asker, state: &'a State, version: &'a Version, at: i64) -> Self {
        let tally = asker.span.is_some().then(Tally::default);
        Self { asker, state, version, at, tally }
    }

    /// Puts what was decided on the span: numbers and hashes, and nothing of whom and what.
    pub(super) fn tell_span(&self) {
        let (Some(context), Some(tally)) = (&self.asker.span, &self.tally) else { return };
        let span = context.span();
        span.set_attributes(traces::of_version(self.version));
        tally.tell(&span, self.asker.endpoint);
    }
}

impl Tally {
    fn hear(&self, decision: &Decision) {
        self.decided.fetch_add(1, Ordering::Relaxed);
        self.permitted.fetch_add(usize::from(decision.permit), Ordering::Relaxed);
        self.rules.fetch_add(decision.rules().len(), Ordering::Relaxed);
        if let Some(problem) = &decision.error {
            self.error.get_or_init(|| problem.code.0);
        }
    }

    fn tell(&self, span: &SpanRef<'_>, endpoint: Endpoint) {
        let of = |number: &AtomicUsize| number.load(Ordering::Relaxed);
        let (decided, permitted) = (of(&self.decided), of(&self.permitted));
        match endpoint {
            Endpoint::Evaluation if decided == 1 => {
                span.set_attribute(KeyValue::new("ward.decision", permitted == 1));
            }
            Endpoint::Evaluations => {
                span.set_attribute(traces::count("ward.evaluations", decided));
                span.set_attribute(traces::count("ward.permitted", permitted));
            }
            _ => return,
        }
        span.set_attribute(traces::count("ward.rules", of(&self.rules)));
        if let Some(code) = self.error.get() {
            span.set_attribute(KeyValue::new("ward.error", *code));
        }
    }
}

impl Hears for Heard<'_> {
    fn decided(&self, request: &Request, decision: &Decision) {
        self.state.metrics.decided(decision.permit, decision.error.is_some());
        if let Some(tally) = &self.tally {
            tally.hear(decision);
        }
        if let Some(log) = &self.state.log {
            let entry = Entry {
                at: self.at,
                id: self.asker.id.as_deref(),
                trace: self.asker.trace.as_deref(),
                caller: self.asker.caller.as_deref(),
                endpoint: self.asker.endpoint.name(),
                version: self.version,
            };
            log.note(&entry, request, decision);
        }
    }

    fn keeps_requests(&self) -> bool {
        self.state.log.is_some()
    }

    fn malformed(&self) {
        self.state.metrics.malformed();
    }
}
