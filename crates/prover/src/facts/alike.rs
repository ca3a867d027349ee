//! What is the same, and what lies in what: axioms about pairs and chains of terms, stated where
//! a solution breaks them.

use std::collections::BTreeMap;

use ward_compiler::model::{Ty, TypeId};

use super::state::Facts;
use crate::axiom::Axiom;
use crate::circuit::Bit;
use crate::term::TermId;

/// From each term to those it is related with in a solution, with the bits that say so.
type Edges = BTreeMap<TermId, Vec<(TermId, Bit)>>;

impl Facts<'_> {
    /// The pairs that are the same in the last solution.
    pub(super) fn pairs_alike(&self) -> Vec<(TermId, TermId, Bit)> {
        self.relations.all_same().filter(|(_, _, bit)| self.circuit.value(*bit)).collect()
    }

    /// What is the same is alike in everything.
    pub fn same_axioms(&mut self) -> bool {
        let pairs = self.pairs_alike();
        let mut broken = false;
        for (left, right, same) in &pairs {
            if !self.entity_types(*left).is_empty() {
                broken |= self.alike_by_itself(*left, *right, *same);
                broken |= self.alike_in_paths(*left, *right, *same);
            }
        }
        let mut edges = Edges::new();
        for (left, right, same) in pairs {
            edges.entry(left).or_default().push((right, same));
            edges.entry(right).or_default().push((left, same));
        }
        for others in edges.values() {
            for (at, (left, one)) in others.iter().enumerate() {
                for (right, two) in &others[at + 1..] {
                    let same = self.equal_bit(*left, 0, *right, 0);
                    broken |= self.demand(Axiom::SameTransitive, &[*one, *two], same);
                }
            }
        }
        broken
    }

    fn alike_by_itself(&mut self, left: TermId, right: TermId, same: Bit) -> bool {
        let known = (self.is_known(left), self.is_known(right));
        let mut broken = self.demand_same(Axiom::SameIsStored, &[same], known.0, known.1);
        let complete = (self.is_complete(left), self.is_complete(right));
        broken |= self.demand_same(Axiom::SameIsComplete, &[same], complete.0, complete.1);
        let types: Vec<TypeId> =
            self.entity_types(left).iter().chain(self.entity_types(right)).copied().collect();
        for ty in types {
            let is = (self.is_type(left, ty), self.is_type(right, ty));
            broken |= self.demand_same(Axiom::SameIsOfOneType, &[same], is.0, is.1);
        }
        broken | self.alike_in_containers(left, right, same)
    }

    fn alike_in_containers(&mut self, left: TermId, right: TermId, same: Bit) -> bool {
        let of_left = self.relations.containers(left).into_iter();
        let both: Vec<_> = of_left
            .filter_map(|(kind, one)| Some((one, self.relations.container(right, kind)?)))
            .collect();
        let mut broken = false;
        for (one, two) in both {
            broken |= self.demand_same(Axiom::SameHasContainer, &[same], one.yes, two.yes);
            broken |= self.demand_same(Axiom::SameHasContainer, &[same], one.no, two.no);
        }
        broken
    }

    /// The same path of the same entity has the same value, or none.
    fn alike_in_paths(&mut self, left: TermId, right: TermId, same: Bit) -> bool {
        let mut broken = false;
        for one in self.terms.paths_from(left) {
            for two in self.terms.paths_from(right) {
                if self.terms.path_of(one) == self.terms.path_of(two) {
                    broken |= self.alike_in_value(same, one, two);
                }
            }
        }
        broken
    }

    /// Two terms have the same value, or none, where a condition holds.
    pub(super) fn alike_in_value(&mut self, condition: Bit, left: TermId, right: TermId) -> bool {
        let (a, b) = (self.defined(left), self.defined(right));
        let mut broken = self.demand_same(Axiom::Congruence, &[condition], a, b);
        if matches!(self.ty(left), Ty::Set(_)) {
            return broken | self.alike_in_members(condition, left, right);
        }
        if self.is_by_fields(left) {
            // Records that lack a field aren't known to be the same; their fields are.
            return broken | self.alike_in_paths(left, right, condition);
        }
        if self.circuit.value(condition) && self.circuit.value(a) {
            let same = self.equal_bit(left, 0, right, 0);
            broken |= self.demand(Axiom::Congruence, &[condition, a], same);
        }
        broken
    }

    /// Containment goes on through what lies between, never in a circle, and only as types allow.
    pub fn inside_axioms(&mut self) -> bool {
        let within: Vec<(TermId, TermId, Bit)> =
            self.relations.all_inside().filter(|(_, _, bit)| self.circuit.value(*bit)).collect();
        let mut broken = false;
        let mut edges = Edges::new();
        for (inner, outer, inside) in &within {
            broken |= self.one_inside(*inner, *outer, *inside);
            edges.entry(*inner).or_default().push((*outer, *inside));
        }
        for (left, right, same) in self.pairs_alike() {
            if self.entity_types(left).is_empty() {
                continue;
            }
            for (inner, outer) in [(left, right), (right, left)] {
                let inside = self.is_inside(inner, outer);
                broken |= self.demand(Axiom::SameLiesInside, &[same], inside);
                if inside == same {
                    edges.entry(inner).or_default().push((outer, inside));
                }
            }
        }
        broken | self.chains(&edges)
    }

    fn one_inside(&mut self, inner: TermId, outer: TermId, inside: Bit) -> bool {
        let (same, known) = (self.is_same(inner, outer), self.is_known(inner));
        let mut broken = self.demand(Axiom::OnlyStoredLies, &[inside, !same], known);
        let complete = (self.is_complete(inner), self.is_complete(outer));
        broken |= self.demand(Axiom::AroundIsComplete, &[inside, complete.0], complete.1);
        for inner_ty in self.entity_types(inner).to_vec() {
            for outer_ty in self.entity_types(outer).to_vec() {
                if !self.policy.schema.ty(inner_ty).ancestors.contains(&outer_ty) {
                    let is = [self.is_type(inner, inner_ty), self.is_type(outer, outer_ty)];
                    broken |= self.demand(Axiom::LiesByType, &[is[0], is[1], inside], same);
                }
            }
        }
        if let [kind] = self.entity_types(outer)
            && let Some(truth) = self.relations.container(inner, *kind)
        {
            let (defined, no) = (self.defined(outer), self.circuit.no());
            broken |= self.demand(Axiom::NoContainer, &[truth.no, defined, inside], no);
        }
        broken
    }

    fn chains(&mut self, edges: &Edges) -> bool {
        let mut broken = false;
        for (inner, middles) in edges {
            for (middle, first) in middles {
                for (outer, second) in edges.get(middle).into_iter().flatten() {
                    broken |= if inner == outer {
                        let same = self.is_same(*inner, *middle);
                        self.demand(Axiom::NoCircle, &[*first, *second], same)
                    } else {
                        let (through, same) =
                            (self.is_inside(*inner, *outer), self.is_same(*inner, *middle));
                        let described = self.is_described(*middle);
                        let leads_on = self.circuit.or([same, !described]);
                        let way = [*first, *second, leads_on];
                        self.demand(Axiom::InsideTransitive, &way, through)
                    };
                }
            }
        }
        broken
    }
}
