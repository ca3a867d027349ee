//! `ward check`.

mod common;

use common::{fixtures, policies, run, surgery, ward};

#[test]
fn a_valid_policy_whose_promises_hold_is_a_yes() {
    let run = surgery("check");
    assert_eq!((run.status, run.out.as_str()), (0, ""));
    insta::assert_snapshot!(run.err, @r"
    .: 5 roles, 13 rules, 0 constraints, 1 test; 2 promises proved (1 cannot, 1 claim)
    ");
}

#[test]
fn errors_are_findings_with_places_as_seen_from_here() {
    let run = ward(fixtures(), "check broken");
    assert_eq!(run.status, 1);
    insta::assert_snapshot!(run.shown());
}

#[test]
fn errors_for_a_program() {
    let run = ward(fixtures(), "check broken --format json");
    assert_eq!((run.status, run.err.as_str()), (1, ""));
    insta::assert_snapshot!(run.shown());
}

#[test]
fn an_overlay_that_is_left_out_is_an_error_of_the_set() {
    let run = ward(fixtures(), "check left_out");
    assert_eq!(run.status, 1);
    insta::assert_snapshot!(run.shown());
}

#[test]
fn what_is_not_there_cannot_be_told() {
    let run = ward(fixtures(), "check nowhere");
    assert_eq!((run.status, run.out.as_str()), (2, ""));
    insta::assert_snapshot!(run.err);
}

#[test]
fn what_is_no_text_cannot_be_told() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("ward.toml"), "").unwrap();
    std::fs::copy(fixtures().join("loose/only.policy"), folder.path().join("a.policy")).unwrap();
    std::fs::write(folder.path().join("b.policy"), [0xff, 0xfe]).unwrap();
    for words in ["check", "check b.policy"] {
        let run = ward(folder.path(), words);
        assert_eq!(run.status, 2, "{words}");
        assert!(format!("{}{}", run.out, run.err).contains("`b.policy`"), "{words}");
    }
}

#[test]
fn a_missing_set_does_not_keep_the_others_from_being_checked() {
    let run = ward(fixtures(), "check nowhere surgery broken");
    assert_eq!(run.status, 2);
    assert!(run.err.contains("surgery: 5 roles"), "{}", run.err);
    assert!(run.out.contains("broken/rules.policy"), "{}", run.out);
}

#[test]
fn a_file_stands_for_its_policy_set() {
    let whole = ward(fixtures(), "check surgery --format json").json();
    let file = ward(fixtures(), "check surgery/overlays/north.policy --format json").json();
    let folder = ward(fixtures(), "check surgery/overlays --format json").json();
    assert_eq!(whole["sets"][0], file["sets"][0]);
    assert_eq!(whole["sets"][0], folder["sets"][0]);
}

#[test]
fn policy_files_without_settings_are_a_set_too() {
    for path in ["loose", "loose/only.policy"] {
        let run = ward(fixtures(), &format!("check {path}"));
        assert_eq!(run.status, 0, "{}", run.err);
        assert!(run.err.starts_with(&format!("{path}: 1 role")), "{}", run.err);
    }
}

#[test]
fn a_policy_can_be_read_from_standard_input() {
    let text = std::fs::read_to_string(fixtures().join("loose/only.policy")).unwrap();
    let good = run(fixtures(), &["check", "-"], &text);
    assert_eq!((good.status, good.out.as_str()), (0, ""));
    let bad = run(fixtures(), &["check", "-"], &text.replace("view when", "veiw when"));
    assert_eq!(bad.status, 1);
    assert!(bad.out.contains("<stdin>:5"), "{}", bad.out);
}

#[test]
fn the_set_is_found_from_a_folder_below() {
    let run = ward(fixtures().join("surgery/overlays"), "check");
    assert_eq!(run.status, 0);
    assert!(run.err.starts_with("..: 5 roles"), "{}", run.err);
}

#[test]
fn a_folder_of_sets_stands_for_all_of_them() {
    let run = ward(policies().join(".."), "check policies --timeout 120");
    assert_eq!((run.status, run.out.as_str()), (0, ""));
    insta::assert_snapshot!(run.err);
}

#[test]
fn naming_a_set_twice_is_no_question() {
    assert_eq!(ward(fixtures(), "check surgery --policy surgery").status, 2);
}
