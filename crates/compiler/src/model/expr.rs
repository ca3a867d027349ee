//! Typed conditions and values, each distinct one stored once.
//!
//! A [`Condition`] has three values of truth, a [`ValueExpr`] a value that may be unknown. Each
//! has an arena and ids of its own, and each comes in families, one file per family: the forms,
//! how they are walked, mapped and printed, what they read and what they cost. Where one stands
//! in for the other, [`Condition::Value`] and [`ValueExpr::Condition`] say so.

mod arena;
mod arithmetic;
mod atom;
mod bridge;
mod collection;
mod comparison;
mod cost;
mod form;
mod kind;
mod logic;
mod map;
mod membership;
mod path;
mod presence;
mod quantifier;
mod reads;
mod relation;
mod slots;
mod text;
mod walk;

pub use arena::Exprs;
pub use arithmetic::Arithmetic;
pub use atom::Atom;
pub use collection::Collection;
pub use comparison::Comparison;
pub use cost::Costs;
pub(super) use form::{Form, Level};
pub use kind::KindTest;
pub use logic::Logic;
pub use map::Mapping;
pub use membership::Membership;
pub use path::{Access, Path, TimePart};
pub use presence::Presence;
pub use quantifier::Quantifier;
pub use reads::Reads;
pub use relation::Relation;
pub(crate) use slots::{Renumbered, Slots};
pub use text::{TextForm, TextTest};
pub use walk::Part;

use super::{ConditionId, ValueId};

/// What is true, false or unknown.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Condition {
    /// A value of type `Bool`.
    Value(ValueId),
    /// `not`, `and`, `or`
    Logic(Logic),
    /// `==`, `<`, `in A to B`
    Comparison(Comparison),
    /// `in`, `contains`
    Membership(Membership),
    /// `has`
    Presence(Presence),
    /// `is`
    Kind(KindTest),
    /// `like`
    Text(TextTest),
    /// `within`, `holds`
    Relation(Relation),
    /// `any`, `all`
    Quantifier(Quantifier),
}

/// What has a value, or an unknown one.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum ValueExpr {
    /// What a condition comes to, as a `Bool`.
    Condition(ConditionId),
    /// What has no parts: a literal, `subject`, `context.now`.
    Atom(Atom),
    /// What stands behind a dot.
    Path(Path),
    /// `+`, `-`
    Arithmetic(Arithmetic),
    /// Lists, sets and how many are in them.
    Collection(Collection),
}

/// Asks the family of a condition.
macro_rules! of_condition {
    ($condition:expr, $form:ident => $answer:expr) => {
        match $condition {
            Condition::Value($form) => $answer,
            Condition::Logic($form) => $answer,
            Condition::Comparison($form) => $answer,
            Condition::Membership($form) => $answer,
            Condition::Presence($form) => $answer,
            Condition::Kind($form) => $answer,
            Condition::Text($form) => $answer,
            Condition::Relation($form) => $answer,
            Condition::Quantifier($form) => $answer,
        }
    };
}

/// Asks the family of a value.
macro_rules! of_value {
    ($value:expr, $form:ident => $answer:expr) => {
        match $value {
            ValueExpr::Condition($form) => $answer,
            ValueExpr::Atom($form) => $answer,
            ValueExpr::Path($form) => $answer,
            ValueExpr::Arithmetic($form) => $answer,
            ValueExpr::Collection($form) => $answer,
        }
    };
}

impl Condition {
    /// What it is made of directly, in order.
    pub fn parts(&self) -> Vec<Part> {
        of_condition!(self, form => form.parts())
    }

    /// What it reads by itself, its parts left aside.
    pub fn reads(&self) -> Option<Reads<'_>> {
        of_condition!(self, form => form.reads())
    }

    /// The same with everything in it replaced by what it maps to.
    pub fn map(self, to: &mut impl Mapping) -> Self {
        match self {
            Self::Value(form) => Self::Value(form.map(to)),
            Self::Logic(form) => Self::Logic(form.map(to)),
            Self::Comparison(form) => Self::Comparison(form.map(to)),
            Self::Membership(form) => Self::Membership(form.map(to)),
            Self::Presence(form) => Self::Presence(form.map(to)),
            Self::Kind(form) => Self::Kind(form.map(to)),
            Self::Text(form) => Self::Text(form.map(to)),
            Self::Relation(form) => Self::Relation(form.map(to)),
            Self::Quantifier(form) => Self::Quantifier(form.map(to)),
        }
    }

    pub(super) fn print(&self, printer: &super::Printer<'_>) -> String {
        of_condition!(self, form => form.print(printer))
    }

    pub(super) fn print_negated(&self, printer: &super::Printer<'_>) -> Option<String> {
        of_condition!(self, form => form.print_negated(printer))
    }

    pub(super) fn level(&self, exprs: &Exprs) -> Level {
        of_condition!(self, form => form.level(exprs))
    }

    fn cost(&self, parts: u32, scopes: &[super::Scope]) -> u32 {
        of_condition!(self, form => form.cost(parts, scopes))
    }
}

impl ValueExpr {
    /// What it is made of directly, in order.
    pub fn parts(&self) -> Vec<Part> {
        of_value!(self, form => form.parts())
    }

    /// What it reads by itself, its parts left aside.
    pub fn reads(&self) -> Option<Reads<'_>> {
        of_value!(self, form => form.reads())
    }

    /// The same with everything in it replaced by what it maps to.
    pub fn map(self, to: &mut impl Mapping) -> Self {
        match self {
            Self::Condition(form) => Self::Condition(form.map(to)),
            Self::Atom(form) => Self::Atom(form.map(to)),
            Self::Path(form) => Self::Path(form.map(to)),
            Self::Arithmetic(form) => Self::Arithmetic(form.map(to)),
            Self::Collection(form) => Self::Collection(form.map(to)),
        }
    }

    pub(super) fn print(&self, printer: &super::Printer<'_>) -> String {
        of_value!(self, form => form.print(printer))
    }

    pub(super) fn level(&self, exprs: &Exprs) -> Level {
        of_value!(self, form => form.level(exprs))
    }

    fn cost(&self, parts: u32, scopes: &[super::Scope]) -> u32 {
        of_value!(self, form => form.cost(parts, scopes))
    }
}
