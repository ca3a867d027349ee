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
