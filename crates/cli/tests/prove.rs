//! `ward prove`.

#![allow(clippy::unwrap_used, reason = "what must not fail in a test fails it")]

mod common;

use common::{fixtures, run, surgery, ward};

const CLINIC: &str = "policy clinic
subject entity User
entity Note { author: User, kind: String }
actions notes on Note { view, sign }
scope own on Note: note.author == subject
role nurse { can view  can sign when note.kind like \"discharge/*\" }
role doctor { can view, sign }
claim \"Nurses read\": always view for nurse
claim \"Nobody signs their own\": never sign within own
claim \"Kinds of two parts\": never sign unless note.kind like \"*/*\" for nurse
claim \"On trust\" assume: never sign unless note.kind like \"*/*\" for nurse
";

fn clinic() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("clinic.policy"), CLINIC).unwrap();
    std::fs::write(folder.path().join("ward.toml"), "").unwrap();
    folder
}

#[test]
fn promises_that_hold_are_a_yes() {
    let run = surgery("prove");
    assert_eq!(run.status, 0, "{}", run.err);
    insta::assert_snapshot!(run.shown());
}

#[test]
fn a_refutation_shows_the_data_the_request_and_why() {
    let run = run(fixtures().join("surgery"), &["prove", "never send", "doctor <= nurse"], "");
    assert_eq!(run.status, 1);
    insta::assert_snapshot!(run.shown());
}

#[test]
fn verdicts_for_a_program() {
    let run = run(fixtures().join("surgery"), &["prove", "never archive", "--format", "json"], "");
    assert_eq!((run.status, run.err.as_str()), (1, ""));
    insta::assert_snapshot!(run.shown());
}

#[test]
fn what_refutes_can_be_replayed() {
    let folder = fixtures().join("surgery");
    let asked = [
        "prove",
        "never send",
        "doctor <= nurse",
        "only view depend on Letter.state",
        "--format",
        "cases",
    ];
    let proved = run(&folder, &asked, "");
    assert_eq!(proved.status, 1, "{}", proved.err);
    assert_eq!(proved.out.lines().count(), 5, "{}", proved.out);
    let tested = run(&folder, &["test", "--cases", "-"], &proved.out);
    assert_eq!(tested.status, 0, "{}", tested.out);
    assert!(tested.out.ends_with("5 passed, 0 failed\n"), "{}", tested.out);
}

#[test]
fn what_is_not_proved_is_never_said_to_be() {
    let folder = clinic();
    let checked = ward(folder.path(), "check");
    assert_eq!(checked.status, 1);
    assert!(checked.out.contains("E1001") && checked.out.contains("E1002"), "{}", checked.out);
    let told = "4 promises (0 cannot, 4 claims): 1 proved, 1 refuted, 1 undecided, 1 assumed";
    assert!(checked.err.contains(told), "{}", checked.err);
    let unproved = ward(folder.path(), "check --no-proofs");
    assert_eq!(unproved.status, 0, "{}", unproved.out);
    assert!(unproved.err.contains("promises not proved"), "{}", unproved.err);
    assert_eq!(ward(folder.path(), "prove").status, 1);
}

#[test]
fn a_claim_that_cannot_be_meant_is_no_question() {
    let folder = fixtures().join("surgery");
    for (claim, said) in [
        ("never snd", "did you mean `send`"),
        ("nurse <= docter", "did you mean `doctor`"),
        ("never", "<claim>:1"),
        ("", "E0"),
    ] {
        let run = run(&folder, &["prove", claim], "");
        assert_eq!((run.status, run.out.as_str()), (2, ""), "{claim}");
        assert!(run.err.contains(said), "{claim}: {}", run.err);
    }
    assert_eq!(surgery("prove --timeout 0").status, 2);
    assert_eq!(ward(fixtures(), "prove --policy broken").status, 2);
    assert_eq!(ward(fixtures(), "prove --policy left_out").status, 2);
}

#[test]
fn a_time_that_runs_out_proves_nothing() {
    let run =
        run(fixtures().join("surgery"), &["prove", "nurse <= doctor", "--timeout", "0.000001"], "");
    assert_eq!(run.status, 1);
    assert!(run.out.starts_with("undecided"), "{}", run.out);
    assert!(run.out.contains("takes longer than"), "{}", run.out);
}

#[test]
fn a_case_may_bring_its_data() {
    let folder = fixtures().join("surgery");
    let request = r#""request": {"subject": {"type": "User", "id": "x"}, "action": {"name": "view"}, "resource": {"type": "Patient.contact", "id": "p"}}"#;
    let data = r#""data": {"entities": [{"type": "User", "id": "x"}, {"type": "Site", "id": "s"}, {"type": "Patient", "id": "p", "parents": ["Site::s"]}], "assignments": [{"subject": "User::x", "role": "nurse", "within": "Site::s"}]}"#;
    let good = run(
        &folder,
        &["test", "--cases", "-"],
        &format!("{{{request}, {data}, \"decision\": true}}"),
    );
    assert!(good.out.ends_with("1 passed, 0 failed\n"), "{}{}", good.out, good.err);
    // Inside a tenant it would be a warning: the tenant's overlay may have declared it once.
    let wrong = data.replace("\"nurse\", \"within\": \"Site::s\"", "\"norse\"");
    let bad = run(
        &folder,
        &["test", "--cases", "-"],
        &format!("{{{request}, {wrong}, \"decision\": true}}"),
    );
    assert_eq!(bad.status, 2, "{}", bad.out);
}
