//! Replacing everything that conditions and values name.

use std::sync::Arc;

use super::Access;
use crate::model::{
    ClassId, ConditionId, Constant, ParamId, PropertyId, RoleBits, ScopeId, Ty, TypeId, ValueId,
};

/// What becomes of everything that a form names; whatever isn't said otherwise stays.
pub trait Mapping {
    /// A condition that it is made of.
    fn condition(&mut self, id: ConditionId) -> ConditionId {
        id
    }

    /// A value that it is made of.
    fn value(&mut self, id: ValueId) -> ValueId {
        id
    }

    /// A literal.
    fn constant(&mut self, constant: Constant) -> Constant {
        constant
    }

    /// A type.
    fn ty(&mut self, ty: Ty) -> Ty {
        ty
    }

    /// An entity type.
    fn entity_type(&mut self, id: TypeId) -> TypeId {
        id
    }

    /// A set of entity types.
    fn entity_types(&mut self, ids: Arc<[TypeId]>) -> Arc<[TypeId]> {
        ids
    }

    /// A context field.
    fn context(&mut self, id: PropertyId) -> PropertyId {
        id
    }

    /// A parameter.
    fn param(&mut self, id: ParamId) -> ParamId {
        id
    }

    /// A scope.
    fn scope(&mut self, id: ScopeId) -> ScopeId {
        id
    }

    /// A set of roles.
    fn roles(&mut self, roles: RoleBits) -> RoleBits {
        roles
    }

    /// A set of classes.
    fn classes(&mut self, classes: Arc<[ClassId]>) -> Arc<[ClassId]> {
        classes
    }

    /// The name of a variable, as written.
    fn variable(&mut self, name: Arc<str>) -> Arc<str> {
        name
    }

    /// The roles and classes of a `holds`, as written.
    fn named(&mut self, names: Arc<[String]>) -> Arc<[String]> {
        names
    }

    /// A name behind a dot, and what it means on each type.
    fn access(&mut self, name: Arc<str>, access: Accesses) -> (Arc<str>, Accesses) {
        (name, access)
    }
}

/// What a name behind a dot means on each type, sorted by type.
pub(super) type Accesses = Arc<[(TypeId, Access)]>;
