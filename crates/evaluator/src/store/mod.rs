//! The data: entities with parents and properties, and assignments.
//!
//! A store belongs to one compiled policy, whose types it was checked against. It knows every
//! text and entity that policy or data name; entities that are only referred to are known and
//! not *stored*. Whatever is known of an entity stands side by side: its [`Head`], the row of
//! its properties, and one list of what it lies in, which entities with the same parents share.

mod arena;
mod assign;
mod assignment;
mod build;
mod change;
mod close;
mod entity;
mod ledger;
mod load;
mod lost;
mod mirrors;
mod shape;
mod stream;
mod told;

use ward_compiler::model::{IpRange, Policy, PropertyId, TypeId};

use crate::truth::Truth;
use crate::value::{EntityId, Parts, Pool, Symbol, Value};
use mirrors::Mirrors;

pub(crate) use arena::{Texts, Uids, number};
pub(crate) use assignment::Reaching;
pub use assignment::{Assigned, Assignment, Unresolved, WhyUnresolved};
pub use build::Builder;
pub use change::Change;
pub(crate) use change::change;
pub use entity::Entity;
pub(crate) use entity::Head;
pub(crate) use ledger::Ledger;
pub use ledger::Loaded;
pub use load::{DataFile, read_json, read_json_telling};

/// All data that decisions are made on.
#[derive(Clone, Debug, Default)]
pub struct Store {
    texts: Texts,
    uids: Uids,
    heads: Vec<Head>,
    /// Parents and ancestors of the entities.
    links: Vec<EntityId>,
    /// The properties of the stored entities, row by row.
    rows: Vec<Option<Value>>,
    /// The containers that an entity's properties name, by kind: which is meant where there are
    /// several.
    mirrors: Mirrors,
    pool: Pool,
    /// As they were given.
    assignments: Vec<Assignment>,
    /// Those that have a subject, subject by subject.
    by_subject: Vec<Reaching>,
    /// Those to entities that can contain others: where they stand in `by_subject`.
    to_teams: Vec<u32>,
    /// Assignments that give nothing, because their name means nothing.
    unresolved: Vec<Unresolved>,
    /// Which of the assignments are of classes that nobody declares any more.
    lost: Vec<u32>,
    /// The defaults of declared properties, by type and property.
    defaults: Vec<Vec<Option<Value>>>,
    /// The defaults of context fields.
    context: Vec<Option<Value>>,
}

impl Store {
    /// An empty store for a policy.
    pub fn empty(policy: &Policy) -> Self {
        Builder::new(policy).finish().0.store
    }

    /// The text of a symbol; empty for one that isn't of this store.
    pub fn text(&self, symbol: Symbol) -> &str {
        self.texts.get(symbol.0)
    }

    /// The symbol of a text, if policy or data have it as a value.
    pub fn symbol(&self, text: &str) -> Option<Symbol> {
        self.texts.find(text).map(Symbol)
    }

    /// The entity of a type and id, if policy or data name it.
    pub fn find(&self, ty: TypeId, id: &str) -> Option<EntityId> {
        self.uids.find(ty, id).map(EntityId)
    }

    /// Whether an entity is stored, something stored lies in it, or it has a part in an assignment:
    /// whether it is there, as far as the data say where things are.
    pub fn is_placed(&self, id: EntityId) -> bool {
        let around = |head: &Head| {
            let above = self.links(head.links + head.parents, head.ancestors);
            head.is_stored() && above.binary_search(&id).is_ok()
        };
        self.entity(id).is_some()
            || self.heads.iter().any(around)
            || self.assignments.iter().any(|one| one.subject == id || one.within == Some(id))
    }

    /// How many entities are known, stored or not.
    pub fn known(&self) -> usize {
        self.uids.len()
    }

    /// How many texts are known.
    pub fn known_texts(&self) -> usize {
        self.texts.len()
    }

    /// Type and id of an entity of this store.
    pub fn uid(&self, id: EntityId) -> Option<(TypeId, &str)> {
        self.uids.get(id.0)
    }

    /// A stored entity.
    pub fn entity(&self, id: EntityId) -> Option<Entity<'_>> {
        let head = self.heads.get(id.0 as usize)?;
        head.is_stored().then_some(Entity { store: self, head, id })
    }

    pub(crate) fn head(&self, id: EntityId) -> Option<&Head> {
        self.heads.get(id.0 as usize)
    }

    pub(crate) fn links(&self, start: u32, count: u32) -> &[EntityId] {
        self.links.get(start as usize..(start + count) as usize).unwrap_or(&[])
    }

    /// The value in a row of properties.
    pub(crate) fn cell(&self, row: u32, column: u32) -> Option<Value> {
        self.rows.get((row + column) as usize).copied().flatten()
    }

    /// The stored entities of a type, in the order in which they were named first.
    pub fn stored(&self, ty: TypeId) -> impl Iterator<Item = EntityId> + '_ {
        self.heads
            .iter()
            .enumerate()
            .filter(move |(_, head)| head.is_stored() && head.ty == ty)
            .map(|(index, _)| EntityId(number(index)))
    }

    /// How many entities are stored.
    pub fn stored_count(&self) -> usize {
        self.heads.iter().filter(|head| head.is_stored()).count()
    }

    /// All assignments, in the order in which they were given.
    pub fn assignments(&self) -> &[Assignment] {
        &self.assignments
    }

    /// The assignments whose names mean nothing, in the order in which they were given; they are
    /// not among [`Store::assignments`].
    pub fn unresolved(&self) -> &[Unresolved] {
        &self.unresolved
    }

    /// Whether any assignment is of a class that nobody declares any more.
    pub(crate) fn has_lost(&self) -> bool {
        !self.lost.is_empty()
    }

    /// The assignments to one entity itself, in the order in which they were given.
    pub fn assignments_of(&self, subject: EntityId) -> impl Iterator<Item = &Assignment> + '_ {
        self.reaching(subject).iter().filter_map(|one| self.assignments.get(one.index as usize))
    }

    /// The assignments to one entity itself, with what is known of them.
    pub(crate) fn reaching(&self, subject: EntityId) -> &[Reaching] {
        let Some(head) = self.head(subject) else { return &[] };
        let (start, end) = (head.assignments as usize, (head.assignments + head.assigned) as usize);
        self.by_subject.get(start..end).unwrap_or(&[])
    }

    /// All assignments with what is known of them, subject by subject.
    pub(crate) fn all_reaching(&self) -> &[Reaching] {
        &self.by_subject
    }

    /// Notes of some of [`Store::all_reaching`] whether their place is one where their role can
    /// be held.
    pub(crate) fn set_placed(&mut self, placed: Vec<(usize, Option<Truth>)>) {
        for (at, placed) in placed {
            if let Some(one) = self.by_subject.get_mut(at) {
                one.placed = placed;
            }
        }
    }

    /// The assignments to entities that can contain others, in the order in which they were
    /// given.
    pub(crate) fn to_teams(&self) -> impl ExactSizeIterator<Item = &Reaching> + '_ {
        self.to_teams.iter().map(|at| &self.by_subject[*at as usize])
    }

    /// What silence means for a property.
    pub fn default_of(&self, ty: TypeId, property: PropertyId) -> Option<Value> {
        self.defaults.get(ty.index())?.get(property.index()).copied()?
    }

    /// What silence means for the fields of the context.
    pub(crate) fn context_defaults(&self) -> &[Option<Value>] {
        &self.context
    }

    /// The parts of the values.
    pub(crate) fn pool(&self) -> &Pool {
        &self.pool
    }
}

impl Parts for Store {
    fn item(&self, place: u32) -> Option<Value> {
        self.pool.item(place)
    }

    fn ip(&self, place: u32) -> Option<std::net::IpAddr> {
        self.pool.ip(place)
    }

    fn range(&self, place: u32) -> Option<IpRange> {
        self.pool.range(place)
    }
}
