//! `N to M …`, `… require …`, `every …`, `at most …`, and constraints of overlays.

mod common;

use common::{audited, compile_all, data, on_days, policy, property, role, store};
use serde_json::{Value, json};

const PEOPLE: &[(&str, &[&str])] =
    &[("ann", &["Agency::a"]), ("bea", &["Agency::a"]), ("cy", &["Agency::b"])];

fn chiefs(constraint: &str, assignments: &[Value]) -> Vec<String> {
    let text = format!("role chief {{ can view }}\nconstraint few: {constraint}");
    audited(&policy(&text), &data(PEOPLE, assignments))
}

#[test]
fn every_entity_of_the_type_is_counted_even_without_holders() {
    assert_eq!(
        chiefs("1 to 2 chief per Agency", &[role("ann", "chief", Some("Agency::a"))]),
        ["A0103 few: nobody holds chief in Agency::b; at least 1 must"]
    );
}

#[test]
fn a_person_counts_once_however_often_assigned() {
    let twice =
        [role("ann", "chief", Some("Branch::a1")), role("ann", "chief", Some("Branch::a2"))];
    assert_eq!(chiefs("0 to 1 chief per Agency", &twice), [""; 0]);
}

#[test]
fn only_holders_on_the_day_count() {
    let assignments =
        [role("ann", "chief", None), on_days(role("bea", "chief", None), Some("2026-03-03"), None)];
    assert_eq!(chiefs("1 to 1 chief per Agency", &assignments), [""; 0]);
    let from_today =
        [role("ann", "chief", None), on_days(role("bea", "chief", None), Some("2026-03-02"), None)];
    assert_eq!(
        chiefs("1 to 1 chief per Agency", &from_today),
        [
            "A0103 few: ann and bea (2) hold chief in Agency::a; at most 1 may",
            "A0103 few: ann and bea (2) hold chief in Agency::b; at most 1 may",
        ]
    );
}

#[test]
fn who_can_not_be_told_to_count_breaks_it_either_way() {
    let one = [role("ann", "chief", Some("Agency::a"))];
    assert_eq!(
        chiefs(
            "1 to 2 chief of those with subject.age >= 18 per Agency when agency.limit == 7",
            &one
        ),
        [""; 0]
    );
    assert_eq!(
        chiefs("1 to 2 chief of those with subject.age >= 18 per Agency", &one),
        [
            "A0103 few: it can't be told whether only ann holds chief in Agency::a with `subject.age >= 18`; 1 to 2 must",
            "A0103 few: nobody holds chief in Agency::b with `subject.age >= 18`; at least 1 must",
        ]
    );
}

#[test]
fn a_team_counts_by_its_members() {
    let people: &[(&str, &[&str])] = &[("ann", &["Team::nights"]), ("bea", &["Team::nights"])];
    let text = "role chief { can view }\nconstraint few: 0 to 1 chief per Company";
    let assignments = [role("Team::nights", "chief", Some("Agency::a"))];
    assert_eq!(
        audited(&policy(text), &data(people, &assignments)),
        ["A0103 few: ann and bea (2) hold chief in Company::c; at most 1 may"]
    );
}

fn trained(assignments: &[Value]) -> Vec<String> {
    let text = "role driver { can view }  role trained { can edit }\n\
                constraint first: driver require trained";
    audited(&policy(text), &data(PEOPLE, assignments))
}

#[test]
fn a_required_role_is_held_at_the_same_place() {
    let driver = role("ann", "driver", Some("Branch::a1"));
    for (place, lines) in [
        (None, 0),
        (Some("Agency::a"), 0),
        (Some("Branch::a1"), 0),
        (Some("Branch::a2"), 1),
        (Some("Agency::b"), 1),
    ] {
        let found = trained(&[driver.clone(), role("ann", "trained", place)]);
        assert_eq!(found.len(), lines, "{place:?} {found:#?}");
    }
    assert_eq!(
        trained(&[driver]),
        [
            "A0104 first: ann holds driver within Branch::a1, which requires trained, and doesn't hold that"
        ]
    );
}

#[test]
fn a_role_held_everywhere_requires_the_other_everywhere() {
    let within = [role("ann", "driver", None), role("ann", "trained", Some("Agency::a"))];
    assert_eq!(trained(&within).len(), 1);
}

#[test]
fn a_required_role_is_held_on_the_day() {
    let driver = role("ann", "driver", None);
    let until = |day| on_days(role("ann", "trained", None), None, Some(day));
    assert_eq!(trained(&[driver.clone(), until("2026-03-02")]), [""; 0]);
    let over = trained(&[driver.clone(), until("2026-03-01")]);
    assert!(over[0].starts_with("A0104 first: ann holds driver"), "{over:#?}");
    let ended = on_days(driver, None, Some("2026-03-01"));
    assert!(!trained(&[ended]).iter().any(|line| line.starts_with("A0104")));
}

#[test]
fn whether_a_required_role_covers_a_place_that_is_not_stored_can_not_be_told() {
    let found = trained(&[
        role("ann", "driver", Some("Branch::x")),
        role("ann", "trained", Some("Agency::a")),
    ]);
    assert_eq!(
        found,
        [
            "A0104 first: ann holds driver within Branch::x, which requires trained, and whether that is held can't be told"
        ]
    );
}

fn adults(condition: &str, age: Option<i32>, place: Option<&str>) -> Vec<String> {
    let text = format!("role driver {{ can view }}\nconstraint adult: driver require {condition}");
    let mut data = data(PEOPLE, &[role("ann", "driver", place)]);
    if let Some(age) = age {
        *property(&mut data, "User::ann", "age") = json!(age);
    }
    audited(&policy(&text), &data)
}

#[test]
fn a_condition_that_can_not_be_told_breaks_it() {
    let ask = |age| adults("subject.age >= 18", age, None);
    assert_eq!(ask(Some(18)), [""; 0]);
    assert_eq!(
        ask(Some(17)),
        [
            "A0105 adult: ann is assigned driver without a place, but `subject.age >= 18` isn't met: User::ann.age is 17"
        ]
    );
    assert_eq!(
        ask(None),
        [
            "A0105 adult: ann is assigned driver without a place, but `subject.age >= 18` can't be told: User::ann has no age"
        ]
    );
}

#[test]
fn a_condition_on_the_place_is_broken_without_one() {
    let home = |place| adults("place in subject.agency", None, place);
    assert_eq!(home(Some("Branch::a1")), [""; 0]);
    assert_eq!(home(Some("Branch::b1")).len(), 1);
    assert_eq!(
        home(None),
        [
            "A0105 adult: ann is assigned driver without a place, but `place in subject.agency` isn't met"
        ]
    );
}

fn notes(constraint: &str, pages: Option<i32>) -> Vec<String> {
    let mut data = data(PEOPLE, &[]);
    let note = json!({"type": "Note", "id": "n", "parents": ["Branch::a1"], "properties": {"author": "User::ann"}});
    store(&mut data, note);
    if let Some(pages) = pages {
        *property(&mut data, "Note::n", "pages") = json!(pages);
    }
    audited(&policy(&format!("constraint short: {constraint}")), &data)
}

#[test]
fn every_record_is_asked_unless_surely_left_out() {
    assert_eq!(
        notes("every Note: note.pages <= 9", Some(10)),
        ["A0106 short: of Note::n, `resource.pages <= 9` isn't met: Note::n.pages is 10"]
    );
    assert_eq!(notes("every Note: note.pages <= 9", Some(9)), [""; 0]);
    assert_eq!(
        notes("every Note: note.pages <= 9", None),
        ["A0106 short: of Note::n, `resource.pages <= 9` can't be told: Note::n has no pages"]
    );
    let asked_of_long = "every Note when note.pages > 3: note.author.active == false";
    assert_eq!(notes(asked_of_long, Some(3)), [""; 0]);
    assert_eq!(notes(asked_of_long, Some(4)).len(), 1);
    assert_eq!(notes(asked_of_long, None).len(), 1);
}

#[test]
fn an_all_names_those_who_fail_it() {
    let text = "entity Group in Agency { members: Set<User> }\n\
                constraint active: every Group: all one in group.members: (one.active)";
    let mut data = data(PEOPLE, &[]);
    let group = json!({"type": "Group", "id": "g", "parents": ["Agency::a"],
                       "properties": {"members": ["User::ann", "User::bea", "User::cy"]}});
    store(&mut data, group);
    *property(&mut data, "User::bea", "active") = json!(false);
    assert_eq!(
        audited(&policy(text), &data),
        [
            "A0106 active: of Group::g, `all one in resource.members: (one.active)` isn't met: User::bea.active is false"
        ]
    );
}

/// A policy with a ceiling, a library and an overlay for one agency.
fn with_overlays(overlay: &str) -> ward_compiler::Policy {
    let base = "policy clinic\n\
                entity Agency { limit: Int = 1 }\n\
                entity Branch in Agency\n\
                subject entity User in Agency { active: Bool = true, age: Int? }\n\
                actions users on User { view, edit }\n\
                role helper in Agency { can view }\n\
                ceiling own \"Own roles\" on Agency { allow users  at most agency.limit roles }\n";
    let library = "overlay Agency under own\nrole viewer { can view }  role editor { can edit }\n";
    let own = format!("overlay Agency::\"a\" under own\n{overlay}");
    compile_all(&[
        ("base.policy", base.into()),
        ("library.policy", library.into()),
        ("own.policy", own),
    ])
}

fn agencies(assignments: &[Value]) -> Value {
    json!({"entities": [
        {"type": "Agency", "id": "a"}, {"type": "Agency", "id": "b"},
        {"type": "Branch", "id": "a1", "parents": ["Agency::a"]},
        {"type": "User", "id": "ann", "parents": ["Agency::a"]},
        {"type": "User", "id": "cy", "parents": ["Agency::b"]},
    ], "assignments": assignments})
}

#[test]
fn different_roles_under_a_ceiling_are_counted_in_each_tenant() {
    let viewer = role("ann", "viewer", Some("Agency::a"));
    let policy = with_overlays("role keeper { can view }");
    let limited = |more: Value| {
        let lines = audited(&policy, &agencies(&[viewer.clone(), more]));
        lines.into_iter().filter(|line| line.starts_with("A0107")).collect::<Vec<_>>()
    };
    assert_eq!(
        limited(role("ann", "keeper", Some("Branch::a1"))),
        [
            "A0107 own: 2 roles of its own are assigned in Agency::a: keeper and viewer; at most 1 may be (`resource.limit`)"
        ]
    );
    assert_eq!(limited(role("cy", "viewer", Some("Agency::a"))), [""; 0]);
    assert_eq!(limited(role("cy", "editor", Some("Agency::b"))), [""; 0]);
    let later = on_days(role("ann", "keeper", Some("Agency::a")), Some("2027-01-01"), None);
    assert_eq!(limited(later).len(), 1, "what is assigned for later takes a role as well");
    let over = on_days(role("ann", "keeper", Some("Agency::a")), None, Some("2026-01-01"));
    assert_eq!(limited(over), [""; 0]);
}

#[test]
fn a_constraint_of_an_overlay_is_about_its_tenant_alone() {
    let policy = with_overlays(
        "constraint adult: helper require subject.age >= 18\n\
         constraint known: every User: user has age\n\
         constraint some: 1 to 9 helper per Agency",
    );
    let assignments =
        [role("cy", "helper", Some("Agency::b")), role("ann", "helper", Some("Agency::a"))];
    let lines = audited(&policy, &agencies(&assignments));
    let broken: Vec<_> = lines.iter().filter(|line| line.starts_with("A01")).collect();
    assert_eq!(broken.len(), 2, "{lines:#?}");
    assert!(broken.iter().all(|line| line.contains("ann")), "{lines:#?}");
    let nobody = audited(&policy, &agencies(&[]));
    let few: Vec<_> = nobody.iter().filter(|line| line.starts_with("A0103")).collect();
    assert_eq!(few, ["A0103 some: nobody holds helper in Agency::a; at least 1 must"]);
}
