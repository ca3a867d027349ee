//! Dates and times: reading, writing, and the calendar of a time zone.
//!
//! A date is a number of days since 1970-01-01, a time a number of microseconds since
//! 1970-01-01T00:00:00Z. Calendar and time zones are jiff's, with its bundled database, so that
//! an answer never depends on the machine.

use jiff::civil::{Date, DateTime, Time};
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp, ToSpan, Unit};

use crate::model::Decimal;

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

/// Why a text is no time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NotTime {
    /// It isn't written as one, or the calendar or the clock doesn't have it.
    Form,
    /// It has a digit that counts behind the microsecond.
    TooFine,
    /// It is before the year 0 or after the year 9999 of UTC.
    OutOfRange,
}

/// Reads an RFC 3339 time such as `2026-03-02T09:00:00Z`; an offset is needed.
pub fn parse_time(text: &str) -> Option<i64> {
    read_time(text).ok()
}

/// The same; says why.
///
/// ```
/// use ward_compiler::time::{NotTime, read_time};
/// assert_eq!(read_time("1970-01-01T01:00:00.25+01:00"), Ok(250_000));
/// assert_eq!(read_time("1970-01-01T00:00:00.0000001Z"), Err(NotTime::TooFine));
/// assert_eq!(read_time("9999-12-31T23:59:59-01:00"), Err(NotTime::OutOfRange));
/// ```
///
/// # Errors
/// Why it is none.
pub fn read_time(text: &str) -> Result<i64, NotTime> {
    let (date, clock) = text.split_once('T').ok_or(NotTime::Form)?;
    let (clock, offset) = offset(clock).ok_or(NotTime::Form)?;
    let day = parse_date(date).ok_or(NotTime::Form)?;
    let (seconds, fraction) = clock.split_once('.').map_or((clock, None), |(s, f)| (s, Some(f)));
    let seconds = clock_seconds(seconds).ok_or(NotTime::Form)?;
    let micros = fraction.map_or(Ok(0), fraction_micros)?;
    let time = i64::from(day) * DAY + (seconds - offset) * 1_000_000 + micros;
    if date_time(time).is_some_and(|time| (0..=9999).contains(&time.year())) {
        Ok(time)
    } else {
        Err(NotTime::OutOfRange)
    }
}

/// Splits `09:00:00+01:00` into the clock and the seconds that it is ahead of UTC.
fn offset(clock: &str) -> Option<(&str, i64)> {
    if let Some(clock) = clock.strip_suffix('Z') {
        return Some((clock, 0));
    }
    let at = clock.rfind(['+', '-'])?;
    let (clock, offset) = clock.split_at(at);
    let (hours, minutes) = offset.get(1..)?.split_once(':')?;
    let seconds = two_digits(hours, 23)? * 3_600 + two_digits(minutes, 59)? * 60;
    Some((clock, if offset.starts_with('-') { -seconds } else { seconds }))
}

fn clock_seconds(text: &str) -> Option<i64> {
    let (hour, rest) = text.split_once(':')?;
    let (minute, second) = rest.split_once(':')?;
    Some(two_digits(hour, 23)? * 3_600 + two_digits(minute, 59)? * 60 + two_digits(second, 59)?)
}

fn two_digits(text: &str, most: i64) -> Option<i64> {
    let plain = text.len() == 2 && text.bytes().all(|byte| byte.is_ascii_digit());
    let value: i64 = plain.then(|| text.parse().ok())??;
    (value <= most).then_some(value)
}

fn fraction_micros(digits: &str) -> Result<i64, NotTime> {
    if digits.is_empty() || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return Err(NotTime::Form);
    }
    let counting = digits.trim_end_matches('0');
    if counting.len() > 6 {
        return Err(NotTime::TooFine);
    }
    let digits = counting.bytes().chain(std::iter::repeat(b'0')).take(6);
    Ok(digits.fold(0, |micros, digit| micros * 10 + i64::from(digit - b'0')))
}

/// Date and clock in UTC, where the calendar has them.
fn date_time(micros: i64) -> Option<DateTime> {
    EPOCH.to_datetime(Time::midnight()).checked_add(SignedDuration::from_micros(micros)).ok()
}

/// Writes a time in UTC.
pub fn format_time(micros: i64) -> String {
    date_time(micros).map_or_else(|| format!("{micros} µs"), |time| format!("{time}Z"))
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
    format!("{} seconds", Decimal(micros))
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

    fn civil(&self, micros: i64) -> Option<DateTime> {
        // A time zone is known a day less far than the calendar reaches; it keeps its last offset.
        let last = if micros < 0 { Timestamp::MIN } else { Timestamp::MAX };
        let nearest = Timestamp::from_microsecond(micros).unwrap_or(last);
        let offset = SignedDuration::from_secs(self.0.to_offset(nearest).seconds().into());
        date_time(micros)?.checked_add(offset).ok()
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
    fn times_are_exact_or_none() {
        for (text, shown) in [
            ("9999-12-31T23:59:59Z", "9999-12-31T23:59:59Z"),
            ("9999-12-31T23:59:59.999999Z", "9999-12-31T23:59:59.999999Z"),
            ("0000-01-01T00:00:00Z", "0000-01-01T00:00:00Z"),
            ("2026-03-02T09:00:00.123456000+23:59", "2026-03-01T09:01:00.123456Z"),
            ("2026-03-02T09:00:00-00:00", "2026-03-02T09:00:00Z"),
        ] {
            assert_eq!(format_time(parse_time(text).unwrap()), shown);
        }
        for text in [
            "2026-03-01T09:00:00.123456-24:00",
            "20260302T090000,123456Z",
            "+002026-03-02T09:00:00Z",
            "2026-03-02T09:00:00Z[America/New_York]",
            "2026-03-02T09:00:00+0100",
            "2026-03-02T09:00Z",
            "2026-03-02 09:00:00Z",
            "2026-03-02T23:59:60Z",
            "2026-03-02T24:00:00Z",
            "2026-02-30T09:00:00Z",
            "2026-03-02T09:00:00.Z",
            "2026-03-02T09:00:00",
        ] {
            assert_eq!(read_time(text), Err(NotTime::Form), "{text}");
        }
        assert_eq!(read_time("2026-03-02T09:00:00.123456789Z"), Err(NotTime::TooFine));
        assert_eq!(read_time("0000-01-01T00:00:00+00:01"), Err(NotTime::OutOfRange));
    }

    #[test]
    fn the_last_day_has_its_date_and_hour() {
        let end = parse_time("9999-12-31T23:59:59Z").unwrap();
        assert_eq!(Zone::utc().date(end), parse_date("9999-12-31"));
        assert_eq!(Zone::utc().hour(end), Some(23));
        assert_eq!(Zone::named("Europe/Zurich").unwrap().date(end), None);
        let west = Zone::named("America/New_York").unwrap();
        assert_eq!(west.hour(end), Some(18));
    }

    #[test]
    fn dates_print_as_they_read() {
        for text in ["1970-01-01", "2026-12-31", "1969-12-31", "2000-02-29"] {
            assert_eq!(format_date(parse_date(text).unwrap()), text);
        }
        assert_eq!(parse_date("2026-3-2"), None);
    }
}
