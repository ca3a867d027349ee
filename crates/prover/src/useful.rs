//! Questions about what a policy's parts are good for: whether a condition can be met, whether a
//! grant ever gives, whether a prohibition ever takes.
//!
//! `Some(false)` is proved: for no data and no request. `Some(true)` says that the circuit has a
//! solution, which may be one that no data show; it isn't replayed. `None` is undecided.

use std::collections::BTreeSet;

use ward_compiler::Policy;
use ward_compiler::model::{Cell, Clause, RuleId, Target};

use crate::circuit::Bit;
use crate::world::World;

/// Whether all clauses of a grant can be true at once.
pub fn can_be_true(policy: &Policy, target: Target, clauses: &[Clause]) -> Option<bool> {
    if clauses.is_empty() {
        return Some(true);
    }
    let mut world = World::new(policy, target);
    let yes = world.clauses(clauses, 0).yes;
    possible(world, yes)
}

/// Whether a claim's selection can be met.
pub fn can_be_selected(policy: &Policy, target: Target, clauses: &[Clause]) -> Option<bool> {
    if clauses.is_empty() {
        return Some(true);
    }
    let mut world = World::new(policy, target);
    let selected = world.selected(clauses, 0);
    possible(world, selected)
}

/// Whether a prohibition with these clauses can apply: whether none need be false.
pub fn can_apply(policy: &Policy, target: Target, clauses: &[Clause]) -> Option<bool> {
    if clauses.is_empty() {
        return Some(true);
    }
    let mut world = World::new(policy, target);
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
    let mut world = World::new(policy, target);
    let one = world.clauses(clauses.get(at..=at)?, 0);
    let others: Vec<Clause> = clauses
        .iter()
        .enumerate()
        .filter(|(other, _)| *other != at)
        .map(|(_, clause)| clause.clone())
        .collect();
    let others = world.clauses(&others, 0);
    let difference = if forbids { [!others.no, one.no] } else { [others.yes, !one.yes] };
    let difference = world.circuit.and(difference);
    possible(world, difference)
}

/// Whether a decision can be a permit because of one grant of the target's cell alone.
pub fn can_give(policy: &Policy, target: Target, grant: usize) -> Option<bool> {
    let mut cell = policy.cells.get(target)?.clone();
    cell.grants = vec![cell.grants.get(grant)?.clone()];
    permitted(policy, target, &cell)
}

/// Whether anybody can be permitted the target.
pub fn someone_can(policy: &Policy, target: Target) -> Option<bool> {
    permitted(policy, target, policy.cells.get(target)?)
}

/// Whether a prohibition can turn a permit into a refusal; those in `without` are left aside.
pub fn can_take(
    policy: &Policy,
    target: Target,
    prohibition: RuleId,
    without: &BTreeSet<RuleId>,
) -> Option<bool> {
    let mut cell = policy.cells.get(target)?.clone();
    if cell.grants.is_empty() {
        return Some(false);
    }
    cell.prohibitions.retain(|one| !without.contains(&one.rule));
    let mut free = cell.clone();
    free.prohibitions.retain(|one| one.rule != prohibition);
    let mut world = World::new(policy, target);
    let bits = [world.permit_by(&free, 0, &[]), !world.permit_by(&cell, 0, &[])];
    let lost = world.circuit.and(bits);
    possible(world, lost)
}

fn permitted(policy: &Policy, target: Target, cell: &Cell) -> Option<bool> {
    if cell.grants.is_empty() {
        return Some(false);
    }
    let mut world = World::new(policy, target);
    let permit = world.permit_by(cell, 0, &[]);
    possible(world, permit)
}

/// Whether a bit can be true of any data and request.
fn possible(mut world: World<'_>, bit: Bit) -> Option<bool> {
    if bit == world.circuit.no() {
        return Some(false);
    }
    world.circuit.assert(&[bit]);
    world.solve(&[])
}
