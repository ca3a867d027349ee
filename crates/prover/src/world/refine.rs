//! Solutions, and the axioms that rule out those that can't be.
//!
//! Few of all instances of the axioms matter to a question. So a solution is looked for first;
//! where it breaks an axiom, that instance is stated and another one is looked for, until none is
//! broken or there is no solution. A bit that isn't made yet counts as false.

use ward_compiler::model::Ty;

use super::World;
use crate::axiom::Axiom;
use crate::circuit::Bit;
use crate::term::{Term, TermId};

impl World<'_> {
    /// Whether everything asserted can be together with these assumptions; `None` where it
    /// can't be told. Where there is too much to follow, a solution is one that may not be.
    pub fn solve(&mut self, assumptions: &[Bit]) -> Option<bool> {
        loop {
            self.settle();
            if !self.circuit.solve(assumptions)? {
                return Some(false);
            }
            if !self.refine() {
                return Some(true);
            }
        }
    }

    /// States what the last solution breaks; `false` where it breaks nothing.
    fn refine(&mut self) -> bool {
        let mut broken = self.same_axioms();
        broken |= self.inside_axioms();
        broken |= self.value_axioms();
        broken |= self.member_axioms();
        broken |= self.holding_axioms();
        if broken {
            return true;
        }
        if let Some(clause) = self.impossible_order()
            && self.law(Axiom::Order, &clause)
        {
            return true;
        }
        self.instantiate()
    }

    /// States what holds of each new term by itself.
    pub(super) fn settle(&mut self) {
        while self.settled < self.terms.len() {
            let id = TermId(u32::try_from(self.settled).unwrap_or(u32::MAX));
            self.settled += 1;
            if !self.entity_types(id).is_empty() {
                self.entity_axioms(id);
            }
            if let Term::Of(function, of) = self.terms[id.index()].clone() {
                self.path_axioms(id, &function, of);
                self.paths.entry(of).or_default().push(id);
            }
            if matches!(self.ty(id), Ty::Enum(_)) {
                self.enum_axioms(id);
            }
            if self.whole {
                self.is_whole(id);
            }
            self.link_versions(id);
        }
        self.link_all_held();
    }

    /// States an instance of an axiom; whether that says anything new.
    pub(super) fn law(&mut self, axiom: Axiom, clause: &[Bit]) -> bool {
        self.circuit.law(axiom, clause)
    }

    /// States that some facts imply another, where the last solution says otherwise.
    pub(super) fn demand(&mut self, axiom: Axiom, from: &[Bit], to: Bit) -> bool {
        self.means.budget.spend(1);
        let is_met = self.circuit.value(to) || from.iter().any(|bit| !self.circuit.value(*bit));
        if is_met {
            return false;
        }
        let clause: Vec<Bit> = from.iter().map(|bit| !*bit).chain([to]).collect();
        self.law(axiom, &clause)
    }

    /// States that two facts are the same under conditions, where the last solution says
    /// otherwise.
    pub(super) fn demand_same(
        &mut self,
        axiom: Axiom,
        conditions: &[Bit],
        left: Bit,
        right: Bit,
    ) -> bool {
        let with = |bit: Bit| [conditions, &[bit]].concat();
        self.demand(axiom, &with(left), right) | self.demand(axiom, &with(right), left)
    }

    /// States that exactly one of these is so.
    pub(super) fn exactly_one(&mut self, axiom: Axiom, bits: &[Bit]) {
        self.law(axiom, bits);
        for (at, left) in bits.iter().enumerate() {
            for right in &bits[at + 1..] {
                self.law(axiom, &[!*left, !*right]);
            }
        }
    }
}
