//! What values are that aren't entities or sets.

use indexmap::IndexMap;
use rustc_hash::{FxBuildHasher, FxHashMap};
use ward_compiler::model::TextForm;

use crate::circuit::{Bit, Circuit};
use crate::term::TermId;

/// What is ordered on one scale.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum Family {
    /// Whole and decimal numbers.
    Numbers,
    /// Dates, times and durations.
    Calendar,
}

/// A variable of the order: a term, or the origin for fixed amounts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum Node {
    /// Zero.
    Origin(Family),
    /// A term that has no fixed value.
    Term(TermId),
}

/// Bits about booleans, enums, texts, addresses and numbers. A bit is made when it is asked for first.
#[derive(Default)]
pub(super) struct Scalars {
    enums: FxHashMap<(TermId, u32), Bit>,
    booleans: FxHashMap<TermId, Bit>,
    likes: IndexMap<(TermId, TextForm), Bit, FxBuildHasher>,
    ranges: IndexMap<(TermId, TermId), Bit, FxBuildHasher>,
    /// `a - b <= k` as bits.
    differences: IndexMap<(Node, Node, i128), Bit, FxBuildHasher>,
}

impl Scalars {
    /// Whether a boolean is true.
    pub(super) fn boolean(&mut self, circuit: &mut Circuit, term: TermId) -> Bit {
        *self.booleans.entry(term).or_insert_with(|| circuit.fresh())
    }

    /// Whether an enum has a value.
    pub(super) fn enumerated(&mut self, circuit: &mut Circuit, term: TermId, value: u32) -> Bit {
        *self.enums.entry((term, value)).or_insert_with(|| circuit.fresh())
    }

    /// Whether a text fits a pattern.
    pub(super) fn like(&mut self, circuit: &mut Circuit, term: TermId, form: &TextForm) -> Bit {
        *self.likes.entry((term, form.clone())).or_insert_with(|| circuit.fresh())
    }

    /// The same, where it was asked before.
    pub(super) fn like_if_asked(&self, term: TermId, form: &TextForm) -> Option<Bit> {
        self.likes.get(&(term, form.clone())).copied()
    }

    /// The patterns that were asked of any text.
    pub(super) fn likes(&self) -> impl Iterator<Item = (TermId, &TextForm, Bit)> {
        self.likes.iter().map(|((term, form), bit)| (*term, form, *bit))
    }

    /// Whether an address lies in a range.
    pub(super) fn range(&mut self, circuit: &mut Circuit, address: TermId, range: TermId) -> Bit {
        *self.ranges.entry((address, range)).or_insert_with(|| circuit.fresh())
    }

    /// The addresses and ranges of which that was asked.
    pub(super) fn ranges(&self) -> impl Iterator<Item = (TermId, TermId, Bit)> {
        self.ranges.iter().map(|((address, range), bit)| (*address, *range, *bit))
    }

    /// Whether `left - right <= bound`.
    pub(super) fn difference(
        &mut self,
        circuit: &mut Circuit,
        left: Node,
        right: Node,
        bound: i128,
    ) -> Bit {
        *self.differences.entry((left, right, bound)).or_insert_with(|| circuit.fresh())
    }

    /// All of which that was asked.
    pub(super) fn differences(&self) -> impl Iterator<Item = (Node, Node, i128, Bit)> {
        self.differences.iter().map(|((left, right, bound), bit)| (*left, *right, *bound, *bit))
    }
}
