//! `ward test`.

mod common;

use common::{fixtures, policies, surgery, ward};

#[test]
fn tests_that_pass_are_a_yes() {
    let run = surgery("test");
    assert_eq!((run.status, run.out.as_str(), run.err.as_str()), (0, "1 passed, 0 failed\n", ""));
    assert_eq!(ward(fixtures(), "test surgery").out, run.out);
}

#[test]
fn cases_that_pass_are_a_yes() {
    let run = surgery("test --cases cases.jsonl");
    assert_eq!(run.status, 0);
    assert_eq!(run.out, "the policy's own tests: 1 passed, 0 failed\n2 passed, 0 failed\n");
}

#[test]
fn cases_that_fail_say_why() {
    let run = surgery("test --cases failing_cases.jsonl");
    assert_eq!(run.status, 1);
    insta::assert_snapshot!(run.shown());
    insta::assert_snapshot!(surgery("test --cases failing_cases.jsonl --format json").shown());
}

#[test]
fn tests_that_fail_say_where_and_why() {
    let folder = tempfile::tempdir().unwrap();
    let text = std::fs::read_to_string(fixtures().join("surgery/surgery.policy")).unwrap();
    let text = text
        .replace("ann can view kim", "ann cannot view kim")
        .replace("ann cannot view lee.clinical", "ann can view lee.clinical");
    std::fs::write(folder.path().join("surgery.policy"), text).unwrap();
    let run = ward(folder.path(), "test . --now 2026-03-02");
    assert_eq!(run.status, 1);
    insta::assert_snapshot!(run.shown());
}

#[test]
fn what_is_no_case_is_no_failure() {
    let folder = fixtures().join("surgery");
    for (text, said) in [
        ("{", "isn't JSON"),
        ("{\"request\": {}}", "`decision`"),
        ("{\"decision\": true}", "`request`"),
    ] {
        let run = common::run(&folder, &["test", "--cases", "-"], text);
        assert_eq!(run.status, 2);
        assert!(run.err.contains("-:1") && run.err.contains(said), "{}", run.err);
    }
    assert_eq!(surgery("test --cases nowhere.jsonl").status, 2);
}

#[test]
fn a_policy_with_errors_cannot_be_tested() {
    assert_eq!(ward(fixtures(), "test broken").status, 2);
    assert_eq!(ward(fixtures(), "test left_out").status, 2);
}

#[test]
fn the_systems_pass_their_own_tests() {
    for name in ["betasky", "cliniko", "cliniko-requests", "extendedreach", "penelope", "portal"] {
        let run = ward(policies(), &format!("test {name}"));
        assert_eq!(run.status, 0, "{name}: {}", run.out);
    }
}

#[test]
fn results_for_ci_systems() {
    let run = surgery("test --cases failing_cases.jsonl --format junit");
    assert_eq!(run.status, 1);
    insta::assert_snapshot!(run.shown());
    assert_eq!(surgery("test --format junit").status, 0);
}

#[test]
fn coverage_says_what_decided_nothing() {
    let run = surgery("test --coverage --cases cases.jsonl");
    assert_eq!(run.status, 0);
    insta::assert_snapshot!(run.shown());
    insta::assert_snapshot!(surgery("test --coverage --format lcov").shown());
    let said = surgery("test --coverage --cases cases.jsonl --format json").json();
    let covered = &said["coverage"]["statements"];
    assert!(covered["covered"].as_u64() < covered["all"].as_u64(), "{covered}");
}

#[test]
fn too_little_coverage_is_a_no() {
    assert_eq!(surgery("test --coverage --threshold 1").status, 0);
    let run = surgery("test --coverage --threshold 100");
    assert_eq!(run.status, 1);
    assert!(run.out.ends_with("1 passed, 0 failed\n"), "{}", run.out);
    for words in ["--threshold 50", "--coverage --threshold 101", "--format lcov"] {
        assert_eq!(surgery(&format!("test {words}")).status, 2, "{words}");
    }
}
