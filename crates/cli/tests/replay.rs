//! `ward replay`: past decisions by another policy.

#![allow(clippy::unwrap_used, reason = "what must not fail in a test fails it")]

mod common;

use std::fs;

use common::ward;
use tempfile::TempDir;

const RULES: &str = "policy clinic
subject entity User
entity Note { author: User?  opened: Time? }
actions notes on Note { read }
role nurse { can read when context.now < 2027-01-01T00:00:00Z }
";

const DATA: &str = r#"{"entities": [{"type": "User", "id": "ann"}, {"type": "Note", "id": "n1"}, {"type": "Note", "id": "n2", "properties": {"author": "User::ann"}}],
 "assignments": [{"subject": "User::ann", "role": "nurse"}]}"#;

fn line(note: &str, decision: bool, more: &str) -> String {
    format!(
        r#"{{"time": "2026-03-02T09:00:00Z", "endpoint": "evaluation", "decision": {decision}, "rules": [], "version": 1{more}, "request": {{"subject": {{"type": "User", "id": "ann"}}, "action": {{"name": "read"}}, "resource": {{"type": "Note", "id": "{note}"}}, "context": {{"now": "2026-03-02T09:00:00Z"}}}}}}"#
    )
}

fn clinic(rules: &str, log: &str) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    let write = |name: &str, text: &str| fs::write(folder.path().join(name), text).unwrap();
    write("ward.toml", "data = [\"data.json\"]\n");
    write("rules.policy", rules);
    write("data.json", DATA);
    write("log", log);
    folder
}

#[test]
fn decisions_that_stay_are_a_yes() {
    let log = format!("{}\n\n{}\n", line("n1", true, ""), line("n2", true, ""));
    let run = ward(clinic(RULES, &log).path(), "replay log");
    assert_eq!((run.status, run.out.as_str()), (0, ""));
    assert!(run.err.contains("2 decisions again: 2 as before, 0 otherwise"), "{}", run.err);
}

#[test]
fn each_decision_that_changes_is_told_with_its_reason() {
    let narrower = RULES.replace("can read when", "can read when note.author == subject and");
    let log = format!("{}\n{}\n", line("n1", true, ""), line("n2", true, ""));
    let folder = clinic(&narrower, &log);
    let run = ward(folder.path(), "replay log");
    assert_eq!(run.status, 1);
    assert_eq!(
        run.out,
        "refused  User::ann  read  Note::n1  2026-03-02T09:00:00Z  log:1\n  was permitted; nothing grants it\n"
    );
    let json = ward(folder.path(), "replay log --format json").json();
    assert_eq!((&json["decided"], &json["same"]), (&2.into(), &1.into()));
    assert_eq!(json["changed"][0]["line"], "log:1");
}

#[test]
fn masked_lines_are_counted_and_lines_of_something_else_can_not_be_told() {
    let masked = line("n1", false, r#", "masked": ["subject.id"]"#);
    let run = ward(clinic(RULES, &masked).path(), "replay log");
    assert_eq!(run.status, 0);
    assert!(run.err.contains("1 line with masked fields left out"), "{}", run.err);
    let run = ward(clinic(RULES, "{\"time\": 1}\n").path(), "replay log");
    assert_eq!(run.status, 2);
    assert!(run.err.contains("`log:1`"), "{}", run.err);
    assert_eq!(ward(clinic(RULES, "").path(), "replay nowhere").status, 2);
}
