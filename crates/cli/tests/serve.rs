//! `ward serve` as a process: how it starts, is asked, and ends.

#![allow(clippy::unwrap_used, clippy::panic, reason = "what must not fail in a test fails it")]

mod common;

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::process::{Child, Stdio};

use common::{command, ended, policies, ward};
use serde_json::Value;

/// A service that is ended with the test.
struct Service {
    child: Child,
    address: String,
}

impl Service {
    /// Starts it and waits until it listens.
    fn start(args: &str) -> Self {
        let words: Vec<_> = args.split_whitespace().collect();
        let mut command = command(policies(), &["serve", "--listen", "127.0.0.1:0"]);
        let mut child = command.args(words).stderr(Stdio::piped()).spawn().unwrap();
        let mut lines = BufReader::new(child.stderr.take().unwrap()).lines();
        let address = lines.find_map(|line| {
            let line: Value = serde_json::from_str(&line.unwrap()).ok()?;
            (line["message"] == "listening").then(|| line["url"].as_str().unwrap().to_owned())
        });
        // Whoever listens to a log must go on, or the service waits for them.
        std::thread::spawn(move || lines.for_each(drop));
        let address = address.unwrap().strip_prefix("http://").unwrap().to_owned();
        Self { child, address }
    }

    fn get(&self, path: &str) -> String {
        let mut stream = TcpStream::connect(&self.address).unwrap();
        write!(stream, "GET {path} HTTP/1.1\r\nhost: w\r\nconnection: close\r\n\r\n").unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).unwrap();
        answer
    }
}

impl Drop for Service {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

#[test]
fn it_tells_where_it_listens_and_answers_there() {
    let service = Service::start("--policy authzen-todo");
    assert!(service.get("/ready").starts_with("HTTP/1.1 200"));
    assert!(service.get("/status").contains("\"name\":\"todo\""));
}

#[cfg(unix)]
#[test]
fn asked_to_end_it_ends_well() {
    let mut service = Service::start("--policy authzen-todo");
    let pid = service.child.id().to_string();
    assert!(std::process::Command::new("kill").args(["-TERM", &pid]).status().unwrap().success());
    assert_eq!(service.child.wait().unwrap().code(), Some(0));
}

#[cfg(unix)]
#[test]
fn a_collector_that_is_away_keeps_it_from_nothing() {
    let away = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let mut service = Service::start(&format!("--policy authzen-todo --otlp http://{away}"));
    assert!(service.get("/status").starts_with("HTTP/1.1 200"));
    let pid = service.child.id().to_string();
    assert!(std::process::Command::new("kill").args(["-TERM", &pid]).status().unwrap().success());
    assert_eq!(service.child.wait().unwrap().code(), Some(0));
}

#[test]
fn a_collector_that_can_not_be_meant_is_told() {
    let run = ward(policies(), "serve --policy authzen-todo --otlp localhost:4318");
    assert_eq!(run.status, 2);
    assert!(run.err.contains("`traces.endpoint` isn't a URL"), "{}", run.err);
    let mut asked = command(policies(), &["serve", "--policy", "authzen-todo"]);
    asked.args(["--otlp", "http://localhost:4317"]).env("OTEL_EXPORTER_OTLP_PROTOCOL", "grpc");
    let run = ended(asked, "");
    assert_eq!(run.status, 2);
    assert!(run.err.contains("OTEL_EXPORTER_OTLP_PROTOCOL"), "{}", run.err);
}

#[test]
fn without_a_policy_it_starts_only_where_it_is_told_to_wait() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("a.policy"), "policy {").unwrap();
    let policy = folder.path().to_str().unwrap();
    let refused = ward(policies(), &format!("serve --listen 127.0.0.1:0 --policy {policy}"));
    assert_eq!(refused.status, 2);
    assert!(refused.err.contains("E1101") && refused.err.contains("E0006"), "{}", refused.err);
    let service = Service::start(&format!("--wait-for-policy --policy {policy}"));
    assert!(service.get("/ready").starts_with("HTTP/1.1 503"));
    assert!(service.get("/live").starts_with("HTTP/1.1 200"));
}

#[test]
fn a_port_in_use_is_told() {
    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = taken.local_addr().unwrap();
    let run = ward(policies(), &format!("serve --policy authzen-todo --listen {address}"));
    assert_eq!(run.status, 2);
    assert!(run.err.contains("E1102") && run.err.contains(&address.to_string()), "{}", run.err);
}

#[test]
fn what_can_not_be_meant_is_told() {
    let todo = "serve --policy authzen-todo --listen 127.0.0.1:0";
    for (words, code) in [
        (format!("{todo} --gate test"), "E1102"),
        (format!("{todo} --gate none --gate tests"), "E0901"),
        (format!("{todo} --max-batch 0"), "E1102"),
        (format!("{todo} --tokens nowhere"), "E1102"),
        (format!("{todo} --tls-cert nowhere --tls-key nowhere"), "E1102"),
        (format!("{todo} --decision-log no/where"), "E1102"),
        (format!("{todo} --log-level a=b=c"), "E0901"),
        ("serve --policy authzen-todo --listen 0.0.0.0:0".into(), "E1102"),
        ("serve --policy nowhere".into(), "E0608"),
        ("serve --policy -".into(), "E0901"),
    ] {
        let run = ward(policies(), &words);
        assert_eq!(run.status, 2, "{words}: {}", run.err);
        assert!(run.err.contains(code), "{words}: {}", run.err);
        assert!(run.err.contains("help"), "{words}: {}", run.err);
    }
}

#[test]
fn what_was_answered_with_a_yes_survives_a_kill_and_nothing_half_done_does() {
    let folder = tempfile::tempdir().unwrap();
    let store = folder.path().join("store");
    let args = format!("--policy authzen-todo --allow-anyone --store {}", store.display());
    let mut acknowledged = 0;
    for _ in 0..3 {
        let mut service = Service::start(&args);
        let known = service.get("/data/v1/data").matches("\"type\":\"user\"").count();
        assert_eq!(known % 3, 0, "each transaction puts three");
        let known = known / 3;
        assert!(known >= acknowledged, "{known} of {acknowledged}");
        acknowledged = known;
        let address = service.address.clone();
        let (sender, done) = std::sync::mpsc::channel();
        let writer = std::thread::spawn(move || {
            for number in acknowledged.. {
                let user = |letter: char| {
                    format!(
                        r#"{{"type": "user", "id": "u{number}{letter}", "properties": {{"email": "e"}}}}"#
                    )
                };
                let users = ['a', 'b', 'c'].map(user).join(",");
                let body = format!(r#"{{"put": {{"entities": [{users}]}}}}"#);
                let Ok(mut stream) = TcpStream::connect(&address) else { return };
                let sent = write!(
                    stream,
                    "POST /data/v1/transactions HTTP/1.1\r\nhost: w\r\nconnection: close\r\ncontent-type: application/json\r\ncontent-length: {}\r\n\r\n{body}",
                    body.len()
                );
                let mut answer = String::new();
                let read = sent.and_then(|()| stream.read_to_string(&mut answer));
                if read.is_err() || !answer.starts_with("HTTP/1.1 200") || sender.send(()).is_err()
                {
                    return;
                }
            }
        });
        // In the middle of the next one, most likely.
        for _ in 0..7 {
            done.recv().unwrap();
            acknowledged += 1;
        }
        service.child.kill().unwrap();
        writer.join().unwrap();
        acknowledged += done.try_iter().count();
    }
}
