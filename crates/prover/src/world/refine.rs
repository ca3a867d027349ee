//! Solutions, and the axioms that rule out those that can't be.
//!
//! Few of all instances of the axioms matter to a question. So a solution is looked for first;
//! where it breaks an axiom, that instance is stated and another one is looked for, until none is
//! broken or there is no solution. A bit that isn't made yet counts as false.

use super::state::World;
use crate::circuit::Bit;

impl World<'_> {
    /// Whether everything asserted can be together with these assumptions; `None` where it
    /// can't be told. Where there is too much to follow, a solution is one that may not be.
    pub fn solve(&mut self, assumptions: &[Bit]) -> Option<bool> {
        loop {
            self.settle();
            if !self.facts.circuit.solve(assumptions)? {
                return Some(false);
            }
            if !self.refine() {
                return Some(true);
            }
        }
    }

    /// States what the last solution breaks; `false` where it breaks nothing.
    fn refine(&mut self) -> bool {
        let broken = self.facts.refine();
        if broken | self.holding_axioms() {
            return true;
        }
        self.facts.refine_order() || self.instantiate()
    }

    /// States what holds of each new term by itself.
    pub(super) fn settle(&mut self) {
        while let Some(id) = self.facts.settle_next() {
            if self.setting.whole {
                self.facts.is_whole(id);
            }
            self.link_versions(id);
        }
        self.link_all_held();
    }
}
