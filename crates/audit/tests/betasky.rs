//! K1 to K10 of the home-health system: for each the example that must be reported, and the one
//! that must not.

mod common;

use std::sync::LazyLock;

use common::{assign, data_of, found, on_days, property, role, system, told, unassign};
use serde_json::{Value, json};
use ward_compiler::Policy;

static POLICY: LazyLock<Policy> = LazyLock::new(|| system("betasky"));

/// What an audit tells of the data with a change.
fn on(day: &str, change: impl FnOnce(&mut Value)) -> Vec<String> {
    let mut data = data_of("betasky");
    change(&mut data);
    told(&found(&POLICY, &data, day))
}

/// What a change adds to what the data show as they are, on 2026-03-02.
fn added(change: impl FnOnce(&mut Value)) -> Vec<String> {
    let known = on("2026-03-02", |_| {});
    on("2026-03-02", change).into_iter().filter(|line| !known.contains(line)).collect()
}

fn nothing(lines: &[String]) {
    assert!(lines.is_empty(), "{lines:#?}");
}

const SUNRISE: Option<&str> = Some("Agency::sunrise");

/// `authorization_specialist` is K10 too: Sunrise's own overlay declares it and nobody holds it.
#[test]
fn the_data_as_they_are_show_dot_and_what_is_stale() {
    assert_eq!(
        on("2026-03-02", |_| {}),
        [
            "A0106 case_manager_left: of Patient::dot, `resource.case_manager.status != inactive` isn't met: User::rosa.status is inactive",
            "A0106 team_member_left: of Patient::dot, `all member in resource.care_team: (member.status != inactive)` isn't met: User::rosa.status is inactive",
            "A0202 -: viktor's scheduler within Agency::sunrise is over since 2026-02-28",
            "A0206 -: nobody holds authorization_specialist, a role of Agency::sunrise",
        ]
    );
}

#[test]
fn k1_billing_and_review_are_different_people() {
    assert_eq!(
        added(|data| assign(data, role("celia", "biller", SUNRISE))),
        [
            "A0101 billing_apart_from_review: celia holds biller and clinical_manager in Agency::sunrise on the same days"
        ]
    );
    assert_eq!(
        added(|data| assign(data, role("mina", "biller", Some("Branch::sunrise_north")))),
        [
            "A0101 billing_apart_from_review: mina holds biller and qa_specialist in Agency::sunrise on the same days"
        ]
    );
}

#[test]
fn k1_one_after_the_other_is_not_both() {
    let after = |first: &'static str| {
        added(move |data| {
            unassign(data, "User::celia", "clinical_manager");
            let manager = role("celia", "clinical_manager", SUNRISE);
            assign(data, on_days(manager, Some(first), None));
            let biller = role("celia", "biller", SUNRISE);
            assign(data, on_days(biller, None, Some("2025-12-31")));
        })
    };
    assert_eq!(
        after("2026-01-01"),
        ["A0202 -: celia's biller within Agency::sunrise is over since 2025-12-31"]
    );
    let on_one_day = after("2025-12-31");
    assert!(on_one_day[0].ends_with("in Agency::sunrise on 2025-12-31"), "{on_one_day:#?}");
}

#[test]
fn k2_every_agency_has_one_to_three_administrators() {
    let more = |names: &'static [&'static str]| {
        move |data: &mut Value| {
            for name in names {
                assign(data, role(name, "agency_administrator", SUNRISE));
            }
        }
    };
    let three = more(&["dmitri", "noor", "farid"]);
    assert_eq!(
        added(three),
        [
            "A0103 administrators: amara, dmitri, farid and noor (4) hold agency_administrator in Agency::sunrise with `subject.status == active`; at most 3 may"
        ]
    );
    nothing(&added(more(&["dmitri", "noor"])));
    nothing(&added(|data| {
        three(data);
        *property(data, "User::farid", "status") = json!("inactive");
    }));
}

#[test]
fn k2_an_agency_whose_administrator_left_has_none() {
    assert_eq!(
        added(|data| *property(data, "User::yara", "status") = json!("inactive")),
        [
            "A0103 administrators: nobody holds agency_administrator in Agency::lakeside with `subject.status == active`; at least 1 must"
        ]
    );
    nothing(&added(|data| {
        *property(data, "User::yara", "status") = json!("inactive");
        *property(data, "Agency::lakeside", "active_users") = json!(0);
    }));
}

#[test]
fn k3_platform_roles_go_to_platform_staff() {
    assert_eq!(
        added(|data| assign(data, role("amara", "support_engineer", None))),
        [
            "A0105 platform_staff: amara is assigned support_engineer without a place, but `subject.kind == platform` isn't met: User::amara.kind is agency"
        ]
    );
}

#[test]
fn k3_agency_roles_stay_at_home() {
    assert_eq!(
        added(|data| assign(data, role("dmitri", "scheduler", None))),
        [
            "A0105 home_agency: dmitri is assigned scheduler without a place, but `place in subject.agency` isn't met",
            "A0203 -: dmitri's scheduler without a place never takes effect: the role holds only within `Agency`",
        ]
    );
    assert_eq!(
        added(|data| assign(data, role("abel", "biller", SUNRISE))),
        [
            "A0105 home_agency: abel is assigned biller within Agency::sunrise, but `place in subject.agency` isn't met: place is Agency::sunrise; User::abel.agency is Agency::lakeside"
        ]
    );
    nothing(&added(|data| assign(data, role("tara", "scheduler", Some("Branch::sunrise_south")))));
}

#[test]
fn k4_custom_roles_only_where_the_tier_has_them() {
    let lines = added(|data| {
        assign(data, role("abel", "billing_assistant", Some("Agency::lakeside")));
    });
    assert!(
        lines.contains(&"A0105 custom_roles_by_tier: abel is assigned billing_assistant within Agency::lakeside, but `place.agency.tier != growth` isn't met: Agency::lakeside.tier is growth".to_owned()),
        "{lines:#?}"
    );
    // Lakeside has made no custom role either (K5).
    assert_eq!(lines.len(), 2, "{lines:#?}");
}

#[test]
fn k5_no_more_custom_roles_than_the_plan_allows() {
    assert_eq!(
        added(|data| *property(data, "Agency::summit", "custom_roles") = json!(21)),
        [
            "A0106 custom_role_limit: of Agency::summit, `resource.custom_roles <= resource.custom_role_limit` isn't met: Agency::summit.custom_roles is 21; Agency::summit.custom_role_limit is 20"
        ]
    );
    assert_eq!(
        added(|data| *property(data, "Agency::sunrise", "custom_roles") = json!(3)),
        [
            "A0107 agency_roles: 4 roles of its own are assigned in Agency::sunrise: billing_assistant, oasis_coordinator, qa_specialist and scheduler_intake; at most 3 may be (`resource.custom_roles`)"
        ]
    );
}

#[test]
fn k6_no_more_users_than_seats() {
    assert_eq!(
        added(|data| *property(data, "Agency::lakeside", "active_users") = json!(21)),
        [
            "A0106 seats_growth: of Agency::lakeside, `resource.active_users <= 20` isn't met: Agency::lakeside.active_users is 21"
        ]
    );
    for (agency, seats) in [("trial", 5), ("brook", 50)] {
        let name = format!("Agency::{agency}");
        let set = |users: i32| added(|data| *property(data, &name, "active_users") = json!(users));
        assert_eq!(set(seats + 1).len(), 1, "{agency}");
        nothing(&set(seats));
    }
}

#[test]
fn k7_leavers_hand_over_their_patients() {
    let all = on("2026-03-02", |data| {
        *property(data, "Patient::dot", "case_manager") = json!("User::hugo");
        *property(data, "Patient::dot", "care_team") = json!(["User::hugo", "User::iris"]);
    });
    nothing(&all.into_iter().filter(|line| line.starts_with("A01")).collect::<Vec<_>>());
    assert_eq!(
        added(|data| *property(data, "Patient::ada", "primary_therapist") = json!("User::rosa")),
        [
            "A0106 therapist_left: of Patient::ada, `resource.primary_therapist.status != inactive` isn't met: User::rosa.status is inactive"
        ]
    );
    let discharged = on("2026-03-02", |data| {
        *property(data, "Patient::dot", "status") = json!("discharged");
    });
    assert!(!discharged.iter().any(|line| line.contains("dot")), "{discharged:#?}");
}

#[test]
fn k8_roles_match_the_job() {
    assert_eq!(
        added(|data| {
            unassign(data, "User::grace", "rn_case_manager");
            assign(data, role("grace", "therapist", SUNRISE));
        }),
        [
            "A0105 therapist_job: grace is assigned therapist within Agency::sunrise, but `subject.discipline in [pt, ot, slp]` isn't met: User::grace.discipline is rn"
        ]
    );
    for (name, constraint) in
        [("rn_case_manager", "rn_job"), ("lpn_lvn", "lpn_job"), ("home_health_aide", "aide_job")]
    {
        let lines = added(|data| assign(data, role("jonas", name, SUNRISE)));
        assert_eq!(lines.len(), 1, "{lines:#?}");
        assert!(lines[0].starts_with(&format!("A0105 {constraint}: jonas")), "{lines:#?}");
    }
}

#[test]
fn k9_administrators_keep_apart_from_daily_work() {
    let mut data = data_of("betasky");
    assign(&mut data, role("amara", "rn_case_manager", SUNRISE));
    let findings = found(&POLICY, &data, "2026-03-02");
    let apart: Vec<_> = findings.into_iter().filter(|one| one.code.0 == "A0101").collect();
    assert_eq!(
        told(&apart),
        [
            "A0101 administrators_apart: amara holds agency_administrator and rn_case_manager in Agency::sunrise on the same days"
        ]
    );
    assert!(!apart[0].is_error(), "advice is no error");
}

#[test]
fn k10_what_is_over_is_stale_from_the_next_day_on() {
    let over = |day| on(day, |_| {}).into_iter().filter(|line| line.starts_with("A0202")).count();
    assert_eq!((over("2026-02-28"), over("2026-03-01")), (0, 1));
}

#[test]
fn k10_a_custom_role_that_nobody_holds_is_stale() {
    let unheld = |change: fn(&mut Value)| {
        on("2026-03-02", change).into_iter().filter(|line| line.starts_with("A0206")).count()
    };
    assert_eq!(unheld(|data| unassign(data, "User::mina", "qa_specialist")), 2);
    assert_eq!(unheld(|data| assign(data, role("sven", "authorization_specialist", SUNRISE))), 0);
}

/// The administrator is exempt by itself (B94), and not together with a role of one side.
#[test]
fn k1_an_administrator_who_also_bills_holds_both() {
    assert_eq!(
        added(|data| assign(data, role("elena", "agency_administrator", SUNRISE))),
        [
            "A0101 billing_apart_from_review: elena holds agency_administrator and biller in Agency::sunrise on the same days"
        ]
    );
}
