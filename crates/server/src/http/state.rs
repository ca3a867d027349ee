//! What every request can reach.

use std::num::NonZeroUsize;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;

use arc_swap::ArcSwapOption;
use tokio::sync::Semaphore;
use ward_live::{Gates, Live, Reloader};

use super::{Tokens, body};
use crate::data::DataStore;
use crate::log::DecisionLog;
use crate::metrics::Metrics;
use crate::settings::Settings;
use crate::traces::Tracing;

/// What every request can reach. All of it is shared, and nothing of it is locked to decide.
#[derive(Debug)]
pub struct State {
    /// What is in force.
    pub live: Arc<Live>,
    /// How the service runs.
    pub settings: Settings,
    /// The gates, for the status.
    pub gates: Gates,
    /// Who may ask; anybody, where there is none.
    pub tokens: ArcSwapOption<Tokens>,
    /// The decision log.
    pub log: Option<DecisionLog>,
    /// Spans, where they are sent anywhere.
    pub traces: Option<Arc<Tracing>>,
    /// Counters.
    pub metrics: Metrics,
    /// Data that callers change, and who puts them in force.
    pub store: Option<Arc<DataStore>>,
    /// Who reloads; where there is a store.
    pub reloader: Option<Arc<Reloader>>,
    /// Whose URL the metadata give.
    pub public_url: String,
    /// The room for all bodies that are being read.
    pub(super) bodies: Arc<Semaphore>,
    /// How many single decisions may be made at once.
    pub(super) places: Arc<Semaphore>,
    /// How many batches and searches may be made or wait for it. They take no place of others.
    pub(super) waiting: Arc<Semaphore>,
    /// How many batches and searches may be made at once.
    pub(super) long_places: Arc<Semaphore>,
    /// Held by the transaction that is made.
    pub(super) writing: Arc<Semaphore>,
    stopping: AtomicBool,
}

impl State {
    /// The state of a service that is about to start.
    pub fn new(live: Arc<Live>, settings: Settings, gates: Gates, public_url: String) -> Self {
        let cores = thread::available_parallelism().map_or(1, NonZeroUsize::get);
        Self {
            live,
            gates,
            tokens: ArcSwapOption::empty(),
            log: None,
            traces: None,
            metrics: Metrics::default(),
            public_url,
            store: None,
            reloader: None,
            writing: Arc::new(Semaphore::new(1)),
            bodies: body::room(&settings.limits),
            places: Arc::new(Semaphore::new(settings.limits.concurrency)),
            waiting: Arc::new(Semaphore::new(settings.limits.concurrency)),
            long_places: Arc::new(Semaphore::new(cores)),
            settings,
            stopping: AtomicBool::new(false),
        }
    }

    /// Whether requests can be decided.
    pub fn is_ready(&self) -> bool {
        self.live.guard().is_some() && !self.stopping.load(Ordering::Relaxed)
    }

    /// What Prometheus is told.
    pub fn metrics_text(&self) -> String {
        self.metrics.text(&self.live, self.log.as_ref(), self.traces.as_deref())
    }

    /// From now on it isn't ready: nobody should send more.
    pub fn stop(&self) {
        self.stopping.store(true, Ordering::Relaxed);
    }
}
