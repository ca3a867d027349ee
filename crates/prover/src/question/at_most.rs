//! `A <= B`: replacing every assignment of A by one of B loses no permit.

use std::sync::Arc;

use serde_json::json;
use ward_compiler::Policy;
use ward_compiler::model::{CeilingId, Clause, Owner, RoleId, Side, Target, Verb};

use super::{Answers, answer, decided, with_engine};
use crate::circuit::Bit;
use crate::evidence::Candidate;
use crate::verdict::Verdict;
use crate::world::{Holdable, Swap, World};

/// One question per pair of roles and target.
pub(super) fn prove(policy: &Arc<Policy>, low: &Side, high: &Side) -> Verdict {
    let mut answers = Answers::default();
    for low in lows(policy, low) {
        for target in policy.cells.index.keys() {
            let verdict = match (low, high) {
                (low, Side::Role(high)) => loses(policy, low, *high, *target),
                (Low::Role(role), Side::Ceiling(ceiling)) => exceeds(policy, role, *ceiling, *target),
                (Low::Ceiling(low), Side::Ceiling(high)) => ceiling_exceeds(policy, low, *high, *target),
                (low, Side::RolesIn(_, roles)) => {
                    let mut each = Answers::default();
                    for role in roles.iter().filter(|role| !policy.role(*role).is_abstract) {
                        if let Some(refuted) = each.take(loses(policy, low, role, *target)) {
                            return refuted;
                        }
                    }
                    each.verdict()
                }
            };
            if let Some(refuted) = answers.take(verdict) {
                return refuted;
            }
        }
    }
    answers.verdict()
}

#[derive(Clone, Copy)]
enum Low {
    Role(RoleId),
    Ceiling(CeilingId),
}

fn lows(policy: &Policy, side: &Side) -> Vec<Low> {
    match side {
        Side::Role(role) => vec![Low::Role(*role)],
        Side::Ceiling(ceiling) => vec![Low::Ceiling(*ceiling)],
        Side::RolesIn(_, roles) => {
            roles.iter().filter(|role| !policy.role(*role).is_abstract).map(Low::Role).collect()
        }
    }
}

/// Whether something is permitted that isn't when B takes A's place.
fn loses(policy: &Arc<Policy>, low: Low, high: RoleId, target: Target) -> Verdict {
    let mut world = World::new(policy, target);
    let from = match low {
        Low::Role(role) if role == high => return Verdict::Proved,
        Low::Role(role) => Holdable::Role(role),
        Low::Ceiling(ceiling) => Holdable::Ceiling(ceiling.0),
    };
    world.swap = Some(Swap { from, to: high });
    let before = match low {
        Low::Role(_) => world.permit(0, &[]),
        Low::Ceiling(ceiling) => {
            let (subject, resource) = (world.subject(), world.resource());
            let held = world.assigned(from, subject, Some(resource)).yes;
            let allowed = allowed(&mut world, ceiling);
            let prohibitions: Vec<_> = world.cell().map(|cell| cell.prohibitions.iter().collect()).unwrap_or_default();
            let free = world.nothing_forbids(&prohibitions, 0);
            world.circuit.and([held, allowed, free])
        }
    };
    let after = world.permit(1, &[]);
    let violation = world.circuit.and([before, !after]);
    let names = (name(policy, low), policy.role(high).name.clone());
    let shows = format!("{} is permitted this, and {} isn't", names.0, names.1);
    let check = |candidate: &Candidate| match low {
        Low::Role(_) => {
            let swapped = swap_assignments(candidate, &names.0, &names.1);
            with_engine(policy, candidate, |engine, request| decided(engine, request, true))
                && with_engine(policy, &swapped, |engine, request| decided(engine, request, false))
        }
        // A role of which only the ceiling is known can't be assigned; that the other side is
        // refused what the ceiling allows is what can be replayed.
        Low::Ceiling(ceiling) => {
            let held = json!({"role": names.1});
            let _ = &held;
            with_engine(policy, candidate, |engine, request| {
                decided(engine, request, false)
                    && matches!(engine.ask(request, |eval| allows(eval, ceiling, target)), Ok(Some(true)))
            })
        }
    };
    let decision = matches!(low, Low::Role(_));
    answer(policy, world, violation, &shows, decision, &check)
}

fn name(policy: &Policy, low: Low) -> String {
    match low {
        Low::Role(role) => policy.role(role).name.clone(),
        Low::Ceiling(ceiling) => policy.ceiling(ceiling).name.clone(),
    }
}

/// The same data with every assignment of one role made one of another.
fn swap_assignments(candidate: &Candidate, from: &str, to: &str) -> Candidate {
    let mut swapped = candidate.clone();
    for assignment in &mut swapped.assignments {
        if assignment.get("role").and_then(|role| role.as_str()) == Some(from) {
            assignment["role"] = json!(to);
        }
    }
    swapped
}

/// The clauses of each `allow` of a ceiling on a target.
fn allows_on<'p>(policy: &'p Policy, ceiling: CeilingId, target: Target) -> Vec<&'p [Clause]> {
    policy
        .rules
        .iter()
        .filter(|rule| rule.owner == Owner::Ceiling(ceiling) && rule.verb == Verb::Allow)
        .flat_map(|rule| &rule.reach)
        .filter(|reached| reached.target == target)
        .map(|reached| &*reached.clauses)
        .collect()
}

fn allowed(world: &mut World<'_>, ceiling: CeilingId) -> Bit {
    let policy = world.policy;
    let allows: Vec<Bit> =
        allows_on(policy, ceiling, world.target).into_iter().map(|clauses| world.clauses(clauses, 0).yes).collect();
    world.circuit.or(allows)
}

fn allows(eval: &ward_evaluator::eval::Eval<'_>, ceiling: CeilingId, target: Target) -> bool {
    allows_on(eval.policy, ceiling, target).into_iter().any(|clauses| eval.clauses(clauses).is_true())
}

/// Whether a grant that a role has, its `may` taken as switched on, lies outside a ceiling.
pub(crate) fn exceeds(policy: &Arc<Policy>, role: RoleId, ceiling: CeilingId, target: Target) -> Verdict {
    let Some(cell) = policy.cells.get(target) else { return Verdict::Proved };
    let mut answers = Answers::default();
    for grant in cell.grants.iter().filter(|grant| policy.cells.holders(grant.holders).contains(role)) {
        let mut world = World::new(policy, target);
        let (subject, resource) = (world.subject(), world.resource());
        let held = world.assigned(Holdable::Role(role), subject, Some(resource)).yes;
        let clauses = world.clauses(&grant.clauses, 0).yes;
        let allowed = allowed(&mut world, ceiling);
        let violation = world.circuit.and([held, clauses, !allowed]);
        let shows = format!("`{}` gives {} more than {} allows", policy.rule(grant.rule).text, policy.role(role).name, policy.ceiling(ceiling).name);
        let check = |candidate: &Candidate| {
            with_engine(policy, candidate, |engine, request| {
                let outside = engine.ask(request, |eval| {
                    let held = eval.held_roles(eval.asked.subject, Some(eval.asked.resource));
                    let held = held.iter().any(|held| held.role == role && held.truth.is_true());
                    held && eval.clauses(&grant.clauses).is_true() && !allows(eval, ceiling, target)
                });
                matches!(outside, Ok(Some(true)))
            })
        };
        if let Some(refuted) = answers.take(answer(policy, world, violation, &shows, true, &check)) {
            return refuted;
        }
    }
    answers.verdict()
}

/// Whether one ceiling allows what another doesn't.
fn ceiling_exceeds(policy: &Arc<Policy>, low: CeilingId, high: CeilingId, target: Target) -> Verdict {
    let mut world = World::new(policy, target);
    let (below, above) = (allowed(&mut world, low), allowed(&mut world, high));
    let violation = world.circuit.and([below, !above]);
    let shows = format!("{} allows this, and {} doesn't", policy.ceiling(low).name, policy.ceiling(high).name);
    let check = |candidate: &Candidate| {
        with_engine(policy, candidate, |engine, request| {
            matches!(engine.ask(request, |eval| allows(eval, low, target) && !allows(eval, high, target)), Ok(Some(true)))
        })
    };
    answer(policy, world, violation, &shows, false, &check)
}
