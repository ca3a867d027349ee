//! Numbers about samples.

use std::hint::black_box;
use std::time::Instant;

/// The middle of some samples, or the one at another part of them (0.99 for the 99th percentile).
pub fn quantile(samples: &mut [f64], part: f64) -> f64 {
    samples.sort_unstable_by(f64::total_cmp);
    let last = samples.len().saturating_sub(1);
    // Nearest rank.
    let at = (part * samples.len() as f64).ceil() as usize;
    samples.get(at.saturating_sub(1).min(last)).copied().unwrap_or(f64::NAN)
}

/// The middle of some samples.
pub fn median(samples: &mut [f64]) -> f64 {
    quantile(samples, 0.5)
}

/// Nanoseconds that something took.
pub fn nanoseconds<T>(what: impl FnOnce() -> T) -> (f64, T) {
    let start = Instant::now();
    let result = black_box(what());
    (start.elapsed().as_nanos() as f64, result)
}

/// What the clock itself takes, to be taken from what is timed call by call.
pub fn clock_cost() -> f64 {
    let mut samples: Vec<f64> = (0..10_000).map(|_| nanoseconds(|| ()).0).collect();
    median(&mut samples)
}
