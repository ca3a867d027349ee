//! Records of data: entities and assignments, as tests and data files bring them.

use super::{Constant, TypeId};

/// An entity to be stored.
#[derive(Clone, Debug, PartialEq)]
pub struct EntityRecord {
    /// Its type.
    pub ty: TypeId,
    /// Its id.
    pub id: String,
    /// Its parents.
    pub parents: Vec<(TypeId, String)>,
    /// Its properties by name.
    pub properties: Vec<(String, Constant)>,
}

/// An assignment of a role or a class.
#[derive(Clone, Debug, PartialEq)]
pub struct AssignmentRecord {
    /// To whom: a subject, or an entity that contains subjects.
    pub subject: (TypeId, String),
    /// The role's or class's name.
    pub name: String,
    /// Whether it is known to be a role or a class; `None` leaves it to the name.
    pub kind: Option<AssignedKind>,
    /// Where it holds.
    pub within: Option<(TypeId, String)>,
    /// Its first day, in days since 1970-01-01.
    pub from: Option<i32>,
    /// Its last day.
    pub until: Option<i32>,
}

/// What is assigned.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum AssignedKind {
    /// A role.
    Role,
    /// A security class.
    Class,
}
