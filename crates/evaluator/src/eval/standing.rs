//! How a grant stands: held, its clauses true, its `may` switched on.
//!
//! What gives reasons, reckons what was covered or asks for obligations goes by this; a decision
//! asks the same in another order (`decide.rs`), which is compared with this over everything
//! generated.

use ward_compiler::model::{ANYONE, Cell, Enable, Grant, Prohibition, RoleId};

use super::{Eval, Held};

/// How a grant gives what it gives.
#[derive(Clone, Debug)]
pub struct Standing<'c> {
    /// How its role is held; `None` for `anyone`.
    pub through: Option<Held>,
    /// What switches its `may` on, in the order of the cell; empty for a `can`.
    pub switched_on_by: Vec<&'c Enable>,
}

impl Standing<'_> {
    /// The role through which it is held.
    pub fn role(&self) -> RoleId {
        self.through.map_or(ANYONE, |held| held.role)
    }
}

impl Eval<'_> {
    /// How a grant of a cell stands, given what the subject holds and what narrows: `None` where
    /// it isn't surely held, is narrowed away, has a clause that isn't true, or is a `may` that
    /// nothing switches on. Prohibitions that take from everything are left aside.
    pub fn standing<'c>(
        &self,
        cell: &'c Cell,
        grant: &Grant,
        held: &[Held],
        narrowing: &[&Prohibition],
    ) -> Option<Standing<'c>> {
        let through = self.held_through(grant, held, narrowing)?;
        if !self.clauses(&grant.clauses).is_true() {
            return None;
        }
        if !grant.may {
            return Some(Standing { through, switched_on_by: Vec::new() });
        }
        let enables = cell.enables.iter();
        let switched_on_by: Vec<_> =
            enables.filter(|enable| self.switched_on(enable).is_true()).collect();
        (!switched_on_by.is_empty()).then_some(Standing { through, switched_on_by })
    }

    /// Whether a cell permits, by how its grants stand: one gives, and no prohibition applies that
    /// takes from everything.
    pub fn stands(&self, cell: &Cell) -> bool {
        let held = self.held_roles(self.asked.subject, Some(self.asked.resource));
        let applies = cell.prohibitions.iter().filter(|one| self.applies(one));
        let (general, narrowing): (Vec<_>, Vec<_>) = applies.partition(|one| one.is_general());
        let mut grants = cell.grants.iter();
        general.is_empty()
            && grants.any(|grant| self.standing(cell, grant, &held, &narrowing).is_some())
    }
}
