//! What every command shares: help, colours, usage errors, completions, man pages.

mod common;

use common::{command, ended, fixtures, surgery, ward};

const COMMANDS: [&str; 20] = [
    "new",
    "check",
    "test",
    "eval",
    "explain",
    "who-can",
    "what-can",
    "list",
    "matrix",
    "graph",
    "completions",
    "man",
    "fmt",
    "audit",
    "prove",
    "diff",
    "lint",
    "watch",
    "serve",
    "replay",
];

#[test]
fn help_is_a_result_with_an_example() {
    let help = surgery("--help");
    assert_eq!((help.status, help.err.as_str()), (0, ""));
    insta::assert_snapshot!(help.out);
    for name in COMMANDS {
        let help = surgery(&format!("{name} --help"));
        assert_eq!((help.status, help.err.as_str()), (0, ""), "{name}");
        assert!(help.out.contains("Example"), "{name}");
        insta::assert_snapshot!(format!("help_of_{name}"), help.out);
    }
}

#[test]
fn what_cannot_be_understood_is_not_a_no() {
    for words in ["", "chekc", "check --nope", "check --format yaml", "check --color sometimes"] {
        let run = surgery(words);
        assert_eq!((run.status, run.out.as_str()), (2, ""), "{words}");
        assert!(!run.err.is_empty(), "{words}");
    }
}

#[test]
fn nowhere_is_no_policy_set() {
    let folder = tempfile::tempdir().unwrap();
    for words in ["check", "matrix", "graph", "test", "eval User::u view Note::n"] {
        let run = ward(folder.path(), words);
        assert_eq!((run.status, run.out.as_str()), (2, ""), "{words}");
    }
    insta::assert_snapshot!(ward(folder.path(), "check").err);
}

#[test]
fn colours_are_for_terminals_or_who_asks_for_them() {
    let escape = '\u{1b}';
    for words in ["matrix", "explain User::bo send Letter::l2", "--help", "explain nonsense"] {
        let plain = surgery(words);
        assert!(!plain.out.contains(escape) && !plain.err.contains(escape), "{words}");
        let painted = surgery(&format!("{words} --color always"));
        assert!(painted.out.contains(escape) || painted.err.contains(escape), "{words}");
        assert_eq!(plain.status, painted.status);
        let never = surgery(&format!("{words} --color never"));
        assert_eq!((plain.out, plain.err), (never.out, never.err));
    }
    let mut asked = command(fixtures().join("surgery"), &["matrix", "--color", "always"]);
    asked.env("NO_COLOR", "1");
    assert!(ended(asked, "").out.contains(escape), "who asks for colours gets them");
}

#[test]
fn completions_come_from_the_same_definitions() {
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        let run = surgery(&format!("completions {shell}"));
        assert_eq!(run.status, 0);
        for name in COMMANDS {
            assert!(run.out.contains(name), "{shell}: {name}");
        }
    }
    assert_eq!(surgery("completions csh").status, 2);
}

#[test]
fn man_pages_come_from_the_same_definitions() {
    let page = surgery("man check");
    assert_eq!(page.status, 0);
    assert!(page.out.contains(".TH ward-check 1"), "{}", page.out);
    assert!(surgery("man").out.contains(".TH ward 1"));
    assert_eq!(surgery("man chekc").status, 2);
    let folder = tempfile::tempdir().unwrap();
    let all = ward(folder.path(), "man --out-dir pages");
    assert_eq!(all.status, 0, "{}", all.err);
    let pages = std::fs::read_dir(folder.path().join("pages")).unwrap().count();
    assert_eq!(pages, COMMANDS.len() + 1);
}

#[test]
fn a_reader_that_goes_away_is_no_panic() {
    use std::process::Stdio;
    let mut run = command(fixtures().join("surgery"), &["matrix", "--format", "html"]);
    let mut child = run.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    drop(child.stdout.take());
    let ended = child.wait_with_output().unwrap();
    assert_eq!(String::from_utf8_lossy(&ended.stderr), "");
}

#[test]
fn every_command_gives_the_same_bytes_again() {
    for words in [
        "matrix",
        "graph",
        "graph --format json",
        "check --format json",
        "explain User::bo send Letter::l2 --now 2026-03-02",
    ] {
        assert_eq!(surgery(words).shown(), surgery(words).shown(), "{words}");
    }
}
