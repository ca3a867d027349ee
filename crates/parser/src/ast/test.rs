//! `test` blocks.

use ward_diagnostics::Span;

use super::{Expr, Name, Text};

/// `test "title" { … }`
#[derive(Clone, Debug, PartialEq)]
pub struct Test {
    /// What it shows.
    pub title: Text,
    /// Its lines, in the order of the file.
    pub steps: Vec<TestStep>,
}

/// One line of a test.
#[derive(Clone, Debug, PartialEq)]
pub struct TestStep {
    /// The whole line.
    pub span: Span,
    /// What it says.
    pub kind: TestStepKind,
}

/// The lines that a test may have.
#[expect(clippy::large_enum_variant, reason = "tests are few, and a box would be in every match")]
#[derive(Clone, Debug, PartialEq)]
pub enum TestStepKind {
    /// `given Patient p1 in north { … } as …`; without a type, more assignments of what is given.
    Given {
        /// The type.
        ty: Option<Name>,
        /// The id.
        id: Text,
        /// Its parents.
        parents: Vec<EntityRef>,
        /// Its properties.
        properties: Vec<PropertyValue>,
        /// What it is assigned.
        assignments: Vec<TestAssignment>,
    },
    /// `given context { mfa: true }`
    Context(Vec<PropertyValue>),
    /// `[at DATE:] SUBJECT can|cannot ACTION[(…)] RESOURCE`
    Expect {
        /// `at DATE` or `at TIME`
        at: Option<Expr>,
        /// Who asks.
        subject: EntityRef,
        /// `can` (true) or `cannot`.
        permitted: bool,
        /// The action.
        action: Name,
        /// The action's parameters.
        parameters: Vec<PropertyValue>,
        /// What it is asked of.
        resource: TestResource,
    },
}

/// `tara` or `User::"tara"`
#[derive(Clone, Debug, PartialEq)]
pub struct EntityRef {
    /// The type, where it is said.
    pub ty: Option<Name>,
    /// The id.
    pub id: Text,
}

/// `name: value`
#[derive(Clone, Debug, PartialEq)]
pub struct PropertyValue {
    /// The name.
    pub name: Name,
    /// The value; a bare word may be an id that the test gives.
    pub value: Expr,
}

/// `biller within north from 2026-01-01 until 2026-02-28`
#[derive(Clone, Debug, PartialEq)]
pub struct TestAssignment {
    /// The role or class.
    pub role: Name,
    /// Where.
    pub within: Option<EntityRef>,
    /// The first day.
    pub from: Option<Expr>,
    /// The last day.
    pub until: Option<Expr>,
}

/// What an expectation is about.
#[derive(Clone, Debug, PartialEq)]
pub enum TestResource {
    /// `p1` or `p1.billing`
    Stored {
        /// The record.
        entity: EntityRef,
        /// The part.
        facet: Option<Name>,
    },
    /// `Visit in o1 { … }`: a record that the action would make.
    New {
        /// Its type.
        ty: Name,
        /// Where it is put: names the property after each container's type.
        parents: Vec<EntityRef>,
        /// Its properties.
        properties: Vec<PropertyValue>,
    },
}
