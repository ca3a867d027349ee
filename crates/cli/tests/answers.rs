//! What commands answer about small policies: how what is asked is read, and how it is printed.

#![allow(clippy::unwrap_used, reason = "a test may fail")]

mod common;

use common::{Run, run};

/// A folder with these files.
fn folder(files: &[(&str, &str)]) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (name, text) in files {
        std::fs::write(folder.path().join(name), text).unwrap();
    }
    folder
}

/// A policy and its data.
fn asked(policy: &str, data: &str, args: &[&str]) -> Run {
    let folder = folder(&[("p.policy", policy), ("data.json", data)]);
    let files = ["--policy", "p.policy", "--data", "data.json"];
    run(folder.path(), &[args, &files].concat(), "")
}

fn checked(policy: &str) -> Run {
    run(folder(&[("p.policy", policy)]).path(), &["check", "p.policy"], "")
}

#[test]
fn a_pattern_can_ask_for_a_star() {
    let data = r#"{"entities": [{"type": "User", "id": "plain", "properties": {"s": "plain"}},
        {"type": "User", "id": "star", "properties": {"s": "a*b"}}, {"type": "Doc", "id": "d"}],
        "assignments": [{"subject": "User::plain", "role": "r"}, {"subject": "User::star", "role": "r"}]}"#;
    for star in [r"\*", r"\u{2a}"] {
        let policy = format!(
            "policy t\nsubject entity User {{ s: String }}\nentity Doc\n\
             actions docs on Doc {{ view }}\nrole r {{ can view }}\n\
             restriction starred {{ forbid view when subject.s like \"*{star}*\" }}\n"
        );
        assert_eq!(asked(&policy, data, &["eval", "User::plain", "view", "Doc::d"]).status, 0);
        let refused = asked(&policy, data, &["eval", "User::star", "view", "Doc::d"]);
        assert_eq!(refused.status, 1);
    }
    let elsewhere = checked("policy t \"a \\* b\"\nsubject entity User\n");
    assert_eq!(elsewhere.status, 1);
    assert!(
        elsewhere.out.contains("`\\*` is a star in the pattern of a `like`"),
        "{}",
        elsewhere.out
    );
}
