//! Data that come from elsewhere than files.

#![allow(clippy::unwrap_used, clippy::panic, reason = "what must not fail in a test fails it")]

mod common;

use std::cell::Cell;
use std::sync::{Arc, Mutex};

use common::{DATA, Set, in_force, permits};
use ward_evaluator::{Change, DataFile};
use ward_live::{DataEffort, Gate, Gates, Held, Next, NotChanged, Place, Reloader, Version};

#[derive(Debug)]
struct Text(Mutex<String>);

fn file(text: &str) -> DataFile {
    DataFile { name: "elsewhere".into(), text: text.into() }
}

impl Held for Text {
    fn data(&self) -> DataFile {
        file(&self.0.lock().unwrap())
    }
}

/// Other data in the place of those that are held.
struct Other<'h> {
    held: &'h Text,
    text: &'h str,
    change: Change,
    disk_is_full: bool,
    kept: Cell<bool>,
}

impl<'h> Other<'h> {
    fn new(held: &'h Text, text: &'h str, change: Change) -> Self {
        Self { held, text, change, disk_is_full: false, kept: Cell::new(false) }
    }

    fn make(&self, reloader: &Reloader) -> Result<Arc<Version>, NotChanged> {
        reloader.change(self)
    }
}

impl Next for Other<'_> {
    fn change(&self) -> &Change {
        &self.change
    }

    fn data(&self) -> DataFile {
        file(self.text)
    }

    fn fingerprint(&self) -> String {
        Text(Mutex::new(self.text.into())).fingerprint()
    }

    fn keep(&self) -> Result<(), String> {
        if self.disk_is_full {
            return Err("the disk is full".into());
        }
        self.kept.set(true);
        *self.held.0.lock().unwrap() = self.text.into();
        Ok(())
    }
}

/// What leads from nothing to [`BO`].
fn bo() -> Change {
    let data: serde_json::Value = serde_json::from_str(BO).unwrap();
    Change {
        name: "elsewhere".into(),
        entities: vec![data["entities"][0].to_string()],
        assignments: vec![(0, data["assignments"][0].to_string())],
        ..Change::default()
    }
}

/// A change that can't be made in place.
fn unfit() -> Change {
    Change { assignments_gone: vec![7], ..Change::default() }
}

const BO: &str = r#"{"assignments": [{"subject": "User::bo", "role": "nurse"}],
    "entities": [{"type": "Note", "id": "n9", "properties": {"author": "User::bo"}}]}"#;

fn started(set: &Set) -> (Arc<Text>, Reloader) {
    let held = Arc::new(Text(Mutex::new("{}".into())));
    let place = Place::new(set.folder.path());
    let reloader = Reloader::new(place, Gates::default()).held(held.clone());
    in_force(&reloader.reload());
    (held, reloader)
}

fn bo_may(reloader: &Reloader) -> bool {
    let mut request = common::view("bo");
    request.resource.id = "n9".into();
    reloader.live().current().unwrap().engine.permits(&request).unwrap()
}

#[test]
fn a_change_that_is_kept_is_in_force_beside_the_files() {
    for (change, way) in [(bo(), DataEffort::Changed), (unfit(), DataEffort::Read)] {
        let set = Set::new();
        let (held, reloader) = started(&set);
        let version = Other::new(&held, BO, change).make(&reloader).unwrap();
        assert_eq!((version.number, version.effort.data), (2, way));
        assert!(bo_may(&reloader) && permits(&reloader.live(), "ann"));
        reloader.reload();
        assert_eq!(reloader.live().current().unwrap().number, 2, "a reload finds the same");
        set.write("data.json", &DATA.replace("\"ann\"", "\"ann\", \"properties\": {}"));
        let version = in_force(&reloader.reload());
        assert_eq!(version.effort.data, DataEffort::Read);
        assert!(bo_may(&reloader), "a change of the files leaves it");
    }
}

#[test]
fn an_edit_of_the_policy_takes_changed_data_along() {
    let set = Set::new();
    let (held, reloader) = started(&set);
    Other::new(&held, BO, bo()).make(&reloader).unwrap();
    set.write(
        "rules.policy",
        &format!("{}restriction r {{ forbid edit on Note }}\n", common::RULES),
    );
    let version = in_force(&reloader.reload());
    assert_eq!(version.effort.data, DataEffort::TakenOver);
    assert!(bo_may(&reloader) && permits(&reloader.live(), "ann"));
    set.write("rules.policy", &format!("{}role clerk {{ can edit }}\n", common::RULES));
    let version = in_force(&reloader.reload());
    assert_eq!(version.effort.data, DataEffort::Read, "roles are what assignments name");
    assert!(bo_may(&reloader) && permits(&reloader.live(), "ann"));
}

#[test]
fn a_data_file_of_another_name_is_read_again() {
    let set = Set::new();
    let reloader = set.reloader(Gates::default());
    in_force(&reloader.reload());
    set.write("other.json", DATA);
    set.write("ward.toml", "data = [\"other.json\"]\n");
    assert_eq!(in_force(&reloader.reload()).effort.data, DataEffort::Read);
}

#[test]
fn a_change_that_does_not_load_or_can_not_be_kept_changes_nothing() {
    let set = Set::new();
    let (held, reloader) = started(&set);
    let broken = Other::new(&held, "{\"entities\": 1}", unfit());
    match broken.make(&reloader) {
        Err(NotChanged::HeldBack(held)) => assert_eq!(held.gate, Gate::Data),
        other => panic!("{other:?}"),
    }
    assert!(!broken.kept.get());
    match (Other { disk_is_full: true, ..Other::new(&held, BO, bo()) }).make(&reloader) {
        Err(NotChanged::NotKept(why)) => assert_eq!(why, "the disk is full"),
        other => panic!("{other:?}"),
    }
    assert!(!bo_may(&reloader));
    assert_eq!(reloader.live().current().unwrap().number, 1);
}
