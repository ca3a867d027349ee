//! What entities lie in, after some of them have come, gone or been moved.

use std::collections::BTreeSet;

use rustc_hash::{FxHashMap, FxHashSet};

use crate::store::close::{DEEPEST, List};
use crate::store::{Builder, Store, number};
use crate::value::EntityId;

/// Writes down anew what entities lie in; gives those that have come, gone or lie elsewhere, with
/// all that lie in them. `None` where something would contain itself, or might lie too deep.
pub(super) fn close(
    builder: &mut Builder<'_>,
    old: &Store,
    changed: &BTreeSet<EntityId>,
    appeared: &BTreeSet<EntityId>,
) -> Option<BTreeSet<EntityId>> {
    let given: FxHashMap<EntityId, Vec<EntityId>> = builder
        .given_parents
        .iter()
        .map(|(id, span)| {
            let parents = span.places().filter_map(|at| builder.parents.get(at as usize).copied());
            (*id, parents.collect())
        })
        .collect();
    let is_moved = |id: &&EntityId| {
        let before = old.entity(**id).map(|entity| entity.parents());
        appeared.contains(id) || before != given.get(id).map(Vec::as_slice)
    };
    let mut moved: BTreeSet<EntityId> = changed.iter().filter(is_moved).copied().collect();
    lying_in(builder, old, &mut moved);
    let stays = changed.iter().filter(|id| !moved.contains(id));
    for (id, head) in stays.filter_map(|id| Some((*id, old.head(*id)?))) {
        builder.store.heads.get_mut(id.0 as usize)?.stay(head);
    }
    let open = moved.iter().filter_map(|id| {
        let entity = builder.store.entity(*id)?;
        Some((*id, given.get(id).map_or_else(|| entity.parents().to_vec(), Clone::clone)))
    });
    let open = open.collect();
    Closing { builder, open, known: FxHashMap::default() }.all(&moved)?;
    Some(moved)
}

/// Adds all that lie in some entities.
fn lying_in(builder: &Builder<'_>, old: &Store, moved: &mut BTreeSet<EntityId>) {
    let known = number(old.known());
    let outer: Vec<EntityId> = moved.iter().copied().filter(|id| id.0 < known).collect();
    if outer.is_empty() {
        return;
    }
    for id in (0..known).map(EntityId) {
        let Some(entity) = old.entity(id).filter(|_| builder.store.entity(id).is_some()) else {
            continue;
        };
        let above = entity.ancestors();
        if outer.iter().any(|outer| above.binary_search(outer).is_ok()) {
            moved.insert(id);
        }
    }
}

/// Entities whose lists are to be written, with their parents.
struct Closing<'b, 'p> {
    builder: &'b mut Builder<'p>,
    open: FxHashMap<EntityId, Vec<EntityId>>,
    known: FxHashMap<Vec<EntityId>, List>,
}

impl Closing<'_, '_> {
    fn all(&mut self, moved: &BTreeSet<EntityId>) -> Option<()> {
        moved.iter().try_for_each(|id| self.from(*id))
    }

    /// Parents come before children. Who is met again while still waiting contains itself.
    fn from(&mut self, start: EntityId) -> Option<()> {
        let mut entered = FxHashSet::default();
        let mut stack = vec![start];
        while let Some(at) = stack.last().copied() {
            let Some(parents) = self.open.get(&at) else {
                stack.pop();
                continue;
            };
            let waits = parents.iter().copied().filter(|parent| self.open.contains_key(parent));
            let waits: Vec<EntityId> = waits.collect();
            if waits.is_empty() {
                self.one(at)?;
                stack.pop();
            } else if entered.insert(at) {
                stack.extend(waits);
            } else {
                return None;
            }
        }
        Some(())
    }

    fn one(&mut self, at: EntityId) -> Option<()> {
        let parents = self.open.remove(&at)?;
        let count = number(parents.len());
        let store = &mut self.builder.store;
        let list = match self.known.get(&parents) {
            Some(list) => *list,
            None => {
                let list = List::of(store, &parents);
                self.known.insert(parents, list);
                list
            }
        };
        store.heads.get_mut(at.0 as usize)?.close(list, count);
        // Whoever lies deeper has at least so many ancestors.
        (list.ancestors <= DEEPEST).then_some(())
    }
}
