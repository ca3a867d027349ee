//! `cannot`: nothing that a role has, inherits or may, and nothing that `anyone` has, grants it.

use ward_compiler::Policy;
use ward_compiler::model::{ANYONE, Cell, Grant, Reached, RoleId};

use super::answer::{Answers, Shown, answer};
use super::replay::selected;
use crate::asked::Asked;
use crate::evidence::Candidate;
use crate::held::Holdable;
use crate::verdict::Verdict;
use crate::world::World;

/// One question for each grant that the role has on a target of the claim.
pub(super) fn prove(asked: &Asked<'_>, role: RoleId, what: &[Reached]) -> Verdict {
    let mut answers = Answers::default();
    for reached in what {
        let Some(cell) = asked.policy.cells.get(reached.target) else { continue };
        for (index, grant) in cell.grants.iter().enumerate() {
            if !is_had(asked.policy, role, grant) {
                continue;
            }
            if let Some(refuted) = answers.take(grants(asked, role, reached, cell, index)) {
                return refuted;
            }
        }
    }
    answers.verdict()
}

fn is_had(policy: &Policy, role: RoleId, grant: &Grant) -> bool {
    let holders = policy.cells.holders(grant.holders);
    holders.contains(role) || holders.contains(ANYONE)
}

/// Whether the grant can be true, its `may` taken as switched on, of what the claim selects.
fn grants(
    asked: &Asked<'_>,
    role: RoleId,
    reached: &Reached,
    cell: &Cell,
    index: usize,
) -> Verdict {
    let grant = &cell.grants[index];
    let by_anyone = asked.policy.cells.holders(grant.holders).contains(ANYONE);
    let mut world = World::new(asked.policy, &asked.means, reached.target);
    let (subject, resource) = (world.facts.subject(), world.facts.resource());
    let held = if by_anyone {
        world.facts.certainly()
    } else {
        world.assigned(Holdable::Role(role), subject, Some(resource))
    };
    let clauses = world.clauses(&grant.clauses, 0).yes;
    let selected_bit = world.selected(&reached.clauses, 0);
    let violation = world.facts.circuit.and([held.yes, clauses, selected_bit]);
    let shows = format!(
        "`{}` grants it to {}",
        asked.policy.rule(grant.rule).text,
        asked.policy.role(role).name
    );
    let check = |candidate: &Candidate| {
        asked.with_engine(candidate, |engine, request| {
            let granted = engine.ask(request, |eval| {
                let held = eval.held_roles(eval.asked.subject, Some(eval.asked.resource));
                let through =
                    by_anyone || held.iter().any(|held| held.role == role && held.truth.is_true());
                through
                    && eval.clauses(&grant.clauses).is_true()
                    && selected(eval, &reached.clauses)
            });
            matches!(granted, Ok(Some(true)))
        })
    };
    answer(asked, world, violation, &Shown { shows: &shows, rule: Some(grant.rule), check: &check })
}
