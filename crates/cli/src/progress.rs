//! A line on standard error about work that takes longer than a second, where a person watches.

use std::io::{self, IsTerminal, Write};
use std::time::{Duration, Instant};

/// How long work goes on in silence.
const PATIENCE: Duration = Duration::from_secs(1);
/// How often the line is renewed.
const RHYTHM: Duration = Duration::from_millis(100);
const BAR: u64 = 30;

/// The line.
#[derive(Debug)]
pub struct Progress {
    what: &'static str,
    total: Option<u64>,
    watched: bool,
    next: Instant,
    shown: bool,
}

impl Progress {
    /// About so much of something; without a total it only counts.
    pub fn new(what: &'static str, total: Option<u64>) -> Self {
        let watched = io::stderr().is_terminal();
        Self { what, total, watched, next: Instant::now() + PATIENCE, shown: false }
    }

    /// So much is done.
    pub fn at(&mut self, done: u64) {
        if !self.watched || Instant::now() < self.next {
            return;
        }
        self.next = Instant::now() + RHYTHM;
        self.shown = true;
        let line = match self.total.filter(|total| *total > 0) {
            None => format!("{done} {}", self.what),
            Some(total) => {
                let full = (done.min(total) * BAR) / total;
                let bar: String = (0..BAR).map(|at| if at < full { '█' } else { '░' }).collect();
                format!("{bar} {}% of {total} {}", done.min(total) * 100 / total, self.what)
            }
        };
        let _ = write!(io::stderr(), "\r\x1b[K{line}");
        let _ = io::stderr().flush();
    }
}

impl Drop for Progress {
    /// Takes the line away.
    fn drop(&mut self) {
        if self.shown {
            let _ = write!(io::stderr(), "\r\x1b[K");
        }
    }
}
