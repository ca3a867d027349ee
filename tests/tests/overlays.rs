//! The customer's own roles.

use ward_tests::plain::{Plain, can, cannot, obligations};

const VENDOR: &str = "
entity Agency
entity Branch in Agency
subject entity User
entity Note in Branch { private: Bool = false }
actions notes on Note { view, edit, sign }
obligation log
ceiling wide on Agency { allow all on all }
role nurse in Agency { can view  may sign }
role editor { can edit with log }
";

const SUN: &str = "overlay Agency::\"sun\" under wide";
const LAKE: &str = "overlay Agency::\"lake\" under wide";
const LIBRARY: &str = "overlay Agency under wide";

fn world(files: &[(&str, &str)]) -> Plain {
    let mut all = vec![("policy plain", VENDOR)];
    all.extend(files);
    Plain::files(&all)
        .given("User::ann")
        .given("Agency::sun")
        .given("Agency::lake")
        .given("Branch::north in Agency::sun")
        .given("Branch::east in Agency::lake")
        .given("Note::of_sun in Branch::north")
        .given("Note::of_lake in Branch::east")
}

#[test]
fn an_overlays_role_holds_only_inside_its_tenant() {
    let files = [(SUN, "role helper { can edit }")];
    let everywhere = world(&files).role("User::ann helper");
    cannot(&everywhere, "User::ann edit Note::of_sun");
    let inside = world(&files).role("User::ann helper within Agency::sun");
    can(&inside, "User::ann edit Note::of_sun");
    cannot(&inside, "User::ann edit Note::of_lake");
    let outside = world(&files).role("User::ann helper within Agency::lake");
    cannot(&outside, "User::ann edit Note::of_lake");
}

#[test]
fn two_agencies_may_use_the_same_name() {
    let files = [(SUN, "role helper { can edit }"), (LAKE, "role helper { can view }")];
    let sun = world(&files).role("User::ann helper within Branch::north");
    can(&sun, "User::ann edit Note::of_sun");
    cannot(&sun, "User::ann view Note::of_sun");
    let lake = world(&files).role("User::ann helper within Agency::lake");
    can(&lake, "User::ann view Note::of_lake");
    cannot(&lake, "User::ann edit Note::of_lake");
}

#[test]
fn a_librarys_role_holds_inside_its_assignments_place() {
    let files = [(LIBRARY, "role helper { can edit }")];
    cannot(&world(&files).role("User::ann helper"), "User::ann edit Note::of_sun");
    let lake = world(&files).role("User::ann helper within Agency::lake");
    can(&lake, "User::ann edit Note::of_lake");
    cannot(&lake, "User::ann edit Note::of_sun");
}

#[test]
fn an_overlays_restriction_takes_only_what_assignments_inside_it_give() {
    let files = [(SUN, "restriction q { forbid view }")];
    let inside = world(&files).role("User::ann nurse within Agency::sun");
    cannot(&inside, "User::ann view Note::of_sun");
    let branch = world(&files).role("User::ann nurse within Branch::north");
    cannot(&branch, "User::ann view Note::of_sun");
    let lake = world(&files).role("User::ann nurse within Agency::lake");
    can(&lake, "User::ann view Note::of_lake");
    let wide = Plain::files(&[
        ("policy plain", &format!("{VENDOR} role looker {{ can view }}")),
        (SUN, "restriction q { forbid view }"),
    ])
    .given("User::ann")
    .given("Agency::sun")
    .given("Branch::north in Agency::sun")
    .given("Note::of_sun in Branch::north")
    .role("User::ann looker");
    can(&wide, "User::ann view Note::of_sun");
}

#[test]
fn an_overlays_class_concerns_its_tenant_and_switches_on_what_a_vendors_role_may() {
    let files = [(SUN, "class signing { enable sign }")];
    let nurse = || world(&files).role("User::ann nurse within Agency::sun");
    cannot(&nurse(), "User::ann sign Note::of_sun");
    can(&nurse().class("User::ann signing within Agency::sun"), "User::ann sign Note::of_sun");
    cannot(&nurse().class("User::ann signing"), "User::ann sign Note::of_sun");
}

#[test]
fn a_librarys_class_applies_wherever_its_subject_holds_a_role() {
    let files = [(LIBRARY, "class signing { enable sign }  class blind { forbid view }")];
    let nurse = || world(&files).role("User::ann nurse within Agency::sun");
    can(&nurse().class("User::ann signing"), "User::ann sign Note::of_sun");
    cannot(&nurse().class("User::ann blind"), "User::ann view Note::of_sun");
    let within = nurse().class("User::ann blind within Agency::lake");
    can(&within, "User::ann view Note::of_sun");
}

#[test]
fn a_librarys_restriction_takes_from_its_own_roles_alone() {
    let library = "role helper extends nurse { }
                   restriction q on what helper gives { forbid view }";
    let both = || world(&[(LIBRARY, library)]).role("User::ann helper within Agency::sun");
    cannot(&both(), "User::ann view Note::of_sun");
    can(&both().role("User::ann nurse within Agency::sun"), "User::ann view Note::of_sun");
}

#[test]
fn an_overlays_grant_carries_the_obligations_of_the_vendors() {
    let world =
        world(&[(SUN, "role helper { can edit }")]).role("User::ann helper within Agency::sun");
    let asked = obligations(&world, "User::ann edit Note::of_sun").unwrap();
    assert_eq!(asked, ["log".to_owned()].into());
}

#[test]
fn an_overlays_restriction_takes_what_an_assignment_that_may_lie_inside_it_gives() {
    let lost = |place: &str| {
        world(&[(SUN, "restriction q { forbid edit }")])
            .given("Note::lost in Branch::gone")
            .role(&format!("User::ann editor {place}"))
    };
    can(&lost(""), "User::ann edit Note::lost");
    cannot(&lost("within Branch::gone"), "User::ann edit Note::lost");
    can(&lost("within Branch::gone").role("User::ann editor"), "User::ann edit Note::lost");
}
