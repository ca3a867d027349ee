//! `ward diff`: folders, git revisions, formats and the exit status.
#![allow(clippy::unwrap_used, reason = "a helper of tests that fails has failed the test")]

mod common;

use std::fs;
use std::path::Path;
use std::process::Command;

use common::{Run, run};
use tempfile::TempDir;

const POLICY: &str = "policy clinic
subject entity User
entity Note { author: User }
actions notes on Note { view, edit }
scope own on Note: note.author == subject
role nurse \"Nurse\" { can view }
";

/// A repository with a policy set below its top, committed on `main`.
fn repository() -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    write(folder.path(), "clinic/ward.toml", "");
    write(folder.path(), "clinic/clinic.policy", POLICY);
    git(folder.path(), &["init", "-q", "-b", "main"]);
    commit(folder.path());
    folder
}

fn write(folder: &Path, path: &str, text: &str) {
    let path = folder.join(path);
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, text).unwrap();
}

fn git(folder: &Path, args: &[&str]) {
    let name =
        ["-c", "user.name=n", "-c", "user.email=n@example.org", "-c", "commit.gpgsign=false"];
    let done = Command::new("git").arg("-C").arg(folder).args(name).args(args).output().unwrap();
    assert!(done.status.success(), "{done:?}");
}

fn commit(folder: &Path) {
    git(folder, &["add", "-A"]);
    git(folder, &["commit", "-q", "-m", "a change"]);
}

fn diff(folder: &Path, args: &[&str]) -> Run {
    run(folder, &[&["diff"], args].concat(), "")
}

#[test]
fn a_working_copy_is_compared_with_a_branch() {
    let folder = repository();
    let clinic = folder.path().join("clinic");
    let same = diff(&clinic, &["main"]);
    assert_eq!((same.status, same.out.as_str()), (0, ""));
    assert_eq!(
        same.err,
        "main:clinic and .: proved that every request is decided alike (2 of 2 cells proved to decide alike)\n"
    );
    write(&clinic, "clinic.policy", &POLICY.replace("can view", "can view  can edit within own"));
    let gained = diff(&clinic, &["main"]);
    assert_eq!(gained.status, 1);
    insta::assert_snapshot!(gained.shown());
    assert_eq!(diff(&clinic, &["main", "--deny-new-access"]).status, 1);
}

#[test]
fn a_loss_is_no_new_access() {
    let folder = repository();
    let clinic = folder.path().join("clinic");
    write(&clinic, "clinic.policy", &POLICY.replace("can view", "can view within own"));
    assert_eq!(diff(&clinic, &["main"]).status, 1);
    assert_eq!(diff(&clinic, &["main", "--deny-new-access"]).status, 0);
}

#[test]
fn two_revisions_are_compared_at_the_place_of_the_set() {
    let folder = repository();
    let clinic = folder.path().join("clinic");
    write(&clinic, "clinic.policy", &POLICY.replace("view, edit", "edit, view"));
    fs::rename(clinic.join("clinic.policy"), clinic.join("all.policy")).unwrap();
    commit(folder.path());
    assert_eq!(diff(&clinic, &["HEAD~1", "HEAD"]).status, 0);
    assert_eq!(diff(folder.path(), &["HEAD~1:clinic", "clinic"]).status, 0);
    assert_eq!(diff(folder.path(), &["HEAD~1", "HEAD", "--policy", "clinic"]).status, 0);
}

#[test]
fn a_set_is_read_with_the_set_it_stands_on() {
    let folder = repository();
    let below = POLICY.to_owned() + "ceiling own_roles on Note { allow notes }\n";
    write(folder.path(), "clinic/clinic.policy", &below);
    write(folder.path(), "more/ward.toml", "base = \"../clinic\"\n");
    write(
        folder.path(),
        "more/own.policy",
        "overlay Note::\"n\" under own_roles\nrole reader { can view }\n",
    );
    commit(folder.path());
    let found = diff(&folder.path().join("more"), &["main"]);
    assert_eq!(found.status, 0, "{}", found.shown());
}

#[test]
fn formats_for_pull_requests_and_programs() {
    let folder = repository();
    let clinic = folder.path().join("clinic");
    write(&clinic, "clinic.policy", &POLICY.replace("can view", "can edit"));
    insta::assert_snapshot!(diff(&clinic, &["main", "--format", "md"]).out);
    let json = diff(&clinic, &["main", "--format", "json"]).json();
    assert_eq!(json["equal"], false);
    assert_eq!(json["changes"][0]["sentence"], "Nurse gains edit on Note");
    assert_eq!(json["changes"][0]["evidence"]["new"]["decision"], true);
}

#[test]
fn what_is_no_policy_set_is_said() {
    let folder = repository();
    let clinic = folder.path().join("clinic");
    for (args, message) in [
        (["nowhere", "."], "`nowhere` is neither a folder nor a git revision"),
        (["main:nowhere", "."], "`main` has no policy set at `nowhere`"),
        (["--", "--output=x"], "`--output=x` is neither a folder nor a git revision"),
    ] {
        let found = diff(&clinic, &args);
        assert_eq!(found.status, 2);
        assert!(found.err.contains(message), "{}", found.err);
    }
    let outside = tempfile::tempdir().unwrap();
    write(outside.path(), "clinic.policy", POLICY);
    let found = diff(outside.path(), &["main", "."]);
    assert!(found.status == 2 && found.err.contains("is in no git repository"), "{}", found.err);
}

#[test]
fn a_policy_with_errors_is_shown_where_it_was() {
    let folder = repository();
    let clinic = folder.path().join("clinic");
    write(&clinic, "clinic.policy", &POLICY.replace("can view", "can vew"));
    commit(folder.path());
    write(&clinic, "clinic.policy", POLICY);
    let found = diff(&clinic, &["HEAD"]);
    assert_eq!(found.status, 2);
    assert!(found.err.contains("HEAD:clinic/clinic.policy"), "{}", found.err);
}
