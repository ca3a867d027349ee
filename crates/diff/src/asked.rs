//! What permits ask for.
//!
//! A permit asks for nothing where a grant that holds asks for nothing, else for all that those
//! grants ask for together; what a class switches on also asks for what its `enable` does.

use std::collections::{BTreeMap, BTreeSet};

use ward_compiler::model::{Cell, ClassId, ObligationUse, RoleId, Target};
use ward_prover::{Comparison, Fact};

use crate::cell::{Conditions, conditions, holders};
use crate::merge::Merged;
use crate::words;

/// A way to a permit: its conditions, the class that must apply, and what it asks for.
type Way = (Conditions, Option<ClassId>, Vec<ObligationUse>);

/// The ways of one policy's cell.
#[derive(Default)]
pub(crate) struct Ways {
    of_role: BTreeMap<RoleId, BTreeSet<Way>>,
    /// The same as text: what is asked for, and under what conditions.
    texts: BTreeMap<RoleId, Vec<(String, String)>>,
}

impl Ways {
    /// The ways of a cell, by role.
    pub fn of(merged: &Merged, cell: &Cell) -> Self {
        let mut ways = Self::default();
        for grant in &cell.grants {
            let text = merged.policy.print_clauses(&grant.clauses);
            let given = conditions(merged, &grant.clauses);
            let mut these = Vec::new();
            if !grant.may {
                these.push((given.clone(), None, grant.obligations.to_vec()));
            }
            for enable in cell.enables.iter().filter(|_| grant.may) {
                let mut all = given.clone();
                all.extend(conditions(merged, &enable.clauses));
                all.sort_unstable();
                all.dedup();
                let uses = together(&grant.obligations, &enable.obligations);
                these.push((all, Some(enable.class), uses));
            }
            for role in holders(merged, cell, grant.holders) {
                let texts = ways.texts.entry(role).or_default();
                for way in &these {
                    texts.push((words::obligations(&merged.policy, &way.2), text.clone()));
                }
                ways.of_role.entry(role).or_default().extend(these.iter().cloned());
            }
        }
        ways
    }

    fn uses(&self, role: RoleId) -> BTreeSet<&ObligationUse> {
        self.of_role.get(&role).into_iter().flatten().flat_map(|(_, _, uses)| uses).collect()
    }

    /// What may be asked for; with the conditions where that alone tells no difference.
    fn said(&self, role: RoleId, with_conditions: bool) -> String {
        let mut texts: Vec<String> = Vec::new();
        for (uses, condition) in self.texts.get(&role).into_iter().flatten() {
            let text = match with_conditions && !condition.is_empty() {
                true => format!("{uses} {condition}"),
                false => uses.clone(),
            };
            if !texts.contains(&text) {
                texts.push(text);
            }
        }
        texts.sort();
        texts.join(" or ")
    }
}

fn together(grant: &[ObligationUse], enable: &[ObligationUse]) -> Vec<ObligationUse> {
    let all: BTreeSet<&ObligationUse> = grant.iter().chain(enable).collect();
    all.into_iter().cloned().collect()
}

/// What a role, which has these ids in the two policies, is asked for that it wasn't, or no longer
/// is, and whether it no longer is; `None` where nothing of that kind has changed.
pub(crate) fn change(
    merged: &Merged,
    target: Target,
    cells: &[Cell; 2],
    ways: &[Ways; 2],
    ids: [Option<RoleId>; 2],
) -> Option<(String, bool)> {
    let [Some(old), Some(new)] = ids else { return None };
    let of = [ways[0].of_role.get(&old)?, ways[1].of_role.get(&new)?];
    let uses: BTreeSet<&ObligationUse> =
        ways[0].uses(old).union(&ways[1].uses(new)).copied().collect();
    if of[0] == of[1] {
        return None;
    }
    let differs =
        |sides| uses.iter().any(|one| can_differ(merged, target, cells, &[old, new], one, sides));
    let released = differs((0, 1));
    if !released && !differs((1, 0)) {
        return None;
    }
    let mut said = [ways[0].said(old, false), ways[1].said(new, false)];
    if said[0] == said[1] {
        said = [ways[0].said(old, true), ways[1].said(new, true)];
    }
    Some((format!(" is asked for {}, before for {}", said[1], said[0]), released))
}

/// Whether, to somebody with this role alone, `one` policy asks for something and the `other`
/// permits the same and doesn't. What can't be told counts as a difference.
fn can_differ(
    merged: &Merged,
    target: Target,
    cells: &[Cell; 2],
    roles: &[RoleId],
    asked: &ObligationUse,
    (one, other): (usize, usize),
) -> bool {
    let mut comparison = Comparison::new(&merged.policy, target, &merged.versions);
    let sides = cells.each_ref().map(|cell| {
        let asks = some(&mut comparison, cell, |uses| uses.contains(asked));
        let free = some(&mut comparison, cell, <[ObligationUse]>::is_empty);
        let not_free = comparison.not(free);
        (comparison.all(&[asks, not_free]), comparison.permitted(cell))
    });
    let mut facts = comparison.holding_only(roles, true);
    facts.extend([sides[one].0, comparison.not(sides[other].0), sides[other].1]);
    comparison.possible(&facts) != Some(false)
}

/// That a way to a permit of this kind is open.
fn some(
    comparison: &mut Comparison<'_>,
    cell: &Cell,
    kind: impl Fn(&[ObligationUse]) -> bool,
) -> Fact {
    let mut cells = vec![Cell { enables: Vec::new(), ..cell.clone() }];
    cells[0].grants.retain(|grant| !grant.may && kind(&grant.obligations));
    for enable in &cell.enables {
        let mut one = Cell { enables: vec![enable.clone()], ..cell.clone() };
        let is_kind = |uses: &[ObligationUse]| kind(&together(uses, &enable.obligations));
        one.grants.retain(|grant| grant.may && is_kind(&grant.obligations));
        cells.push(one);
    }
    let closed: Vec<Fact> = cells
        .iter()
        .map(|cell| {
            let open = comparison.permitted(cell);
            comparison.not(open)
        })
        .collect();
    let none = comparison.all(&closed);
    comparison.not(none)
}
