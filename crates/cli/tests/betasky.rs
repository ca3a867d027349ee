//! Changed copies of a real policy: what breaks a promise is reported, with requests that
//! `ward test` replays; what doesn't isn't.

#![allow(clippy::unwrap_used, reason = "what must not fail in a test fails it")]

mod common;

use std::fs;
use std::path::Path;

use common::{Run, policies, run, ward};
use tempfile::TempDir;

/// A file of the policy, a text in it, and what takes its place.
type Edit<'a> = (&'a str, &'a str, &'a str);

const RULES: &str = "rules.policy";
const CLINICAL: &str = "roles/clinical.policy";
const OFFICE: &str = "roles/office.policy";
const PLATFORM: &str = "roles/platform.policy";
const LIBRARY: &str = "library/custom_roles.policy";
const SUNRISE: &str = "overlays/sunrise.policy";

fn copied(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let target = to.join(entry.file_name());
        if entry.path().is_dir() {
            copied(&entry.path(), &target);
        } else {
            fs::copy(entry.path(), target).unwrap();
        }
    }
}

fn changed(edits: &[Edit<'_>]) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    copied(&policies().join("betasky"), folder.path());
    for (file, from, to) in edits {
        let path = folder.path().join(file);
        let text = fs::read_to_string(&path).unwrap();
        assert!(text.contains(from), "{file} has no `{from}`");
        fs::write(path, text.replacen(from, to, 1)).unwrap();
    }
    folder
}

/// The promise is refuted, and every request that refutes one is decided as it says.
fn is_reported(edits: &[Edit<'_>], promise: &str) {
    let folder = changed(edits);
    let proved = ward(folder.path(), "prove --format cases --timeout 120");
    assert_eq!(proved.status, 1, "{}", proved.err);
    assert!(proved.out.contains(&format!("\"id\":\"{promise}\"")), "{}", proved.out);
    replays(folder.path(), &proved);
}

fn replays(folder: &Path, proved: &Run) {
    let number = proved.out.lines().count();
    let tested = run(folder, &["test", "--cases", "-", "--format", "json"], &proved.out);
    let cases = tested.json()["cases"].clone();
    assert_eq!((&cases["passed"], &cases["failed"]), (&number.into(), &0.into()), "{cases}");
}

/// The overlay is left out, and the message has a request that shows why.
fn is_outside_the_ceiling(edits: &[Edit<'_>], shown: &str) {
    let folder = changed(edits);
    let checked = ward(folder.path(), "check --no-proofs");
    assert_eq!(checked.status, 1, "{}", checked.err);
    let told = checked.out.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(told.contains("E0604") && told.contains(shown), "{told}");
}

#[test]
fn what_breaks_no_promise_is_not_reported() {
    let folder = changed(&[
        // P1: one's own may be sent back.
        (
            OFFICE,
            "  can manage_compliance_tasks",
            "  can return_document within own\n  can manage_compliance_tasks",
        ),
        // P2: the bounds, said from the other side; the last day is inside.
        (
            RULES,
            "forbid create_visit     unless visit.date in visit.care_order.cert_start to visit.care_order.cert_end",
            "forbid create_visit unless not (visit.date < visit.care_order.cert_start or visit.date > visit.care_order.cert_end)",
        ),
        // P3: pending users are refused once more.
        (
            RULES,
            "  forbid all on all unless subject.status == active",
            "  forbid all on all unless subject.status == active\n  forbid all on all when subject.status == pending",
        ),
        // P7, P9: what the platform may do anyway.
        (
            PLATFORM,
            "  can all on all  //",
            "  can assign_role when action.role == support_engineer\n  can all on all  //",
        ),
        (
            PLATFORM,
            "role support_engineer \"Support engineer\" {",
            "role support_engineer \"Support engineer\" {\n  can view_audit_log",
        ),
        // P8: the administrator may do it too.
        (
            SUNRISE,
            "/// Asks payers",
            "role closer \"Closer\" in Agency { can void_claim }\n\n/// Asks payers",
        ),
        // P10: what both have.
        (
            LIBRARY,
            "  can view_claims, view_care_orders\n",
            "  can view_claims, view_care_orders\n  can view_claims\n",
        ),
    ]);
    let checked = ward(folder.path(), "check --timeout 120");
    assert_eq!(checked.status, 0, "{}{}", checked.out, checked.err);
    assert!(checked.err.contains("promises proved"), "{}", checked.err);
}

#[test]
fn approving_ones_own_is_reported() {
    is_reported(
        &[(
            RULES,
            "forbid approve_document within own",
            "forbid approve_document within own unless subject.kind == platform",
        )],
        "Nobody approves their own document",
    );
}

#[test]
fn a_visit_on_the_day_after_is_reported() {
    let bound = "visit.date in visit.care_order.cert_start to visit.care_order.cert_end";
    is_reported(
        &[(RULES, bound, &format!("{bound} + 1 day"))],
        "No visit is made outside its certification period",
    );
}

#[test]
fn platform_users_who_are_not_active_are_reported() {
    is_reported(
        &[(
            RULES,
            "unless subject.status == active",
            "unless subject.status == active or subject.kind == platform",
        )],
        "Only active users do anything",
    );
}

/// That tenants are apart is what `in Agency` says; without it a role assigned nowhere holds
/// everywhere, and so reaches further than the administrator.
#[test]
fn a_role_that_reaches_into_every_agency_is_reported() {
    let question = "rn_case_manager <= agency_administrator";
    let whole = run(policies().join("betasky"), &["prove", question], "");
    assert_eq!(whole.status, 0, "{}", whole.out);
    assert_eq!(
        whole.out.trim_end(),
        "proved     rn_case_manager <= agency_administrator  <claim>:1"
    );
    let folder = changed(&[
        (CLINICAL, "abstract role clinician in Agency {", "abstract role clinician {"),
        (
            CLINICAL,
            "abstract role licensed_clinician in Agency extends",
            "abstract role licensed_clinician extends",
        ),
        (CLINICAL, "\"RN case manager\" in Agency extends", "\"RN case manager\" extends"),
    ]);
    let broken = run(folder.path(), &["prove", question, "--format", "cases"], "");
    assert_eq!(broken.status, 1, "{}", broken.err);
    assert_eq!(broken.out.lines().count(), 2, "{}", broken.out);
    replays(folder.path(), &broken);
}

#[test]
fn billing_for_nurses_is_reported() {
    let role = "extends licensed_clinician {\n  can edit_patient";
    is_reported(
        &[(
            CLINICAL,
            role,
            "extends licensed_clinician {\n  can view_claims when claim.patient within assigned\n  can edit_patient",
        )],
        "Clinicians, schedulers and intake have no billing",
    );
    is_reported(
        &[(
            CLINICAL,
            role,
            "extends licensed_clinician {\n  can view_patients within assigned\n  can edit_patient",
        )],
        "Clinicians, schedulers and intake have no billing part of a patient",
    );
}

#[test]
fn more_than_the_extract_for_aides_is_reported() {
    is_reported(
        &[(
            CLINICAL,
            "can view_patients on Patient.limited",
            "can view_patients on Patient.limited, Patient.demographics",
        )],
        "An aide sees the extract only",
    );
}

#[test]
fn more_than_reading_for_support_is_reported() {
    let role = "role support_engineer \"Support engineer\" {";
    is_reported(
        &[(PLATFORM, role, &format!("{role}\n  can export_reports"))],
        "cannot all on all except looking",
    );
}

#[test]
fn custom_roles_beyond_the_ceiling_are_reported() {
    let role = "role closer \"Closer\" in Agency";
    for (gives, shown) in [
        ("can create_agency", "`can create_agency` is more than"),
        ("can assign_role when action.role == super_administrator", "may assign_role"),
    ] {
        is_outside_the_ceiling(
            &[(LIBRARY, "/// A reviewer", &format!("{role} {{ {gives} }}\n\n/// A reviewer"))],
            shown,
        );
    }
}

#[test]
fn giving_roles_is_reported() {
    let role = "role clinical_manager \"Clinical manager\" in Agency {";
    is_reported(
        &[(OFFICE, role, &format!("{role}\n  can assign_role when action.role == lpn_lvn"))],
        "Of the agency roles only the administrator gives roles",
    );
}

#[test]
fn a_junior_with_more_than_the_senior_is_reported() {
    is_reported(
        &[(
            LIBRARY,
            "  can view_claims, view_care_orders\n",
            "  can view_claims, view_care_orders, void_claim\n",
        )],
        "A billing assistant reaches no further than a biller",
    );
}

#[test]
fn a_switch_that_opens_editing_is_reported() {
    let seen = "    when subject.broader_access ";
    is_reported(
        &[(
            CLINICAL,
            seen,
            &format!("{seen}\n  can edit_patient on Patient.clinical when subject.broader_access "),
        )],
        "Broader access widens a nurse's viewing and nothing else",
    );
}
