//! What a question supposes of data and request: what is whole, and what two copies differ in.

use rustc_hash::FxHashSet;
use ward_compiler::model::{PropertyId, RoleId, TypeId};

use crate::held::Holdable;
use crate::term::TermId;
use crate::versions::Versions;

/// What two copies of data and request differ in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Differing {
    /// A property of a type.
    Property(TypeId, String),
    /// A context field.
    Context(PropertyId),
    /// The time.
    Now,
}

/// In the second copy of the data, every assignment of one role is one of another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Swap {
    /// The role that is taken away.
    pub from: Holdable,
    /// The role that is given instead.
    pub to: RoleId,
}

/// What a question supposes.
#[derive(Default)]
pub struct Setting<'p> {
    /// Only data are meant in which everything is stored and given, and no class is assigned.
    pub whole: bool,
    /// What two versions of a policy read differently.
    pub versions: Option<&'p Versions>,
    /// What of that is linked.
    pub(super) linked: FxHashSet<Linked>,
    /// A role's assignments replaced by another's in the second copy.
    pub swap: Option<Swap>,
    /// What the two copies differ in, apart from roles.
    pub differing: Option<Differing>,
}

/// A thing of two versions that was linked.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) enum Linked {
    /// A property of a term.
    Property(usize, TermId),
    /// A context field.
    Context(usize),
    /// A parameter.
    Param(usize),
    /// What is held.
    Held(usize, TermId, Option<TermId>),
}
