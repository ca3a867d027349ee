//! What entities are, and how they stand to one another.

use indexmap::IndexMap;
use rustc_hash::{FxBuildHasher, FxHashMap};
use ward_compiler::model::TypeId;

use super::truth::Truth;
use crate::circuit::{Bit, Circuit};
use crate::term::TermId;

/// Bits about entities. A bit is made when it is asked for first.
#[derive(Default)]
pub(super) struct Relations {
    known: FxHashMap<TermId, Bit>,
    complete: FxHashMap<TermId, Bit>,
    of_type: FxHashMap<(TermId, TypeId), Bit>,
    same: IndexMap<(TermId, TermId), Bit, FxBuildHasher>,
    inside: IndexMap<(TermId, TermId), Bit, FxBuildHasher>,
    doubtful: FxHashMap<(TermId, TermId), Bit>,
    has_container: IndexMap<(TermId, TypeId), Truth, FxBuildHasher>,
}

impl Relations {
    /// Whether an entity is stored.
    pub(super) fn known(&mut self, circuit: &mut Circuit, term: TermId) -> Bit {
        *self.known.entry(term).or_insert_with(|| circuit.fresh())
    }

    /// Whether it is stored with all that it lies in.
    pub(super) fn complete(&mut self, circuit: &mut Circuit, term: TermId) -> Bit {
        *self.complete.entry(term).or_insert_with(|| circuit.fresh())
    }

    /// Whether it is of a type, of several that it may be of.
    pub(super) fn of_type(&mut self, circuit: &mut Circuit, term: TermId, ty: TypeId) -> Bit {
        *self.of_type.entry((term, ty)).or_insert_with(|| circuit.fresh())
    }

    /// Whether two terms are the same; made by `make` where that wasn't asked before.
    pub(super) fn same(&mut self, a: TermId, b: TermId, make: impl FnOnce() -> Bit) -> Bit {
        *self.same.entry((a.min(b), a.max(b))).or_insert_with(make)
    }

    /// Whether of two terms that are known it isn't known how they stand to one another.
    pub(super) fn doubtful(&mut self, circuit: &mut Circuit, a: TermId, b: TermId) -> Bit {
        *self.doubtful.entry((a.min(b), a.max(b))).or_insert_with(|| circuit.fresh())
    }

    /// The same, where it was asked before.
    pub(super) fn same_if_asked(&self, a: TermId, b: TermId) -> Option<Bit> {
        self.same.get(&(a.min(b), a.max(b))).copied()
    }

    /// The pairs of which it was asked whether they are the same.
    pub(super) fn all_same(&self) -> impl Iterator<Item = (TermId, TermId, Bit)> {
        self.same.iter().map(|((left, right), bit)| (*left, *right, *bit))
    }

    /// Whether an entity lies in another.
    pub(super) fn inside(&mut self, circuit: &mut Circuit, inner: TermId, outer: TermId) -> Bit {
        *self.inside.entry((inner, outer)).or_insert_with(|| circuit.fresh())
    }

    /// The pairs of which it was asked whether one lies in the other: inner, outer.
    pub(super) fn all_inside(&self) -> impl Iterator<Item = (TermId, TermId, Bit)> {
        self.inside.iter().map(|((inner, outer), bit)| (*inner, *outer, *bit))
    }

    /// Whether an entity has a container of a kind, where that was asked before.
    pub(super) fn container(&self, term: TermId, kind: TypeId) -> Option<Truth> {
        self.has_container.get(&(term, kind)).copied()
    }

    /// Notes the answer to that.
    pub(super) fn set_container(&mut self, term: TermId, kind: TypeId, truth: Truth) {
        self.has_container.insert((term, kind), truth);
    }

    /// The kinds of container that it was asked of an entity whether it has one.
    pub(super) fn containers(&self, term: TermId) -> Vec<(TypeId, Truth)> {
        let own = self.has_container.iter().filter(|((of, _), _)| *of == term);
        own.map(|((_, kind), truth)| (*kind, *truth)).collect()
    }
}
