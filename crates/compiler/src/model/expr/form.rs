//! What every family of operators says of its forms.

use super::super::{Printer, Scope};
use super::{Exprs, Mapping, Part, Reads};

/// How tightly a form binds, loosest first.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(in crate::model) enum Level {
    /// `a and b`, `a or b`
    Or,
    /// `not a`
    Not,
    /// `a == b`
    Comparison,
    /// What may stand beside a comparison's sign.
    Operand,
    /// `a + b`
    Sum,
    /// `a.b`
    Member,
}

/// A family of operators.
pub(in crate::model) trait Form: Sized {
    /// What a form is made of directly, in order.
    fn parts(&self) -> Vec<Part>;

    /// The same with everything in it replaced by what it maps to, in the order of its parts.
    fn map(self, to: &mut impl Mapping) -> Self;

    /// As policy text.
    fn print(&self, printer: &Printer<'_>) -> String;

    /// Its negation, where that has a sign of its own.
    fn print_negated(&self, _printer: &Printer<'_>) -> Option<String> {
        None
    }

    /// How tightly it binds.
    fn level(&self, exprs: &Exprs) -> Level;

    /// What it costs beside its parts, which cost so much together.
    fn cost(&self, parts: u32, scopes: &[Scope]) -> u32;

    /// What it reads by itself.
    fn reads(&self) -> Option<Reads<'_>> {
        None
    }
}
