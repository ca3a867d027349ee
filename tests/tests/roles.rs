//! Where roles hold, and what asks for them.

use ward_tests::plain::{Plain, can, cannot};

const CLINIC: &str = "
entity Agency
entity Branch in Agency
entity Team in Agency
subject entity User in Team, Agency
entity Note in Branch { author: User? }
actions notes on Note { view, edit, sign }
role nurse in Agency { can view }
role head_nurse extends nurse { can edit }
role guest { can view }
role editor { can edit when subject holds nurse }
role signer { can sign when subject holds nurse anywhere }
";

fn clinic() -> Plain {
    Plain::policy(CLINIC)
        .given("Agency::sun")
        .given("Branch::north in Agency::sun")
        .given("Branch::south in Agency::sun")
        .given("Note::n1 in Branch::north")
        .given("Note::n2 in Branch::south")
        .given("User::ann")
        .given("User::bo in Team::blue")
        .given("Team::blue")
}

#[test]
fn a_role_in_a_type_holds_only_through_an_assignment_within_one() {
    can(&clinic().role("User::ann nurse within Agency::sun"), "User::ann view Note::n1");
    can(&clinic().role("User::ann nurse within Branch::north"), "User::ann view Note::n1");
    cannot(&clinic().role("User::ann nurse within Branch::north"), "User::ann view Note::n2");
    cannot(&clinic().role("User::ann nurse"), "User::ann view Note::n1");
    can(&clinic().role("User::ann guest"), "User::ann view Note::n1");
}

#[test]
fn what_extends_a_role_in_a_type_is_bound_with_it() {
    cannot(&clinic().role("User::ann head_nurse"), "User::ann edit Note::n1");
    can(&clinic().role("User::ann head_nurse within Agency::sun"), "User::ann edit Note::n1");
    can(&clinic().role("User::ann head_nurse within Agency::sun"), "User::ann view Note::n1");
}

#[test]
fn a_role_within_a_place_that_may_lie_in_none_holds_nowhere() {
    let lost = clinic().given("Branch::lost").given("Note::n3 in Branch::lost");
    cannot(&lost.role("User::ann nurse within Branch::lost"), "User::ann view Note::n3");
    let unstored = clinic().given("Note::n3 in Branch::gone");
    cannot(&unstored.role("User::ann nurse within Branch::gone"), "User::ann view Note::n3");
}

#[test]
fn holds_follows_extension_and_asks_for_the_place() {
    let editor = || clinic().role("User::ann editor");
    cannot(&editor(), "User::ann edit Note::n1");
    can(&editor().role("User::ann head_nurse within Branch::north"), "User::ann edit Note::n1");
    let elsewhere = editor().role("User::ann nurse within Branch::south");
    cannot(&elsewhere, "User::ann edit Note::n1");
    can(&elsewhere, "User::ann edit Note::n2");
}

#[test]
fn holds_anywhere_asks_without_the_place() {
    let signer = || clinic().role("User::ann signer");
    cannot(&signer(), "User::ann sign Note::n1");
    can(&signer().role("User::ann head_nurse within Branch::south"), "User::ann sign Note::n1");
    cannot(&signer().role("User::ann nurse"), "User::ann sign Note::n1");
}

#[test]
fn inside_a_scope_holds_is_judged_for_the_record_that_the_scope_is_asked_of() {
    let world = || {
        Plain::policy(
            "entity Ward
             entity Bed in Ward { next: Bed? }
             subject entity User
             actions beds on Bed { view }
             scope led on Bed: subject holds leader
             role leader { }
             role looker { can view when resource.next within led }",
        )
        .given("User::ann")
        .given("Ward::a")
        .given("Ward::b")
        .given_with("Bed::one in Ward::a", serde_json::json!({"next": "Bed::two"}))
        .given("Bed::two in Ward::b")
        .role("User::ann looker")
    };
    can(&world().role("User::ann leader within Ward::b"), "User::ann view Bed::one");
    cannot(&world().role("User::ann leader within Ward::a"), "User::ann view Bed::one");
}

#[test]
fn an_assignment_to_a_team_holds_for_everybody_in_it() {
    let world = clinic().role("Team::blue guest");
    can(&world, "User::bo view Note::n1");
    cannot(&world, "User::ann view Note::n1");
    let astray = clinic().given("User::cy in Team::gone").role("Agency::sun guest");
    cannot(&astray, "User::cy view Note::n1");
}

#[test]
fn days_of_an_assignment_include_both_ends() {
    let world = || clinic().role("User::ann guest from 2026-03-02 until 2026-03-03");
    for (now, holds) in [
        ("2026-03-01T23:59:59Z", false),
        ("2026-03-02T00:00:00Z", true),
        ("2026-03-03T23:59:59Z", true),
        ("2026-03-04T00:00:00Z", false),
        ("", false),
    ] {
        let world = world().at(now);
        if holds {
            can(&world, "User::ann view Note::n1");
        } else {
            cannot(&world, "User::ann view Note::n1");
        }
    }
}

#[test]
fn days_are_those_of_the_policys_time_zone() {
    let world =
        || clinic().zone("Europe/Zurich").role("User::ann guest from 2026-03-02 until 2026-03-02");
    cannot(&world().at("2026-03-01T22:59:59Z"), "User::ann view Note::n1");
    can(&world().at("2026-03-01T23:00:00Z"), "User::ann view Note::n1");
    can(&world().at("2026-03-02T22:59:59Z"), "User::ann view Note::n1");
    cannot(&world().at("2026-03-02T23:00:00Z"), "User::ann view Note::n1");
}

#[test]
fn hours_and_weekdays_are_those_of_the_time_zone() {
    let world = |zone| {
        Plain::policy(
            "subject entity User
             entity Door
             actions doors on Door { open }
             role anyone { can open when context.now.weekday == tuesday and context.now.hour < 1 }",
        )
        .zone(zone)
        .given("User::ann")
        .given("Door::d")
        .at("2026-03-02T23:30:00Z")
    };
    can(&world("Europe/Zurich"), "User::ann open Door::d");
    cannot(&world("UTC"), "User::ann open Door::d");
}
