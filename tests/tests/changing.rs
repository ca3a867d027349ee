//! Data that are changed in place decide, list and warn as the same data do when they are read.

#![allow(clippy::panic, clippy::unwrap_used, reason = "what must not fail in a test fails it")]

use std::cell::Cell;
use std::collections::BTreeMap;
use std::sync::Arc;

use serde_json::{Value as Json, json};
use ward_compiler::{Policy, PolicySource, compile};
use ward_evaluator::{Change, DataFile, Engine};
use ward_tests::alike::alike;
use ward_tests::edit::Draw;
use ward_tests::generate::{Features, World};
use ward_tests::law::for_worlds;

/// Data that can be changed: entities by `Type::id`, assignments by what they say.
#[derive(Clone, Debug, Default, PartialEq)]
struct Held {
    entities: BTreeMap<String, Json>,
    assignments: BTreeMap<String, Json>,
}

impl Held {
    fn put(&mut self, entity: Json) {
        self.entities.insert(entity_name(&entity), entity);
    }

    fn assign(&mut self, assignment: Json) {
        self.assignments.insert(assignment.to_string(), assignment);
    }

    fn file(&self) -> DataFile {
        let entities: Vec<_> = self.entities.values().collect();
        let assignments: Vec<_> = self.assignments.values().collect();
        let text = json!({"entities": entities, "assignments": assignments}).to_string();
        DataFile { name: "held".into(), text }
    }

    /// What has to be changed to come to `next`.
    fn change_to(&self, next: &Self) -> Change {
        let gone =
            self.entities.iter().filter(|(name, one)| next.entities.get(*name) != Some(*one));
        let put = next.entities.iter().filter(|(name, one)| self.entities.get(*name) != Some(*one));
        let out =
            |(at, name): (usize, &String)| (!next.assignments.contains_key(name)).then_some(at);
        let new = |(at, (name, one)): (usize, (&String, &Json))| {
            (!self.assignments.contains_key(name)).then(|| (at, one.to_string()))
        };
        Change {
            name: "held".into(),
            gone: gone.map(|(name, _)| name.clone()).collect(),
            entities: put.map(|(_, one)| one.to_string()).collect(),
            assignments_gone: self.assignments.keys().enumerate().filter_map(out).collect(),
            assignments: next.assignments.iter().enumerate().filter_map(new).collect(),
        }
    }
}

fn entity_name(entity: &Json) -> String {
    format!("{}::{}", entity["type"].as_str().unwrap_or(""), entity["id"].as_str().unwrap_or(""))
}

/// A world's data, some of them in a file.
struct Data {
    file: DataFile,
    held: Held,
    /// What new records are made of.
    entities: Vec<Json>,
    assignments: Vec<Json>,
}

impl Data {
    fn of(world: &World, draw: &mut Draw) -> Self {
        let (mut entities, mut assignments) = (Vec::new(), Vec::new());
        let mut held = Held::default();
        for entity in &world.entities {
            match draw.below(3) {
                0 => entities.push(entity.clone()),
                _ => held.put(entity.clone()),
            }
        }
        for assignment in &world.assignments {
            match draw.below(3) {
                0 => assignments.push(assignment.clone()),
                _ => held.assign(assignment.clone()),
            }
        }
        let text = json!({"entities": entities, "assignments": assignments}).to_string();
        Self {
            file: DataFile { name: "file".into(), text },
            held,
            entities: world.entities.clone(),
            assignments: world.assignments.clone(),
        }
    }

    fn any<'t>(of: &'t [Json], draw: &mut Draw) -> Option<&'t Json> {
        of.get(draw.below(of.len()))
    }

    /// The held data after a transaction.
    fn next(&self, draw: &mut Draw) -> Held {
        let mut next = self.held.clone();
        for _ in 0..=draw.below(3) {
            match draw.below(9) {
                0 | 1 => {
                    let name = next.entities.keys().nth(draw.below(next.entities.len())).cloned();
                    name.map(|name| next.entities.remove(&name));
                }
                2 => {
                    let at = draw.below(next.assignments.len());
                    let name = next.assignments.keys().nth(at).cloned();
                    name.map(|name| next.assignments.remove(&name));
                }
                3..=5 => {
                    self.assignment(draw).into_iter().for_each(|one| next.assign(one));
                }
                _ => self.entity(draw).into_iter().for_each(|one| next.put(one)),
            }
        }
        next
    }

    /// One of the entities, changed in something.
    fn entity(&self, draw: &mut Draw) -> Option<Json> {
        let mut entity = Self::any(&self.entities, draw)?.clone();
        let other = Self::any(&self.entities, draw)?;
        match draw.below(9) {
            0 => entity["parents"] = json!([]),
            1 => entity["parents"] = other["parents"].clone(),
            2 if other["type"] == entity["type"] => {
                entity["properties"] = other["properties"].clone();
            }
            3 => entity["properties"] = json!({}),
            4 => entity["id"] = json!(format!("new{}", draw.below(3))),
            5 => entity["properties"]["unheard_of"] = json!(1),
            6 if draw.below(4) == 0 => entity["type"] = json!("Unheard"),
            _ => {}
        }
        Some(entity)
    }

    /// One of the assignments, changed in something.
    fn assignment(&self, draw: &mut Draw) -> Option<Json> {
        let mut assignment = Self::any(&self.assignments, draw)?.clone();
        let other = Self::any(&self.assignments, draw)?;
        match draw.below(6) {
            0 => assignment["within"] = json!(entity_name(Self::any(&self.entities, draw)?)),
            1 => assignment["subject"] = other["subject"].clone(),
            2 => assignment["until"] = json!("2026-02-01"),
            3 => assignment["from"] = json!("2026-03-02"),
            _ => {}
        }
        Some(assignment)
    }
}

/// How often data were changed in place, and how often they were read.
#[derive(Default)]
struct Ways {
    changed: Cell<usize>,
    read: Cell<usize>,
    refused: Cell<usize>,
}

fn one_more(count: &Cell<usize>) {
    count.set(count.get() + 1);
}

/// Makes so many transactions on the data of a world.
fn transactions(world: &World, count: usize, ways: &Ways) -> Result<(), String> {
    let Ok(policy) = world.compile() else { return Ok(()) };
    let mut draw = Draw::from(&world.to_string());
    let mut data = Data::of(world, &mut draw);
    let load = |data: &Data, held: &Held| {
        Engine::load_with(policy.clone(), std::slice::from_ref(&data.file), &held.file())
    };
    let (mut engine, problems) = load(&data, &data.held);
    if problems.iter().any(|one| one.is_error()) {
        return Ok(());
    }
    for _ in 0..count {
        let next = data.next(&mut draw);
        let change = data.held.change_to(&next);
        let (fresh, told) = load(&data, &next);
        let wrong = told.iter().any(|one| one.is_error());
        match engine.changed(&change) {
            None if wrong => one_more(&ways.refused),
            None => {
                one_more(&ways.read);
                (engine, data.held) = (fresh, next);
            }
            Some(_) if wrong => return Err(format!("{change:#?} is wrong: {told:#?}")),
            Some((changed, said)) => {
                one_more(&ways.changed);
                if said != told {
                    return Err(format!("{change:#?}\n{said:#?}\n{told:#?}"));
                }
                alike(&changed, &fresh, &world.requests)
                    .map_err(|why| format!("{change:#?}\n{why}\nfile {}", data.file.text))?;
                (engine, data.held) = (changed, next);
            }
        }
    }
    Ok(())
}

#[test]
fn transactions_on_made_up_data_come_to_what_reading_them_comes_to() {
    let ways = Ways::default();
    for_worlds(Features::ALL, 60, |world| transactions(world, 20, &ways))
        .unwrap_or_else(|why| panic!("{why}"));
    let (changed, read) = (ways.changed.get(), ways.read.get());
    assert!(changed > 300, "{changed} in place, {read} read");
    assert!(ways.refused.get() > 20, "wrong ones are tried: {}", ways.refused.get());
}

fn clinic() -> Arc<Policy> {
    let text = "policy clinic
entity Firm
entity Ward in Firm, Ward
subject entity User in Ward { level: Int = 0 }
entity Note in Ward { author: User?, seen_by: Set<User> = [] }
actions notes on Note { view, edit }
role nurse { can view, edit when note.author == subject }
role local in Ward { can view }
role regional in Firm { can edit }
";
    Arc::new(compile(&PolicySource::from_text(text)).unwrap_or_else(|it| panic!("{it:?}")))
}

fn entity(ty: &str, id: &str, parents: &[&str]) -> Json {
    json!({"type": ty, "id": id, "parents": parents})
}

/// The clinic's data changed step by step; each step is compared with reading them.
fn steps(steps: &[&dyn Fn(&mut Held)]) {
    let mut held = Held::default();
    let none = DataFile { name: "file".into(), text: "{}".into() };
    let load = |held: &Held| Engine::load_with(clinic(), std::slice::from_ref(&none), &held.file());
    let (mut engine, _) = load(&held);
    for (at, step) in steps.iter().enumerate() {
        let mut next = held.clone();
        step(&mut next);
        let (changed, said) = engine.changed(&held.change_to(&next)).unwrap();
        let (fresh, told) = load(&next);
        assert_eq!(said, told, "step {at}");
        let request = |action: &str| {
            json!({"subject": {"type": "User", "id": "ann"}, "action": {"name": action},
                "resource": {"type": "Note", "id": "n"}})
        };
        alike(&changed, &fresh, &[request("view"), request("edit")])
            .unwrap_or_else(|why| panic!("step {at}: {why}"));
        (engine, held) = (changed, next);
    }
}

#[test]
fn who_lies_in_what_follows_what_lies_above() {
    steps(&[
        &|it| it.put(entity("Note", "n", &["Ward::a"])),
        &|it| it.put(entity("User", "ann", &["Ward::a"])),
        &|it| it.assign(json!({"subject": "User::ann", "role": "local", "within": "Ward::b"})),
        &|it| it.assign(json!({"subject": "User::ann", "role": "regional", "within": "Ward::b"})),
        &|it| it.put(entity("Ward", "a", &["Ward::b"])),
        &|it| it.put(entity("Ward", "b", &["Firm::f"])),
        &|it| it.put(entity("Firm", "f", &[])),
        &|it| it.put(entity("Ward", "b", &[])),
        &|it| it.put(entity("Ward", "b", &["Firm::f"])),
        &|it| it.put(entity("Ward", "a", &[])),
        &|it| drop(it.entities.remove("Ward::b")),
        &|it| it.put(entity("Ward", "a", &["Ward::b"])),
        &|it| drop(it.entities.remove("Note::n")),
        &|it| drop(it.entities.remove("User::ann")),
    ]);
}

#[test]
fn assignments_keep_their_order() {
    let assign = |subject: &'static str, role: &'static str| {
        move |it: &mut Held| it.assign(json!({"subject": subject, "role": role}))
    };
    steps(&[
        &|it| ["ann", "bo", "cy"].into_iter().for_each(|id| it.put(entity("User", id, &[]))),
        &assign("User::bo", "nurse"),
        &assign("User::cy", "nurse"),
        &assign("User::ann", "nurse"),
        &assign("User::bo", "local"),
        &|it| drop(it.assignments.pop_first()),
        &assign("User::ann", "local"),
        &|it| it.assignments.clear(),
    ]);
}

#[test]
fn what_is_wrong_is_left_to_reading() {
    let mut held = Held::default();
    held.put(entity("Ward", "a", &[]));
    held.put(entity("Ward", "b", &["Ward::a"]));
    let file = json!({"entities": [entity("User", "ann", &[])]}).to_string();
    let file = [DataFile { name: "file".into(), text: file }];
    let (engine, _) = Engine::load_with(clinic(), &file, &held.file());
    for wrong in [
        entity("Ward", "a", &["Ward::b"]),
        entity("Ward", "c", &["Ward::c"]),
        entity("User", "ann", &[]),
        entity("Firm", "f", &["Ward::a"]),
        json!({"type": "User", "id": "bo", "properties": {"level": "high"}}),
        json!({"type": "User", "id": "bo", "colour": "red"}),
        json!({"type": "User", "id": ""}),
    ] {
        let mut next = held.clone();
        next.put(wrong.clone());
        assert!(engine.changed(&held.change_to(&next)).is_none(), "{wrong}");
        let (_, told) = Engine::load_with(clinic(), &file, &next.file());
        assert!(told.iter().any(|one| one.is_error()), "{wrong}");
    }
    for wrong in [
        json!({"subject": "User::ann", "role": "doctor"}),
        json!({"subject": "Note::n", "role": "nurse"}),
        json!({"subject": "User::ann"}),
    ] {
        let mut next = held.clone();
        next.assign(wrong.clone());
        assert!(engine.changed(&held.change_to(&next)).is_none(), "{wrong}");
    }
}

#[test]
fn data_without_a_part_that_can_be_changed_are_read() {
    let (engine, _) = Engine::load(clinic(), &[]);
    assert!(engine.changed(&Change::default()).is_none());
}

#[test]
fn after_many_changes_the_data_are_read_again() {
    let mut held = Held::default();
    let (mut engine, _) = Engine::load_with(clinic(), &[], &held.file());
    for at in 0.. {
        let mut next = held.clone();
        next.put(json!({"type": "User", "id": "ann", "properties": {"level": at}}));
        let Some((changed, _)) = engine.changed(&held.change_to(&next)) else {
            assert!((400..600).contains(&at), "{at}");
            break;
        };
        (engine, held) = (changed, next);
    }
    assert_eq!(engine.store().stored_count(), 1);
}
