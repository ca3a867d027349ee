//! Where each statement's grants stand, so that no rule compares all with all.

use rustc_hash::FxHashMap;
use ward_compiler::Policy;
use ward_compiler::model::{ANYONE, CellId, RoleId, RuleId};

/// Per cell, which grants a statement and a role have.
pub(crate) struct CellIndex {
    of_rule: FxHashMap<(CellId, RuleId), Vec<usize>>,
    of_role: FxHashMap<(CellId, RoleId), Vec<usize>>,
}

impl CellIndex {
    pub(crate) fn new(policy: &Policy) -> Self {
        let (mut of_rule, mut of_role) = (FxHashMap::default(), FxHashMap::default());
        for (cell, content) in policy.cells.contents.iter().enumerate() {
            let cell = CellId::from_index(cell);
            for (at, grant) in content.grants.iter().enumerate() {
                of_rule.entry((cell, grant.rule)).or_insert_with(Vec::new).push(at);
                for role in policy.cells.holders(grant.holders).iter() {
                    of_role.entry((cell, role)).or_insert_with(Vec::new).push(at);
                }
            }
        }
        Self { of_rule, of_role }
    }

    /// The grants of a statement in a cell; several where it is inherited in several ways.
    pub(crate) fn of_rule(&self, cell: CellId, rule: RuleId) -> &[usize] {
        self.of_rule.get(&(cell, rule)).map_or(&[], Vec::as_slice)
    }

    /// The grants in a cell that a role has, those of everybody included.
    pub(crate) fn of_role(&self, cell: CellId, role: RoleId) -> impl Iterator<Item = usize> + '_ {
        let own = self.of_role.get(&(cell, role)).map_or(&[][..], Vec::as_slice);
        let anyone = self.of_role.get(&(cell, ANYONE)).map_or(&[][..], Vec::as_slice);
        let anyone = if role == ANYONE { &[] } else { anyone };
        own.iter().chain(anyone).copied()
    }
}
