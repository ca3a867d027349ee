//! A policy that takes over the data of the one before decides, lists and warns as one that reads
//! them.

#![allow(clippy::panic, reason = "what must not fail in a test fails it")]

use std::cell::Cell;
use std::sync::Arc;

use ward_compiler::incremental::Recompiler;
use ward_compiler::{PolicySource, compile};
use ward_evaluator::{DataFile, Engine};
use ward_tests::alike::alike;
use ward_tests::edit::{Draw, edited};
use ward_tests::generate::{Features, World};
use ward_tests::law::for_worlds;

/// How often the data were taken over, and how often they had to be read.
#[derive(Default)]
struct Ways {
    taken: Cell<usize>,
    read: Cell<usize>,
}

impl Ways {
    fn note(&self, taken: bool) {
        let way = if taken { &self.taken } else { &self.read };
        way.set(way.get() + 1);
    }
}

/// Edits a world's policy so many times, and takes the data along.
fn edits(world: &World, count: usize, ways: &Ways) -> Result<(), String> {
    let data = [DataFile { name: "data.json".into(), text: world.data().to_string() }];
    let mut compiler = Recompiler::default();
    let mut source = world.source();
    let Ok((policy, _)) = compiler.update(source.clone()) else { return Ok(()) };
    let (mut engine, problems) = Engine::load(policy, &data);
    if problems.iter().any(|one| one.is_error()) {
        return Ok(());
    }
    let mut draw = Draw::from(&world.to_string());
    for _ in 0..count {
        let next = edited(&source, &mut draw);
        let Ok((policy, _)) = compiler.update(next.clone()) else { continue };
        let (fresh, told) = Engine::load(policy.clone(), &data);
        let taken = engine.under(policy);
        ways.note(taken.is_some());
        if let Some((taken, said)) = &taken {
            let differ = |why| format!("{why}\nafter:\n{}", texts(&next));
            if *said != told {
                return Err(differ(format!("{said:#?}\n{told:#?}")));
            }
            alike(taken, &fresh, &world.requests).map_err(differ)?;
        }
        if told.iter().any(|one| one.is_error()) {
            continue;
        }
        engine = taken.map_or(fresh, |(taken, _)| taken);
        source = next;
    }
    Ok(())
}

fn texts(source: &PolicySource) -> String {
    source.files.iter().map(|file| format!("{}\n{}\n", file.path, file.text)).collect()
}

#[test]
fn edits_of_made_up_policies_take_the_data_along() {
    let ways = Ways::default();
    for_worlds(Features::ALL, 40, |world| edits(world, 12, &ways))
        .unwrap_or_else(|why| panic!("{why}"));
    assert!(ways.taken.get() > 100, "the short way is tried: {}", ways.taken.get());
    assert!(ways.read.get() > 5, "and the long one: {}", ways.read.get());
}

const BEFORE: &str = "policy p
entity Team
subject entity User in Team { level: Int = 0, name: String? }
entity Note in Team { author: User? }
actions notes on Note { view, edit }
role low { can view when subject.level > 1 }
role high { can edit when note.author == subject }
";

/// Whether an edit leaves the store as it is.
fn stays(from: &str, to: &str) -> bool {
    let policy = |text: &str| {
        Arc::new(compile(&PolicySource::from_text(text)).unwrap_or_else(|it| panic!("{it:?}")))
    };
    let text = r#"{"entities": [{"type": "User", "id": "ann", "parents": ["Team::t"]},
        {"type": "Note", "id": "n", "properties": {"author": "User::ann"}}],
        "assignments": [{"subject": "User::ann", "role": "low"}]}"#;
    let data = [DataFile { name: "data.json".into(), text: text.into() }];
    let (engine, _) = Engine::load(policy(from), &data);
    let taken = engine.under(policy(to));
    if let Some((taken, told)) = &taken {
        let (fresh, said) = Engine::load(policy(to), &data);
        assert_eq!(*told, said);
        alike(taken, &fresh, &[]).unwrap_or_else(|why| panic!("{why}"));
    }
    taken.is_some()
}

#[test]
fn conditions_and_rules_leave_the_data_as_they_are() {
    for (from, to) in [
        ("level > 1", "level > 12"),
        ("level > 1", "name in [\"ann\", \"bo\"] and subject.level > 1"),
        ("can edit when note.author == subject", "can edit when note.author == User::\"new\""),
        ("role low {", "restriction r { forbid edit when subject.level < 3 }\nrole low {"),
        ("policy p\n", "policy p\n\n// Places move.\n\n"),
    ] {
        assert!(stays(BEFORE, &BEFORE.replace(from, to)), "{to}");
    }
}

#[test]
fn whatever_data_lean_on_has_them_read_again() {
    for (from, to) in [
        ("level: Int = 0", "level: Int = 1"),
        ("level: Int = 0", "level: Decimal = 0.0"),
        ("author: User?", "author: User?, title: String?"),
        ("entity Note in Team", "entity Note in Team, User"),
        ("entity Team", "external entity Team"),
        ("role high {", "role other { }\nrole high {"),
        ("role low {", "abstract role low {"),
        ("role low {", "role low in Team {"),
        ("role high {", "class c { }\nrole high {"),
    ] {
        let to = BEFORE.replace(from, to);
        assert!(compile(&PolicySource::from_text(&to)).is_ok(), "{to}");
        assert!(!stays(BEFORE, &to), "{to}");
    }
}
