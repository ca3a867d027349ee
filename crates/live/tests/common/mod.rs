//! A policy set that changes.

#![allow(dead_code, reason = "each test file uses some of it")]

use std::fs;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use tempfile::TempDir;
use ward_evaluator::Request;
use ward_live::{Gates, Live, Outcome, Pace, Place, Reload, Reloader, Ticker, Version};

/// How long something that must happen is waited for; it ends as soon as it has happened.
pub const LONG: Duration = Duration::from_secs(60);

pub const RULES: &str = "policy clinic
subject entity User
entity Note { author: User? }
actions notes on Note { view, edit }
role nurse { can view when note.author == subject }
";

pub const DATA: &str = r#"{"entities": [
  {"type": "User", "id": "ann"}, {"type": "User", "id": "bo"},
  {"type": "Note", "id": "n1", "properties": {"author": "User::ann"}}],
 "assignments": [{"subject": "User::ann", "role": "nurse"}]}"#;

/// A folder with a policy set and its data.
pub struct Set {
    pub folder: TempDir,
}

impl Set {
    pub fn new() -> Self {
        let set = Self { folder: tempfile::tempdir().unwrap() };
        set.write("ward.toml", "data = [\"data.json\"]\n");
        set.write("rules.policy", RULES);
        set.write("data.json", DATA);
        set
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    pub fn write(&self, name: &str, text: &str) {
        let path = self.path(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    pub fn reloader(&self, gates: Gates) -> Arc<Reloader> {
        let pace = Pace { settle: Duration::from_millis(5), ..Pace::default() };
        Arc::new(Reloader::new(Place::new(self.folder.path()), gates).pace(pace))
    }
}

/// A watch that is quick, and by events alone unless told otherwise.
pub fn by_events() -> Ticker {
    Ticker { quiet: Duration::from_millis(20), poll: LONG, ..Ticker::default() }
}

pub fn by_looking() -> Ticker {
    Ticker { poll: Duration::from_millis(20), events: false, ..by_events() }
}

pub fn view(subject: &str) -> Request {
    Request::from_text(&format!(
        r#"{{"subject": {{"type": "User", "id": "{subject}"}}, "action": {{"name": "view"}},
            "resource": {{"type": "Note", "id": "n1"}}}}"#
    ))
    .unwrap()
}

pub fn permits(live: &Live, subject: &str) -> bool {
    live.current().unwrap().engine.permits(&view(subject)).unwrap()
}

/// The version that a reload put in force.
pub fn in_force(reload: &Reload) -> Arc<Version> {
    match &reload.outcome {
        Outcome::InForce(version) => version.clone(),
        other => panic!("{other:?}"),
    }
}

/// Waits until what is in force, or what became of the last reload, is as wanted.
pub fn until(live: &Live, wanted: impl Fn(&Live) -> bool) {
    let mut seen = 0;
    let begun = std::time::Instant::now();
    while !wanted(live) {
        assert!(begun.elapsed() < LONG, "it never happened; last: {:?}", live.last());
        seen = live.wait(seen, Duration::from_millis(200));
    }
}
