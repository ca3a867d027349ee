//! `test` blocks, resolved.

use ward_diagnostics::Span;

use super::{ActionId, AssignmentRecord, Constant, EntityRecord, FacetId, OverlayId, TypeId};

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
