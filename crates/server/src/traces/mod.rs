//! Spans of requests and reloads, sent to a collector by OpenTelemetry's protocol (OTLP).
//!
//! Holds: which spans there are and what stands on them; sending them, beside requests. Does not
//! hold: HTTP (the layer is `http/traced.rs`), decisions.
//!
//! Invariants: nothing of a person is on a span, neither ids nor values of properties nor paths
//! that a caller made up; no request waits for a collector; without an endpoint there is none of
//! this.

mod client;
mod exporter;
mod sampler;

use std::time::{Duration, SystemTime};

use opentelemetry::propagation::TextMapPropagator;
use opentelemetry::trace::{
    Span as _, SpanBuilder, SpanContext, SpanKind, Status, TraceContextExt, Tracer, TracerProvider,
};
use opentelemetry::{Context, KeyValue};
use opentelemetry_http::HeaderExtractor;
use opentelemetry_otlp::{Protocol, SpanExporter, WithExportConfig as _, WithHttpConfig as _};
use opentelemetry_sdk::Resource;
use opentelemetry_sdk::propagation::TraceContextPropagator;
use opentelemetry_sdk::trace::{BatchSpanProcessor, SdkTracer, SdkTracerProvider, Span};
use tokio::runtime::Handle;
use ward_live::{Outcome, Reload};

use crate::settings::Traces;
use exporter::Counted;
use sampler::Share;

pub(crate) use exporter::Counts;

/// The name of the span of a reload.
const RELOAD: &str = "reload";

/// Makes spans and sends them.
#[derive(Debug)]
pub struct Tracing {
    provider: SdkTracerProvider,
    tracer: SdkTracer,
    counts: Counts,
}

impl Tracing {
    /// Begins, where there is an endpoint.
    ///
    /// # Errors
    /// What can't be used, in a line.
    pub(crate) fn begin(settings: &Traces, runtime: &Handle) -> Result<Option<Self>, String> {
        let Some(url) = settings.url() else { return Ok(None) };
        let client = client::client(settings, &url, runtime)?;
        let exporter = SpanExporter::builder()
            .with_http()
            .with_endpoint(url)
            .with_protocol(Protocol::HttpBinary)
            .with_timeout(settings.timeout)
            .with_http_client(client)
            .build()
            .map_err(|error| error.to_string())?;
        let counts = Counts::default();
        let exporter = Counted { exporter, counts: counts.clone() };
        let provider = SdkTracerProvider::builder()
            .with_sampler(Share::of(settings.sample))
            .with_span_processor(BatchSpanProcessor::builder(exporter).build())
            .with_resource(resource(settings))
            .build();
        let tracer = provider.tracer("ward");
        Ok(Some(Self { provider, tracer, counts }))
    }

    /// Begins the span of a request, below the one that its `traceparent` names.
    pub(crate) fn request(
        &self,
        name: String,
        headers: &axum::http::HeaderMap,
        attributes: Vec<KeyValue>,
    ) -> Context {
        let parent = TraceContextPropagator::new()
            .extract_with_context(&Context::new(), &HeaderExtractor(headers));
        let builder =
            SpanBuilder::from_name(name).with_kind(SpanKind::Server).with_attributes(attributes);
        let span = self.tracer.build_with_context(builder, &parent);
        parent.with_span(span)
    }

    /// Begins a span of work within a request; none where the request isn't traced.
    pub(crate) fn within(&self, name: &'static str, request: &Context) -> Option<Span> {
        let traced = request.span().is_recording();
        traced.then(|| self.tracer.build_with_context(SpanBuilder::from_name(name), request))
    }

    /// Tells of a reload that has ended.
    pub(crate) fn reload(&self, reload: &Reload) {
        let micros = Duration::from_micros(u64::try_from(reload.at).unwrap_or_default());
        let end = SystemTime::UNIX_EPOCH + micros;
        let begun = end.checked_sub(reload.took).unwrap_or(end);
        let builder = SpanBuilder::from_name(RELOAD).with_start_time(begun);
        let mut span = self.tracer.build_with_context(builder, &Context::new());
        match &reload.outcome {
            Outcome::InForce(version) => {
                span.set_attribute(KeyValue::new("ward.reload", "in_force"));
                span.set_attributes(of_version(version));
                span.set_attribute(count("ward.warnings", version.warnings.len()));
            }
            Outcome::Unchanged => span.set_attribute(KeyValue::new("ward.reload", "unchanged")),
            Outcome::HeldBack(held) => {
                span.set_attribute(KeyValue::new("ward.reload", "held_back"));
                span.set_attribute(KeyValue::new("ward.gate", held.gate.name()));
                span.set_attribute(count("ward.problems", held.diagnostics.len()));
                span.set_status(Status::error("a new version is held back"));
            }
        }
        span.end_with_timestamp(end);
    }

    /// How many spans were sent, and how many couldn't be.
    pub(crate) fn counts(&self) -> &Counts {
        &self.counts
    }

    /// Sends what is left, as long as that may take.
    pub(crate) fn end(&self, longest: Duration) {
        // What became of it is told where spans are sent.
        let _ = self.provider.shutdown_with_timeout(longest);
    }
}

/// The policy that answers.
pub(crate) fn of_version(version: &ward_live::Version) -> [KeyValue; 2] {
    let number = i64::try_from(version.number).unwrap_or(i64::MAX);
    [KeyValue::new("ward.policy", version.policy.clone()), KeyValue::new("ward.version", number)]
}

/// A number of things.
pub(crate) fn count(name: &'static str, number: usize) -> KeyValue {
    KeyValue::new(name, i64::try_from(number).unwrap_or(i64::MAX))
}

/// The trace of a request that is traced, for the decision log.
pub(crate) fn trace_id(request: &Context) -> Option<String> {
    let span = request.span();
    let context: &SpanContext = span.span_context();
    context.is_sampled().then(|| context.trace_id().to_string())
}

/// What all spans are of. `OTEL_RESOURCE_ATTRIBUTES` adds to it.
fn resource(settings: &Traces) -> Resource {
    let found = Resource::builder().build();
    let named = found.get(&"service.name".into()).map(|name| name.to_string());
    let named = named.filter(|name| !name.starts_with("unknown_service"));
    let name = settings.service_name.clone().or(named).unwrap_or_else(|| "ward".into());
    Resource::builder()
        .with_service_name(name)
        .with_attribute(KeyValue::new("service.version", env!("CARGO_PKG_VERSION")))
        .build()
}
