//! What is an element of what.

use indexmap::IndexMap;
use rustc_hash::{FxBuildHasher, FxHashMap};

use crate::circuit::{Bit, Circuit};
use crate::term::TermId;

/// The elements of one set, each with the bit that says so.
type OfSet = IndexMap<TermId, Bit, FxBuildHasher>;

/// Bits about sets. A bit is made when it is asked for first.
#[derive(Default)]
pub(super) struct Elements {
    members: IndexMap<TermId, OfSet, FxBuildHasher>,
    empty: FxHashMap<TermId, Bit>,
    /// Sets that have the same elements under a condition.
    linked: Vec<(Bit, TermId, TermId)>,
}

impl Elements {
    /// Whether a term is an element of a set.
    pub(super) fn member(&mut self, circuit: &mut Circuit, set: TermId, value: TermId) -> Bit {
        *self.members.entry(set).or_default().entry(value).or_insert_with(|| circuit.fresh())
    }

    /// The terms of which it was asked, each with the bit that says so.
    pub(super) fn of(&self, set: TermId) -> Vec<(TermId, Bit)> {
        let of_set = self.members.get(&set);
        of_set.into_iter().flatten().map(|(value, bit)| (*value, *bit)).collect()
    }

    /// The sets of whose elements it was asked.
    pub(super) fn sets(&self) -> Vec<TermId> {
        self.members.keys().copied().collect()
    }

    /// Whether a set is empty, where that was asked before.
    pub(super) fn empty(&self, set: TermId) -> Option<Bit> {
        self.empty.get(&set).copied()
    }

    /// Notes the bit for that.
    pub(super) fn set_empty(&mut self, set: TermId, bit: Bit) {
        self.empty.insert(set, bit);
    }

    /// Says that two sets have the same elements under a condition.
    pub(super) fn link(&mut self, condition: Bit, left: TermId, right: TermId) {
        self.linked.push((condition, left, right));
    }

    /// All that was said of that kind.
    pub(super) fn linked(&self) -> Vec<(Bit, TermId, TermId)> {
        self.linked.clone()
    }
}
