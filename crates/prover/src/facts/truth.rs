//! Truth values and values, as bits and terms.

use crate::circuit::Bit;
use crate::term::TermId;

/// Three-valued truth: a bit for true and a bit for false, never both.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Truth {
    /// It is true.
    pub yes: Bit,
    /// It is false.
    pub no: Bit,
}

impl Truth {
    /// The opposite.
    pub fn negated(self) -> Self {
        Self { yes: self.no, no: self.yes }
    }
}

/// A value: a term moved by an offset, a list, or a condition.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Val {
    /// A term; numbers, dates and times may be moved, by an amount on their scale.
    Term(TermId, i128),
    /// A list.
    List(Vec<Val>),
    /// A condition.
    Truth(Truth),
}
