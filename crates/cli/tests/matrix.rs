//! `ward matrix`.

mod common;

use common::{fixtures, policies, surgery, ward};

#[test]
fn the_table() {
    let run = surgery("matrix");
    assert_eq!(run.status, 0);
    insta::assert_snapshot!(run.shown());
}

#[test]
fn human_is_the_table() {
    assert_eq!(surgery("matrix --format human").out, surgery("matrix").out);
}

#[test]
fn markdown() {
    insta::assert_snapshot!(surgery("matrix --format md").shown());
}

#[test]
fn a_spreadsheet_holds_the_conditions_in_its_cells() {
    insta::assert_snapshot!(surgery("matrix --format csv").shown());
}

#[test]
fn a_page() {
    insta::assert_snapshot!(surgery("matrix --format html").shown());
}

#[test]
fn for_a_program() {
    insta::assert_snapshot!(surgery("matrix --format json").shown());
}

#[test]
fn a_part_of_it_has_footnotes_of_its_own() {
    insta::assert_snapshot!(
        surgery("matrix --role doctor,porter --on Patient.contact,Letter").shown()
    );
}

#[test]
fn names_that_are_not_there_are_no_empty_table() {
    for words in
        ["--role docter", "--role staff", "--on Leter", "--on Patient.contacts", "--on Site"]
    {
        let run = surgery(&format!("matrix {words}"));
        assert_eq!((run.status, run.out.as_str()), (2, ""), "{words}");
    }
    insta::assert_snapshot!(surgery("matrix --role docter").err);
}

#[test]
fn a_policy_with_errors_has_no_matrix() {
    let run = ward(fixtures(), "matrix --policy broken");
    assert_eq!((run.status, run.out.as_str()), (2, ""));
    assert!(run.err.contains("broken/rules.policy"), "{}", run.err);
}

#[test]
fn an_overlay_that_is_left_out_is_said() {
    let run = ward(fixtures(), "matrix --policy left_out");
    assert_eq!(run.status, 0);
    insta::assert_snapshot!(run.err);
}

#[test]
fn the_systems() {
    for name in ["betasky", "cliniko", "cliniko-requests", "extendedreach", "penelope", "portal"] {
        let run = ward(policies(), &format!("matrix --policy {name}"));
        assert_eq!((run.status, run.err.as_str()), (0, ""), "{name}");
        insta::assert_snapshot!(format!("matrix_of_{name}"), run.out);
        let sheet = ward(policies(), &format!("matrix --policy {name} --format csv"));
        insta::assert_snapshot!(format!("sheet_of_{name}"), sheet.out);
    }
}

/// The published matrix of a system.
#[expect(clippy::unwrap_used, reason = "a test may fail")]
fn published(name: &str) -> String {
    let path = policies().join(format!("../tests/cases/{name}/matrix.csv"));
    std::fs::read_to_string(path).unwrap()
}

/// Compares a system with a sheet.
fn check(name: &str, sheet: &str) -> common::Run {
    common::run(policies(), &["matrix", "--policy", name, "--check", "-"], sheet)
}

#[test]
fn the_systems_agree_with_what_is_published() {
    for name in ["betasky", "cliniko", "extendedreach", "penelope", "portal"] {
        let run = check(name, &published(name));
        assert_eq!((run.status, run.err.as_str()), (0, ""), "{name}: {}", run.out);
        insta::assert_snapshot!(format!("published_matrix_of_{name}"), run.out);
    }
}

#[test]
fn a_sheet_of_its_own_agrees_without_a_mapping() {
    for name in ["betasky", "cliniko", "cliniko-requests", "extendedreach", "penelope", "portal"] {
        let sheet = ward(policies(), &format!("matrix --policy {name} --format csv")).out;
        let run = check(name, &sheet);
        assert_eq!(run.status, 0, "{name}: {}{}", run.out, run.err);
        assert!(run.out.contains(", 0 differ, 0 are not comparable"), "{name}: {}", run.out);
    }
}

#[test]
fn cells_that_differ_are_told_with_the_lines_that_say_so() {
    let sheet = published("portal")
        .replace("approve ProgressNote,yes,yes,", "approve ProgressNote,no,yes,")
        .replace("login App,unless_locked,unless_locked,", "login App,unless_locked,yes,")
        .replace("when_locked", "yes");
    let run = check("portal", &sheet);
    assert_eq!(run.status, 1);
    insta::assert_snapshot!(run.shown());
    let args = ["matrix", "--policy", "portal", "--check", "-", "--format", "json"];
    let run = common::run(policies(), &args, &sheet);
    assert_eq!(run.status, 1);
    let said = run.json();
    assert_eq!(said["agree"], 131);
    assert_eq!(said["differ"][0]["cell"]["column"], "clinical_director");
    assert_eq!(said["differ"][0]["expected"], "no");
    assert_eq!(said["differ"][0]["found"][0]["found"], "yes");
}

#[test]
fn what_the_mapping_does_not_explain_is_not_compared() {
    let sheet =
        "permission,clinical_director,janitor\nview Client.info,yes,yes\nveiw Client,perhaps,no\n";
    let run = check("portal", sheet);
    assert_eq!((run.status, run.out.as_str()), (2, ""));
    insta::assert_snapshot!(run.err);
}

#[test]
fn sheets_that_cannot_be_read_are_no_difference() {
    for sheet in ["", "a,b\n1\n", "a,a\n1,2\n", "permission,clinical_director\n\"view"] {
        let run = check("portal", sheet);
        assert_eq!((run.status, run.out.as_str()), (2, ""), "{sheet}");
    }
    let nothing = check("portal", "permission,clinical_director\nview Client.info,unpublished\n");
    assert_eq!(nothing.status, 2, "{}", nothing.out);
    assert!(nothing.err.contains("no cell that can be compared"), "{}", nothing.err);
    assert_eq!(ward(policies(), "matrix --policy portal --check nowhere.csv").status, 2);
    assert_eq!(ward(policies(), "matrix --policy portal --check - --format md").status, 2);
}
