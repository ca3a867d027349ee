//! The data: entities with parents and properties, and assignments.
//!
//! A store belongs to one compiled policy, whose types it was checked against. It knows every
//! text and entity that policy or data name; entities that are only referred to are known and
//! not *stored*.

mod build;
mod load;

use rustc_hash::FxHashMap;
use ward_compiler::model::{AssignmentRecord, ClassId, Policy, RoleId, TypeId};

use crate::value::{EntityId, Symbol, Value};

pub use build::Builder;
pub use load::{DataFile, read_json};

/// All data that decisions are made on.
#[derive(Clone, Debug, Default)]
pub struct Store {
    texts: Vec<String>,
    symbols: FxHashMap<String, Symbol>,
    uids: Vec<(TypeId, Symbol)>,
    ids: FxHashMap<(TypeId, Symbol), EntityId>,
    entities: Vec<Option<Entity>>,
    assignments: Vec<Assignment>,
    /// Assignments that give nothing, because their name means nothing.
    unresolved: Vec<Unresolved>,
    by_subject: FxHashMap<EntityId, Vec<u32>>,
    /// Assignments to entities that can contain others.
    to_teams: Vec<u32>,
    /// The values of the policy's constants, by expression.
    constants: Vec<Option<Value>>,
    /// The defaults of declared properties, by type and property.
    defaults: Vec<Vec<Option<Value>>>,
}

/// A stored entity.
#[derive(Clone, Debug, Default)]
pub struct Entity {
    /// Its parents, sorted.
    pub parents: Box<[EntityId]>,
    /// Everything that it lies in at any depth, sorted, itself not included.
    pub ancestors: Box<[EntityId]>,
    /// Whether all its ancestors are stored.
    pub complete: bool,
    /// Its declared properties in the order of the declaration; `None` where not given.
    pub properties: Box<[Option<Value>]>,
    /// The containers that its properties name, by kind: which is meant where there are several.
    pub mirrors: Box<[(TypeId, EntityId)]>,
}

/// A role or class that somebody has been given.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Assignment {
    /// To whom: a subject, or an entity that contains subjects.
    pub subject: EntityId,
    /// What.
    pub what: Assigned,
    /// Where it holds; everywhere without it.
    pub within: Option<EntityId>,
    /// Its first day.
    pub from: Option<i32>,
    /// Its last day.
    pub until: Option<i32>,
}

/// What is assigned.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Assigned {
    /// A role.
    Role(RoleId),
    /// A security class.
    Class(ClassId),
}

/// An assignment whose name means nothing where it stands: it gives nobody anything.
#[derive(Clone, Debug, PartialEq)]
pub struct Unresolved {
    /// The assignment as it was given.
    pub record: AssignmentRecord,
    /// Why.
    pub why: WhyUnresolved,
}

/// Why an assignment's name means nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WhyUnresolved {
    /// There is no role or class of that name.
    UnknownName,
    /// A role is assigned as a class, or the reverse.
    WrongKind,
    /// The role is abstract.
    Abstract,
    /// It belongs to an overlay that is left out.
    OverlayLeftOut,
    /// It belongs to an overlay whose tenant the place doesn't lie in.
    NotHere,
}

impl Store {
    /// An empty store for a policy.
    pub fn empty(policy: &Policy) -> Self {
        Builder::new(policy).finish().0
    }

    /// The text of a symbol; empty for one that isn't of this store.
    pub fn text(&self, symbol: Symbol) -> &str {
        self.texts.get(symbol.0 as usize).map_or("", String::as_str)
    }

    /// The symbol of a text, if policy or data name it.
    pub fn symbol(&self, text: &str) -> Option<Symbol> {
        self.symbols.get(text).copied()
    }

    /// The entity of a type and id, if policy or data name it.
    pub fn find(&self, ty: TypeId, id: &str) -> Option<EntityId> {
        self.ids.get(&(ty, self.symbol(id)?)).copied()
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
        self.uids.get(id.0 as usize).map(|(ty, symbol)| (*ty, self.text(*symbol)))
    }

    /// A stored entity.
    pub fn entity(&self, id: EntityId) -> Option<&Entity> {
        self.entities.get(id.0 as usize).and_then(Option::as_ref)
    }

    /// The stored entities of a type, in the order in which they were stored.
    pub fn stored(&self, ty: TypeId) -> impl Iterator<Item = EntityId> + '_ {
        self.entities.iter().enumerate().filter_map(move |(index, entity)| {
            let here = entity.is_some() && self.uids[index].0 == ty;
            here.then(|| EntityId(u32::try_from(index).unwrap_or(u32::MAX)))
        })
    }

    /// How many entities are stored.
    pub fn stored_count(&self) -> usize {
        self.entities.iter().flatten().count()
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

    /// The assignments to one entity itself.
    pub fn assignments_of(&self, subject: EntityId) -> impl Iterator<Item = &Assignment> + '_ {
        let indexes = self.by_subject.get(&subject).map_or(&[][..], Vec::as_slice);
        indexes.iter().map(|index| &self.assignments[*index as usize])
    }

    /// The assignments to entities that can contain others.
    pub fn team_assignments(&self) -> impl Iterator<Item = &Assignment> + '_ {
        self.to_teams.iter().map(|index| &self.assignments[*index as usize])
    }

    /// What silence means for a property.
    pub fn default_of(
        &self,
        ty: TypeId,
        property: ward_compiler::model::PropertyId,
    ) -> Option<&Value> {
        self.defaults.get(ty.index())?.get(property.index())?.as_ref()
    }

    /// The value of a constant of the policy.
    pub fn constant(&self, id: ward_compiler::model::ExprId) -> Option<&Value> {
        self.constants.get(id.index()).and_then(Option::as_ref)
    }
}
