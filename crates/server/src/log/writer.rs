//! The thread that writes.

use std::io;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::mpsc::{Receiver, SyncSender, TrySendError, sync_channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::{self, JoinHandle};

use arc_swap::ArcSwapOption;
use ward_evaluator::{Decision, Request};

use super::rotate::Sink;
use super::{Entry, Mask};
use crate::settings::{Log, WhenFull};

/// A decision log that is open.
#[derive(Debug)]
pub struct DecisionLog {
    /// None once it is closed.
    queue: ArcSwapOption<SyncSender<Vec<u8>>>,
    writer: Mutex<Option<JoinHandle<()>>>,
    counts: Arc<Counters>,
    mask: Mask,
    full: WhenFull,
    sample: f64,
    seen: AtomicU64,
}

#[derive(Debug, Default)]
struct Counters {
    written: AtomicU64,
    dropped: AtomicU64,
    failed: AtomicU64,
}

/// How many lines came to what.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct LogCounts {
    /// Written.
    pub written: u64,
    /// Dropped because the queue was full.
    pub dropped: u64,
    /// Lost because the file couldn't be written.
    pub failed: u64,
}

impl DecisionLog {
    /// Opens a log.
    ///
    /// # Errors
    /// Where the file can't be written, or a masked field is none.
    pub fn open(settings: &Log) -> io::Result<Self> {
        let mask = Mask::read(&settings.mask).map_err(|path| {
            io::Error::new(
                io::ErrorKind::InvalidInput,
                format!("the masked field `{path}` is no field of a request"),
            )
        })?;
        let sink = Sink::open(&settings.file, settings.max_bytes, settings.keep)?;
        let (queue, lines) = sync_channel(settings.queue.max(1));
        let counts = Arc::new(Counters::default());
        let counted = counts.clone();
        let writer = thread::Builder::new()
            .name("ward-log".into())
            .spawn(move || write(sink, &lines, &counted))?;
        Ok(Self {
            queue: ArcSwapOption::from_pointee(queue),
            writer: Mutex::new(Some(writer)),
            counts,
            mask,
            full: settings.full,
            sample: settings.sample,
            seen: AtomicU64::new(0),
        })
    }

    /// Hands a decision to the writer.
    pub fn note(&self, entry: &Entry<'_>, request: &Request, decision: &Decision) {
        if !self.is_sampled() {
            return;
        }
        let queue = self.queue.load();
        let Some(queue) = queue.as_deref() else { return };
        let line = entry.line(request, decision, &self.mask);
        let lost = match self.full {
            WhenFull::Block => queue.send(line).is_err(),
            WhenFull::Drop => matches!(queue.try_send(line), Err(TrySendError::Full(_))),
        };
        if lost {
            self.counts.dropped.fetch_add(1, Ordering::Relaxed);
        }
    }

    /// Every n-th decision, spread evenly.
    fn is_sampled(&self) -> bool {
        if self.sample >= 1.0 {
            return true;
        }
        let seen = self.seen.fetch_add(1, Ordering::Relaxed);
        #[expect(clippy::cast_precision_loss, reason = "a share of decisions, not an account")]
        let share = |number: u64| (number as f64 * self.sample).floor();
        share(seen + 1) > share(seen)
    }

    /// How many lines came to what.
    pub fn counts(&self) -> LogCounts {
        LogCounts {
            written: self.counts.written.load(Ordering::Relaxed),
            dropped: self.counts.dropped.load(Ordering::Relaxed),
            failed: self.counts.failed.load(Ordering::Relaxed),
        }
    }

    /// Writes what waits, and ends.
    pub fn close(&self) {
        self.queue.store(None);
        let writer = self.writer.lock().unwrap_or_else(PoisonError::into_inner).take();
        if let Some(writer) = writer {
            let _ = writer.join();
        }
    }
}

impl Drop for DecisionLog {
    fn drop(&mut self) {
        self.close();
    }
}

fn write(mut sink: Sink, lines: &Receiver<Vec<u8>>, counts: &Counters) {
    let mut well = true;
    while let Ok(first) = lines.recv() {
        // What waits is written together; then it must reach the system.
        let mut batch = 0;
        let mut done = Ok(());
        for line in std::iter::once(first).chain(lines.try_iter()) {
            batch += 1;
            done = done.and_then(|()| sink.write(&line));
        }
        match done.and_then(|()| sink.flush()) {
            Ok(()) => {
                counts.written.fetch_add(batch, Ordering::Relaxed);
                well = true;
            }
            Err(error) => {
                counts.failed.fetch_add(batch, Ordering::Relaxed);
                if std::mem::take(&mut well) {
                    tracing::error!(%error, "the decision log can't be written");
                }
            }
        }
    }
}
