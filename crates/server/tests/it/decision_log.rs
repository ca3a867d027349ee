//! The decision log.

use std::fs;
use std::path::Path;

use serde_json::{Value, json};
use ward_server::{Log, Settings, WhenFull};

use crate::service::{Clinic, ask, settings};

const PATH: &str = "/access/v1/evaluation";

fn logging(clinic: &Clinic, change: impl FnOnce(&mut Log)) -> crate::service::Running {
    let mut log = Log::to(clinic.path("decisions.jsonl"));
    change(&mut log);
    clinic.serve_with(Settings { log: Some(log), ..settings() })
}

fn lines(path: &Path) -> Vec<Value> {
    let text = fs::read_to_string(path).unwrap();
    text.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

#[test]
fn each_decision_is_a_line_with_request_verdict_rules_and_version() {
    let clinic = Clinic::new();
    let mut running = logging(&clinic, |_| {});
    let mut client = running.client();
    let headers = [
        ("content-type", "application/json"),
        ("x-request-id", "žádost 1"),
        ("traceparent", "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"),
    ];
    client.send(&format!("POST {PATH}"), &headers, &ask("ann", "read", "n1"));
    client.post(PATH, &ask("ann", "reed", "n1"));
    client.post(PATH, "{");
    drop(client);
    running.stop();
    let lines = lines(&clinic.path("decisions.jsonl"));
    assert_eq!(lines.len(), 2, "what is malformed is no decision");
    let first = &lines[0];
    assert_eq!(
        (&first["decision"], &first["id"], &first["version"]),
        (&json!(true), &json!("žádost 1"), &json!(1))
    );
    assert_eq!(first["trace"], "0af7651916cd43dd8448eb211c80319c");
    assert_eq!(first["request"]["action"]["name"], "read");
    assert_eq!(first["rules"], json!(["clinic.nurse.1"]));
    assert_eq!(first["policy"], running.live.current().unwrap().policy.as_str());
    assert!(first["request"]["context"]["now"].is_string(), "the time that decided");
    assert_eq!((&lines[1]["decision"], &lines[1]["error"]), (&json!(false), &json!("E0806")));
}

#[test]
fn each_item_of_a_batch_is_a_line() {
    let clinic = Clinic::new();
    let mut running = logging(&clinic, |_| {});
    let body = ask("ann", "read", "n1")
        .replace("{\"subject\"", "{\"evaluations\": [{}, {}, {}], \"subject\"");
    running.client().post("/access/v1/evaluations", &body);
    running.stop();
    assert_eq!(lines(&clinic.path("decisions.jsonl")).len(), 3);
}

#[test]
fn masked_fields_stay_out() {
    let clinic = Clinic::new();
    let mut running = logging(&clinic, |log| {
        log.mask = vec!["resource.properties.*".into(), "context.*".into(), "subject.id".into()];
    });
    let body = ask("ann", "read", "n1")
        .replace("\"id\": \"n1\"", "\"id\": \"n1\", \"properties\": {\"ssn\": \"secret\"}")
        .replace("{\"subject\"", "{\"context\": {\"ip\": \"secret\"}, \"subject\"");
    assert!(running.client().post(PATH, &body).decision());
    running.stop();
    let text = fs::read_to_string(clinic.path("decisions.jsonl")).unwrap();
    assert!(!text.contains("secret") && !text.contains("ann"), "{text}");
    let line = &lines(&clinic.path("decisions.jsonl"))[0];
    assert_eq!(line["masked"], json!(["context.ip", "resource.properties.ssn", "subject.id"]));
    assert!(line["request"]["context"]["now"].as_str().unwrap().contains('T'));
}

#[test]
fn a_share_of_decisions_is_written_where_that_is_asked() {
    let clinic = Clinic::new();
    let mut running = logging(&clinic, |log| log.sample = 0.25);
    let mut client = running.client();
    (0..40).for_each(|_| drop(client.post(PATH, &ask("ann", "read", "n1"))));
    drop(client);
    running.stop();
    assert_eq!(lines(&clinic.path("decisions.jsonl")).len(), 10);
}

#[test]
fn whatever_is_lost_is_counted() {
    let clinic = Clinic::new();
    let mut running = logging(&clinic, |log| {
        log.queue = 1;
        log.full = WhenFull::Drop;
    });
    let body = ask("ann", "read", "n1").replace(
        "{\"subject\"",
        &format!("{{\"evaluations\": [{}], \"subject\"", vec!["{}"; 500].join(",")),
    );
    assert_eq!(running.client().post("/access/v1/evaluations", &body).status, 200);
    running.stop();
    let counts = running.state.log.as_ref().unwrap().counts();
    assert_eq!(counts.written + counts.dropped, 500);
    assert_eq!(lines(&clinic.path("decisions.jsonl")).len() as u64, counts.written);
}

#[test]
fn where_requests_wait_nothing_is_lost() {
    let clinic = Clinic::new();
    let mut running = logging(&clinic, |log| log.queue = 1);
    let body = ask("ann", "read", "n1").replace(
        "{\"subject\"",
        &format!("{{\"evaluations\": [{}], \"subject\"", vec!["{}"; 500].join(",")),
    );
    assert_eq!(running.client().post("/access/v1/evaluations", &body).status, 200);
    running.stop();
    assert_eq!(lines(&clinic.path("decisions.jsonl")).len(), 500);
}
