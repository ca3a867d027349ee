//! `ward new`.

mod common;

use common::ward;

#[test]
fn what_it_writes_checks_and_tests_green_and_answers() {
    let folder = tempfile::tempdir().unwrap();
    let made = ward(folder.path(), "new clinic");
    assert_eq!(
        (made.status, made.out.as_str()),
        (0, "clinic: 4 files: ward.toml, clinic.policy, data.json, README.md\n")
    );
    let clinic = folder.path().join("clinic");
    let check = ward(&clinic, "check");
    assert_eq!((check.status, check.out.as_str()), (0, ""), "{}", check.err);
    let test = ward(&clinic, "test");
    assert_eq!((test.status, test.out.as_str()), (0, "3 passed, 0 failed\n"));
    // Advice is no reason to fail.
    let lint = ward(&clinic, "lint");
    assert_eq!(lint.status, 0, "{}", lint.out);
    // The commands of its README.
    let eval = ward(&clinic, "eval User::bo sign Note::n1");
    assert_eq!((eval.status, eval.err.as_str()), (0, ""));
    assert_eq!(ward(&clinic, "explain User::bo sign Note::n2").status, 1);
    assert_eq!(ward(&clinic, "matrix").status, 0);
}

#[test]
fn it_overwrites_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let readme = folder.path().join("README.md");
    std::fs::write(&readme, "mine").unwrap();
    let made = ward(folder.path(), "new .");
    assert_eq!(made.status, 2);
    insta::assert_snapshot!(made.err);
    assert_eq!(std::fs::read_to_string(readme).unwrap(), "mine");
    assert!(!folder.path().join("ward.toml").exists());
}

#[test]
fn a_strange_name_of_a_folder_makes_usable_settings() {
    let folder = tempfile::tempdir().unwrap();
    let made = common::run(folder.path(), &["new", "a \"b\" \\ c", "--format", "json"], "");
    assert_eq!(made.status, 0, "{}", made.err);
    assert_eq!(made.json()["files"][0], "ward.toml");
    assert_eq!(ward(folder.path().join("a \"b\" \\ c"), "check").status, 0);
}
