//! `ward fmt`.

#![allow(clippy::unwrap_used, reason = "a test may fail")]

mod common;

use std::fs;

use common::{policies, run, ward};

const LOOSE: &str = "role nurse{can view\n\n\n can edit}\n";
const TIDY: &str = "role nurse {\n  can view\n\n  can edit\n}\n";

/// A folder with a file to change, a good one below and something that is no policy.
fn folder() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    fs::create_dir(folder.path().join("below")).unwrap();
    fs::write(folder.path().join("a.policy"), LOOSE).unwrap();
    fs::write(folder.path().join("below/b.policy"), TIDY).unwrap();
    fs::write(folder.path().join("notes.txt"), LOOSE).unwrap();
    folder
}

#[test]
fn it_rewrites_files_and_says_which() {
    let folder = folder();
    let done = ward(folder.path(), "fmt .");
    assert_eq!((done.status, done.out.as_str()), (0, "a.policy\n"));
    assert_eq!(done.err, "1 file changed, 1 unchanged\n");
    assert_eq!(fs::read_to_string(folder.path().join("a.policy")).unwrap(), TIDY);
    assert_eq!(fs::read_to_string(folder.path().join("notes.txt")).unwrap(), LOOSE);
    let again = ward(folder.path(), "fmt . --check");
    assert_eq!((again.status, again.out.as_str()), (0, ""));
}

#[test]
fn a_check_changes_nothing_and_lists_what_would() {
    let folder = folder();
    let checked = ward(folder.path(), "fmt --check .");
    assert_eq!((checked.status, checked.out.as_str()), (1, "a.policy\n"));
    let json = ward(folder.path(), "fmt --check . --format json");
    assert_eq!((json.status, json.json()["changed"][0].as_str()), (1, Some("a.policy")));
    assert_eq!(fs::read_to_string(folder.path().join("a.policy")).unwrap(), LOOSE);
}

#[test]
fn a_diff_shows_what_would_change() {
    let folder = folder();
    let diff = ward(folder.path(), "fmt --diff a.policy below");
    assert_eq!(diff.status, 1);
    assert_eq!(
        diff.out,
        "--- a.policy\n+++ a.policy\n@@ -1,4 +1,5 @@\n-role nurse{can view\n-\n-\n- can edit}\n+role nurse {\n+  can view\n+\n+  can edit\n+}\n"
    );
    assert_eq!(fs::read_to_string(folder.path().join("a.policy")).unwrap(), LOOSE);
    assert_eq!(ward(folder.path(), "fmt --diff below").status, 0);
}

#[test]
fn standard_input_goes_to_standard_output() {
    let folder = folder();
    let done = run(folder.path(), &["fmt", "-"], LOOSE);
    assert_eq!((done.status, done.out.as_str(), done.err.as_str()), (0, TIDY, ""));
    assert_eq!(run(folder.path(), &["fmt", "--check", "-"], LOOSE).status, 1);
    let broken = run(folder.path(), &["fmt", "-"], "role nurse { can }");
    assert_eq!((broken.status, broken.out.as_str()), (2, ""));
    assert!(broken.err.contains("<stdin>:1:14"), "{}", broken.err);
}

#[test]
fn a_file_with_errors_is_left_alone_and_the_others_are_formatted() {
    let folder = folder();
    let broken = folder.path().join("broken.policy");
    fs::write(&broken, "role  nurse { can }").unwrap();
    let done = ward(folder.path(), "fmt . none.policy");
    assert_eq!((done.status, done.out.as_str()), (2, "a.policy\n"));
    assert!(done.err.contains("broken.policy:1:15"), "{}", done.err);
    assert!(done.err.contains("there is no file `none.policy`"), "{}", done.err);
    assert!(done.err.ends_with("1 file changed, 1 unchanged, 2 not formatted\n"), "{}", done.err);
    assert_eq!(fs::read_to_string(broken).unwrap(), "role  nurse { can }");
}

#[test]
fn a_byte_order_mark_and_other_line_ends_are_differences() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("a.policy");
    fs::write(&file, format!("\u{FEFF}{}", TIDY.replace('\n', "\r\n"))).unwrap();
    assert_eq!(ward(folder.path(), "fmt --check a.policy").status, 1);
    assert_eq!(ward(folder.path(), "fmt a.policy").status, 0);
    assert_eq!(fs::read_to_string(file).unwrap(), TIDY);
}

#[test]
fn without_a_path_it_formats_the_policy_set_around() {
    let folder = folder();
    assert_eq!(ward(folder.path(), "fmt --check").status, 2);
    fs::write(folder.path().join("ward.toml"), "").unwrap();
    let done = ward(folder.path().join("below"), "fmt --check");
    assert_eq!((done.status, done.out.as_str()), (1, "../a.policy\n"));
    assert_eq!(ward(folder.path(), "fmt --check --policy below").status, 0);
}

#[test]
fn a_folder_without_policies_cannot_be_told_about() {
    let folder = tempfile::tempdir().unwrap();
    assert_eq!(ward(folder.path(), "fmt .").status, 2);
}

#[test]
fn the_policies_that_come_with_ward_are_formatted() {
    let checked = ward(policies(), "fmt --check .");
    assert_eq!((checked.status, checked.out.as_str()), (0, ""));
}
