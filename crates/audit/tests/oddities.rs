//! What is odd whatever the constraints say.

mod common;

use common::{
    audited, compile_all, compile_partly, data, found, on_days, policy, role, store, turned_round,
};
use serde_json::{Value, json};

const PEOPLE: &[(&str, &[&str])] = &[("ann", &["Agency::a"]), ("bea", &["Team::nights"])];
const ROLES: &str = "role nurse { can view }  role clerk in Agency { can view }\n\
                     abstract role base { can view }\n\
                     class limited for nurse { forbid edit }  class off { forbid all }\n";

fn tells(assignments: &[Value]) -> Vec<String> {
    audited(&policy(ROLES), &data(PEOPLE, assignments))
}

fn class(subject: &str, class: &str) -> Value {
    json!({"subject": subject, "class": class})
}

#[test]
fn names_that_mean_nothing_are_errors() {
    let assignments = [
        role("ann", "nures", None),
        role("ann", "limited", None),
        role("ann", "base", None),
        role("ann", "nurse", None),
    ];
    assert_eq!(
        tells(&assignments),
        [
            "A0201 -: base, assigned to User::ann, is abstract",
            "A0201 -: limited is a class, and is assigned to User::ann as a role",
            "A0201 -: there is no role or class nures, assigned to User::ann; did you mean nurse?",
        ]
    );
    let findings = found(&policy(ROLES), &data(PEOPLE, &assignments[..1]), "2026-03-02");
    assert!(findings[0].is_error());
    assert_eq!(findings[0].assignments[0].text(), "nures to User::ann");
}

#[test]
fn an_assignment_is_over_the_day_after_its_last() {
    let until = |day| tells(&[on_days(role("ann", "nurse", None), None, Some(day))]);
    assert_eq!(until("2026-03-02"), [""; 0]);
    assert_eq!(until("2026-03-01"), ["A0202 -: ann's nurse is over since 2026-03-01"]);
}

#[test]
fn an_assignment_that_begins_later_is_no_finding() {
    let later = on_days(role("ann", "nurse", None), Some("2027-01-01"), Some("2027-12-31"));
    assert_eq!(tells(&[later]), [""; 0]);
}

#[test]
fn assignments_that_never_take_effect_say_why() {
    let backwards = on_days(role("ann", "nurse", None), Some("2026-05-02"), Some("2026-05-01"));
    assert_eq!(
        tells(&[backwards]),
        ["A0203 -: ann's nurse without a place never takes effect: it ends before it begins"]
    );
    assert_eq!(
        tells(&[role("ann", "clerk", Some("Company::c"))]),
        [
            "A0203 -: ann's clerk within Company::c never takes effect: the role holds only within `Agency`"
        ]
    );
    assert_eq!(
        audited(&policy(ROLES), &data(&[], &[role("Team::nights", "nurse", None)])),
        [
            "A0203 -: Team::nights's nurse without a place never takes effect: nobody who may ask is in there"
        ]
    );
}

#[test]
fn a_place_that_is_not_stored_may_be_a_right_one() {
    assert_eq!(tells(&[role("ann", "clerk", Some("Branch::x"))]), [""; 0]);
}

#[test]
fn a_class_takes_effect_only_with_a_role_that_it_is_for() {
    let limited = class("User::ann", "limited");
    let with = |assignment| tells(&[limited.clone(), assignment]);
    let never = ["A0203 -: ann's limited never takes effect: ann doesn't hold nurse"];
    assert_eq!(tells(std::slice::from_ref(&limited)), never);
    assert_eq!(with(role("ann", "nurse", None)), [""; 0]);
    assert_eq!(with(role("ann", "clerk", Some("Agency::a"))), never);
    let later = on_days(role("ann", "nurse", None), Some("2027-01-01"), None);
    assert_eq!(with(later), [""; 0]);
    let over = on_days(role("ann", "nurse", None), None, Some("2026-01-01"));
    assert_eq!(with(over).len(), 2);
    assert_eq!(tells(&[class("User::ann", "off")]), [""; 0]);
}

#[test]
fn a_class_given_to_a_team_takes_effect_for_any_member() {
    let limited = class("Team::nights", "limited");
    assert_eq!(tells(&[limited.clone(), role("bea", "nurse", None)]), [""; 0]);
    assert_eq!(
        tells(&[limited]),
        ["A0203 -: Team::nights's limited never takes effect: bea doesn't hold nurse"]
    );
}

#[test]
fn a_class_within_a_place_needs_the_role_there() {
    let limited = json!({"subject": "User::ann", "class": "limited", "within": "Agency::a"});
    let nurse = |place| tells(&[limited.clone(), role("ann", "nurse", Some(place))]);
    assert_eq!(nurse("Branch::a1"), [""; 0]);
    assert_eq!(
        nurse("Agency::b"),
        [
            "A0203 -: ann's limited within Agency::a never takes effect: ann doesn't hold nurse there"
        ]
    );
}

#[test]
fn the_same_again_for_the_same_days_is_a_repetition() {
    let nurse = role("ann", "nurse", Some("Agency::a"));
    let again = |from| tells(&[nurse.clone(), on_days(nurse.clone(), from, None)]);
    let repeated =
        ["A0204 -: ann's nurse within Agency::a is assigned more than once for the same days"];
    assert_eq!(again(None), repeated);
    assert_eq!(again(Some("2026-09-01")), repeated);
    assert_eq!(tells(&[nurse.clone(), role("ann", "nurse", Some("Branch::a1"))]), [""; 0]);
    let first = on_days(nurse.clone(), None, Some("2026-08-31"));
    assert_eq!(tells(&[first, on_days(nurse, Some("2026-09-01"), None)]), [""; 0]);
}

#[test]
fn required_properties_are_missed_and_optional_ones_are_not() {
    let mut data = data(PEOPLE, &[]);
    let note = json!({"type": "Note", "id": "n", "parents": ["Branch::a1"]});
    store(&mut data, note);
    assert_eq!(audited(&policy(ROLES), &data), ["A0205 -: Note::n has no `author`"]);
}

#[test]
fn what_an_external_record_lacks_the_caller_may_give() {
    let policy = compile_all(&[(
        "policy.policy",
        "policy calls\nsubject entity User\nexternal entity Call { caller: User }".into(),
    )]);
    let data = json!({"entities": [{"type": "Call", "id": "c"}]});
    assert_eq!(audited(&policy, &data), [""; 0]);
}

/// A policy with a library and two overlays, one of which is broken where `broken` is given.
fn tenants(broken: &str) -> ward_compiler::Policy {
    let base = "policy clinic\nentity Agency\nsubject entity User in Agency\n\
                actions users on User { view, edit }\n\
                ceiling own on Agency { allow view }\n";
    compile_partly(&[
        ("base.policy", base.to_owned()),
        (
            "library.policy",
            "overlay Agency under own\nrole viewer { can view }\nabstract role part { can view }\n"
                .into(),
        ),
        (
            "own.policy",
            format!("overlay Agency::\"a\" under own\nrole keeper {{ can view }}\n{broken}"),
        ),
    ])
}

fn in_agencies(assignments: &[Value]) -> Value {
    json!({"entities": [
        {"type": "Agency", "id": "a"}, {"type": "Agency", "id": "b"},
        {"type": "User", "id": "ann", "parents": ["Agency::a"]},
    ], "assignments": assignments})
}

#[test]
fn roles_of_tenants_that_nobody_holds_are_advice() {
    let policy = tenants("");
    assert_eq!(
        audited(&policy, &in_agencies(&[])),
        [
            "A0206 -: nobody holds keeper, a role of Agency::a",
            "A0206 -: nobody holds viewer, a role of Agency library under own",
        ]
    );
    let held = [role("ann", "viewer", Some("Agency::b")), role("ann", "keeper", Some("Agency::a"))];
    assert_eq!(audited(&policy, &in_agencies(&held)), [""; 0]);
    let findings = found(&policy, &in_agencies(&[]), "2026-03-02");
    assert!(findings.iter().all(|one| !one.is_error()));
}

#[test]
fn a_tenants_role_elsewhere_holds_nowhere() {
    let policy = tenants("");
    let held = [
        role("ann", "viewer", None),
        role("ann", "keeper", Some("Agency::b")),
        role("ann", "keeper", None),
    ];
    let lines = audited(&policy, &in_agencies(&held));
    assert_eq!(
        lines[..3],
        [
            "A0203 -: ann's viewer without a place never takes effect: the role holds only within `Agency`",
            "A0203 -: keeper, assigned to User::ann within Agency::b, is another tenant's and holds nowhere",
            "A0203 -: keeper, assigned to User::ann without a place, is another tenant's and holds nowhere",
        ]
    );
}

#[test]
fn a_role_of_an_overlay_that_is_left_out_never_takes_effect() {
    let policy = tenants("role more { can edit }");
    assert_eq!(policy.rejected.len(), 1);
    let lines = audited(&policy, &in_agencies(&[role("ann", "keeper", Some("Agency::a"))]));
    assert_eq!(
        lines[0],
        "A0203 -: keeper, assigned to User::ann, belongs to an overlay that is left out"
    );
}

#[test]
fn the_order_of_the_data_does_not_matter() {
    let text = format!("{ROLES}constraint two: exclusive nurse, clerk");
    let policy = policy(&text);
    let forward = data(
        PEOPLE,
        &[
            role("ann", "nurse", Some("Agency::a")),
            role("ann", "clerk", Some("Branch::a1")),
            role("bea", "clerk", Some("Branch::a1")),
            role("Team::nights", "nurse", Some("Agency::b")),
            role("ann", "nures", None),
        ],
    );
    let first = found(&policy, &forward, "2026-03-02");
    assert_eq!(found(&policy, &turned_round(forward), "2026-03-02"), first);
    assert_eq!(first.len(), 3);
}
