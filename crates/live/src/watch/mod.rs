//! Noticing that files change.
//!
//! Folders are watched, never single files: editors save by renaming a new file over the old one,
//! and Kubernetes swaps a link. Beside the events, the files' sizes, times and identities are
//! looked at every so often, which finds what events missed, and is all there is on file systems
//! without events. What is noticed is only ever "look again": the reader compares contents.

mod aside;
mod folders;
mod signature;
mod ticker;

use std::path::PathBuf;
use std::sync::Arc;
use std::thread;

use crate::outcome::Reload;
use crate::reload::Reloader;

pub use ticker::{Notice, Ticker};

use folders::Folders;
use signature::Signature;

/// A watch that goes on until it is dropped.
#[derive(Debug)]
pub struct Watching {
    ticker: Option<thread::JoinHandle<()>>,
    stop: std::sync::mpsc::Sender<ticker::Signal>,
}

impl Drop for Watching {
    fn drop(&mut self) {
        let _ = self.stop.send(ticker::Signal::Stop);
        if let Some(thread) = self.ticker.take() {
            let _ = thread.join();
        }
    }
}

impl Reloader {
    /// Watches the files and reloads when they change; `told` hears of every reload, on the
    /// thread that reloads.
    pub fn watch(
        self: &Arc<Self>,
        ticker: Ticker,
        mut told: impl FnMut(&Reload) + Send + 'static,
    ) -> Watching {
        let reloader = self.clone();
        let place = self.place().clone();
        watch_paths(ticker, move || place.paths(), move |_| told(&reloader.reload()))
    }
}

/// Watches files and folders (with all below them) and calls `changed` after each burst of
/// changes; and once at the start, for what changed before the watch. `paths` says what to watch;
/// it is asked again after every burst.
pub fn watch_paths(
    ticker: Ticker,
    paths: impl Fn() -> Vec<PathBuf> + Send + 'static,
    mut changed: impl FnMut(Notice) + Send + 'static,
) -> Watching {
    let (sender, signals) = std::sync::mpsc::channel();
    let stop = sender.clone();
    // Armed before this returns, so that what changes from now on is noticed.
    let mut folders = Folders::new(sender, ticker.events);
    let mut known = Signature::default();
    folders.watch(&paths());
    known.update(&paths());
    let work = move || {
        aside::step_aside();
        changed(Notice::Looked);
        while let Some(notice) = ticker.next(&signals) {
            let now = paths();
            if notice != Notice::Looked {
                folders.watch(&now);
            }
            let differs = known.update(&now);
            if differs && notice == Notice::Looked {
                folders.watch(&now);
            }
            if differs || notice != Notice::Looked {
                changed(notice);
            }
        }
    };
    let thread = thread::Builder::new().name("ward-watch".into()).spawn(work);
    Watching { ticker: thread.ok(), stop }
}
