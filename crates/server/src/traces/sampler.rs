//! Which requests are traced.

use opentelemetry::trace::{Link, SpanKind, TraceId};
use opentelemetry::{Context, KeyValue};
use opentelemetry_sdk::trace::{Sampler, SamplingResult, ShouldSample};

use super::RELOAD;

/// What a caller's `traceparent` says, else a share; and all reloads, which are few.
#[derive(Clone, Debug)]
pub(super) struct Share(Sampler);

impl Share {
    pub(super) fn of(share: f64) -> Self {
        Self(Sampler::ParentBased(Box::new(Sampler::TraceIdRatioBased(share))))
    }
}

impl ShouldSample for Share {
    fn should_sample(
        &self,
        parent: Option<&Context>,
        trace: TraceId,
        name: &str,
        kind: &SpanKind,
        attributes: &[KeyValue],
        links: &[Link],
    ) -> SamplingResult {
        let all = &Sampler::AlwaysOn;
        let own = *kind == SpanKind::Internal && name == RELOAD;
        let sampler = if own { all } else { &self.0 };
        sampler.should_sample(parent, trace, name, kind, attributes, links)
    }
}
