//! Whether two engines over the same policy and data are one for whoever asks.

use std::fmt::Debug;

use serde_json::Value as Json;
use ward_evaluator::{Engine, EntityInput, Request};

/// Compares everything that two engines can be asked: decisions with their reasons, lists in both
/// directions, and the data that they show.
///
/// # Errors
/// On what they differ.
pub fn alike(one: &Engine, other: &Engine, requests: &[Json]) -> Result<(), String> {
    equal("stored", one, other, stored)?;
    equal("assignments", one, other, assignments)?;
    for request in requests {
        let Ok(request) = Request::from_json(request) else { continue };
        let decided = |engine: &Engine| engine.decide(&request).map(|it| it.to_json()).ok();
        equal("decide", one, other, decided).map_err(|why| format!("{request:?}: {why}"))?;
        equal("permits", one, other, |engine| engine.permits(&request).ok())?;
        equal("list", one, other, |engine| engine.list(&request).ok())?;
        let nobody = Request { subject: EntityInput::default(), ..request.clone() };
        equal("who can", one, other, |engine| engine.who_can(&nobody).ok())?;
        equal("what can", one, other, |engine| engine.what_can(&request).ok())?;
    }
    Ok(())
}

fn equal<T: PartialEq + Debug>(
    what: &str,
    one: &Engine,
    other: &Engine,
    ask: impl Fn(&Engine) -> T,
) -> Result<(), String> {
    let (one, other) = (ask(one), ask(other));
    if one == other { Ok(()) } else { Err(format!("{what}:\n{one:#?}\n{other:#?}")) }
}

/// The stored entities with their parents and what they lie in.
fn stored(engine: &Engine) -> Vec<(String, Vec<String>, Vec<String>, bool)> {
    let store = engine.store();
    let mut found = Vec::new();
    for ty in engine.policy().schema.type_ids() {
        for id in store.stored(ty) {
            let Some(entity) = store.entity(id) else { continue };
            let names = |ids: &[ward_evaluator::EntityId]| {
                let mut names: Vec<_> = ids.iter().map(|id| name(engine, *id)).collect();
                names.sort();
                names
            };
            let (parents, above) = (names(entity.parents()), names(entity.ancestors()));
            found.push((name(engine, id), parents, above, entity.is_complete()));
        }
    }
    found.sort();
    found
}

/// The assignments in their order.
fn assignments(engine: &Engine) -> Vec<(String, String, Option<String>)> {
    let all = engine.store().assignments().iter();
    let named = all.map(|one| {
        let what = format!("{:?} {:?} {:?}", one.what, one.from, one.until);
        (name(engine, one.subject), what, one.within.map(|id| name(engine, id)))
    });
    named.collect()
}

fn name(engine: &Engine, id: ward_evaluator::EntityId) -> String {
    engine.store().uid(id).map_or_else(String::new, |(ty, id)| {
        format!("{}::{id}", engine.policy().schema.ty(ty).name)
    })
}
