//! What time it is, where a request doesn't say.

use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use ward_compiler::time::{Zone, format_time, parse_date, parse_time};
use ward_prover::{Limits, Stop};

use crate::failure::Failure;

/// The machine's clock, in microseconds since 1970-01-01T00:00:00Z.
pub fn now() -> i64 {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    i64::try_from(since.as_micros()).unwrap_or(i64::MAX)
}

/// The time given with `--now`, or else the clock's. A date means its first moment in the
/// policy's time zone, as `at DATE` does in a test.
///
/// # Errors
/// Where it is neither a time nor a date.
pub fn at(text: Option<&str>, time_zone: &str) -> Result<i64, Failure> {
    let Some(text) = text else { return Ok(now()) };
    let of_date = || Zone::named(time_zone)?.start_of_day(parse_date(text)?);
    parse_time(text).or_else(of_date).ok_or_else(|| {
        Failure::usage(
            format!("`{text}` is no time"),
            "write `--now 2026-03-02T09:00:00Z`, or a date for the start of that day",
        )
    })
}

/// What one promise may cost: its steps of work, and besides so long a time, where one is given.
pub fn limits(timeout: Option<Duration>) -> Limits {
    let limits = Limits::default();
    let Some(timeout) = timeout else { return limits };
    limits.stopped_by(move || {
        let begun = Instant::now();
        let why = format!("it takes longer than {} seconds", timeout.as_secs_f64());
        Stop::new(why, move || begun.elapsed() >= timeout)
    })
}

/// A time as requests write it.
pub fn as_text(micros: i64) -> String {
    format_time(micros)
}
