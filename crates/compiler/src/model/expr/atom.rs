//! Values without parts: literals, and what a request or a quantifier brings.

use std::sync::Arc;

use super::{Exprs, Form, Level, Mapping, Part, Reads};
use crate::model::{Constant, ParamId, Printer, PropertyId, Scope, Ty, TypeId};

/// A value without parts.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Atom {
    /// A literal.
    Constant(Constant),
    /// Who asks.
    Subject,
    /// What is asked about, of this type; inside a scope, the record that the scope is asked of.
    Resource(TypeId),
    /// The entity that an assignment is within; in constraints only.
    Place,
    /// A quantifier's variable.
    Variable {
        /// Its name, as written.
        name: Arc<str>,
        /// How many quantifiers stand around the one that binds it.
        depth: u32,
        /// Its type.
        ty: Ty,
    },
    /// `context.now`
    Now,
    /// A context field.
    Context(PropertyId),
    /// A parameter of the action, with its type.
    Param(ParamId, Ty),
}

impl Form for Atom {
    fn parts(&self) -> Vec<Part> {
        Vec::new()
    }

    fn map(self, to: &mut impl Mapping) -> Self {
        match self {
            Self::Constant(value) => Self::Constant(to.constant(value)),
            Self::Subject => Self::Subject,
            Self::Resource(ty) => Self::Resource(to.entity_type(ty)),
            Self::Place => Self::Place,
            Self::Variable { name, depth, ty } => {
                Self::Variable { name: to.variable(name), depth, ty: to.ty(ty) }
            }
            Self::Now => Self::Now,
            Self::Context(id) => Self::Context(to.context(id)),
            Self::Param(id, ty) => Self::Param(to.param(id), to.ty(ty)),
        }
    }

    fn print(&self, printer: &Printer<'_>) -> String {
        match self {
            Self::Constant(value) => printer.constant(value),
            Self::Subject => "subject".into(),
            Self::Resource(_) => "resource".into(),
            Self::Place => "place".into(),
            Self::Variable { name, .. } => name.to_string(),
            Self::Now => "context.now".into(),
            Self::Context(id) => format!("context.{}", printer.context_name(*id)),
            Self::Param(id, _) => format!("action.{}", printer.param_name(*id)),
        }
    }

    fn level(&self, _: &Exprs) -> Level {
        Level::Member
    }

    fn cost(&self, _: u32, _: &[Scope]) -> u32 {
        1
    }

    fn reads(&self) -> Option<Reads<'_>> {
        match self {
            Self::Constant(_) => None,
            Self::Subject => Some(Reads::Subject),
            Self::Resource(_) => Some(Reads::Resource),
            Self::Place => Some(Reads::Place),
            Self::Variable { .. } => Some(Reads::Variable),
            Self::Now => Some(Reads::Now),
            Self::Context(id) => Some(Reads::Context(*id)),
            Self::Param(id, _) => Some(Reads::Param(*id)),
        }
    }
}
