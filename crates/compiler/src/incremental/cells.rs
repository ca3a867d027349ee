//! Puts the new statements of one declaration into the cells that they reach.

use std::collections::BTreeMap;
use std::ops::Range;

use crate::lower;
use crate::model::{Cell, Cells, Owner, Reached, RoleId, Rule, RuleId, Target};
use crate::resolve::Compiler;

/// Renews the cells; how many have changed. `old` are the statements that stood before where
/// `now` are.
pub(super) fn renew(
    cells: &mut Cells,
    compiler: &mut Compiler<'_>,
    now: Range<usize>,
    old: &[Rule],
) -> usize {
    let first = now.start;
    let new = compiler.rules.get(now).unwrap_or_default();
    let renewed = if inherited_as_it_is(compiler, old) && reach_the_same(old, new) {
        in_place(cells, first, new)
    } else {
        None
    };
    renewed.unwrap_or_else(|| {
        let roles = &compiler.roles;
        compiler.extensions = roles.iter().map(|role| role.extensions.clone()).collect();
        *cells = lower::lower(compiler);
        cells.contents.len()
    })
}

/// Whether nobody takes the statements over under clauses of its own.
fn inherited_as_it_is(compiler: &Compiler<'_>, old: &[Rule]) -> bool {
    let Some(Owner::Role(id)) = old.first().map(|rule| rule.owner) else { return true };
    let leads_there = |parent: RoleId| compiler.roles[parent.index()].is_a.contains(id);
    let mut extensions = compiler.roles.iter().flat_map(|role| &role.extensions);
    !extensions.any(|extension| !extension.is_plain() && leads_there(extension.parent))
}

/// Whether the statements reach the same targets one by one, so that they stand at the same
/// places in the same cells.
fn reach_the_same(old: &[Rule], new: &[Rule]) -> bool {
    let targets = |reach: &[Reached]| reach.iter().map(|it| it.target).collect::<Vec<_>>();
    !old.is_empty()
        && old.len() == new.len()
        && old
            .iter()
            .zip(new)
            .all(|(old, new)| old.verb == new.verb && targets(&old.reach) == targets(&new.reach))
}

/// What the new statements reach on one target, each by its position among them.
type Ones<'r> = Vec<(usize, &'r Reached)>;

/// Writes the new clauses and obligations over the old ones; `None` where cells that were equal
/// would differ from now on, or the other way round.
fn in_place(cells: &mut Cells, first: usize, new: &[Rule]) -> Option<usize> {
    let reached = by_cell(cells, new);
    for (at, targets) in &reached {
        let (ones, others) = targets.split_first()?;
        if !others.iter().all(|others| alike(ones, others)) {
            return None;
        }
        let cell = cells.contents.get_mut(*at)?;
        for (rule, one) in ones {
            write(cell, first + rule, new.get(*rule)?, one)?;
        }
    }
    let outlines: Vec<u64> = cells.contents.iter().map(lower::outline).collect();
    let equal = |one: usize, other: usize| {
        one != other
            && outlines[one] == outlines[other]
            && cells.contents[one] == cells.contents[other]
    };
    let distinct = |at: &usize| !(0..cells.contents.len()).any(|other| equal(*at, other));
    reached.keys().all(distinct).then_some(reached.len())
}

/// Per cell what is reached on each of its targets.
fn by_cell<'r>(cells: &Cells, new: &'r [Rule]) -> BTreeMap<usize, Vec<Ones<'r>>> {
    let mut by_target: BTreeMap<Target, Ones<'r>> = BTreeMap::new();
    for (at, rule) in new.iter().enumerate() {
        for one in &rule.reach {
            by_target.entry(one.target).or_default().push((at, one));
        }
    }
    let mut by_cell: BTreeMap<usize, Vec<Ones<'r>>> = BTreeMap::new();
    for (target, ones) in by_target {
        if let Some(cell) = cells.index.get(&target) {
            by_cell.entry(cell.index()).or_default().push(ones);
        }
    }
    by_cell
}

fn alike(ones: &Ones<'_>, others: &Ones<'_>) -> bool {
    let same = |((at, one), (other_at, other)): (&(usize, &Reached), &(usize, &Reached))| {
        at == other_at && one.clauses == other.clauses
    };
    ones.len() == others.len() && ones.iter().zip(others).all(same)
}

fn write(cell: &mut Cell, id: usize, rule: &Rule, one: &Reached) -> Option<()> {
    let id = RuleId::from_index(id);
    let obligations = || rule.obligations.clone().into();
    match rule.owner {
        Owner::Role(_) => {
            let at = cell.grants.binary_search_by_key(&id, |grant| grant.rule).ok()?;
            let grant = cell.grants.get_mut(at)?;
            (grant.clauses, grant.obligations) = (one.clauses.clone(), obligations());
        }
        Owner::Class(_) if rule.verb == crate::model::Verb::Enable => {
            let at = cell.enables.binary_search_by_key(&id, |enable| enable.rule).ok()?;
            let enable = cell.enables.get_mut(at)?;
            (enable.clauses, enable.obligations) = (one.clauses.clone(), obligations());
        }
        _ => {
            let at = cell.prohibitions.binary_search_by_key(&id, |it| it.rule).ok()?;
            cell.prohibitions.get_mut(at)?.clauses = one.clauses.clone();
        }
    }
    Some(())
}
