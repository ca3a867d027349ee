//! Which containers the properties of entities name.

use rustc_hash::FxHashMap;
use ward_compiler::model::TypeId;

use crate::value::{EntityId, Span};

/// The containers that properties name, by entity: which is meant where there are several.
#[derive(Clone, Debug, Default)]
pub(super) struct Mirrors {
    spans: FxHashMap<EntityId, Span>,
    named: Vec<(TypeId, EntityId)>,
}

impl Mirrors {
    /// Notes one of an entity; those of one entity are noted one after the other.
    pub fn add(&mut self, entity: EntityId, kind: TypeId, container: EntityId) {
        let start = super::number(self.named.len());
        self.spans.entry(entity).or_insert(Span { start, len: 0 }).len += 1;
        self.named.push((kind, container));
    }

    /// Forgets those of an entity.
    pub fn forget(&mut self, entity: EntityId) {
        self.spans.remove(&entity);
    }

    /// Those of an entity, by kind.
    pub fn of(&self, entity: EntityId) -> &[(TypeId, EntityId)] {
        let Some(span) = self.spans.get(&entity) else { return &[] };
        self.named.get(span.start as usize..(span.start + span.len) as usize).unwrap_or(&[])
    }
}
