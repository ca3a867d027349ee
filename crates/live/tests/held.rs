//! Data that come from elsewhere than files.

#![allow(clippy::unwrap_used, clippy::panic, reason = "what must not fail in a test fails it")]

mod common;

use std::sync::{Arc, Mutex};

use common::{DATA, Set, in_force, permits};
use ward_evaluator::DataFile;
use ward_live::{Gate, Gates, Held, NotChanged, Place, Reloader};

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
    let set = Set::new();
    let (held, reloader) = started(&set);
    let keep = || {
        *held.0.lock().unwrap() = BO.into();
        Ok(())
    };
    let version = reloader.change(file(BO), keep).unwrap();
    assert_eq!(version.number, 2);
    assert!(bo_may(&reloader) && permits(&reloader.live(), "ann"));
    reloader.reload();
    assert_eq!(reloader.live().current().unwrap().number, 2, "a reload finds the same");
    set.write("data.json", &DATA.replace("\"ann\"", "\"ann\", \"properties\": {}"));
    in_force(&reloader.reload());
    assert!(bo_may(&reloader), "a change of the files leaves it");
}

#[test]
fn a_change_that_does_not_load_or_can_not_be_kept_changes_nothing() {
    let set = Set::new();
    let (_, reloader) = started(&set);
    match reloader.change(file("{\"entities\": 1}"), || panic!("it isn't to be kept")) {
        Err(NotChanged::HeldBack(held)) => assert_eq!(held.gate, Gate::Data),
        other => panic!("{other:?}"),
    }
    match reloader.change(file(BO), || Err("the disk is full".into())) {
        Err(NotChanged::NotKept(why)) => assert_eq!(why, "the disk is full"),
        other => panic!("{other:?}"),
    }
    assert!(!bo_may(&reloader));
    assert_eq!(reloader.live().current().unwrap().number, 1);
}
