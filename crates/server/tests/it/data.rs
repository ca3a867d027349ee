//! Data that callers change.

use std::sync::Arc;

use serde_json::{Value, json};
use ward_live::{DataEffort, Gates, Reloader, Version};
use ward_server::Settings;
use ward_server::data::{self, DataStore};

use crate::client::Answer;
use crate::service::{Clinic, Running, ask, settings, until};

const WRITER: &str = "Bearer 0123456789abcdef-writer";
const READER: &str = "Bearer 0123456789abcdef-reader";

fn storing(clinic: &Clinic) -> Settings {
    clinic.write("tokens", "sync 0123456789abcdef-writer\napp 0123456789abcdef-reader\n");
    Settings {
        tokens: Some(clinic.path("tokens")),
        store: Some(clinic.path("store.redb")),
        writers: vec!["sync".into()],
        ..settings()
    }
}

fn send(running: &Running, head: &str, token: &str, body: &str) -> Answer {
    let headers = [("content-type", "application/json"), ("authorization", token)];
    running.client().send(head, &headers, body)
}

fn change(running: &Running, body: &Value) -> Answer {
    send(running, "POST /data/v1/transactions", WRITER, &body.to_string())
}

fn permits(running: &Running, subject: &str, note: &str) -> bool {
    let body = ask(subject, "read", note);
    send(running, "POST /access/v1/evaluation", READER, &body).decision()
}

fn dee() -> Value {
    json!({
        "put": {
            "entities": [{"type": "User", "id": "dee"}, {"type": "Note", "id": "n9", "parents": ["Patient::p"]}],
            "assignments": [{"subject": "User::dee", "role": "nurse"}],
        },
    })
}

#[test]
fn what_is_put_decides_at_once_and_what_is_deleted_no_longer() {
    let clinic = Clinic::new();
    let running = clinic.serve_with(storing(&clinic));
    assert!(!permits(&running, "dee", "n9"));
    let done = change(&running, &dee());
    assert_eq!(done.status, 200, "{}", done.body);
    assert_eq!((&done.json()["version"], &done.json()["entities"]), (&json!(2), &json!(2)));
    assert!(permits(&running, "dee", "n9") && permits(&running, "ann", "n1"));
    let deleted = json!({"delete": {"assignments": [{"role": "nurse", "subject": "User::dee"}]}});
    assert_eq!(change(&running, &deleted).json()["assignments"], 0);
    assert!(!permits(&running, "dee", "n9"));
}

#[test]
fn a_transaction_is_made_whole_or_not_at_all() {
    let clinic = Clinic::new();
    let running = clinic.serve_with(storing(&clinic));
    let mut wrong = dee();
    wrong["put"]["assignments"][0]["role"] = json!("nurze");
    wrong["put"]["assignments"][0]["until"] = json!("tomorrow");
    let refused = change(&running, &wrong);
    assert_eq!(refused.status, 409, "{}", refused.body);
    assert!(refused.json()["error"]["message"].as_str().unwrap().contains("gate `data`"));
    let stored = send(&running, "GET /data/v1/data", WRITER, "").json();
    assert_eq!(stored, json!({"entities": [], "assignments": []}));
    let twice = json!({"put": {"entities": [{"type": "User", "id": "ann"}]}});
    assert_eq!(change(&running, &twice).status, 409, "the files have her");
    assert_eq!(change(&running, &json!({"putt": {}})).status, 400);
    assert_eq!(running.live.current().unwrap().number, 1);
}

#[test]
fn what_was_answered_with_a_yes_is_there_after_a_restart() {
    let clinic = Clinic::new();
    let mut running = clinic.serve_with(storing(&clinic));
    assert_eq!(change(&running, &dee()).status, 200);
    running.stop();
    drop(running);
    // A task that just ends may hold the file for a moment longer; another process wouldn't see that.
    let file = storing(&clinic).store.unwrap();
    until(|| DataStore::open(&file).is_ok());
    let again = clinic.serve_with(storing(&clinic));
    assert!(permits(&again, "dee", "n9"));
    let stored = send(&again, "GET /data/v1/data", WRITER, "").json();
    assert_eq!(stored["assignments"], json!([{"subject": "User::dee", "role": "nurse"}]));
}

#[test]
fn who_is_not_named_writes_and_reads_nothing() {
    let clinic = Clinic::new();
    let running = clinic.serve_with(storing(&clinic));
    let post = "POST /data/v1/transactions";
    assert_eq!(send(&running, post, READER, &dee().to_string()).status, 403);
    assert_eq!(send(&running, "GET /data/v1/data", READER, "").status, 403);
    assert_eq!(
        send(&running, post, "Bearer nobody-has-this-token", &dee().to_string()).status,
        401
    );
    let open = clinic.serve();
    assert_eq!(open.client().post("/data/v1/transactions", "{}").status, 404);
}

#[test]
fn it_starts_only_where_writers_are_known() {
    let clinic = Clinic::new();
    let open = Settings { store: Some(clinic.path("s")), ..settings() };
    assert_eq!(ward_server::Service::new(clinic.place(), open).unwrap_err().code.0, "E1102");
}

/// The store of a clinic with a reloader that has it in force.
fn opened(clinic: &Clinic) -> (Arc<DataStore>, Reloader) {
    let store = Arc::new(DataStore::open(&clinic.path("direct.redb")).unwrap());
    let reloader = Reloader::new(clinic.place(), Gates::default()).held(store.clone());
    reloader.reload();
    (store, reloader)
}

/// The `round`th of many transactions: users come and go, and so does what they are given.
fn transaction(round: usize) -> Value {
    let name = |at: usize| format!("u{}", at * 7 % 13);
    let user = json!({"type": "User", "id": name(round)});
    let nurse = |at: usize| json!({"subject": format!("User::{}", name(at)), "role": "nurse"});
    match round % 5 {
        0 => json!({"put": {"entities": [user], "assignments": [nurse(round), nurse(round + 3)]}}),
        1 => json!({"put": {"entities": [user]}, "delete": {"assignments": [nurse(round + 2)]}}),
        2 => json!({"delete": {"entities": [format!("User::{}", name(round + 1))]}}),
        3 => {
            json!({"put": {"assignments": [nurse(round)]}, "delete": {"assignments": [nurse(round)]}})
        }
        _ => {
            json!({"put": {"entities": [user]}, "delete": {"entities": [format!("User::{}", name(round))]}})
        }
    }
}

#[test]
fn what_many_transactions_make_is_what_a_restart_finds() {
    let clinic = Clinic::new();
    let told = |version: &Version| {
        let store = version.engine.store();
        let assignments = store.assignments().iter().map(|one| {
            let (_, who) = store.uid(one.subject).unwrap();
            (who.to_owned(), format!("{:?}", one.what))
        });
        let warnings: Vec<_> = version.warnings.iter().map(|one| one.message.clone()).collect();
        (version.data.clone(), store.stored_count(), assignments.collect::<Vec<_>>(), warnings)
    };
    for rounds in [3, 11, 40] {
        let (store, reloader) = opened(&clinic);
        for round in 0..rounds {
            let body = transaction(round).to_string();
            data::change(&store, &reloader, body.as_bytes()).unwrap();
            let version = reloader.live().current().unwrap();
            assert_eq!(version.effort.data, DataEffort::Changed, "{body}");
        }
        let before = told(&reloader.live().current().unwrap());
        drop((store, reloader));
        let (_, reloader) = opened(&clinic);
        assert_eq!(told(&reloader.live().current().unwrap()), before);
    }
}
