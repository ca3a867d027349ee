//! `never`, `never … for`, `always`.

use ward_compiler::Policy;
use ward_compiler::model::{
    ANYONE, Grant, Prohibition, Reached, RestrictionId, RoleBits, RoleId, Source,
};

use super::answer::{Answers, Shown, answer};
use super::replay::{decided, selected};
use crate::asked::Asked;
use crate::circuit::Bit;
use crate::evidence::Candidate;
use crate::held::Holdable;
use crate::verdict::Verdict;
use crate::world::World;

/// For all data and requests, no decision permits it.
pub(super) fn prove(asked: &Asked<'_>, what: &[Reached]) -> Verdict {
    let mut answers = Answers::default();
    for reached in what {
        let mut world = World::new(asked.policy, &asked.means, reached.target);
        let permit = world.permit(0, &[]);
        let selected_bit = world.selected(&reached.clauses, 0);
        let violation = world.facts.circuit.and([permit, selected_bit]);
        let check = |candidate: &Candidate| {
            asked.with_engine(candidate, |engine, request| {
                decided(engine, request, true)
                    && matches!(
                        engine.ask(request, |eval| selected(eval, &reached.clauses)),
                        Ok(Some(true))
                    )
            })
        };
        let verdict = answer(
            asked,
            world,
            violation,
            &Shown { shows: "this is permitted", rule: None, check: &check },
        );
        if let Some(refuted) = answers.take(verdict) {
            return refuted;
        }
    }
    answers.verdict()
}

/// No grant of these roles, every `may` taken as switched on, survives the restrictions.
pub(super) fn prove_for(asked: &Asked<'_>, what: &[Reached], roles: &RoleBits) -> Verdict {
    let mut answers = Answers::default();
    for reached in what {
        let Some(cell) = asked.policy.cells.get(reached.target) else { continue };
        for grant in &cell.grants {
            let holders = asked.policy.cells.holders(grant.holders);
            let through: Vec<RoleId> =
                holders.iter().filter(|role| roles.contains(*role) && *role != ANYONE).collect();
            for role in through {
                if let Some(refuted) = answers.take(survives(asked, reached, grant, role)) {
                    return refuted;
                }
            }
        }
    }
    answers.verdict()
}

fn survives(asked: &Asked<'_>, reached: &Reached, grant: &Grant, role: RoleId) -> Verdict {
    let mut world = World::new(asked.policy, &asked.means, reached.target);
    let (subject, resource) = (world.facts.subject(), world.facts.resource());
    let held = world.assigned(Holdable::Role(role), subject, Some(resource)).yes;
    let clauses = world.clauses(&grant.clauses, 0).yes;
    let left = restrictions_false(&mut world, role);
    let selected_bit = world.selected(&reached.clauses, 0);
    let violation = world.facts.circuit.and([held, clauses, left, selected_bit]);
    let shows = format!(
        "`{}` of {} survives the restrictions",
        asked.policy.rule(grant.rule).text,
        asked.policy.role(role).name
    );
    let check = |candidate: &Candidate| {
        asked.with_engine(candidate, |engine, request| {
            let survives = engine.ask(request, |eval| {
                let held = eval.held_roles(eval.asked.subject, Some(eval.asked.resource));
                let held = held.iter().any(|held| held.role == role && held.truth.is_true());
                let cell = eval.cell(reached.target.part);
                let free = cell.is_some_and(|cell| {
                    let binding =
                        cell.prohibitions.iter().filter(|one| binds(asked.policy, one, role));
                    !binding.into_iter().any(|one| eval.applies(one))
                });
                held && free
                    && eval.clauses(&grant.clauses).is_true()
                    && selected(eval, &reached.clauses)
            });
            matches!(survives, Ok(Some(true)))
        })
    };
    answer(asked, world, violation, &Shown { shows: &shows, rule: Some(grant.rule), check: &check })
}

/// Whether a restriction takes from what a role gives; an overlay's takes only from assignments
/// inside its tenant, and others may be made.
fn binds(policy: &Policy, one: &Prohibition, role: RoleId) -> bool {
    matches!(one.source, Source::Restriction(_))
        && one.only_inside.is_none_or(|overlay| policy.role(role).overlay == Some(overlay))
        && one.on_what.is_none_or(|roles| policy.cells.holders(roles).contains(role))
}

fn restrictions_false(world: &mut World<'_>, role: RoleId) -> Bit {
    let policy = world.facts.policy;
    let Some(cell) = world.cell() else { return world.facts.circuit.yes() };
    let false_ones: Vec<Bit> = cell
        .prohibitions
        .iter()
        .filter(|one| binds(policy, one, role))
        .map(|one| world.prohibition_false(one, 0))
        .collect();
    world.facts.circuit.and(false_ones)
}

/// Whoever holds one of the roles for the resource, no class assigned and everything referred
/// to stored, is permitted.
pub(super) fn prove_always(
    asked: &Asked<'_>,
    what: &[Reached],
    roles: &RoleBits,
    despite: &[RestrictionId],
) -> Verdict {
    let mut answers = Answers::default();
    for reached in what {
        for role in roles.iter().filter(|role| !asked.policy.role(*role).is_abstract) {
            if let Some(refuted) = answers.take(is_permitted(asked, reached, role, despite)) {
                return refuted;
            }
        }
    }
    answers.verdict()
}

fn is_permitted(
    asked: &Asked<'_>,
    reached: &Reached,
    role: RoleId,
    despite: &[RestrictionId],
) -> Verdict {
    let mut world = World::new(asked.policy, &asked.means, reached.target);
    world.setting.whole = true;
    let (subject, resource) = (world.facts.subject(), world.facts.resource());
    let held = world.assigned(Holdable::Role(role), subject, Some(resource)).yes;
    let permit = world.permit(0, despite);
    let selected_bit = world.selected(&reached.clauses, 0);
    let violation = world.facts.circuit.and([held, selected_bit, !permit]);
    let shows = format!("{} is refused", asked.policy.role(role).name);
    let check = |candidate: &Candidate| {
        asked.with_engine(candidate, |engine, request| {
            let refused = engine.ask(request, |eval| {
                let held = eval.held_roles(eval.asked.subject, Some(eval.asked.resource));
                let held = held.iter().any(|held| held.role == role && held.truth.is_true());
                held && selected(eval, &reached.clauses)
                    && !permitted_despite(eval, reached, despite)
            });
            matches!(refused, Ok(Some(true)))
                && candidate.assignments.iter().all(|one| one.get("class").is_none())
        })
    };
    answer(asked, world, violation, &Shown { shows: &shows, rule: None, check: &check })
}

fn permitted_despite(
    eval: &ward_evaluator::eval::Eval<'_>,
    reached: &Reached,
    despite: &[RestrictionId],
) -> bool {
    let Some(cell) = eval.cell(reached.target.part) else { return false };
    let set_aside =
        |one: &Prohibition| matches!(one.source, Source::Restriction(id) if despite.contains(&id));
    let blocked = cell
        .prohibitions
        .iter()
        .any(|one| one.is_general() && !set_aside(one) && eval.applies(one));
    let held = eval.held_roles(eval.asked.subject, Some(eval.asked.resource));
    let narrowing: Vec<_> =
        eval.narrowing(cell).into_iter().filter(|one| !set_aside(one)).collect();
    !blocked
        && cell.grants.iter().any(|grant| eval.standing(cell, grant, &held, &narrowing).is_some())
}
