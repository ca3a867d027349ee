//! Reading a policy set and its data as one whole, while others write them.
//!
//! A file that an editor truncates and then writes, or a folder that `git checkout` is half-way
//! through, can be read as something that compiles and says less than was meant: a restriction
//! may be missing. So everything is read twice with a pause between, and counts only where both
//! are the same; a file that is empty is waited for longer.

use std::sync::Arc;
use std::thread;
use std::time::Duration;

use ward_compiler::PolicySource;
use ward_compiler::set::{SETTINGS_FILE, read_dir};
use ward_diagnostics::{Diagnostic, codes};
use ward_evaluator::DataFile;

use crate::fingerprint::Hash;
use crate::held::Held;
use crate::place::Place;
use crate::version::Fingerprint;

/// How patient reading is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Pace {
    /// How long files must have stayed the same.
    pub settle: Duration,
    /// How often they are read again before it is given up for now.
    pub attempts: u32,
}

impl Default for Pace {
    fn default() -> Self {
        Self { settle: Duration::from_millis(50), attempts: 40 }
    }
}

/// How many more pauses an empty file is waited for.
const PATIENCE_WITH_EMPTY: u32 = 10;

/// What the files say at one moment.
#[derive(Clone, Debug)]
pub(crate) struct Snapshot {
    pub source: Arc<PolicySource>,
    pub data: Arc<[DataFile]>,
    /// The fingerprint of the data files alone, to be continued.
    files: Hash,
    /// Data files that can't be read.
    pub unreadable: Vec<Diagnostic>,
    pub fingerprint: Fingerprint,
    /// Whether there is a `ward.toml` with nothing in it, as while it is being written.
    empty_settings: bool,
}

impl Snapshot {
    /// Reads everything once.
    pub(crate) fn read(place: &Place, held: Option<&dyn Held>) -> Self {
        let source = read_dir(&place.folder);
        let mut data = Vec::new();
        let mut unreadable = Vec::new();
        for path in place.data_files(&source.settings) {
            let name = path.display().to_string();
            match std::fs::read_to_string(&path) {
                Ok(text) => data.push(DataFile { name, text }),
                Err(error) => unreadable.push(
                    Diagnostic::error(
                        codes::UNREADABLE_FILE,
                        format!("`{name}` can't be read: {error}"),
                    )
                    .help("check that it exists and that you may read it"),
                ),
            }
        }
        let settings = std::fs::metadata(place.folder.join(SETTINGS_FILE));
        let mut files = Hash::new();
        data.iter().for_each(|file| files.feed(&file.text));
        unreadable.iter().for_each(|problem| files.feed(&problem.message));
        let fingerprint = Fingerprint {
            policy: policy_fingerprint(&source),
            data: files.with(held.map(Held::fingerprint)),
            names: data.iter().map(|file| file.name.clone()).collect(),
            settings: settings.is_ok(),
        };
        let empty_settings = settings.is_ok_and(|file| file.len() == 0);
        let (source, data) = (Arc::new(source), data.into());
        Self { source, data, files, unreadable, fingerprint, empty_settings }
    }

    /// The same with other data from elsewhere, which have this fingerprint.
    pub(crate) fn with_held(&self, fingerprint: String) -> Self {
        let data = self.files.with(Some(fingerprint));
        Self { fingerprint: Fingerprint { data, ..self.fingerprint.clone() }, ..self.clone() }
    }

    /// Reads until two readings agree.
    ///
    /// # Errors
    /// Where they never do, for as long as `pace` allows: the files are being written.
    pub(crate) fn read_stable(
        place: &Place,
        held: Option<&dyn Held>,
        pace: Pace,
    ) -> Result<Self, Box<Diagnostic>> {
        let mut last = Self::read(place, held);
        let mut same = 0;
        for _ in 0..pace.attempts.max(PATIENCE_WITH_EMPTY + 1) {
            thread::sleep(pace.settle);
            let next = Self::read(place, held);
            same = if next.fingerprint == last.fingerprint { same + 1 } else { 0 };
            let enough = if next.has_an_empty_file() { PATIENCE_WITH_EMPTY } else { 1 };
            if same >= enough {
                return Ok(next);
            }
            last = next;
        }
        Err(Box::new(
            Diagnostic::error(codes::NOT_IN_FORCE, "the files change faster than they can be read")
                .help("they are read again as soon as they rest"),
        ))
    }

    fn has_an_empty_file(&self) -> bool {
        self.source.files.iter().any(|file| file.text.is_empty())
            || self.data.iter().any(|file| file.text.is_empty())
            || self.empty_settings
    }
}

/// Over everything that compiling, proving or testing may read; wider than the policy's own hash.
fn policy_fingerprint(source: &PolicySource) -> String {
    let mut hash = Hash::new();
    hash.feed(&format!("{:?}", source.settings));
    for file in &source.files {
        hash.feed(if file.of_base { "base" } else { "own" });
        hash.feed(&file.path);
        hash.feed(&file.text);
    }
    for problem in &source.unreadable {
        hash.feed(&problem.message);
    }
    hash.text()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "what must not fail in a test fails it")]

    use super::*;

    const PACE: Pace = Pace { settle: Duration::from_millis(1), attempts: 2 };

    #[test]
    fn two_readings_that_agree_are_taken() {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("a.policy"), "policy a").unwrap();
        let snapshot = Snapshot::read_stable(&Place::new(folder.path()), None, PACE).unwrap();
        assert_eq!(snapshot.source.files[0].text, "policy a");
    }

    #[test]
    fn settings_that_are_just_being_written_are_waited_for() {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("a.policy"), "policy a").unwrap();
        let place = Place::new(folder.path());
        assert!(!Snapshot::read(&place, None).has_an_empty_file());
        std::fs::write(folder.path().join("ward.toml"), "").unwrap();
        assert!(Snapshot::read(&place, None).has_an_empty_file());
        std::fs::write(folder.path().join("ward.toml"), "data = []").unwrap();
        assert!(!Snapshot::read(&place, None).has_an_empty_file());
    }

    #[test]
    fn data_that_are_not_there_are_told_and_count_in_the_fingerprint() {
        let folder = tempfile::tempdir().unwrap();
        let place =
            Place { data: vec![folder.path().join("data.json")], ..Place::new(folder.path()) };
        let without = Snapshot::read(&place, None);
        assert_eq!(without.unreadable.len(), 1);
        std::fs::write(&place.data[0], "").unwrap();
        assert_ne!(Snapshot::read(&place, None).fingerprint, without.fingerprint);
    }
}
