//! What conditions and values read.

use super::Access;
use crate::model::{ClassId, ParamId, PropertyId, RoleBits, ScopeId, TypeId};

/// What a form reads by itself, its parts left aside.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Reads<'a> {
    /// What stands behind a dot of an entity, or whether it is there.
    Property {
        /// The name, as written.
        name: &'a str,
        /// What it means on each type.
        access: &'a [(TypeId, Access)],
    },
    /// A context field, or whether it is given.
    Context(PropertyId),
    /// The time, or whether it is given.
    Now,
    /// A parameter of the action, or whether it is given.
    Param(ParamId),
    /// Who asks.
    Subject,
    /// What is asked about, or the record that a scope is asked of.
    Resource,
    /// The entity that an assignment is within.
    Place,
    /// What a quantifier ranges over.
    Variable,
    /// A scope's definitions.
    Scope(ScopeId),
    /// Who holds what, for the resource unless anywhere.
    Holdings {
        /// The roles that are asked for.
        roles: &'a RoleBits,
        /// The classes that are asked for.
        classes: &'a [ClassId],
    },
}
