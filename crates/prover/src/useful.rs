//! Questions about what a policy's parts are good for: whether a condition can be met, whether a
//! grant ever gives, whether a prohibition ever takes.
//!
//! `Some(false)` is proved: for no data and no request. `Some(true)` says that the circuit has a
//! solution, which may be one that no data show; it isn't replayed. `None` is undecided.

use std::collections::BTreeSet;

use ward_compiler::Policy;
use ward_compiler::model::{ANYONE, Cell, Clause, Grant, RoleId, RuleId, Target};

use crate::circuit::Bit;
use crate::held::Holdable;
use crate::means::Means;
use crate::world::World;

/// Whether all clauses of a grant can be true at once.
pub fn can_be_true(policy: &Policy, target: Target, clauses: &[Clause]) -> Option<bool> {
    if clauses.is_empty() {
        return Some(true);
    }
    let mut world = World::new(policy, &Means::of_a_question(), target);
    let yes = world.clauses(clauses, 0).yes;
    possible(world, yes)
}

/// Whether a claim's selection can be met.
pub fn can_be_selected(policy: &Policy, target: Target, clauses: &[Clause]) -> Option<bool> {
    if clauses.is_empty() {
        return Some(true);
    }
    let mut world = World::new(policy, &Means::of_a_question(), target);
    let selected = world.selected(clauses, 0);
    possible(world, selected)
}

/// Whether a prohibition with these clauses can apply: whether none need be false.
pub fn can_apply(policy: &Policy, target: Target, clauses: &[Clause]) -> Option<bool> {
    if clauses.is_empty() {
        return Some(true);
    }
    let mut world = World::new(policy, &Means::of_a_question(), target);
    let no = world.clauses(clauses, 0).no;
    possible(world, !no)
}

/// Whether one of some clauses makes a difference beside the others: for a grant whether it can be
/// other than true where they are true, for a prohibition whether it can be false where they
/// aren't.
pub fn matters(
    policy: &Policy,
    target: Target,
    clauses: &[Clause],
    at: usize,
    forbids: bool,
) -> Option<bool> {
    let mut world = World::new(policy, &Means::of_a_question(), target);
    let one = world.clauses(clauses.get(at..=at)?, 0);
    let others: Vec<Clause> = clauses
        .iter()
        .enumerate()
        .filter(|(other, _)| *other != at)
        .map(|(_, clause)| clause.clone())
        .collect();
    let others = world.clauses(&others, 0);
    let difference = if forbids { [!others.no, one.no] } else { [others.yes, !one.yes] };
    let difference = world.facts.circuit.and(difference);
    possible(world, difference)
}

/// Whether a decision can be a permit because of one grant of the target's cell alone.
pub fn can_give(policy: &Policy, target: Target, grant: usize) -> Option<bool> {
    let mut cell = policy.cells.get(target)?.clone();
    cell.grants = vec![cell.grants.get(grant)?.clone()];
    permitted(policy, target, &cell)
}

/// Whether anybody can be permitted the target. A permit comes through one grant, so each is asked
/// by itself: a cell may have thousands.
pub fn someone_can(policy: &Policy, target: Target) -> Option<bool> {
    let grants = policy.cells.get(target)?.grants.len();
    any((0..grants).map(|grant| can_give(policy, target, grant)))
}

/// Whether a prohibition can turn a permit into a refusal; those in `without` are left aside.
///
/// What is lost was given by some grant, and not by that one any longer. So where no grant by itself
/// can be lost, nothing can; and where somebody with one role alone can lose something, something
/// can. Only what lies between is asked of all grants at once, of which there may be thousands.
pub fn can_take(
    policy: &Policy,
    target: Target,
    prohibition: RuleId,
    without: &BTreeSet<RuleId>,
) -> Option<bool> {
    let mut cell = policy.cells.get(target)?.clone();
    cell.prohibitions.retain(|one| !without.contains(&one.rule));
    let asked = Taking { policy, target, prohibition };
    let mut open = false;
    for grant in &cell.grants {
        if !asked.concerns(&cell, grant) {
            continue;
        }
        let alone = Cell { grants: vec![grant.clone()], ..cell.clone() };
        if asked.can_be_lost(&alone, None) == Some(false) {
            continue;
        }
        open = true;
        let mut holders = policy.cells.holders(grant.holders).iter();
        let role = holders.find(|role| !policy.role(*role).is_abstract);
        if let Some(role) = role
            && asked.can_be_lost(&of_role(policy, &cell, role), Some(role)) == Some(true)
        {
            return Some(true);
        }
    }
    if open { asked.can_be_lost(&cell, None) } else { Some(false) }
}

/// What somebody has who holds one role alone.
fn of_role(policy: &Policy, cell: &Cell, role: RoleId) -> Cell {
    let has = |grant: &&Grant| {
        let holders = policy.cells.holders(grant.holders);
        holders.contains(role) || holders.contains(ANYONE)
    };
    Cell { grants: cell.grants.iter().filter(has).cloned().collect(), ..cell.clone() }
}

/// A prohibition of which it is asked whether it takes something.
struct Taking<'p> {
    policy: &'p Policy,
    target: Target,
    prohibition: RuleId,
}

impl Taking<'_> {
    /// Whether the prohibition takes from what comes through this grant at all.
    fn concerns(&self, cell: &Cell, grant: &Grant) -> bool {
        let holders = self.policy.cells.holders(grant.holders);
        let mut own = cell.prohibitions.iter().filter(|one| one.rule == self.prohibition);
        own.any(|one| {
            one.on_what.is_none_or(|roles| {
                self.policy.cells.holders(roles).iter().any(|role| holders.contains(role))
            })
        })
    }

    /// Whether without the prohibition something is permitted and with it isn't, of what these
    /// grants give; to somebody who holds one role and no other, where one is named.
    fn can_be_lost(&self, cell: &Cell, only: Option<RoleId>) -> Option<bool> {
        let mut free = cell.clone();
        free.prohibitions.retain(|one| one.rule != self.prohibition);
        let mut world = World::new(self.policy, &Means::of_a_question(), self.target);
        let mut bits = vec![world.permit_by(&free, 0, &[]), !world.permit_by(cell, 0, &[])];
        if let Some(role) = only {
            let subject = world.facts.subject();
            let others = world.held_keys().into_iter().filter(|(key, _)| {
                let is_other = !matches!(key.what, Holdable::Role(one) if one == role)
                    && matches!(key.what, Holdable::Role(_));
                key.who == subject && is_other
            });
            bits.extend(others.map(|(_, truth)| truth.no));
        }
        let lost = world.facts.circuit.and(bits);
        possible(world, lost)
    }
}

/// Whether one of these is so; proved to be none where each is.
fn any(answers: impl Iterator<Item = Option<bool>>) -> Option<bool> {
    let mut none = Some(false);
    for answer in answers {
        match answer {
            Some(true) => return Some(true),
            Some(false) => {}
            None => none = None,
        }
    }
    none
}

fn permitted(policy: &Policy, target: Target, cell: &Cell) -> Option<bool> {
    if cell.grants.is_empty() {
        return Some(false);
    }
    let mut world = World::new(policy, &Means::of_a_question(), target);
    let permit = world.permit_by(cell, 0, &[]);
    possible(world, permit)
}

/// Whether a bit can be true of any data and request.
fn possible(mut world: World<'_>, bit: Bit) -> Option<bool> {
    if bit == world.facts.circuit.no() {
        return Some(false);
    }
    world.facts.circuit.assert(&[bit]);
    world.solve(&[])
}
