//! Cells share the clauses of the rules that stand in them; cut off for a while, the rules alone
//! hold them, and what is held alone can be changed where it is.

use std::sync::Arc;

use crate::model::{Cell, Cells, Clause, Rule, RuleId, Target};

/// Which entries of the cells shared their clauses with a rule, one after the other.
pub(super) type Linked = Vec<bool>;

/// Cuts the cells off; says which entries were linked.
pub(super) fn cut(cells: &mut Cells, rules: &[Rule], none: &Arc<[Clause]>) -> Linked {
    let mut linked = Vec::new();
    each(cells, rules, |entry, of_rule| {
        let shared = of_rule.is_some_and(|of_rule| Arc::ptr_eq(of_rule, entry));
        linked.push(shared);
        if shared {
            entry.clone_from(none);
        }
    });
    linked
}

/// Gives the cells the clauses of the rules again.
pub(super) fn mend(cells: &mut Cells, rules: &[Rule], linked: &Linked) {
    let mut linked = linked.iter();
    each(cells, rules, |entry, of_rule| {
        if let (Some(true), Some(of_rule)) = (linked.next(), of_rule) {
            entry.clone_from(of_rule);
        }
    });
}

/// Every entry of the cells with the clauses of its rule on one of the cell's targets.
fn each(
    cells: &mut Cells,
    rules: &[Rule],
    mut with: impl FnMut(&mut Arc<[Clause]>, Option<&Arc<[Clause]>>),
) {
    let mut targets: Vec<Option<Target>> = vec![None; cells.contents.len()];
    for (target, cell) in &cells.index {
        if let Some(first) = targets.get_mut(cell.index()) {
            first.get_or_insert(*target);
        }
    }
    for (cell, target) in cells.contents.iter_mut().zip(targets) {
        let Some(target) = target else { continue };
        for (rule, clauses) in entries(cell) {
            let reach = rules.get(rule.index()).map_or(&[][..], |rule| &rule.reach);
            let at = reach.binary_search_by_key(&target, |reached| reached.target);
            with(clauses, at.ok().and_then(|at| reach.get(at)).map(|reached| &reached.clauses));
        }
    }
}

fn entries(cell: &mut Cell) -> impl Iterator<Item = (RuleId, &mut Arc<[Clause]>)> {
    let grants = cell.grants.iter_mut().map(|grant| (grant.rule, &mut grant.clauses));
    let enables = cell.enables.iter_mut().map(|enable| (enable.rule, &mut enable.clauses));
    let prohibitions = cell.prohibitions.iter_mut().map(|it| (it.rule, &mut it.clauses));
    grants.chain(enables).chain(prohibitions)
}
