//! A service that runs for one test.

use std::fs;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

use tempfile::TempDir;
use ward_live::{Live, Place};
use ward_server::{Service, Settings, State, Stop};

use crate::client::{Client, connect};

pub const LONG: Duration = Duration::from_secs(60);

/// A service that runs until it is dropped.
pub struct Running {
    pub address: SocketAddr,
    pub live: Arc<Live>,
    pub state: Arc<State>,
    stop: Stop,
    thread: Option<JoinHandle<()>>,
}

impl Running {
    pub fn start(place: Place, settings: Settings) -> Self {
        let service = Service::new(place, settings).unwrap();
        let live = service.reloader.live();
        service.reloader.reload();
        let (sender, started) = std::sync::mpsc::channel();
        let thread = thread::spawn(move || {
            let mut runtime = tokio::runtime::Builder::new_multi_thread();
            let runtime = runtime.worker_threads(2).enable_all().build().unwrap();
            runtime.block_on(async {
                let started = service.start(|_| {}).await.unwrap();
                let what = (started.address, started.state.clone(), started.stopper());
                sender.send(what).unwrap();
                started.serve().await;
            });
            runtime.shutdown_background();
        });
        let (address, state, stop) = started.recv().unwrap();
        Self { address, live, state, stop, thread: Some(thread) }
    }

    pub fn client(&self) -> Client<std::net::TcpStream> {
        connect(self.address)
    }

    /// Tells it to stop and waits until it has.
    pub fn stop(&mut self) {
        self.stop.stop();
        if let Some(thread) = self.thread.take() {
            thread.join().unwrap();
        }
    }

    pub fn tell_to_stop(&self) {
        self.stop.stop();
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        self.stop();
    }
}

/// Settings for any free port.
pub fn settings() -> Settings {
    Settings { listen: SocketAddr::from(([127, 0, 0, 1], 0)), ..Settings::default() }
}

pub fn policies() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../policies")
}

pub fn serving(policy: &str) -> Running {
    Running::start(Place::new(policies().join(policy)), settings())
}

pub const RULES: &str = "policy clinic
subject entity User
entity Patient { facets { chart, billing } }
entity Note in Patient { author: User?  opened: Time? }
actions patients on Patient and parts { view }
actions notes on Note { read, edit, new write, print(copies: Int) }
role nurse {
  can read
  can view on Patient.chart
  can edit when note.author == subject
  can write
  can print when action.copies <= 3
}
";

pub const DATA: &str = r#"{"entities": [
  {"type": "User", "id": "ann"}, {"type": "User", "id": "bo"}, {"type": "User", "id": "cy"},
  {"type": "Patient", "id": "p"},
  {"type": "Note", "id": "n1", "parents": ["Patient::p"], "properties": {"author": "User::ann"}},
  {"type": "Note", "id": "n2", "parents": ["Patient::p"], "properties": {"author": "User::bo"}},
  {"type": "Note", "id": "n3", "parents": ["Patient::p"]}],
 "assignments": [{"subject": "User::ann", "role": "nurse"}, {"subject": "User::bo", "role": "nurse"}]}"#;

/// A clinic in a folder of its own.
pub struct Clinic {
    pub folder: TempDir,
}

impl Clinic {
    pub fn new() -> Self {
        let clinic = Self { folder: tempfile::tempdir().unwrap() };
        clinic.write("ward.toml", "data = [\"data.json\"]\n");
        clinic.write("rules.policy", RULES);
        clinic.write("data.json", DATA);
        clinic
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    pub fn write(&self, name: &str, text: &str) {
        fs::write(self.path(name), text).unwrap();
    }

    pub fn place(&self) -> Place {
        Place::new(self.folder.path())
    }

    pub fn serve(&self) -> Running {
        Running::start(self.place(), settings())
    }

    pub fn serve_with(&self, settings: Settings) -> Running {
        Running::start(self.place(), settings)
    }
}

pub fn ask(subject: &str, action: &str, note: &str) -> String {
    format!(
        r#"{{"subject": {{"type": "User", "id": "{subject}"}}, "action": {{"name": "{action}"}}, "resource": {{"type": "Note", "id": "{note}"}}}}"#
    )
}

/// Waits for what must happen.
pub fn until(mut wanted: impl FnMut() -> bool) {
    let begun = Instant::now();
    while !wanted() {
        assert!(begun.elapsed() < LONG, "it never happened");
        thread::sleep(Duration::from_millis(10));
    }
}
