//! `ward who-can`, `ward what-can` and `ward list`.

mod common;

use common::surgery;

#[test]
fn who_can() {
    let run = surgery("who-can view Patient.clinical::kim --now 2026-03-02");
    assert_eq!((run.status, run.out.as_str()), (0, "User::ann\nUser::bo\n"));
    let nobody = surgery("who-can edit Patient.contact::kim --now 2026-03-02");
    assert_eq!((nobody.status, nobody.out.as_str(), nobody.err.as_str()), (1, "", ""));
    let json = surgery("who-can view Patient.clinical::kim --now 2026-03-02 --format json");
    assert_eq!(json.json()["subjects"][0], "User::ann");
}

#[test]
fn who_can_make_a_record() {
    let new = "who-can write Letter::l9 --prop patient=Patient::lee --now 2026-03-02";
    assert_eq!(surgery(new).out, "User::bo\n");
}

#[test]
fn what_can() {
    let run = surgery("what-can User::ann --now 2026-03-02");
    assert_eq!(run.status, 0);
    insta::assert_snapshot!(run.out);
    insta::assert_snapshot!(surgery("what-can User::ann Patient::kim --now 2026-03-02").out);
    insta::assert_snapshot!(
        surgery("what-can User::ann Patient.contact --now 2026-03-02 --format json").out
    );
    assert_eq!(surgery("what-can User::cy --now 2026-03-02").status, 1);
}

#[test]
fn list() {
    let run = surgery("list view Patient.clinical User::bo --now 2026-03-02");
    assert_eq!((run.status, run.out.as_str()), (0, "Patient::kim\nPatient::lee\n"));
    let none = surgery("list view Patient.clinical User::di --now 2026-03-02");
    assert_eq!((none.status, none.out.as_str()), (1, ""));
    let json = surgery("list view Patient User::ann --now 2026-03-02 --format json");
    assert_eq!(json.json()["resources"], serde_json::json!(["Patient::kim"]));
}

#[test]
fn a_typing_error_does_not_look_like_nobody() {
    for words in [
        "who-can veiw Patient::kim",
        "who-can view Patient::kimm",
        "who-can view Patient.clincal::kim",
        "who-can archive Patient.clinical::kim",
        "who-can read Patient::kim",
        "who-can write Letter::l1",
        "who-can view Patient",
        "what-can User::an",
        "what-can Site::north",
        "what-can User::ann Patient::kimm",
        "what-can User::ann Pateint",
        "list veiw Patient User::ann",
        "list view Pateint User::ann",
        "list view Patient User::an",
        "list write Letter User::ann",
    ] {
        let run = surgery(words);
        assert_eq!((run.status, run.out.as_str()), (2, ""), "{words}");
        assert!(run.err.contains("help:"), "{words}: {}", run.err);
    }
}
