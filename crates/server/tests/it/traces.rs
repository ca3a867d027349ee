//! Spans, as a collector gets them.

use serde_json::Value;
use ward_server::{Settings, Traces};

use crate::collector::{Collector, Got};
use crate::service::{Clinic, Running, ask, settings, until};

const PATH: &str = "/access/v1/evaluation";
const TRACE: &str = "0af7651916cd43dd8448eb211c80319c";
const CALLER: &str = "b7ad6b7169203331";

fn traced(clinic: &Clinic, collector: &Collector, sample: f64) -> Running {
    let endpoint = Some(collector.url());
    let traces = Traces { endpoint, sample, ..Traces::default() };
    clinic.serve_with(Settings { traces, ..settings() })
}

/// The spans that were sent until the service ended.
fn of(mut running: Running, collector: Collector) -> Vec<Got> {
    running.stop();
    collector.end()
}

fn post(running: &Running, path: &str, flag: Option<&str>, body: &str) -> Value {
    let parent = flag.map(|flag| format!("00-{TRACE}-{CALLER}-{flag}"));
    let mut headers = vec![("content-type", "application/json")];
    headers.extend(parent.as_deref().map(|parent| ("traceparent", parent)));
    running.client().send(&format!("POST {path}"), &headers, body).json()
}

fn named<'a>(spans: &'a [Got], name: &str) -> &'a Got {
    let mut found = spans.iter().filter(|span| span.name == name);
    let first = found.next().unwrap_or_else(|| panic!("no `{name}` in {spans:?}"));
    assert!(found.next().is_none(), "two `{name}` in {spans:?}");
    first
}

#[test]
fn a_request_is_a_span_below_its_callers_with_what_was_decided() {
    let (clinic, collector) = (Clinic::new(), Collector::begin());
    let running = traced(&clinic, &collector, 1.0);
    assert_eq!(post(&running, PATH, Some("01"), &ask("ann", "read", "n1"))["decision"], true);
    let policy = running.live.current().unwrap().policy.clone();
    let spans = of(running, collector);
    let span = named(&spans, "POST /access/v1/evaluation");
    assert_eq!((span.trace.as_str(), span.parent.as_str(), span.kind), (TRACE, CALLER, "server"));
    assert_eq!(span.service, "ward");
    assert_eq!(
        span.attributes,
        [
            ("http.request.method", "POST"),
            ("http.response.status_code", "200"),
            ("http.route", PATH),
            ("network.protocol.version", "1.1"),
            ("url.path", PATH),
            ("url.scheme", "http"),
            ("ward.decision", "true"),
            ("ward.policy", &policy),
            ("ward.rules", "1"),
            ("ward.version", "1"),
        ]
        .map(|(name, value)| (name.to_owned(), value.to_owned()))
    );
    let decide = named(&spans, "decide");
    assert_eq!((&decide.trace, &decide.parent), (&span.trace, &span.id));
}

#[test]
fn nothing_of_a_person_is_on_a_span() {
    let (clinic, collector) = (Clinic::new(), Collector::begin());
    let running = traced(&clinic, &collector, 1.0);
    let secret = ask("secret-subject", "read", "secret-note")
        .replace("{\"subject\"", "{\"context\": {\"secret-name\": \"secret-value\"}, \"subject\"");
    post(&running, PATH, None, &secret);
    post(&running, PATH, None, &secret.replace("read", "secret-action"));
    post(&running, "/secret/path?secret", None, &secret);
    post(&running, "/access/v1/evaluations", None, &secret);
    post(&running, "/access/v1/search/subject", None, &secret);
    post(&running, PATH, None, "secret");
    let spans = of(running, collector);
    assert!(spans.len() > 6, "{spans:?}");
    let told = format!("{spans:?}");
    assert!(!told.contains("secret"), "{told}");
}

#[test]
fn a_batch_tells_how_many_it_asked_and_how_many_were_permitted() {
    let (clinic, collector) = (Clinic::new(), Collector::begin());
    let running = traced(&clinic, &collector, 1.0);
    let body = ask("ann", "read", "n1").replace(
        "{\"subject\"",
        "{\"evaluations\": [{}, {\"action\": {\"name\": \"edit\"}}, {\"subject\": {\"type\": \
         \"User\", \"id\": \"cy\"}}], \"subject\"",
    );
    post(&running, "/access/v1/evaluations", None, &body);
    let spans = of(running, collector);
    let span = named(&spans, "POST /access/v1/evaluations");
    assert_eq!((span.get("ward.evaluations"), span.get("ward.permitted")), ("3", "2"));
    assert_eq!(named(&spans, "decide").parent, span.id);
}

#[test]
fn what_its_caller_has_not_sampled_is_no_span_and_the_others_are_by_the_share() {
    let (clinic, collector) = (Clinic::new(), Collector::begin());
    let running = traced(&clinic, &collector, 1.0);
    post(&running, PATH, Some("00"), &ask("ann", "read", "n1"));
    assert_eq!(of(running, collector).iter().filter(|span| span.kind == "server").count(), 0);
    let collector = Collector::begin();
    let running = traced(&clinic, &collector, 0.0);
    post(&running, PATH, None, &ask("ann", "read", "n1"));
    post(&running, PATH, Some("01"), &ask("ann", "read", "n1"));
    assert_eq!(of(running, collector).iter().filter(|span| span.kind == "server").count(), 1);
}

#[test]
fn health_and_metrics_are_no_spans_and_a_path_to_nowhere_is_one_without_the_path() {
    let (clinic, collector) = (Clinic::new(), Collector::begin());
    let running = traced(&clinic, &collector, 1.0);
    for path in ["/live", "/ready", "/metrics", "/nowhere"] {
        running.client().get(path);
    }
    let spans = of(running, collector);
    let requests: Vec<_> = spans.iter().filter(|span| span.kind == "server").collect();
    assert_eq!(requests.len(), 1, "{requests:?}");
    assert_eq!((requests[0].name.as_str(), requests[0].get("url.path")), ("GET", ""));
    assert_eq!(requests[0].get("http.response.status_code"), "404");
}

#[test]
fn a_request_that_can_not_be_answered_is_a_span_with_an_error() {
    let (clinic, collector) = (Clinic::new(), Collector::begin());
    clinic.write("rules.policy", "policy clinic\nrole {");
    let running = traced(&clinic, &collector, 1.0);
    post(&running, PATH, None, &ask("ann", "read", "n1"));
    let spans = of(running, collector);
    let span = named(&spans, "POST /access/v1/evaluation");
    assert_eq!((span.get("error.type"), span.failed), ("503", true));
}

#[test]
fn a_reload_is_a_span_with_its_outcome_and_gate_whatever_the_share() {
    let (clinic, collector) = (Clinic::new(), Collector::begin());
    let running = traced(&clinic, &collector, 0.0);
    let seen = running.live.reloads();
    clinic.write("rules.policy", "policy clinic\nrole {");
    until(|| running.live.reloads() > seen);
    let policy = running.live.current().unwrap().policy.clone();
    let spans = of(running, collector);
    let reloads: Vec<_> = spans.iter().filter(|span| span.name == "reload").collect();
    let outcomes = reloads.iter().map(|span| span.get("ward.reload"));
    assert_eq!(outcomes.collect::<Vec<_>>(), ["in_force", "held_back"]);
    assert_eq!((reloads[0].get("ward.policy"), reloads[0].get("ward.version")), (&*policy, "1"));
    assert_eq!((reloads[1].get("ward.gate"), reloads[1].failed), ("compiles", true));
}

#[test]
fn the_decision_log_names_the_trace_that_a_request_began() {
    let (clinic, collector) = (Clinic::new(), Collector::begin());
    let traces = Traces { endpoint: Some(collector.url()), ..Traces::default() };
    let log = Some(ward_server::Log::to(clinic.path("log")));
    let running = clinic.serve_with(Settings { traces, log, ..settings() });
    post(&running, PATH, None, &ask("ann", "read", "n1"));
    let spans = of(running, collector);
    let line = std::fs::read_to_string(clinic.path("log")).unwrap();
    let line: Value = serde_json::from_str(&line).unwrap();
    assert_eq!(line["trace"], named(&spans, "POST /access/v1/evaluation").trace.as_str());
}

#[test]
fn a_collector_that_is_away_disturbs_no_answer_and_is_counted() {
    let (clinic, collector) = (Clinic::new(), Collector::begin());
    let url = collector.url();
    collector.end();
    let traces = Traces { endpoint: Some(url), ..Traces::default() };
    let traces = Traces { timeout: std::time::Duration::from_millis(1), ..traces };
    let mut running = clinic.serve_with(Settings { traces, ..settings() });
    for _ in 0..600 {
        assert_eq!(post(&running, PATH, None, &ask("ann", "read", "n1"))["decision"], true);
    }
    until(|| !running.state.metrics_text().contains("ward_spans_failed_total 0"));
    running.stop();
}

#[test]
fn a_collector_behind_tls_is_known_by_its_authority() {
    let (clinic, collector) = (Clinic::new(), Collector::begin_secured());
    clinic.write("collector.pem", &collector.authority());
    let traces = |ca| Traces { endpoint: Some(collector.url()), ca, ..Traces::default() };
    let known = Settings { traces: traces(Some(clinic.path("collector.pem"))), ..settings() };
    let mut running = clinic.serve_with(known);
    post(&running, PATH, None, &ask("ann", "read", "n1"));
    running.stop();
    let other = Collector::begin_secured();
    clinic.write("other.pem", &other.authority());
    let unknown = Settings { traces: traces(Some(clinic.path("other.pem"))), ..settings() };
    let mut running = clinic.serve_with(unknown);
    post(&running, PATH, None, &ask("bo", "read", "n1"));
    running.stop();
    let spans = collector.end();
    assert_eq!(spans.iter().filter(|span| span.kind == "server").count(), 1, "{spans:?}");
}
