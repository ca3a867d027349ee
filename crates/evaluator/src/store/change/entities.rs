//! Entities that go and are put.

use std::collections::BTreeSet;

use ward_compiler::model::PropertyId;

use super::Change;
use super::closing::close;
use crate::store::load::read_change;
use crate::store::told::About;
use crate::store::{Builder, Store, number};
use crate::value::EntityId;

/// What a change of entities reaches besides themselves.
pub(super) struct Moved {
    /// Those that have come, gone, or lie elsewhere, and all that lie in them.
    pub entities: BTreeSet<EntityId>,
    /// Whether something that isn't changed knows one of them.
    pub were_known: bool,
}

/// Takes entities away and puts others; `None` where something is wrong.
pub(super) fn change(builder: &mut Builder<'_>, old: &Store, change: &Change) -> Option<Moved> {
    builder.begin_held();
    let mut gone = BTreeSet::new();
    for name in &change.gone {
        builder.told.forget_entity(name);
        // One of a type that isn't declared was left out.
        let Some(id) = stored(builder, name) else { continue };
        forget_references(builder, id);
        builder.store.mirrors.forget(id);
        builder.store.heads.get_mut(id.0 as usize)?.unstore();
        gone.insert(id);
    }
    read_change(builder, change);
    if builder.has_failed() {
        return None;
    }
    let put: Vec<EntityId> = builder.given_parents.iter().map(|(id, _)| *id).collect();
    builder.tell_dangling();
    let known = number(old.known());
    let is_stored = |store: &Store, id: EntityId| store.entity(id).is_some();
    let changed: BTreeSet<EntityId> = gone.iter().chain(&put).copied().collect();
    let appeared: BTreeSet<EntityId> = changed
        .iter()
        .copied()
        .filter(|id| is_stored(old, *id) != is_stored(&builder.store, *id))
        .collect();
    let moved = close(builder, old, &changed, &appeared)?;
    builder.about(About::Structure);
    builder.check_mirrors();
    check_mirrors_of(builder, &moved)?;
    let known_before: Vec<_> = appeared.into_iter().filter(|id| id.0 < known).collect();
    if !known_before.is_empty() {
        tell_references_to(builder, &known_before.into_iter().collect());
    }
    let were_known = moved.iter().any(|id| id.0 < known);
    Some(Moved { entities: moved, were_known })
}

/// The stored entity of a name.
fn stored(builder: &mut Builder<'_>, name: &str) -> Option<EntityId> {
    let (ty, id) = name.split_once("::")?;
    let ty = builder.policy().schema.find_type(ty)?;
    let id = builder.store.find(ty, id)?;
    builder.store.entity(id).is_some().then_some(id)
}

/// Takes back what was said of the references of an entity that goes.
fn forget_references(builder: &mut Builder<'_>, id: EntityId) {
    let messages: Vec<_> =
        references(builder, id).into_iter().map(|to| builder.refers(id, to)).collect();
    messages.into_iter().for_each(|message| builder.told.dangle(message, false));
}

/// The entities that a stored one names.
fn references(builder: &Builder<'_>, id: EntityId) -> Vec<EntityId> {
    let mut named: Vec<_> =
        builder.store.entity(id).map_or(&[][..], |entity| entity.parents()).to_vec();
    builder.entities_of_row(id, &mut named);
    named
}

/// Says anew which references to some entities lead to what isn't stored.
fn tell_references_to(builder: &mut Builder<'_>, some: &BTreeSet<EntityId>) {
    let mut said = Vec::new();
    let mut named = Vec::new();
    for at in 0..builder.store.known() {
        let id = EntityId(number(at));
        let Some(entity) = builder.store.entity(id) else { continue };
        named.clear();
        named.extend_from_slice(entity.parents());
        builder.entities_of_row(id, &mut named);
        let to = named.iter().filter(|to| some.contains(to));
        said.extend(to.map(|to| (builder.refers(id, *to), builder.is_missing(*to))));
    }
    said.into_iter().for_each(|(message, missing)| builder.told.dangle(message, missing));
}

/// Whether the properties of entities that lie elsewhere still name their containers; `None`
/// where they don't.
fn check_mirrors_of(builder: &Builder<'_>, moved: &BTreeSet<EntityId>) -> Option<()> {
    let schema = &builder.policy().schema;
    let mut named = Vec::new();
    for id in moved {
        let Some(entity) = builder.store.entity(*id) else { continue };
        named.clear();
        named.extend(entity.mirrors().iter().map(|(_, container)| *container));
        let ty = builder.ty(*id);
        for (at, name) in schema.ty(ty).properties.keys().enumerate() {
            if schema.mirrored_container(ty, name).is_some()
                && let Some(value) = entity.property(PropertyId::from_index(at))
            {
                builder.entities_in(value, &mut named);
            }
        }
        if named.iter().any(|id| entity.ancestors().binary_search(id).is_err()) {
            return None;
        }
    }
    Some(())
}
