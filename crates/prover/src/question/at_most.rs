//! `A <= B`: replacing every assignment of A by one of B loses no permit.

use serde_json::json;
use ward_compiler::model::{
    CeilingId, Clause, Enable, Grant, Owner, RoleId, RuleId, Side, Target, Verb,
};
use ward_compiler::{Policy, Unseen};
use ward_evaluator::eval::Eval;

use super::answer::{Answers, Shown, answer};
use super::replay::decided;
use crate::asked::Asked;
use crate::circuit::Bit;
use crate::evidence::Candidate;
use crate::held::Holdable;
use crate::verdict::Verdict;
use crate::world::{Swap, World};

/// One question per pair of roles and target.
pub(super) fn prove(asked: &Asked<'_>, low: &Side, high: &Side) -> Verdict {
    let policy = asked.policy;
    if let Some(why) = nobody_holds(policy, low).or_else(|| nobody_can_be_given(policy, high)) {
        return Verdict::Undecided(why);
    }
    let mut answers = Answers::default();
    for low in lows(policy, low) {
        for target in asked.policy.cells.index.keys() {
            let verdict = match (low, high) {
                (low, Side::Role(high)) => loses(asked, low, *high, *target),
                (Low::Role(role), Side::Ceiling(ceiling)) => {
                    role_exceeds(asked, role, *ceiling, *target, None)
                }
                (Low::Ceiling(low), Side::Ceiling(high)) => {
                    ceiling_exceeds(asked, low, *high, *target)
                }
                (low, Side::RolesIn(_, roles)) => {
                    let mut each = Answers::default();
                    for role in roles.iter().filter(|role| !asked.policy.role(*role).is_abstract) {
                        if let Some(refuted) = each.take(loses(asked, low, role, *target)) {
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

/// What is compared; an abstract role stands for the roles that extend it, since nobody holds it by
/// itself.
fn lows(policy: &Policy, side: &Side) -> Vec<Low> {
    match side {
        Side::Role(role) if policy.role(*role).is_abstract => {
            extending(policy, *role).into_iter().map(Low::Role).collect()
        }
        Side::Role(role) => vec![Low::Role(*role)],
        Side::Ceiling(ceiling) => vec![Low::Ceiling(*ceiling)],
        Side::RolesIn(_, roles) => {
            roles.iter().filter(|role| !policy.role(*role).is_abstract).map(Low::Role).collect()
        }
    }
}

/// The roles that extend one and can be assigned.
fn extending(policy: &Policy, role: RoleId) -> Vec<RoleId> {
    let roles = (0..policy.roles.len()).map(RoleId::from_index);
    let extends = |one: &RoleId| {
        let one = policy.role(*one);
        !one.is_abstract && one.is_a.contains(role)
    };
    roles.filter(extends).collect()
}

/// Why nothing can be said of a role on the left: it would be proved of nobody.
fn nobody_holds(policy: &Policy, side: &Side) -> Option<String> {
    let Side::Role(role) = side else { return None };
    let is_empty = policy.role(*role).is_abstract && extending(policy, *role).is_empty();
    let name = &policy.role(*role).name;
    is_empty.then(|| format!("`{name}` is abstract and no role extends it, so nobody holds it"))
}

/// Why nobody can be given a role on the right.
fn nobody_can_be_given(policy: &Policy, side: &Side) -> Option<String> {
    let Side::Role(role) = side else { return None };
    let name = &policy.role(*role).name;
    policy
        .role(*role)
        .is_abstract
        .then(|| format!("`{name}` is abstract, so nobody can be given it in another's place"))
}

/// Whether something is permitted that isn't when B takes A's place.
fn loses(asked: &Asked<'_>, low: Low, high: RoleId, target: Target) -> Verdict {
    let mut world = World::new(asked.policy, &asked.means, target);
    let from = match low {
        Low::Role(role) if role == high => return Verdict::Proved,
        Low::Role(role) => Holdable::Role(role),
        Low::Ceiling(ceiling) => Holdable::Ceiling(ceiling.0),
    };
    world.setting.swap = Some(Swap { from, to: high });
    let before = match low {
        Low::Role(_) => world.permit(0, &[]),
        Low::Ceiling(ceiling) => {
            let (subject, resource) = (world.facts.subject(), world.facts.resource());
            let held = world.assigned(from, subject, Some(resource)).yes;
            let allowed = allowed(&mut world, ceiling);
            let free = left_to_unwritten(&mut world, from);
            world.facts.circuit.and([held, allowed, free])
        }
    };
    let after = world.permit(1, &[]);
    let violation = world.facts.circuit.and([before, !after]);
    let names = (name(asked.policy, low), asked.policy.role(high).name.clone());
    let shows = format!("{} is permitted this, and {} isn't", names.0, names.1);
    match low {
        Low::Role(_) => {
            let check = |candidate: &Candidate| {
                let swapped = swap_assignments(candidate, &names.0, &names.1);
                asked.with_engine(candidate, |engine, request| decided(engine, request, true))
                    && asked
                        .with_engine(&swapped, |engine, request| decided(engine, request, false))
            };
            with_swapped(
                answer(
                    asked,
                    world,
                    violation,
                    &Shown { shows: &shows, rule: None, check: &check },
                ),
                &names,
            )
        }
        Low::Ceiling(ceiling) => {
            let check = |candidate: &Candidate| {
                refused_though_allowed(asked, candidate, (ceiling, high), target)
            };
            answer(asked, world, violation, &Shown { shows: &shows, rule: None, check: &check })
        }
    }
}

/// Whether nothing takes what a role gives that isn't written yet: no restriction for all, nor one
/// of an overlay from what is held inside its tenant. What takes from roles that are named leaves it.
fn left_to_unwritten(world: &mut World<'_>, what: Holdable) -> Bit {
    let prohibitions: Vec<_> =
        world.cell().map(|cell| cell.prohibitions.iter().collect()).unwrap_or_default();
    let mut left = vec![world.nothing_forbids(&prohibitions, 0)];
    for one in prohibitions.iter().filter(|one| one.on_what.is_none()) {
        if let Some(overlay) = one.only_inside {
            let ways = [world.prohibition_false(one, 0), world.held_outside(what, overlay, 0)];
            left.push(world.facts.circuit.or(ways));
        }
    }
    world.facts.circuit.and(left)
}

/// A role of which only the ceiling is known can't be assigned. What can be replayed: who holds
/// the other role is refused what the ceiling allows, and without that role nothing forbids it.
fn refused_though_allowed(
    asked: &Asked<'_>,
    candidate: &Candidate,
    (ceiling, high): (CeilingId, RoleId),
    target: Target,
) -> bool {
    let mut without = candidate.clone();
    without.assignments.retain(|one| one["role"] != json!(asked.policy.role(high).name));
    let free = |eval: &Eval<'_>| {
        let cell = eval.cell(target.part);
        let prohibitions = cell.iter().flat_map(|cell| &cell.prohibitions);
        let mut binding = prohibitions.filter(|one| one.on_what.is_none());
        allows(eval, ceiling, target) && !binding.any(|one| eval.applies(one))
    };
    let refused = |eval: &Eval<'_>| {
        let held = eval.held_roles(eval.asked.subject, Some(eval.asked.resource));
        let held = held.iter().any(|held| held.role == high && held.truth.is_true());
        held && !eval.permits_part(target.part)
    };
    asked.with_engine(&without, |engine, request| {
        matches!(engine.ask(request, free), Ok(Some(true)))
    }) && asked.with_engine(candidate, |engine, request| {
        matches!(engine.ask(request, refused), Ok(Some(true)))
    })
}

/// The verdict with the data in which the other role is held.
fn with_swapped(verdict: Verdict, (from, to): &(String, String)) -> Verdict {
    let Verdict::Refuted(mut evidence) = verdict else { return verdict };
    let mut other = evidence.data.clone();
    swap_roles(other["assignments"].as_array_mut().into_iter().flatten(), from, to);
    evidence.other_data = Some(other);
    Verdict::Refuted(evidence)
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
    swap_roles(swapped.assignments.iter_mut(), from, to);
    swapped
}

fn swap_roles<'a>(
    assignments: impl Iterator<Item = &'a mut serde_json::Value>,
    from: &str,
    to: &str,
) {
    for assignment in assignments.filter(|one| one["role"] == json!(from)) {
        assignment["role"] = json!(to);
    }
}

/// The clauses of each `allow` of a ceiling on a target.
fn allows_on(policy: &Policy, ceiling: CeilingId, target: Target) -> Vec<&[Clause]> {
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
    let policy = world.facts.policy;
    let allows: Vec<Bit> = allows_on(policy, ceiling, world.facts.target)
        .into_iter()
        .map(|clauses| world.clauses(clauses, 0).yes)
        .collect();
    world.facts.circuit.or(allows)
}

fn allows(eval: &Eval<'_>, ceiling: CeilingId, target: Target) -> bool {
    allows_on(eval.policy, ceiling, target)
        .into_iter()
        .any(|clauses| eval.clauses(clauses).is_true())
}

/// Whether a statement of an overlay, on one of the targets where it can't be seen, gives what
/// the ceiling doesn't allow.
pub(crate) fn exceeds(asked: &Asked<'_>, unseen: &Unseen) -> Verdict {
    let mut answers = Answers::default();
    for target in &unseen.targets {
        let verdict = match unseen.role {
            // Nobody holds it; what extends it is looked at for itself.
            Some(role) if asked.policy.role(role).is_abstract => Verdict::Proved,
            Some(role) => role_exceeds(asked, role, unseen.ceiling, *target, Some(unseen.rule)),
            None => enables_exceed(asked, unseen, *target),
        };
        if let Some(refuted) = answers.take(verdict) {
            return refuted;
        }
    }
    answers.verdict()
}

/// Whether a grant that a role has, its `may` taken as switched on, lies outside a ceiling; one
/// statement's alone, if one is named.
fn role_exceeds(
    asked: &Asked<'_>,
    role: RoleId,
    ceiling: CeilingId,
    target: Target,
    rule: Option<RuleId>,
) -> Verdict {
    let Some(cell) = asked.policy.cells.get(target) else { return Verdict::Proved };
    let mut answers = Answers::default();
    let grants = cell.grants.iter().filter(|grant| rule.is_none_or(|rule| rule == grant.rule));
    for grant in grants.filter(|grant| asked.policy.cells.holders(grant.holders).contains(role)) {
        if let Some(refuted) = answers.take(grant_exceeds(asked, role, ceiling, target, grant)) {
            return refuted;
        }
    }
    answers.verdict()
}

fn grant_exceeds(
    asked: &Asked<'_>,
    role: RoleId,
    ceiling: CeilingId,
    target: Target,
    grant: &Grant,
) -> Verdict {
    let mut world = World::new(asked.policy, &asked.means, target);
    let (subject, resource) = (world.facts.subject(), world.facts.resource());
    let held = world.assigned(Holdable::Role(role), subject, Some(resource)).yes;
    let clauses = world.clauses(&grant.clauses, 0).yes;
    let allowed = allowed(&mut world, ceiling);
    let violation = world.facts.circuit.and([held, clauses, !allowed]);
    let shows = format!(
        "`{}` gives {} more than {} allows",
        asked.policy.rule(grant.rule).text,
        asked.policy.role(role).name,
        asked.policy.ceiling(ceiling).name
    );
    let check = |candidate: &Candidate| {
        asked.with_engine(candidate, |engine, request| {
            let outside = engine.ask(request, |eval| {
                let held = eval.held_roles(eval.asked.subject, Some(eval.asked.resource));
                let held = held.iter().any(|held| held.role == role && held.truth.is_true());
                held && eval.clauses(&grant.clauses).is_true() && !allows(eval, ceiling, target)
            });
            matches!(outside, Ok(Some(true)))
        })
    };
    answer(asked, world, violation, &Shown { shows: &shows, rule: Some(grant.rule), check: &check })
}

/// Whether an `enable` switches on what the ceiling doesn't allow.
fn enables_exceed(asked: &Asked<'_>, unseen: &Unseen, target: Target) -> Verdict {
    let Some(cell) = asked.policy.cells.get(target) else { return Verdict::Proved };
    let mut answers = Answers::default();
    for enable in cell.enables.iter().filter(|enable| enable.rule == unseen.rule) {
        for grant in cell.grants.iter().filter(|grant| grant.may) {
            if let Some(refuted) =
                answers.take(enable_exceeds(asked, unseen.ceiling, target, (enable, grant)))
            {
                return refuted;
            }
        }
    }
    answers.verdict()
}

fn enable_exceeds(
    asked: &Asked<'_>,
    ceiling: CeilingId,
    target: Target,
    (enable, grant): (&Enable, &Grant),
) -> Verdict {
    let holders = asked.policy.cells.holders(grant.holders);
    let mut world = World::new(asked.policy, &asked.means, target);
    let (subject, resource) = (world.facts.subject(), world.facts.resource());
    let roles = holders.iter().filter(|role| !asked.policy.role(*role).is_abstract);
    let held: Vec<_> =
        roles.map(|role| world.role_held(role, subject, Some(resource), 0).yes).collect();
    let held = world.facts.circuit.or(held);
    let clauses = world.clauses(&grant.clauses, 0).yes;
    let on = world.enabled(enable, 0);
    let allowed = allowed(&mut world, ceiling);
    let violation = world.facts.circuit.and([held, clauses, on, !allowed]);
    let shows = format!(
        "`{}` switches on more than {} allows",
        asked.policy.rule(enable.rule).text,
        asked.policy.ceiling(ceiling).name
    );
    let check = |candidate: &Candidate| {
        asked.with_engine(candidate, |engine, request| {
            let outside = engine.ask(request, |eval| {
                let held = eval.held_roles(eval.asked.subject, Some(eval.asked.resource));
                let held =
                    held.iter().any(|held| holders.contains(held.role) && held.truth.is_true());
                let on = eval.switched_on(enable).is_true();
                held && on
                    && eval.clauses(&grant.clauses).is_true()
                    && !allows(eval, ceiling, target)
            });
            matches!(outside, Ok(Some(true)))
        })
    };
    answer(
        asked,
        world,
        violation,
        &Shown { shows: &shows, rule: Some(enable.rule), check: &check },
    )
}

/// Whether one ceiling allows what another doesn't.
fn ceiling_exceeds(asked: &Asked<'_>, low: CeilingId, high: CeilingId, target: Target) -> Verdict {
    let mut world = World::new(asked.policy, &asked.means, target);
    let (below, above) = (allowed(&mut world, low), allowed(&mut world, high));
    let violation = world.facts.circuit.and([below, !above]);
    let shows = format!(
        "{} allows this, and {} doesn't",
        asked.policy.ceiling(low).name,
        asked.policy.ceiling(high).name
    );
    let check = |candidate: &Candidate| {
        asked.with_engine(candidate, |engine, request| {
            matches!(
                engine
                    .ask(request, |eval| allows(eval, low, target) && !allows(eval, high, target)),
                Ok(Some(true))
            )
        })
    };
    answer(asked, world, violation, &Shown { shows: &shows, rule: None, check: &check })
}
