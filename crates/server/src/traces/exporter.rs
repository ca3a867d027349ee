//! Counts what is sent.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use opentelemetry_sdk::Resource;
use opentelemetry_sdk::error::OTelSdkResult;
use opentelemetry_sdk::trace::{SpanData, SpanExporter};

/// How many spans were sent, and how many couldn't be.
#[derive(Clone, Debug, Default)]
pub(crate) struct Counts {
    sent: Arc<AtomicU64>,
    failed: Arc<AtomicU64>,
}

impl Counts {
    /// Spans that the collector took.
    pub(crate) fn sent(&self) -> u64 {
        self.sent.load(Ordering::Relaxed)
    }

    /// Spans that it didn't take.
    pub(crate) fn failed(&self) -> u64 {
        self.failed.load(Ordering::Relaxed)
    }
}

/// An exporter whose spans are counted.
#[derive(Debug)]
pub(super) struct Counted<E> {
    pub(super) exporter: E,
    pub(super) counts: Counts,
}

impl<E: SpanExporter> SpanExporter for Counted<E> {
    async fn export(&self, batch: Vec<SpanData>) -> OTelSdkResult {
        let spans = u64::try_from(batch.len()).unwrap_or(u64::MAX);
        let done = self.exporter.export(batch).await;
        let count = if done.is_ok() { &self.counts.sent } else { &self.counts.failed };
        count.fetch_add(spans, Ordering::Relaxed);
        // The client has told of the failure, once; the processor would for each batch.
        Ok(())
    }

    fn set_resource(&mut self, resource: &Resource) {
        self.exporter.set_resource(resource);
    }
}
