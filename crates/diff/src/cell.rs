//! What a cell says, whatever order and wording it is said in.

use std::collections::{BTreeMap, BTreeSet};

use ward_compiler::model::{
    ANYONE, Cell, ClassId, Clause, Condition, ConditionId, Logic, OverlayId, RoleId, Source,
};

use crate::merge::Merged;

/// A conjunction: its conditions sorted, each once.
pub(crate) type Conditions = Vec<ConditionId>;

/// What a cell says.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Shape {
    /// What each role gives: what only a class switches on, and under what conditions.
    pub grants: BTreeMap<RoleId, BTreeSet<(bool, Conditions)>>,
    /// What each class switches on.
    pub enables: BTreeSet<(ClassId, Conditions)>,
    /// What is taken away.
    pub prohibitions: BTreeSet<Taken>,
}

/// A prohibition: the class that must apply, the conditions, the roles it takes from, the overlay.
pub(crate) type Taken = (Option<ClassId>, Conditions, Option<Vec<RoleId>>, Option<OverlayId>);

impl Shape {
    /// What a cell says.
    pub fn of(merged: &Merged, cell: &Cell) -> Self {
        let mut shape = Self::default();
        for grant in &cell.grants {
            let given = (grant.may, conditions(merged, &grant.clauses));
            for role in holders(merged, cell, grant.holders) {
                shape.grants.entry(role).or_default().insert(given.clone());
            }
        }
        shape.enables = cell
            .enables
            .iter()
            .map(|enable| (enable.class, conditions(merged, &enable.clauses)))
            .collect();
        shape.prohibitions = cell.prohibitions.iter().map(|one| taken(merged, one)).collect();
        shape.without_idle();
        shape
    }

    /// Leaves out what a class switches on and no role may, and the reverse; and where nothing
    /// is given, what takes it away.
    fn without_idle(&mut self) {
        let may = self.grants.values().flatten().any(|(may, _)| *may);
        if !may {
            self.enables.clear();
        }
        if self.enables.is_empty() {
            self.grants.values_mut().for_each(|given| given.retain(|(may, _)| !may));
            self.grants.retain(|_, given| !given.is_empty());
        }
        if self.grants.is_empty() {
            self.prohibitions.clear();
        }
    }

    /// What a role gives.
    pub fn of_role(&self, role: Option<RoleId>) -> BTreeSet<(bool, Conditions)> {
        role.and_then(|role| self.grants.get(&role)).cloned().unwrap_or_default()
    }
}

/// A prohibition as a shape has it.
pub(crate) fn taken(merged: &Merged, one: &ward_compiler::model::Prohibition) -> Taken {
    let class = match one.source {
        Source::Class(class) => Some(class),
        Source::Restriction(_) => None,
    };
    let on_what = one.on_what.map(|roles| merged.policy.cells.holders(roles).iter().collect());
    (class, conditions(merged, &one.clauses), on_what, one.only_inside)
}

/// The roles that hold a grant; `anyone` stands for all.
pub(crate) fn holders(
    merged: &Merged,
    _: &Cell,
    id: ward_compiler::model::HoldersId,
) -> Vec<RoleId> {
    let roles = merged.policy.cells.holders(id);
    if roles.contains(ANYONE) { vec![ANYONE] } else { roles.iter().collect() }
}

/// All clauses as one conjunction.
pub(crate) fn conditions(merged: &Merged, clauses: &[Clause]) -> Conditions {
    let mut all = Vec::new();
    for clause in clauses {
        match merged.policy.exprs.condition(clause.condition) {
            Condition::Logic(Logic::And(parts)) => all.extend(parts.iter().copied()),
            Condition::Value(_)
            | Condition::Logic(_)
            | Condition::Comparison(_)
            | Condition::Membership(_)
            | Condition::Presence(_)
            | Condition::Kind(_)
            | Condition::Text(_)
            | Condition::Relation(_)
            | Condition::Quantifier(_) => all.push(clause.condition),
        }
    }
    all.sort_unstable();
    all.dedup();
    all
}
