//! Numbers, dates, times and the escapes of strings.

use ward_diagnostics::{Span, codes};

use crate::problems::{Problems, error};

/// Checks a token that begins with a digit.
pub(super) fn number(slice: &str, span: Span, problems: &mut Problems) {
    let complaint = if slice.contains('-') {
        match slice.split_once('T') {
            Some((date, time)) => check_date(date).err().or_else(|| check_time(time).err()),
            None => check_date(slice).err(),
        }
    } else {
        check_plain(slice).err()
    };
    if let Some((message, help)) = complaint {
        let message = format!("`{slice}` {message}");
        problems.spoil(span, error(codes::BAD_LITERAL, message, span, "here", help));
    }
}

type Checked = Result<(), (&'static str, String)>;

fn check_plain(slice: &str) -> Checked {
    let digits = slice.trim_start_matches(|c: char| c.is_ascii_digit());
    if digits.is_empty() {
        return match slice.parse::<u64>() {
            Ok(value) if value <= i64::MAX.unsigned_abs() + 1 => Ok(()),
            _ => Err(("is too large for a number", format!("the largest is {}", i64::MAX))),
        };
    }
    if let Some(fraction) = digits.strip_prefix('.') {
        if fraction.bytes().all(|byte| byte.is_ascii_digit()) {
            return Ok(());
        }
        return Err(("is not a number", "write it like `12.50`".into()));
    }
    let number = &slice[..slice.len() - digits.len()];
    match digits {
        "d" | "day" | "days" => Err(("is not a number", format!("write `{number} days`"))),
        "h" | "hour" | "hours" => Err(("is not a number", format!("write `{number} hours`"))),
        "m" | "min" | "minutes" => Err(("is not a number", format!("write `{number} minutes`"))),
        "s" | "sec" | "seconds" => Err(("is not a number", format!("write `{number} seconds`"))),
        _ => Err((
            "is neither a number nor a name",
            format!("a name that begins with a digit stands in backquotes: `` `{slice}` ``"),
        )),
    }
}

/// `2026-03-02`, a day that the calendar has.
fn check_date(slice: &str) -> Checked {
    let shape = || Err(("is not a date", "write it like `2026-03-02`".into()));
    let parts: Vec<&str> = slice.split('-').collect();
    let [year, month, day] = parts[..] else { return shape() };
    if (year.len(), month.len(), day.len()) != (4, 2, 2) {
        return shape();
    }
    let (Ok(year), Ok(month), Ok(day)) =
        (year.parse::<u32>(), month.parse::<u32>(), day.parse::<u32>())
    else {
        return shape();
    };
    if !(1..=12).contains(&month) {
        return Err((
            "is not a date",
            format!("there is no month {month}; write year, month, day"),
        ));
    }
    let last = days_of(year, month);
    if !(1..=last).contains(&day) {
        return Err(("is not a date", format!("that month has the days 1 to {last}")));
    }
    Ok(())
}

fn days_of(year: u32, month: u32) -> u32 {
    let leap = year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400));
    match month {
        4 | 6 | 9 | 11 => 30,
        2 if leap => 29,
        2 => 28,
        _ => 31,
    }
}

/// What stands behind the `T` of RFC 3339: `09:00:00Z`, `09:00:00.250+01:00`.
fn check_time(slice: &str) -> Checked {
    let shape = || Err(("is not a time", "write it like `2026-03-02T09:00:00Z`".into()));
    let zone_at = slice.find(['Z', 'z', '+', '-']).unwrap_or(slice.len());
    let (clock, zone) = slice.split_at(zone_at);
    if zone.is_empty() {
        let help = "say the zone behind it: `Z` for UTC, or an offset such as `+01:00`";
        return Err(("has no zone", help.into()));
    }
    let (clock, fraction) = clock.split_once('.').unwrap_or((clock, "0"));
    let within = |part: &str, limit: u32| {
        part.len() == 2 && part.parse::<u32>().is_ok_and(|value| value <= limit)
    };
    let clock: Vec<&str> = clock.split(':').collect();
    let [hour, minute, second] = clock[..] else { return shape() };
    let digits = !fraction.is_empty() && fraction.bytes().all(|b| b.is_ascii_digit());
    if digits && fraction.trim_end_matches('0').len() > 6 {
        let help = "times have microseconds: at most six digits after the point";
        return Err(("is finer than a time can be", help.into()));
    }
    if !(within(hour, 23) && within(minute, 59) && within(second, 59) && digits) {
        return shape();
    }
    let offset = zone.get(1..).unwrap_or("").split_once(':');
    let offset_fits =
        offset.is_some_and(|(hours, minutes)| within(hours, 23) && within(minutes, 59));
    if zone == "Z" || offset_fits { Ok(()) } else { shape() }
}

/// Checks the escapes of a string in quotes, or of a pattern.
pub(super) fn escapes(slice: &str, span: Span, pattern: bool, problems: &mut Problems) {
    if !slice.contains('\\') {
        return;
    }
    let read = if pattern { unescape_pattern(slice) } else { unescape(slice) };
    if let Err((at, length)) = read {
        let start = span.start as usize + at;
        let place = Span::new(span.file, start, start + length);
        let shown = slice.get(at..at + length).unwrap_or("\\");
        let message = format!("`{shown}` is not an escape");
        let star = "`\\*` is a star in the pattern of a `like`; elsewhere a star stands as it is";
        let help = if shown == "\\*" {
            star
        } else {
            "there are `\\\"`, `\\\\`, `\\n`, `\\t` and `\\u{…}` with a code point in hexadecimal"
        };
        problems.spoil(place, error(codes::BAD_ESCAPE, message, place, "here", help));
    }
}

/// The text of a string in quotes, or where its first bad escape stands, and how long it is.
pub(crate) fn unescape(quoted: &str) -> Result<String, (usize, usize)> {
    resolved(quoted, |out, escape| {
        let (character, length) = one_escape(escape)?;
        out.push(character);
        Ok(length)
    })
}

/// The pattern of a `like` in quotes, in the form in which patterns are kept: `*` stands for any
/// text, `\*` for a star and `\\` for a backslash; all other escapes are resolved. A star that
/// is written as `\u{2a}` is a star.
pub(crate) fn unescape_pattern(quoted: &str) -> Result<String, (usize, usize)> {
    resolved(quoted, |out, escape| {
        let star = escape.starts_with("\\*");
        let (character, length) = if star { ('*', 2) } else { one_escape(escape)? };
        if matches!(character, '*' | '\\') {
            out.push('\\');
        }
        out.push(character);
        Ok(length)
    })
}

/// A string in quotes, its escapes written by `write`, which gives their length, or the length of
/// what is none.
fn resolved(
    quoted: &str,
    write: impl Fn(&mut String, &str) -> Result<usize, usize>,
) -> Result<String, (usize, usize)> {
    let inner = quoted.strip_prefix('"').and_then(|rest| rest.strip_suffix('"')).unwrap_or(quoted);
    let mut out = String::with_capacity(inner.len());
    let mut rest = inner;
    while let Some(at) = rest.find('\\') {
        out.push_str(&rest[..at]);
        let escape = &rest[at..];
        let offset = 1 + inner.len() - escape.len();
        let length = write(&mut out, escape).map_err(|length| (offset, length))?;
        rest = &escape[length..];
    }
    out.push_str(rest);
    Ok(out)
}

/// The character of the escape at the start of `text`, with its length; else the length of what
/// isn't one.
fn one_escape(text: &str) -> Result<(char, usize), usize> {
    let second = text.chars().nth(1).ok_or(1_usize)?;
    match second {
        '"' | '\\' => Ok((second, 2)),
        'n' => Ok(('\n', 2)),
        't' => Ok(('\t', 2)),
        'u' => {
            let end = text.find('}').ok_or(2_usize)?;
            let digits =
                text.get(2..end).and_then(|digits| digits.strip_prefix('{')).ok_or(2_usize)?;
            let fits =
                (1..=6).contains(&digits.len()) && digits.bytes().all(|b| b.is_ascii_hexdigit());
            let code = u32::from_str_radix(digits, 16).ok().filter(|_| fits);
            code.and_then(char::from_u32).map(|character| (character, end + 1)).ok_or(end + 1)
        }
        other => Err(1 + other.len_utf8()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_days_of_the_calendar_are_dates() {
        for good in ["2026-03-02", "2024-02-29", "2000-02-29", "2026-12-31"] {
            assert!(check_date(good).is_ok(), "{good}");
        }
        for bad in
            ["2026-3-2", "2026-02-29", "1900-02-29", "2026-13-01", "2026-04-31", "2026-01-00"]
        {
            assert!(check_date(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn a_time_has_a_zone() {
        for good in ["09:00:00Z", "23:59:59+01:00", "00:00:00.250-05:30"] {
            assert!(check_time(good).is_ok(), "{good}");
        }
        for bad in ["09:00:00", "24:00:00Z", "09:00Z", "09:60:00Z", "09:00:00+1", "9:00:00Z"] {
            assert!(check_time(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn a_pattern_tells_stars_from_wildcards() {
        for (written, kept) in [
            (r#""a*b""#, r"a*b"),
            (r#""a\*b*""#, r"a\*b*"),
            (r#""\u{2a}\u{5c}""#, r"\*\\"),
            (r#""\\*""#, r"\\*"),
            (r#""\"\u{e9}""#, "\"é"),
        ] {
            assert_eq!(unescape_pattern(written), Ok(kept.to_owned()), "{written}");
        }
        assert_eq!(unescape_pattern(r#""a\?""#), Err((2, 2)));
    }

    #[test]
    fn escapes_are_resolved_or_found() {
        assert_eq!(unescape(r#""a\"b\\c\n\t\u{e9}""#), Ok("a\"b\\c\n\t\u{e9}".to_owned()));
        assert_eq!(unescape(r#""ab\qc""#), Err((3, 2)));
        assert_eq!(unescape(r#""a\*""#), Err((2, 2)));
        assert_eq!(unescape(r#""\u{110000}""#), Err((1, 10)));
        assert_eq!(unescape(r#""\u{D800}""#), Err((1, 8)));
    }
}
