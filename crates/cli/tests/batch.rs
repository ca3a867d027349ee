//! `ward eval --requests`.

mod common;

use common::{fixtures, run, surgery};

#[test]
fn what_is_for_many_requests_is_refused_for_one() {
    for option in ["--brief", "--jobs 2"] {
        let run = surgery(&format!("eval User::bo send Letter::l2 {option}"));
        assert_eq!((run.status, run.out.as_str()), (2, ""));
        assert!(run.err.contains("`--requests`"), "{}", run.err);
    }
}

#[test]
fn one_response_a_line_in_order() {
    let run = surgery("eval --requests requests.jsonl");
    assert_eq!((run.status, run.err.as_str()), (0, ""));
    let decisions: Vec<_> = run
        .out
        .lines()
        .map(|line| serde_json::from_str::<serde_json::Value>(line).unwrap()["decision"].clone())
        .collect();
    assert_eq!(decisions, [true, false, true]);
}

#[test]
fn a_line_that_cannot_be_decided_does_not_stop_the_others() {
    let run = surgery("eval --requests bad_requests.jsonl --now 2026-03-02");
    assert_eq!(run.status, 2);
    insta::assert_snapshot!(run.shown());
}

#[test]
fn the_order_is_that_of_the_requests_whatever_the_number_of_jobs() {
    let lines: String = (0..3000)
        .map(|at| {
            let id = if at % 3 == 0 { "kim".to_owned() } else { format!("nobody{at}") };
            format!(
                "{{\"subject\": {{\"type\": \"User\", \"id\": \"ann\"}}, \"action\": {{\"name\": \"view\"}}, \
                 \"resource\": {{\"type\": \"Patient\", \"id\": \"{id}\"}}, \
                 \"context\": {{\"now\": \"2026-03-02T09:00:00Z\"}}}}\n"
            )
        })
        .collect();
    let with = |jobs: &str| {
        let args = ["eval", "--requests", "-", "--jobs", jobs];
        run(fixtures().join("surgery"), &args, &lines)
    };
    let (one, many) = (with("1"), with("7"));
    assert_eq!(one.out.lines().count(), 3000);
    assert!(one.out.lines().nth(2).unwrap().contains("nobody2"));
    assert_eq!(one.out, many.out);
    assert_eq!((one.status, many.status), (2, 2));
}

#[test]
fn who_writes_one_request_and_waits_is_answered() {
    use std::io::{BufRead, BufReader, Write};
    use std::process::Stdio;
    let mut command = common::command(fixtures().join("surgery"), &["eval", "--requests", "-"]);
    command.stdin(Stdio::piped()).stdout(Stdio::piped());
    let mut child = command.spawn().unwrap();
    let mut input = child.stdin.take().unwrap();
    let mut output = BufReader::new(child.stdout.take().unwrap());
    for id in ["kim", "lee"] {
        writeln!(
            input,
            "{{\"subject\": {{\"type\": \"User\", \"id\": \"ann\"}}, \"action\": {{\"name\": \"view\"}}, \
             \"resource\": {{\"type\": \"Patient.clinical\", \"id\": \"{id}\"}}}}"
        )
        .unwrap();
        let mut answer = String::new();
        output.read_line(&mut answer).unwrap();
        assert_eq!(answer.contains("\"decision\":true"), id == "kim", "{answer}");
    }
    drop(input);
    assert!(child.wait().unwrap().success());
}

#[test]
fn requests_and_one_request_together_are_no_question() {
    assert_eq!(surgery("eval User::ann view Patient::kim --requests requests.jsonl").status, 2);
    assert_eq!(surgery("eval --requests nowhere.jsonl").status, 2);
    assert_eq!(surgery("eval --requests requests.jsonl --jobs 0").status, 2);
    assert_eq!(surgery("eval").status, 2);
}
