//! What conditions speak about: subject, resource, literals, and the paths that begin there.

use std::sync::Arc;

use ward_compiler::model::{Constant, ParamId, PropertyId, TimePart, Ty, TypeId};

/// A term of a [`crate::world::World`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TermId(pub u32);

impl TermId {
    /// Its position.
    pub fn index(self) -> usize {
        self.0 as usize
    }
}

/// Something that has a value.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Term {
    /// Who asks.
    Subject,
    /// What is asked about.
    Resource,
    /// A literal.
    Constant(Constant),
    /// Something that is only known to be there.
    Witness(u32),
    /// Something that isn't followed: it may have any value, or none that is known.
    Opaque(u32),
    /// A parameter of the action.
    Param(ParamId, Ty),
    /// A context field; in which of two requests, where they differ in it.
    Context(PropertyId, u8),
    /// The time; likewise.
    Now(u8),
    /// A function of another term.
    Of(Function, TermId),
    /// A function of two.
    OfTwo(Arc<str>, TermId, i128, TermId, i128),
}

/// What a path takes of a term.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Function {
    /// A declared property; in which of two copies of the data, where they differ in it.
    Property(Arc<str>, Ty, u8),
    /// The nearest container of a type.
    Container(TypeId),
    /// All nearest containers of a type, as a set.
    Containers(TypeId),
    /// A part of a time.
    TimePart(TimePart),
    /// A field of a record.
    Field(u32),
    /// How many elements a set has.
    Count,
}
