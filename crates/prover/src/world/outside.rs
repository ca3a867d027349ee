//! Assignments outside an overlay's tenant, which its restrictions take nothing from.

use ward_compiler::model::OverlayId;

use super::held::{Outside, Through};
use super::setting::{Differing, Swap};
use super::state::World;
use crate::circuit::Bit;
use crate::held::Holdable;

impl World<'_> {
    /// Whether something is held for the resource, in a copy of the data, through an assignment that
    /// lies surely outside an overlay's tenant.
    pub fn held_outside(&mut self, what: Holdable, overlay: OverlayId, copy: u8) -> Bit {
        match self.setting.swap.filter(|_| copy == 1) {
            Some(swap) if swap.from == what => self.facts.circuit.no(),
            Some(swap) if what == Holdable::Role(swap.to) => {
                let own = self.assigned_outside(what, overlay, 0);
                let taken = self.taken_over_outside(swap, overlay);
                self.facts.circuit.or([own, taken])
            }
            _ => {
                let day = if self.setting.differing == Some(Differing::Now) { copy } else { 0 };
                self.assigned_outside(what, overlay, day)
            }
        }
    }

    fn assigned_outside(&mut self, what: Holdable, overlay: OverlayId, day: u8) -> Bit {
        if self.lies_in_overlay(what, overlay) {
            return self.facts.circuit.no();
        }
        let key = Outside { what, overlay, through: Through::Own(day) };
        if let Some(known) = self.holding.outside.get(&key) {
            return *known;
        }
        let (subject, resource) = (self.facts.subject(), self.facts.resource());
        let held = self.assigned_in(what, subject, Some(resource), day);
        let bit = self.facts.circuit.fresh();
        self.facts.circuit.implies(bit, held.yes);
        self.holding.outside.insert(key, bit);
        bit
    }

    /// The same through assignments of the role whose place another takes: they stay where they are.
    fn taken_over_outside(&mut self, swap: Swap, overlay: OverlayId) -> Bit {
        let to = Holdable::Role(swap.to);
        if self.lies_in_overlay(to, overlay) {
            return self.facts.circuit.no();
        }
        let given = self.assigned_outside(swap.from, overlay, 0);
        let (to_reaches, from_reaches) =
            (self.reaches_as_far(to, swap.from), self.reaches_as_far(swap.from, to));
        if to_reaches && from_reaches {
            return given;
        }
        let key = Outside { what: to, overlay, through: Through::Swap };
        if let Some(known) = self.holding.outside.get(&key) {
            return *known;
        }
        let (subject, resource) = (self.facts.subject(), self.facts.resource());
        let taken = self.taken_over(swap, subject, Some(resource));
        let bit = self.facts.circuit.fresh();
        self.facts.circuit.implies(bit, taken.yes);
        if from_reaches {
            self.facts.circuit.implies(bit, given);
        }
        if to_reaches {
            self.facts.circuit.implies(given, bit);
        }
        self.holding.outside.insert(key, bit);
        bit
    }

    /// Whether all assignments of a role lie in an overlay's tenant, since it is that overlay's.
    fn lies_in_overlay(&self, what: Holdable, overlay: OverlayId) -> bool {
        matches!(what, Holdable::Role(role) if self.facts.policy.role(role).overlay == Some(overlay))
    }
}
