//! Numbers, dates, times and durations in promises: on one scale, exact, within what values hold.

#![allow(clippy::unwrap_used, clippy::panic, reason = "what must not fail in a test fails it")]

mod common;

use common::told;

/// What the evidence for or against a claim about a record is, where a condition permits.
fn claim(permits: &str, text: &str) -> String {
    told(&format!(
        r#"policy amounts
subject entity User
entity Visit {{
  n: Int, x: Decimal, day: Date, due: Date, at: Time, wait: Duration, nums: Set<Int>
  home: {{ city: String, zip: Int? }}
}}
actions visits on Visit {{ see, sign }}
role nurse {{ can see when {permits}  can sign }}
claim "asked": {text}
"#
    ))
}

#[test]
fn whole_and_decimal_numbers_stand_on_one_scale() {
    let above = "visit.n > 2.5";
    assert_eq!(claim(above, "never see unless visit.n >= 3"), "proved");
    assert_eq!(claim(above, "never see unless visit.n > 3"), "refuted: permit");
    let between = "visit.x > 2.25 and visit.x < visit.n and visit.n < 4";
    assert_eq!(claim(between, "never see unless visit.n == 3"), "proved");
    assert_eq!(claim(between, "never see"), "refuted: permit");
    assert_eq!(claim("visit.n == 0.5", "never see"), "proved");
    assert_eq!(
        claim("visit.n + 0.5 > visit.x", "never see unless visit.x < 9.5 or visit.n > 9"),
        "proved"
    );
    assert_eq!(claim("visit.x == 1 or visit.x == 2.5", "never see unless visit.x >= 1"), "proved");
}

#[test]
fn dates_and_times_differ_by_durations() {
    let from_april = "visit.day - 2026-01-01 > 90 days";
    assert_eq!(claim(from_april, "never see unless visit.day > 2026-04-01"), "proved");
    assert_eq!(claim(from_april, "never see unless visit.day > 2026-04-02"), "refuted: permit");
    let soon = "visit.at - 2026-01-01T00:00:00Z <= 1 hour - 3 hours";
    assert_eq!(claim(soon, "never see unless visit.at <= 2025-12-31T22:00:00Z"), "proved");
    assert_eq!(claim(soon, "never see"), "refuted: permit");
    assert_eq!(claim("visit.day + 36 hours > 2026-01-01", "never see"), "proved", "days are whole");
    assert_eq!(
        claim("visit.day + 48 hours == visit.due", "never see when visit.day > visit.due"),
        "proved"
    );
    assert_eq!(
        claim("visit.wait < 0 hours and visit.wait > 0 hours - 2 days", "never see"),
        "refuted: permit"
    );
}

#[test]
fn values_have_limits_and_sums_have_none() {
    let most = "visit.n <= 9223372036854775807";
    assert_eq!(claim(most, "never see unless visit.n < 9223372036854775807"), "refuted: permit");
    assert_eq!(claim("visit.n + 1 > 9223372036854775807", "never see"), "refuted: permit");
    assert_eq!(claim("visit.n + 1 <= visit.n", "never see"), "proved");
    assert_eq!(claim("visit.n > 9223372036854.775807", "never see"), "refuted: permit");
    assert_eq!(claim("visit.n > 9223372036855 and visit.x > visit.n", "never see"), "proved");
    assert_eq!(claim("visit.day < 0000-01-01", "never see"), "proved");
    assert_eq!(claim("visit.at.hour > 23 or visit.at.hour < 0", "never see"), "proved");
}

#[test]
fn what_may_be_unknown_is_not_taken_for_known() {
    let hour = "(visit.at + 1 day).hour > 3";
    assert_ne!(claim(hour, &format!("never sign unless {hour} or not ({hour})")), "proved");
    assert_eq!(claim(hour, &format!("never see unless {hour}")), "proved");
    let same = "visit.home == visit.home";
    assert_ne!(
        claim(same, &format!("never sign when visit.home.city == \"a\" unless {same}")),
        "proved"
    );
    assert_eq!(
        claim(
            "visit.nums contains visit.n + 1",
            "never see when visit.n == 4 and not (visit.nums contains 5)"
        ),
        "proved"
    );
}
