//! `test` blocks, resolved.

use ward_diagnostics::Span;

use super::{ActionId, Constant, FacetId, OverlayId, TypeId};

/// A test of a policy.
#[derive(Clone, Debug)]
pub struct TestCase {
    /// What it shows.
    pub title: String,
    /// Where it is written.
    pub span: Span,
    /// The overlay that it belongs to.
    pub overlay: Option<OverlayId>,
    /// What it stores.
    pub entities: Vec<EntityRecord>,
    /// What it assigns.
    pub assignments: Vec<AssignmentRecord>,
    /// The context of its requests, by field name.
    pub context: Vec<(String, Constant)>,
    /// What it expects.
    pub expectations: Vec<Expectation>,
}

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

/// One line of a test.
#[derive(Clone, Debug)]
pub struct Expectation {
    /// Where it is written.
    pub span: Span,
    /// When it is asked: microseconds since 1970-01-01T00:00:00Z.
    pub at: Option<i64>,
    /// Who asks.
    pub subject: (TypeId, String),
    /// The action.
    pub action: ActionId,
    /// Its parameters by name.
    pub parameters: Vec<(String, Constant)>,
    /// What it is asked of.
    pub resource: (TypeId, String),
    /// Which part.
    pub part: Option<FacetId>,
    /// The properties that the request gives, for a record to be made.
    pub properties: Vec<(String, Constant)>,
    /// Whether it is to be permitted.
    pub permitted: bool,
}
