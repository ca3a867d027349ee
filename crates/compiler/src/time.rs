//! Dates and times: reading, writing, and the calendar of a time zone.
//!
//! A date is a number of days since 1970-01-01, a time a number of microseconds since
//! 1970-01-01T00:00:00Z. Calendar and time zones are jiff's, with its bundled database, so that
//! an answer never depends on the machine.

use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan, Unit};

/// Microseconds of a day that has 24 hours.
pub const DAY: i64 = 86_400_000_000;

const EPOCH: Date = Date::constant(1970, 1, 1);

/// Reads `2026-03-02`.
///
/// ```
/// assert_eq!(ward_compiler::time::parse_date("1970-01-02"), Some(1));
/// assert_eq!(ward_compiler::time::parse_date("2026-02-30"), None);
/// ```
pub fn parse_date(text: &str) -> Option<i32> {
    let well_formed =
        text.len() == 10 && text.bytes().all(|byte| byte.is_ascii_digit() || byte == b'-');
    let date: Date = well_formed.then(|| text.parse().ok())??;
    days_of(date)
}

/// Writes a date as `2026-03-02`.
pub fn format_date(days: i32) -> String {
    EPOCH
        .checked_add(i64::from(days).days())
        .map_or_else(|_| format!("day {days}"), |date| date.to_string())
}

/// Reads an RFC 3339 time such as `2026-03-02T09:00:00Z`; an offset is needed.
pub fn parse_time(text: &str) -> Option<i64> {
    let time: Timestamp = text.parse().ok()?;
    Some(time.as_microsecond())
}

/// Writes a time in UTC.
pub fn format_time(micros: i64) -> String {
    Timestamp::from_microsecond(micros)
        .map_or_else(|_| format!("{micros} µs"), |time| time.to_string())
}

/// Writes a duration as `3 days`, `90 minutes`, whichever unit fits.
pub fn format_duration(micros: i64) -> String {
    let units =
        [(DAY, "day"), (3_600_000_000, "hour"), (60_000_000, "minute"), (1_000_000, "second")];
    for (size, name) in units {
        if micros != 0 && micros % size == 0 {
            let count = micros / size;
            return format!("{count} {name}{}", if count.abs() == 1 { "" } else { "s" });
        }
    }
    format!("{} seconds", micros as f64 / 1e6)
}

/// A time zone by its IANA name.
#[derive(Clone, Debug)]
pub struct Zone(TimeZone);

impl Zone {
    /// The zone of that name, if the bundled database has it.
    pub fn named(name: &str) -> Option<Self> {
        if name == "UTC" {
            return Some(Self(TimeZone::UTC));
        }
        jiff::tz::db().get(name).ok().map(Self)
    }

    /// UTC.
    pub fn utc() -> Self {
        Self(TimeZone::UTC)
    }

    /// The date of a time.
    pub fn date(&self, micros: i64) -> Option<i32> {
        days_of(self.civil(micros)?.date())
    }

    /// The hour of a time, 0 to 23.
    pub fn hour(&self, micros: i64) -> Option<i64> {
        Some(i64::from(self.civil(micros)?.hour()))
    }

    /// The weekday of a time, 0 for Monday.
    pub fn weekday(&self, micros: i64) -> Option<u32> {
        u32::try_from(self.civil(micros)?.weekday().to_monday_zero_offset()).ok()
    }

    /// The time at which a day begins.
    pub fn start_of_day(&self, days: i32) -> Option<i64> {
        let date = EPOCH.checked_add(i64::from(days).days()).ok()?;
        let zoned = date.to_zoned(self.0.clone()).ok()?.start_of_day().ok()?;
        Some(zoned.timestamp().as_microsecond())
    }

    fn civil(&self, micros: i64) -> Option<jiff::civil::DateTime> {
        let time = Timestamp::from_microsecond(micros).ok()?;
        Some(self.0.to_datetime(time))
    }
}

fn days_of(date: Date) -> Option<i32> {
    let days = EPOCH.until((Unit::Day, date)).ok()?.get_days();
    Some(days)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_begins_where_its_zone_says() {
        let zurich = Zone::named("Europe/Zurich").unwrap();
        let day = parse_date("2026-03-02").unwrap();
        assert_eq!(format_time(zurich.start_of_day(day).unwrap()), "2026-03-01T23:00:00Z");
        assert_eq!(zurich.date(zurich.start_of_day(day).unwrap()), Some(day));
        assert!(Zone::named("Mars/Olympus").is_none());
    }

    #[test]
    fn dates_print_as_they_read() {
        for text in ["1970-01-01", "2026-12-31", "1969-12-31", "2000-02-29"] {
            assert_eq!(format_date(parse_date(text).unwrap()), text);
        }
        assert_eq!(parse_date("2026-3-2"), None);
    }
}
