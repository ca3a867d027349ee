//! Sums and differences are exact, on one line for whole numbers and decimals.

use ward_tests::plain::{Plain, can, cannot};

const RULES: &str = "
  subject entity User
  entity Doc {
    n: Int = 9223372036854775807
    least: Int = -9223372036854775808
    total: Decimal = 1.5
    limits: Set<Int> = [1, 2]
    sums: Set<Decimal> = [1, 2]
    day: Date = 9999-12-31
    seen: Time = 2026-03-02T00:00:00Z
    long: Duration = 106751991 days
  }
  actions docs on Doc { view }";

fn world(condition: &str) -> Plain {
    let rules = format!("{RULES} role anyone {{ can view when {condition} }}");
    Plain::policy(&rules).given("User::u").given("Doc::d")
}

#[test]
fn what_no_value_holds_is_compared_all_the_same() {
    for condition in [
        "doc.n + 1 > doc.n",
        "doc.n + 1 != doc.n",
        "doc.n + doc.n - doc.n == doc.n",
        "doc.least - 1 < doc.least",
        "doc.least - doc.n in doc.least - doc.n - 1 to 0",
        "doc.n > 1.5",
        "doc.n + 0.000001 > doc.n",
        "doc.n + doc.n not in [1, doc.n]",
        "not (doc.limits contains doc.n + 1)",
        "doc.n + 1 in [doc.n + 1, 2]",
        "doc.limits == doc.sums",
        "doc.day + doc.long > doc.day",
        "doc.seen + doc.long + doc.long > doc.seen",
        "(doc.day + doc.long) - doc.day == doc.long",
        "not (doc.day + 1 day > doc.day and (doc.day + 1 day) - doc.day != 1 day)",
        "all x in [doc.n - 1, doc.n]: (x + 1 > x)",
        "count([doc.total, 1.5]) == 1",
    ] {
        can(&world(condition), "User::u view Doc::d");
        cannot(&world(&format!("not ({condition})")), "User::u view Doc::d");
    }
}

#[test]
fn what_still_cannot_be_is_unknown() {
    for condition in ["(doc.seen + doc.long + doc.long).hour < 24", "doc.day + 1 hour > doc.day"] {
        cannot(&world(condition), "User::u view Doc::d");
        cannot(&world(&format!("not ({condition})")), "User::u view Doc::d");
    }
}
