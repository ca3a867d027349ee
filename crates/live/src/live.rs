//! What is in force, to be read from many threads without a lock.

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Condvar, Mutex, PoisonError};
use std::time::Duration;

use arc_swap::{ArcSwapOption, Guard};

use crate::gate::Gate;
use crate::outcome::{Outcome, Reload};
use crate::version::Version;

/// The version in force, and what became of the last reload. Readers never wait.
#[derive(Debug, Default)]
pub struct Live {
    version: ArcSwapOption<Version>,
    last: ArcSwapOption<Reload>,
    held_back: [AtomicU64; Gate::ALL.len()],
    in_force: AtomicU64,
    unchanged: AtomicU64,
    /// How many reloads there have been; waited for by [`Live::wait`].
    reloads: Mutex<u64>,
    happened: Condvar,
}

/// How many reloads came to what, since the start.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// Put in force.
    pub in_force: u64,
    /// Found nothing new.
    pub unchanged: u64,
    /// Held back, by gate, in the order of the gates.
    pub held_back: Vec<(Gate, u64)>,
}

impl Live {
    /// The version in force, to be kept as long as one likes.
    pub fn current(&self) -> Option<Arc<Version>> {
        self.version.load_full()
    }

    /// The version in force, for the length of one decision: no lock and no shared counter.
    pub fn guard(&self) -> Guard<Option<Arc<Version>>> {
        self.version.load()
    }

    /// What became of the last reload.
    pub fn last(&self) -> Option<Arc<Reload>> {
        self.last.load_full()
    }

    /// How many reloads came to what.
    pub fn counts(&self) -> Counts {
        let held_back = Gate::ALL.into_iter().zip(&self.held_back);
        Counts {
            in_force: self.in_force.load(Ordering::Relaxed),
            unchanged: self.unchanged.load(Ordering::Relaxed),
            held_back: held_back.map(|(gate, n)| (gate, n.load(Ordering::Relaxed))).collect(),
        }
    }

    /// How many reloads there have been.
    pub fn reloads(&self) -> u64 {
        *self.reloads.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Waits until there have been more than `seen` reloads, or for so long; how many there have
    /// been.
    pub fn wait(&self, seen: u64, longest: Duration) -> u64 {
        let reloads = self.reloads.lock().unwrap_or_else(PoisonError::into_inner);
        let waited = self.happened.wait_timeout_while(reloads, longest, |now| *now <= seen);
        *waited.unwrap_or_else(PoisonError::into_inner).0
    }

    /// Puts a version in force.
    pub(crate) fn put_in_force(&self, version: Arc<Version>) {
        self.version.store(Some(version));
    }

    /// Notes what became of a reload.
    pub(crate) fn note(&self, reload: Arc<Reload>) {
        match &reload.outcome {
            Outcome::InForce(_) => self.in_force.fetch_add(1, Ordering::Relaxed),
            Outcome::Unchanged => self.unchanged.fetch_add(1, Ordering::Relaxed),
            Outcome::HeldBack(held) => {
                let at = Gate::ALL.iter().position(|gate| *gate == held.gate).unwrap_or_default();
                self.held_back.get(at).map_or(0, |count| count.fetch_add(1, Ordering::Relaxed))
            }
        };
        // That nothing has changed says nothing new about what was held back before.
        let keeps = matches!(reload.outcome, Outcome::Unchanged) && self.last.load().is_some();
        if !keeps {
            self.last.store(Some(reload));
        }
        *self.reloads.lock().unwrap_or_else(PoisonError::into_inner) += 1;
        self.happened.notify_all();
    }
}
