//! What Prometheus is told.

use std::sync::atomic::{AtomicI64, AtomicU64, Ordering};
use std::time::Duration;

use prometheus_client::encoding::EncodeLabelSet;
use prometheus_client::encoding::text::encode;
use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::gauge::Gauge;
use prometheus_client::metrics::histogram::{Histogram, exponential_buckets};
use prometheus_client::registry::Registry;
use ward_live::{Live, Outcome};

use crate::api::Endpoint;
use crate::log::DecisionLog;
use crate::traces::Tracing;

type Name = (&'static str, &'static str);

/// Counters that requests move. They are looked up once, and moved without a lock.
#[derive(Debug)]
pub struct Metrics {
    registry: Registry,
    permits: Counter,
    refusals: Counter,
    unknown: Counter,
    malformed: Counter,
    requests: Vec<(Endpoint, Histogram)>,
    statuses: Family<Status, Counter>,
    /// Connections that are open.
    pub connections: Gauge,
    /// Requests that are being decided.
    pub in_flight: Gauge,
    certificates: Family<Came, Counter>,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Status {
    status: u32,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Came {
    result: &'static str,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Verdict {
    verdict: &'static str,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Of {
    endpoint: &'static str,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Gated {
    result: &'static str,
    gate: &'static str,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
struct InForce {
    policy: String,
    data: String,
}

impl Default for Metrics {
    fn default() -> Self {
        let mut registry = Registry::with_prefix("ward");
        let decisions = Family::<Verdict, Counter>::default();
        registry.register("decisions", "Decisions by verdict", decisions.clone());
        let of = |verdict| decisions.get_or_create(&Verdict { verdict }).clone();
        let seconds = Family::<Of, Histogram>::new_with_constructor(|| {
            Histogram::new(exponential_buckets(0.000_05, 3.0, 12))
        });
        registry.register("request_seconds", "Time to answer, by endpoint", seconds.clone());
        let requests = Endpoint::ALL.into_iter().map(|endpoint| {
            let of = Of { endpoint: endpoint.name() };
            (endpoint, seconds.get_or_create(&of).clone())
        });
        let requests = requests.collect();
        let statuses = Family::default();
        registry.register("responses", "Responses by HTTP status", statuses.clone());
        let (connections, in_flight) = (Gauge::default(), Gauge::default());
        registry.register("connections", "Connections that are open", connections.clone());
        registry.register("in_flight", "Requests that are being decided", in_flight.clone());
        let certificates = Family::default();
        registry.register(
            "credential_reloads",
            "Reloads of certificates and tokens",
            certificates.clone(),
        );
        Self {
            permits: of("permit"),
            refusals: of("deny"),
            unknown: of("unknown_name"),
            malformed: of("malformed"),
            registry,
            requests,
            statuses,
            connections,
            in_flight,
            certificates,
        }
    }
}

impl Metrics {
    /// A decision was made; `unknown` where it was refused for a name that isn't there.
    pub fn decided(&self, permit: bool, unknown: bool) {
        match (permit, unknown) {
            (true, _) => self.permits.inc(),
            (false, false) => self.refusals.inc(),
            (false, true) => self.unknown.inc(),
        };
    }

    /// A request was malformed.
    pub fn malformed(&self) {
        self.malformed.inc();
    }

    /// A request of the API was answered.
    pub fn answered(&self, endpoint: Endpoint, took: Duration) {
        if let Some((_, seconds)) = self.requests.iter().find(|(known, _)| *known == endpoint) {
            seconds.observe(took.as_secs_f64());
        }
    }

    /// Anything was answered.
    pub fn responded(&self, status: u16) {
        self.statuses.get_or_create(&Status { status: status.into() }).inc();
    }

    /// Certificates or tokens were read again.
    pub fn credentials(&self, well: bool) {
        let result = if well { "in_force" } else { "held_back" };
        self.certificates.get_or_create(&Came { result }).inc();
    }

    /// The text that Prometheus reads.
    pub fn text(&self, live: &Live, log: Option<&DecisionLog>, traces: Option<&Tracing>) -> String {
        let mut text = String::new();
        // Writing to a text doesn't fail.
        let _ = encode(&mut text, &self.registry);
        let mut now = Registry::with_prefix("ward");
        reloads(&mut now, live);
        if let Some(log) = log {
            let counts = log.counts();
            let names: [(Name, u64); 3] = [
                (("decision_log_written", "Lines written"), counts.written),
                (("decision_log_dropped", "Lines dropped, the queue being full"), counts.dropped),
                (("decision_log_failed", "Lines that couldn't be written"), counts.failed),
            ];
            for ((name, help), value) in names {
                now.register(name, help, counter(value));
            }
        }
        if let Some(counts) = traces.map(Tracing::counts) {
            now.register("spans_sent", "Spans that the collector took", counter(counts.sent()));
            let help = "Spans that the collector didn't take";
            now.register("spans_failed", help, counter(counts.failed()));
        }
        let mut more = String::new();
        let _ = encode(&mut more, &now);
        // Each text ends with a line that says it is the end.
        let end = text.rfind("# EOF").unwrap_or(text.len());
        text.truncate(end);
        text + &more
    }
}

fn counter(value: u64) -> Counter {
    let counter = Counter::<u64, AtomicU64>::default();
    counter.inner().store(value, Ordering::Relaxed);
    counter
}

fn gauge(value: i64) -> Gauge {
    let gauge = Gauge::<i64, AtomicI64>::default();
    gauge.set(value);
    gauge
}

/// What is in force, and what reloads came to.
fn reloads(registry: &mut Registry, live: &Live) {
    let counts = live.counts();
    let reloads = Family::<Gated, Counter>::default();
    let add = |result, gate, value| {
        reloads.get_or_create(&Gated { result, gate }).inc_by(value);
    };
    add("in_force", "", counts.in_force);
    add("unchanged", "", counts.unchanged);
    for (gate, value) in counts.held_back {
        add("held_back", gate.name(), value);
    }
    registry.register("reloads", "Reloads by what came of them", reloads);
    let well = live.last().is_some_and(|last| !matches!(last.outcome, Outcome::HeldBack(_)));
    registry.register(
        "last_reload_successful",
        "Whether the files as they are now are in force",
        gauge(i64::from(well)),
    );
    if let Some(version) = live.current() {
        let number = i64::try_from(version.number).unwrap_or(i64::MAX);
        registry.register("version", "The version in force", gauge(number));
        registry.register(
            "version_since_seconds",
            "When it was put in force",
            gauge(version.since / 1_000_000),
        );
        let info = Family::<InForce, Gauge>::default();
        let of = InForce { policy: version.policy.clone(), data: version.data.clone() };
        info.get_or_create(&of).set(1);
        registry.register("in_force", "The hashes of what is in force", info);
    }
}
