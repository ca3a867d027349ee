//! `ward watch`: again at each save.

#![allow(clippy::unwrap_used, reason = "what must not fail in a test fails it")]

mod common;

use std::fs;
use std::io::{BufRead, BufReader};
use std::process::Stdio;
use std::sync::mpsc::{Receiver, channel};
use std::time::Duration;

use common::command;

const RULES: &str = "policy clinic \"A clinic\"

subject entity User
entity Note

actions notes on Note { read }

role nurse \"Nurse\" {
  can read
}

test \"nurses read\" {
  given User ann as nurse
  given Note n1
  ann can read n1
}
";

/// Waits until each of these words has stood on a line. They come by two streams, in no order.
fn wait_for(lines: &Receiver<String>, words: &[&str]) {
    let mut wanted = words.to_vec();
    while !wanted.is_empty() {
        let line = lines.recv_timeout(Duration::from_secs(60)).unwrap();
        wanted.retain(|words| !line.contains(words));
    }
}

#[test]
fn it_looks_at_once_and_again_at_each_save() {
    let folder = tempfile::tempdir().unwrap();
    let put = |text: &str| fs::write(folder.path().join("rules.policy"), text).unwrap();
    fs::write(folder.path().join("ward.toml"), "").unwrap();
    put(RULES);
    let mut child = command(folder.path(), &["watch"])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let (sender, lines) = channel();
    let out: Box<dyn std::io::Read + Send> = Box::new(child.stdout.take().unwrap());
    let err: Box<dyn std::io::Read + Send> = Box::new(child.stderr.take().unwrap());
    for stream in [out, err] {
        let sender = sender.clone();
        std::thread::spawn(move || {
            BufReader::new(stream).lines().map_while(Result::ok).for_each(|line| {
                let _ = sender.send(line);
            });
        });
    }
    wait_for(&lines, &["1 passed, 0 failed", "watching"]);
    put(&RULES.replace("ann can read n1", "ann cannot read n1"));
    wait_for(&lines, &["0 passed, 1 failed", "watching"]);
    put("policy {");
    wait_for(&lines, &["E0006", "watching"]);
    put(RULES);
    wait_for(&lines, &["1 passed, 0 failed"]);
    child.kill().unwrap();
    child.wait().unwrap();
}
