//! The data the other way round: what lies in an entity, and which records name it.

use rustc_hash::FxHashSet;
use ward_compiler::model::{Policy, PropertyId};

use crate::store::{Store, number};
use crate::value::{EntityId, Parts, Value};

/// Lists by entity, one behind the other.
#[derive(Clone, Debug)]
struct ByEntity<T> {
    starts: Vec<u32>,
    items: Vec<T>,
}

impl<T: Copy> ByEntity<T> {
    /// Groups what was found by entity; within an entity the order stays.
    fn of(count: usize, mut found: Vec<(EntityId, T)>) -> Self {
        found.sort_by_key(|(entity, _)| *entity);
        let mut starts = vec![0; count + 1];
        for (entity, _) in &found {
            starts[entity.0 as usize + 1] += 1;
        }
        for at in 0..count {
            starts[at + 1] += starts[at];
        }
        Self { starts, items: found.into_iter().map(|(_, item)| item).collect() }
    }

    fn get(&self, entity: EntityId) -> &[T] {
        let at = entity.0 as usize;
        match (self.starts.get(at), self.starts.get(at + 1)) {
            (Some(start), Some(end)) => &self.items[*start as usize..*end as usize],
            _ => &[],
        }
    }
}

/// The data the other way round. It is made when it is first asked for.
#[derive(Clone, Debug)]
pub struct Index {
    children: ByEntity<EntityId>,
    named_by: ByEntity<(EntityId, PropertyId)>,
}

impl Index {
    /// Turns a store round.
    pub fn of(policy: &Policy, store: &Store) -> Self {
        let (mut children, mut named_by) = (Vec::new(), Vec::new());
        for at in 0..store.known() {
            let id = EntityId(number(at));
            let Some(entity) = store.entity(id) else { continue };
            children.extend(entity.parents().iter().map(|parent| (*parent, id)));
            let Some((ty, _)) = store.uid(id) else { continue };
            for property in 0..policy.schema.ty(ty).properties.len() {
                let property = PropertyId::from_index(property);
                if let Some(value) = entity.property(property) {
                    for_each_entity(store, value, &mut |named| {
                        named_by.push((named, (id, property)));
                    });
                }
            }
        }
        Self {
            children: ByEntity::of(store.known(), children),
            named_by: ByEntity::of(store.known(), named_by),
        }
    }

    /// What is, or lies in, an entity by what is stored.
    pub fn inside(&self, entity: EntityId) -> Vec<EntityId> {
        let mut found = vec![entity];
        let mut seen: FxHashSet<EntityId> = found.iter().copied().collect();
        let mut at = 0;
        while let Some(id) = found.get(at).copied() {
            let new = self.children.get(id).iter().copied().filter(|child| seen.insert(*child));
            found.extend(new);
            at += 1;
        }
        found
    }

    /// The records whose property is an entity, or a set with it.
    pub fn named_by(
        &self,
        entity: EntityId,
        property: PropertyId,
    ) -> impl Iterator<Item = EntityId> + '_ {
        let named = self.named_by.get(entity).iter();
        named.filter(move |(_, by)| *by == property).map(|(record, _)| *record)
    }
}

/// Calls for an entity, or each element of a set of entities.
fn for_each_entity(store: &Store, value: Value, call: &mut impl FnMut(EntityId)) {
    match value {
        Value::Entity(id) => call(id),
        Value::Set(elements) => {
            for element in elements.places() {
                if let Some(Value::Entity(id)) = store.item(element) {
                    call(id);
                }
            }
        }
        _ => {}
    }
}
