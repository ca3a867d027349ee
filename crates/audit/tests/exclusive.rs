//! `exclusive …` and `exactly 1 of …`: days, places, teams, roles on both sides.

mod common;

use common::{audited, data, on_days, policy, role};
use serde_json::Value;

const ROLES: &str = "role author { can view }  role approver { can edit }  role lead extends author, approver { }\n";
const HOME: &[(&str, &[&str])] = &[("ann", &["Agency::a"])];

/// What an audit of `exclusive author, approver …` tells of assignments to ann.
fn exclusive(rest: &str, assignments: &[Value]) -> Vec<String> {
    let text = format!("{ROLES}constraint two: exclusive author, approver {rest}");
    audited(&policy(&text), &data(HOME, assignments))
}

fn first_sentence(lines: &[String]) -> &str {
    lines.first().map_or("", |line| line.strip_prefix("A0101 two: ").unwrap_or(line))
}

#[test]
fn without_a_type_the_place_is_not_asked() {
    let apart =
        [role("ann", "author", Some("Branch::a1")), role("ann", "approver", Some("Branch::b1"))];
    assert_eq!(
        exclusive("", &apart),
        ["A0101 two: ann holds approver and author on the same days"]
    );
}

#[test]
fn days_that_touch_overlap_and_days_that_follow_do_not() {
    let days = |until: &str| {
        let author = on_days(role("ann", "author", None), None, Some(until));
        exclusive("", &[author, on_days(role("ann", "approver", None), Some("2026-05-01"), None)])
    };
    assert_eq!(days("2026-05-01"), ["A0101 two: ann holds approver and author on 2026-05-01"]);
    assert_eq!(days("2026-04-30"), [""; 0]);
    assert_eq!(
        first_sentence(&days("2026-06-30")),
        "ann holds approver and author from 2026-05-01 until 2026-06-30"
    );
}

#[test]
fn a_branch_lies_in_its_agency() {
    let agency = role("ann", "author", Some("Agency::a"));
    let both = |place| exclusive("per Agency", &[agency.clone(), role("ann", "approver", place)]);
    assert_eq!(
        first_sentence(&both(Some("Branch::a1"))),
        "ann holds approver and author in Agency::a on the same days"
    );
    assert_eq!(both(Some("Branch::b1")), [""; 0]);
}

#[test]
fn two_branches_of_one_agency_share_the_agency_and_no_branch() {
    let two =
        [role("ann", "author", Some("Branch::a1")), role("ann", "approver", Some("Branch::a2"))];
    assert_eq!(exclusive("per Agency", &two).len(), 1);
    assert_eq!(exclusive("per Branch", &two), [""; 0]);
}

#[test]
fn what_is_held_above_is_held_in_every_one_below() {
    let two =
        [role("ann", "author", Some("Agency::a")), role("ann", "approver", Some("Company::c"))];
    assert_eq!(
        first_sentence(&exclusive("per Branch", &two)),
        "ann holds approver and author in Branch::a1 and Branch::a2 on the same days"
    );
}

#[test]
fn without_a_place_a_role_counts_in_every_one() {
    let one = [role("ann", "author", None), role("ann", "approver", Some("Branch::b1"))];
    assert_eq!(
        first_sentence(&exclusive("per Agency", &one)),
        "ann holds approver and author in Agency::b on the same days"
    );
    let both = [role("ann", "author", None), role("ann", "approver", None)];
    assert_eq!(
        first_sentence(&exclusive("per Agency", &both)),
        "ann holds approver and author everywhere on the same days"
    );
}

#[test]
fn a_place_that_is_not_stored_can_not_be_told() {
    let one =
        [role("ann", "author", Some("Agency::a")), role("ann", "approver", Some("Branch::x"))];
    assert_eq!(
        first_sentence(&exclusive("per Agency", &one)),
        "it can't be told whether ann holds approver and author in Agency::a on the same days"
    );
}

#[test]
fn a_role_on_both_sides_breaks_it_by_itself_unless_excepted() {
    let lead = [role("ann", "lead", Some("Agency::a"))];
    assert_eq!(
        exclusive("per Agency", &lead),
        ["A0101 two: ann holds lead in Agency::a, which stands on both sides"]
    );
    assert_eq!(exclusive("per Agency except lead", &lead), [""; 0]);
}

#[test]
fn an_excepted_role_counts_together_with_another() {
    let two = [role("ann", "lead", Some("Agency::a")), role("ann", "author", Some("Agency::a"))];
    assert_eq!(
        exclusive("per Agency except lead", &two),
        ["A0101 two: ann holds author and lead in Agency::a on the same days"]
    );
}

#[test]
fn what_a_team_is_given_its_members_hold() {
    let text = format!("{ROLES}constraint two: exclusive author, approver per Agency");
    let people: &[(&str, &[&str])] =
        &[("ann", &["Team::nights"]), ("bea", &["Team::nights"]), ("cy", &["Agency::a"])];
    let assignments = [
        role("Team::nights", "author", Some("Agency::a")),
        role("bea", "approver", Some("Agency::a")),
        role("cy", "approver", Some("Agency::a")),
    ];
    assert_eq!(
        audited(&policy(&text), &data(people, &assignments)),
        ["A0101 two: bea holds approver and author in Agency::a on the same days"]
    );
}

#[test]
fn a_role_that_holds_nowhere_is_not_held() {
    let text = "role author in Agency { can view }  role approver { can edit }\n\
                constraint two: exclusive author, approver per Agency";
    let lines = audited(
        &policy(text),
        &data(HOME, &[role("ann", "author", None), role("ann", "approver", None)]),
    );
    assert_eq!(
        lines,
        [
            "A0203 -: ann's author without a place never takes effect: the role holds only within `Agency`"
        ]
    );
}

/// What an audit of `exactly 1 of …` tells on 2026-03-02.
fn exactly_one(assignments: &[Value]) -> Vec<String> {
    let text = "role front { can view }  role back { can edit }  role senior_front extends front { }\n\
                constraint one: exactly 1 of front, back per Agency";
    audited(&policy(text), &data(HOME, assignments))
}

#[test]
fn exactly_one_is_asked_in_each_entity_of_the_type() {
    let two =
        |place| exactly_one(&[role("ann", "front", Some("Agency::a")), role("ann", "back", place)]);
    assert_eq!(
        two(Some("Branch::a1")),
        ["A0102 one: ann holds back and front in Agency::a, and may hold only one of them"]
    );
    assert_eq!(two(Some("Agency::b")), [""; 0]);
    assert_eq!(two(None).len(), 1);
}

#[test]
fn exactly_one_is_asked_on_the_day() {
    let later = on_days(role("ann", "back", None), Some("2026-03-03"), None);
    assert_eq!(exactly_one(&[role("ann", "front", None), later]), [""; 0]);
    let now = on_days(role("ann", "back", None), Some("2026-03-02"), Some("2026-03-02"));
    assert_eq!(
        exactly_one(&[role("ann", "front", None), now]),
        ["A0102 one: ann holds back and front everywhere, and may hold only one of them"]
    );
}

#[test]
fn a_role_that_extends_one_of_them_is_that_one() {
    let two = [role("ann", "front", None), role("ann", "senior_front", None)];
    assert_eq!(exactly_one(&two), [""; 0]);
    assert_eq!(
        exactly_one(&[role("ann", "senior_front", None), role("ann", "back", None)]).len(),
        1
    );
}

#[test]
fn a_role_that_extends_two_of_them_is_both() {
    let text = format!("{ROLES}constraint one: exactly 1 of author, approver per Agency");
    assert_eq!(
        audited(&policy(&text), &data(HOME, &[role("ann", "lead", Some("Agency::a"))])),
        [
            "A0102 one: ann holds lead, which is author and approver, in Agency::a, and may hold only one of them"
        ]
    );
}

#[test]
fn of_roles_that_extend_one_another_the_extended_one_counts() {
    let text = "role front { can view }  role senior_front extends front { }  role back { can edit }\n\
                constraint one: exactly 1 of front, senior_front, back per Agency";
    let found = |roles: &[&str]| {
        let given: Vec<_> = roles.iter().map(|name| role("ann", name, None)).collect();
        audited(&policy(text), &data(HOME, &given)).len()
    };
    assert_eq!(found(&["senior_front"]), 0);
    assert_eq!(found(&["front", "senior_front"]), 0);
    assert_eq!(found(&["senior_front", "back"]), 1);
}
