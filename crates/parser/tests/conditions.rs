//! How conditions and values are taken apart.

mod common;

use common::{codes, condition};

#[test]
fn or_binds_less_than_not_and_not_less_than_comparisons() {
    assert_eq!(condition("a or not b == c"), "(or a (not (== b c)))");
    assert_eq!(condition("a and b and not not c"), "(and a b (not (not c)))");
    assert_eq!(condition("(a or b) and c"), "(and (or a b) c)");
}

#[test]
fn sums_bind_more_than_comparisons_and_paths_more_than_sums() {
    assert_eq!(condition("a.b + 1 - c.d.e <= 3 days"), "(<= (- (+ a.b 1) c.d.e) 3Days)");
    assert_eq!(condition("a -3 == -3"), "(== (- a 3) -3)");
}

#[test]
fn membership_and_ranges() {
    assert_eq!(condition("x in [a, b]"), "(in x [a b])");
    assert_eq!(condition("x not in y.z"), "(not in x y.z)");
    assert_eq!(condition("x in a.b to c.d + 1 day"), "(between x a.b (+ c.d 1Days))");
    assert_eq!(condition("x not in 1 to 3 and y"), "(and (not-between x 1 3) y)");
    assert_eq!(condition("xs contains y"), "(contains xs y)");
}

#[test]
fn a_bare_within_is_a_condition() {
    assert_eq!(condition("within own"), "(within resource own)");
    assert_eq!(condition("not within own"), "(not (within resource own))");
    assert_eq!(
        condition("x.y within own and within b"),
        "(and (within x.y own) (within resource b))"
    );
}

#[test]
fn a_list_of_scopes_ends_where_a_name_begins_the_next_condition() {
    assert_eq!(condition("x within a or b"), "(within x (or a b))");
    assert_eq!(condition("x within a and b and c"), "(within x (and a b c))");
    assert_eq!(condition("x within a or y == z"), "(or (within x a) (== y z))");
    assert_eq!(condition("x within a or y.z"), "(or (within x a) y.z)");
    assert_eq!(condition("x within a or subject in y"), "(or (within x a) (in subject y))");
    assert_eq!(condition("x within a or (y == z)"), "(or (within x a) (== y z))");
    assert_eq!(condition("within a or count(b) > 1"), "(or (within resource a) (> (count b) 1))");
    assert_eq!(condition("within (a or b) and c"), "(within resource (and (or a b) c))");
    assert_eq!(condition("within a and (b or c)"), "(within resource (and a (or b c)))");
    assert_eq!(condition("within a or not b"), "(or (within resource a) (not b))");
}

#[test]
fn a_list_of_roles_ends_where_a_name_begins_the_next_condition() {
    assert_eq!(condition("s holds a or b"), "(holds s a b)");
    assert_eq!(condition("s holds a or b anywhere"), "(holds-anywhere s a b)");
    assert_eq!(condition("s holds a or s holds b"), "(or (holds s a) (holds s b))");
    assert_eq!(condition("s holds roles in T or b"), "(holds s roles in T b)");
    assert_eq!(condition("s is A or B"), "(is s A B)");
    assert_eq!(condition("s is A or s is B"), "(or (is s A) (is s B))");
}

#[test]
fn tests_of_a_value() {
    assert_eq!(condition("x has y"), "(has x y)");
    assert_eq!(condition(r#"x.y like "a*\"""#), r#"(like x.y "a*\"")"#);
}

#[test]
fn quantifiers() {
    assert_eq!(condition("any x in r.site: (x.y == 1)"), "(any x r.site (== x.y 1))");
    assert_eq!(condition("all x in [a, b]: (any y in x.z: (y))"), "(all x [a b] (any y x.z y))");
    assert_eq!(condition("count(a.b) > 3"), "(> (count a.b) 3)");
    assert_eq!(condition("count > 3"), "(> count 3)");
}

#[test]
fn literals() {
    assert_eq!(condition("[1, -2, 12.50, true, \"a\"]"), "[1 -2 12.50 true \"a\"]");
    assert_eq!(
        condition("[2026-03-02, 2026-03-02T09:00:00+01:00]"),
        "[2026-03-02 2026-03-02T09:00:00+01:00]"
    );
    assert_eq!(
        condition("[1 hour, 2 minutes, 30 seconds, 1 day]"),
        "[1Hours 2Minutes 30Seconds 1Days]"
    );
    assert_eq!(condition("x == User::\"s a\""), "(== x User::s a)");
    assert_eq!(condition("x == S::`in`"), "(== x S::in)");
    assert_eq!(condition("x == -9223372036854775808"), "(== x -9223372036854775808)");
    assert_eq!(condition("days == 3"), "(== days 3)");
}

#[test]
fn words_that_are_keywords_elsewhere_are_names() {
    assert_eq!(
        condition("resource.case.role == test.status"),
        "(== resource.case.role test.status)"
    );
    assert_eq!(condition("on == to and give == new"), "(and (== on to) (== give new))");
    assert_eq!(condition("x == `and`"), "(== x and)");
}

#[test]
fn and_with_or_needs_parentheses() {
    for text in [
        "a and b or c",
        "a or b and c",
        "(a or b and c)",
        "within a or b and x == y",
        "within a or b and c",
        "s holds a or b and x.y",
        "s is A or B and x.y",
        "x.y or within a and b or c.d",
    ] {
        assert_eq!(codes(&format!("scope s on all: {text}")), ["E0103"], "{text}");
    }
    for text in
        ["(within a or b) and x == y", "x == y and s holds a or b", "not within a or b or c.d"]
    {
        condition(text);
    }
}

#[test]
fn comparisons_dont_chain() {
    for text in ["a <= b <= c", "a == b == c", "a in b in c", "x has y has z", "a == b within c"] {
        assert_eq!(codes(&format!("scope s on all: {text}")), ["E0104"], "{text}");
    }
}
