//! `ward test`.

#![allow(clippy::unwrap_used, reason = "a test may fail")]

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
        (
            "{\"request\": {}, \"decision\": true, \"decision\": false}",
            "twice: duplicate field `decision`",
        ),
        ("{\"request\": {\"action\": {}, \"action\": {}}, \"decision\": true}", "field `action`"),
        ("{\"data\": {\"entities\": [], \"entities\": []}, \"decision\": true}", "`entities`"),
        ("{\"request\": {}}", "`decision`"),
        ("{\"decision\": true}", "`request`"),
        (
            "{\"request\": {}, \"decision\": true, \"dta\": {}}",
            "`dta` that no case has, did you mean `data`?",
        ),
    ] {
        let run = common::run(&folder, &["test", "--cases", "-"], text);
        assert_eq!(run.status, 2);
        assert!(run.err.contains("-:1") && run.err.contains(said), "{}", run.err);
    }
    assert_eq!(surgery("test --cases nowhere.jsonl").status, 2);
}

const SMALL: &str = "policy t \"T\"\nsubject entity User\nentity Doc\n\
                     actions docs on Doc { view }\nrole reader \"Reader\" { can view }\n";

#[test]
fn nothing_tested_is_no_pass() {
    let run = |more: &[&str], cases: &str| {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("p.policy"), SMALL).unwrap();
        std::fs::write(folder.path().join("data.json"), "{\"entities\": []}").unwrap();
        common::run(folder.path(), &[&["test", "p.policy"], more].concat(), cases)
    };
    let with_cases = ["--data", "data.json", "--cases", "-"];
    for (more, cases) in [(&[][..], ""), (&with_cases, ""), (&with_cases, "\n  \n")] {
        let empty = run(more, cases);
        assert_eq!(empty.status, 2, "{}", empty.out);
        assert!(empty.err.contains("nothing was tested"), "{}", empty.err);
        assert_eq!(run(&[more, &["--allow-empty"]].concat(), cases).status, 0);
    }
    let case = r#"{"request": {"subject": {"type": "User", "id": "a"}, "action": {"name": "view"},
        "resource": {"type": "Doc", "id": "d"}}, "decision": false, "story": 1, "data": {"entities":
        [{"type": "User", "id": "a"}, {"type": "Doc", "id": "d"}]}}"#;
    let tested = run(&["--cases", "-"], &case.replace('\n', " "));
    assert_eq!((tested.status, tested.err.as_str()), (0, ""));
}

#[test]
fn a_test_that_expects_nothing_fails() {
    let folder = tempfile::tempdir().unwrap();
    let text = format!("{SMALL}test \"idle\" {{ given User a as reader }}\n");
    std::fs::write(folder.path().join("p.policy"), text).unwrap();
    let run = ward(folder.path(), "test p.policy");
    assert_eq!(run.status, 1);
    assert!(run.out.starts_with("failed  \"idle\"  p.policy:6"), "{}", run.out);
    assert!(run.out.contains("a test that expects nothing can't fail"), "{}", run.out);
    assert_eq!(ward(folder.path(), "test p.policy --allow-empty").status, 0);
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
    let traced = surgery("test --coverage --format lcov");
    insta::assert_snapshot!(traced.shown());
    assert_eq!(surgery("test --format lcov").shown(), traced.shown());
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
    for words in ["--threshold 50", "--coverage --threshold 101", "--mutate --threshold x"] {
        assert_eq!(surgery(&format!("test {words}")).status, 2, "{words}");
    }
}

#[test]
fn changes_that_no_test_notices_are_named() {
    let run = surgery("test --mutate --cases cases.jsonl");
    assert_eq!(run.status, 0);
    insta::assert_snapshot!(run.shown());
    let said = surgery("test --mutate --cases cases.jsonl --format json").json();
    let found = &said["mutation"];
    let mutants = found["mutants"].as_array().unwrap();
    let number = |fate: &str| mutants.iter().filter(|one| one["fate"] == fate).count();
    assert_eq!(found["noticed"], number("noticed"));
    assert_eq!(found["all"], number("noticed") + number("unnoticed"));
    assert_eq!(
        (&found["same"], &found["invalid"]),
        (&number("same").into(), &number("invalid").into())
    );
    let without = |cases: &str| surgery(&format!("test --mutate {cases} --format json")).json();
    let alone = without("")["mutation"]["noticed"].as_u64();
    assert!(alone < found["noticed"].as_u64(), "the cases notice more than the tests alone");
}

#[test]
fn changes_are_a_suite_of_their_own() {
    let run = surgery("test --mutate --format junit");
    assert_eq!(run.status, 0);
    assert!(run.out.contains("<testsuite name=\"surgery.changes\""), "{}", run.out);
    assert!(run.out.contains("message=\"expected a test to notice it, got none that does\""));
}

#[test]
fn too_few_noticed_changes_are_a_no() {
    assert_eq!(surgery("test --mutate --threshold 1").status, 0);
    assert_eq!(surgery("test --mutate --threshold 100").status, 1);
}

/// A policy in a folder of its own, tried with `--mutate`.
fn mutated(text: &str) -> common::Run {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("clinic.policy"), text).unwrap();
    ward(folder.path(), "test . --mutate")
}

const CLINIC: &str = "policy clinic
subject entity User { active: Bool = true }
entity Note { author: User }
actions notes on Note { view, sign }
";

#[test]
fn what_changes_no_decision_is_proved_and_no_fault_of_the_tests() {
    let test = "test \"all\" { given User ann as nurse  given User bo { active: false } as nurse
given User cy  given Note n { author: ann }
ann can view n  bo can sign n  cy cannot view n }";
    let run = mutated(&format!(
        "{CLINIC}role nurse {{ can notes  can sign when subject.active }}\n{test}"
    ));
    assert_eq!(run.status, 0);
    assert_eq!(
        run.out,
        "changes that are proved to change no decision
  clinic.policy:5  `can sign when subject.active` of `nurse` is left out
  clinic.policy:5  `when subject.active` is left out of `can sign when subject.active` of `nurse`
  clinic.policy:5  `when subject.active` is turned into its opposite in `can sign when subject.active` of `nurse`
noticed: 100.0% (1/1) of changes; 3 change no decision
1 passed, 0 failed
"
    );
}

#[test]
fn a_change_that_is_no_policy_is_not_counted() {
    let test = "test \"on\" { given User ann as nurse, senior  given Note n { author: ann }  ann can sign n }";
    let run = mutated(&format!(
        "{CLINIC}role nurse {{ may sign }}\nclass senior {{ enable sign }}\n{test}"
    ));
    assert_eq!(
        run.out,
        "noticed: 100.0% (1/1) of changes; 1 is no valid policy\n1 passed, 0 failed\n"
    );
}

#[test]
fn where_tests_fail_nothing_is_changed() {
    let test = "test \"wrong\" { given User ann  given Note n { author: ann }  ann can sign n }";
    let run = mutated(&format!("{CLINIC}role nurse {{ can sign }}\n{test}"));
    assert_eq!(run.status, 1);
    assert!(!run.out.contains("noticed"), "{}", run.out);
}

/// The line about conditions, and the conditions that were tried one way only.
fn conditions_of(text: &str) -> (String, Vec<String>) {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("p.policy"), text).unwrap();
    let run = ward(folder.path(), "test p.policy --coverage");
    let sided =
        run.out.lines().filter(|line| line.contains("  always ") || line.contains("  never "));
    let sided = sided.map(|line| line.trim_start_matches(|it| it != ' ').trim().to_owned());
    let share = run.out.lines().find(|line| line.starts_with("covered")).unwrap_or("").to_owned();
    (share, sided.map(|line| line.split_once("  ").unwrap().1.to_owned()).collect())
}

const RESTRICTED: &str = "policy t \"T\"\nsubject entity User { n: Int? }\nentity Doc\n\
    actions docs on Doc { view }\nrole base \"B\" { can view }\nrole r1 \"R1\" { can view }\n\
    restriction rr \"Not number three\" on what r1 give { forbid view when subject.n == 3 }\n\
    test \"t\" {\n given User a { n: 3 } as r1\n given User b { n: 1 } as base\n\
    given User c { n: 1 } as r1\n given Doc d\n a cannot view d\n b can view d\n";

#[test]
fn a_restriction_is_tried_on_whom_it_concerns() {
    let (share, sided) = conditions_of(&format!("{RESTRICTED}}}\n"));
    assert_eq!(sided, ["when subject.n == 3  always held"]);
    assert!(share.contains("50.0% (1/2) of conditions"), "{share}");
    let (share, sided) = conditions_of(&format!("{RESTRICTED} c can view d\n}}\n"));
    assert_eq!(sided, Vec::<String>::new());
    assert!(share.contains("100.0% (2/2) of conditions"), "{share}");
}

#[test]
fn what_is_unknown_tries_a_condition_in_neither_way() {
    let text = |given: &str, clause: &str| {
        format!(
            "policy t \"T\"\nsubject entity User {{ n: Int? }}\nentity Doc\n\
             actions docs on Doc {{ view }}\nrole base \"B\" {{ can view {clause} }}\n\
             test \"t\" {{\n given User a {{ n: 1 }} as base\n given User b {given} as base\n\
             given Doc d\n a can view d\n b cannot view d\n}}\n"
        )
    };
    let (unless, when) = ("unless subject.n == 7", "when subject.n == 1");
    assert_eq!(conditions_of(&text("", unless)).1, ["unless subject.n == 7  never held"]);
    assert_eq!(conditions_of(&text("", when)).1, ["when subject.n == 1  never failed"]);
    for clause in [unless, when] {
        assert_eq!(conditions_of(&text("{ n: 7 }", clause)).1, Vec::<String>::new());
    }
}
