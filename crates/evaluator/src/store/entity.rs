//! One entity of the store.

use ward_compiler::model::{PropertyId, TypeId};

use super::Store;
use super::close::List;
use crate::value::{EntityId, Value};

/// No row: the entity isn't stored.
const NO_ROW: u32 = u32::MAX;

/// Where everything about an entity stands; half a line of the cache.
#[derive(Clone, Debug)]
pub(crate) struct Head {
    pub ty: TypeId,
    /// Where its properties begin.
    pub row: u32,
    /// Where its parents begin; its ancestors follow them.
    pub links: u32,
    /// How many parents.
    pub parents: u32,
    /// How many ancestors.
    pub ancestors: u32,
    /// Where the assignments to it begin.
    pub assignments: u32,
    /// How many.
    pub assigned: u32,
    /// Whether it and everything above it is stored.
    pub complete: bool,
}

impl Head {
    /// Of an entity that is only named.
    pub fn unstored(ty: TypeId) -> Self {
        Self {
            ty,
            row: NO_ROW,
            links: 0,
            parents: 0,
            ancestors: 0,
            assignments: 0,
            assigned: 0,
            complete: false,
        }
    }

    /// Notes where parents and ancestors stand.
    pub(super) fn close(&mut self, list: List, parents: u32) {
        self.links = list.links;
        self.parents = parents;
        self.ancestors = list.ancestors;
        self.complete = list.complete;
    }

    /// Lies where it lay.
    pub(super) fn stay(&mut self, before: &Self) {
        let Self { links, parents, ancestors, complete, .. } = *before;
        self.close(List { links, ancestors, complete }, parents);
    }

    /// Forgets where the assignments to it stand.
    pub(super) fn unassign(&mut self) {
        (self.assignments, self.assigned) = (0, 0);
    }

    /// Takes the entity away; what is assigned to it stays.
    pub(super) fn unstore(&mut self) {
        let assigned = (self.assignments, self.assigned);
        *self = Self::unstored(self.ty);
        (self.assignments, self.assigned) = assigned;
    }

    /// Whether the entity is stored.
    pub fn is_stored(&self) -> bool {
        self.row != NO_ROW
    }
}

/// A stored entity.
#[derive(Clone, Copy, Debug)]
pub struct Entity<'s> {
    pub(super) store: &'s Store,
    pub(super) head: &'s Head,
    pub(super) id: EntityId,
}

impl<'s> Entity<'s> {
    /// Its parents, sorted.
    pub fn parents(&self) -> &'s [EntityId] {
        self.store.links(self.head.links, self.head.parents)
    }

    /// Everything that it lies in at any depth, sorted, itself not included.
    pub fn ancestors(&self) -> &'s [EntityId] {
        self.store.links(self.head.links + self.head.parents, self.head.ancestors)
    }

    /// Whether all its ancestors are stored.
    pub fn is_complete(&self) -> bool {
        self.head.complete
    }

    /// The value of a declared property, where it is given.
    pub fn property(&self, id: PropertyId) -> Option<Value> {
        self.store.cell(self.head.row, id.0)
    }

    /// The containers that its properties name, by kind: which is meant where there are several.
    pub fn mirrors(&self) -> &'s [(TypeId, EntityId)] {
        self.store.mirrors.of(self.id)
    }
}
