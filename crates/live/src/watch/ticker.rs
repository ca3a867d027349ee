//! From single events to bursts.

use std::sync::mpsc::{Receiver, RecvTimeoutError};
use std::time::{Duration, Instant};

/// What comes from the system.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Signal {
    /// Something has changed.
    Changed,
    /// Events were lost, or the watch broke.
    Lost,
    /// No more.
    Stop,
}

/// Why it is time to look.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Notice {
    /// Events said that something has changed.
    Changed,
    /// Events were lost: anything may have changed.
    Rescan,
    /// Nothing was said; the files were looked at all the same, and are not what they were.
    Looked,
}

/// When to look.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Ticker {
    /// How long it must be quiet before a burst counts as over.
    pub quiet: Duration,
    /// How long a burst may last before it is looked at all the same.
    pub longest: Duration,
    /// How often the files are looked at without any event.
    pub poll: Duration,
    /// Whether the system is asked for events.
    pub events: bool,
}

impl Default for Ticker {
    fn default() -> Self {
        Self {
            quiet: Duration::from_millis(100),
            longest: Duration::from_secs(2),
            poll: Duration::from_secs(2),
            events: true,
        }
    }
}

impl Ticker {
    /// Waits for the end of the next burst, or the next look; `None` at the end.
    pub(crate) fn next(&self, signals: &Receiver<Signal>) -> Option<Notice> {
        let mut notice = match signals.recv_timeout(self.poll) {
            Ok(Signal::Changed) => Notice::Changed,
            Ok(Signal::Lost) => Notice::Rescan,
            Ok(Signal::Stop) | Err(RecvTimeoutError::Disconnected) => return None,
            Err(RecvTimeoutError::Timeout) => return Some(Notice::Looked),
        };
        let end = Instant::now() + self.longest;
        loop {
            let left = end.saturating_duration_since(Instant::now());
            match signals.recv_timeout(self.quiet.min(left)) {
                Ok(Signal::Changed) if !left.is_zero() => {}
                Ok(Signal::Changed) => return Some(notice),
                Ok(Signal::Lost) => notice = Notice::Rescan,
                Ok(Signal::Stop) | Err(RecvTimeoutError::Disconnected) => return None,
                Err(RecvTimeoutError::Timeout) => return Some(notice),
            }
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "what must not fail in a test fails it")]

    use std::sync::mpsc::channel;

    use super::*;

    const TICKER: Ticker = Ticker {
        quiet: Duration::from_millis(20),
        longest: Duration::from_secs(60),
        poll: Duration::from_millis(40),
        events: true,
    };

    #[test]
    fn a_burst_is_one_notice() {
        let (sender, signals) = channel();
        (0..100).for_each(|_| sender.send(Signal::Changed).unwrap());
        assert_eq!(TICKER.next(&signals), Some(Notice::Changed));
        assert_eq!(TICKER.next(&signals), Some(Notice::Looked));
    }

    #[test]
    fn a_burst_in_which_events_were_lost_asks_for_a_rescan() {
        let (sender, signals) = channel();
        for signal in [Signal::Changed, Signal::Lost, Signal::Changed] {
            sender.send(signal).unwrap();
        }
        assert_eq!(TICKER.next(&signals), Some(Notice::Rescan));
    }

    #[test]
    fn a_burst_without_end_is_looked_at_all_the_same() {
        let (sender, signals) = channel();
        (0..1000).for_each(|_| sender.send(Signal::Changed).unwrap());
        let ticker = Ticker { longest: Duration::ZERO, ..TICKER };
        assert_eq!(ticker.next(&signals), Some(Notice::Changed));
    }

    #[test]
    fn it_ends_when_told_and_when_nobody_is_left() {
        let (sender, signals) = channel();
        sender.send(Signal::Stop).unwrap();
        assert_eq!(TICKER.next(&signals), None);
        drop(sender);
        assert_eq!(TICKER.next(&signals), None);
    }
}
