//! Sets: membership.

use ward_compiler::model::Ty;

use super::state::Facts;
use super::truth::{Truth, Val};
use crate::axiom::Axiom;
use crate::circuit::Bit;
use crate::term::TermId;

impl Facts<'_> {
    /// Whether a set contains a value.
    pub fn contains(&mut self, set: &Val, value: &Val) -> Truth {
        match (set, value) {
            (Val::List(parts), value) => {
                let truths: Vec<Truth> = parts.iter().map(|part| self.equal(part, value)).collect();
                self.any(&truths)
            }
            (Val::Term(set, _), Val::Term(..)) if self.has_records(*set) => {
                self.approximated("records compared as wholes");
                let (truth, defined) = (self.free_truth(), self.defined(*set));
                self.circuit.implies(truth.yes, defined);
                self.circuit.implies(truth.no, defined);
                truth
            }
            (Val::Term(set, _), Val::Term(value, offset)) => {
                let element = match self.ty(*set) {
                    Ty::Set(element) => (**element).clone(),
                    other => other.clone(),
                };
                let value = self.moved(*value, *offset, &element);
                let fact = self.member(*set, value);
                let (set_known, value_known) = (self.defined(*set), self.defined(value));
                let known = self.circuit.and([set_known, value_known]);
                let truth = self.known_if(known, fact);
                // Nothing is in an empty set, whatever it is.
                let empty = self.is_empty(*set);
                let none = self.circuit.and([set_known, empty]);
                let sure = self.is_sure_of_member(*set, value);
                let no = self.circuit.and([truth.no, sure]);
                Truth { yes: truth.yes, no: self.circuit.or([no, none]) }
            }
            _ => {
                self.approximated("a computed value in a set");
                self.free_truth()
            }
        }
    }

    /// Whether a term is an element of a set.
    pub fn member(&mut self, set: TermId, value: TermId) -> Bit {
        self.elements.member(&mut self.circuit, set, value)
    }

    /// Whether a set has no elements.
    pub fn is_empty(&mut self, set: TermId) -> Bit {
        if let Some(known) = self.elements.empty(set) {
            return known;
        }
        let bit = self.circuit.fresh();
        self.elements.set_empty(set, bit);
        if let Ty::Set(element) = self.ty(set).clone() {
            let witness = self.witness((*element).clone());
            let member = self.member(set, witness);
            self.law(Axiom::NotEmpty, &[bit, member]);
        }
        bit
    }

    /// The terms that may be elements of a set, each with the bit that says so.
    pub fn members_of(&self, set: TermId) -> Vec<(TermId, Bit)> {
        self.elements.of(set)
    }

    /// Sets that are the same under a condition have the same elements.
    pub(super) fn alike_in_members(&mut self, condition: Bit, left: TermId, right: TermId) -> bool {
        if !self.circuit.value(condition) {
            return false;
        }
        let mut values: Vec<TermId> =
            [left, right].iter().flat_map(|set| self.members_of(*set)).map(|(of, _)| of).collect();
        values.sort_unstable();
        values.dedup();
        let mut broken = false;
        for value in values {
            let (a, b) = (self.member(left, value), self.member(right, value));
            broken |= self.demand_same(Axiom::Congruence, &[condition], a, b);
        }
        broken
    }

    /// An empty set has no elements, and equal values are elements of the same sets.
    pub fn member_axioms(&mut self) -> bool {
        let sets = self.elements.sets();
        let mut broken = false;
        for set in sets {
            let (inside, outside): (Vec<_>, Vec<_>) = self
                .members_of(set)
                .into_iter()
                .partition(|(_, member)| self.circuit.value(*member));
            if let Some(empty) = self.elements.empty(set) {
                for (value, member) in &inside {
                    let (defined, no) = (self.defined(*value), self.circuit.no());
                    broken |= self.demand(Axiom::Empty, &[empty, *member, defined], no);
                }
            }
            for (left, one) in &inside {
                for (right, two) in &outside {
                    broken |= self.alike_in_membership((*left, *one), (*right, *two));
                }
            }
        }
        for (condition, left, right) in self.elements.linked() {
            broken |= self.alike_in_members(condition, left, right);
        }
        broken
    }

    fn alike_in_membership(
        &mut self,
        (left, one): (TermId, Bit),
        (right, two): (TermId, Bit),
    ) -> bool {
        let known = [self.defined(left), self.defined(right)];
        if !known.iter().all(|bit| self.circuit.value(*bit)) {
            return false;
        }
        if let Ty::Entity(_) | Ty::Text | Ty::Role | Ty::Ip | Ty::IpRange = self.ty(left) {
            let same = self.relations.same_if_asked(left, right).unwrap_or(self.circuit.no());
            return self.demand(Axiom::SameIsMember, &[same, known[0], known[1], one], two);
        }
        let same = self.equal_bit(left, 0, right, 0);
        self.law(Axiom::SameIsMember, &[!same, !known[0], !known[1], !one, two])
    }
}
