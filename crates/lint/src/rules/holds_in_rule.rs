//! A role that takes something away.
//!
//! ## What it does
//! Lists where roles no longer simply add up: `holds` in a `forbid`, under a negation in a grant, and
//! the `for` of a class with a `forbid`.
//!
//! ## Why is this bad?
//! It may be right, and it is the one case in which giving somebody a further role can cost them
//! something. Whoever assigns roles should know all of them.
//!
//! ## Example
//! ```policy fragment
//! restriction no_mix "Billers don't read notes" { forbid view on Note when subject holds biller }
//! ```
//!
//! ## Use instead
//! ```policy fragment
//! restriction no_mix "Billing brings no notes" on what biller give { forbid view on Note }
//! ```

use ward_compiler::model::{Condition, Logic, Part, Reads, Relation, Verb};

use crate::input::Input;
use crate::problem::Problem;

pub(crate) fn check(input: &Input<'_>) -> Vec<Problem> {
    let mut found = Vec::new();
    for (_, rule) in input.rules() {
        let forbids = match rule.verb {
            Verb::Can | Verb::May | Verb::Enable => false,
            Verb::Forbid => true,
            _ => continue,
        };
        let mut told = Vec::new();
        for clause in rule.reach.iter().flat_map(|reached| reached.clauses.iter()) {
            if told.contains(&clause.span) || !takes(input, clause.condition.into(), !forbids) {
                continue;
            }
            told.push(clause.span);
            found.push(
                Problem::new(
                    "holding a further role takes something away here",
                    clause.span,
                    "asks for a role",
                )
                .help("prefer `on what ROLE give`, or a class; allow it where it is meant"),
            );
        }
    }
    found
}

/// Whether holding more roles can make a condition worse for a permit; `more` says whether its
/// truth works for one.
fn takes(input: &Input<'_>, part: Part, more: bool) -> bool {
    let exprs = &input.policy.exprs;
    let in_parts = || exprs.parts(part).into_iter().any(|part| takes(input, part, more));
    let condition = match part {
        Part::Condition(id) => exprs.condition(id),
        Part::Value(_) => return in_parts(),
    };
    match condition {
        Condition::Logic(Logic::Not(of)) => takes(input, (*of).into(), !more),
        Condition::Relation(Relation::Within { .. }) => false,
        Condition::Relation(Relation::Holds { who, classes, roles, .. }) => {
            let roles = !roles.is_empty() || classes.is_empty();
            !more && roles && exprs.reads(*who) == Some(Reads::Subject)
        }
        Condition::Value(_)
        | Condition::Logic(_)
        | Condition::Comparison(_)
        | Condition::Membership(_)
        | Condition::Presence(_)
        | Condition::Kind(_)
        | Condition::Text(_)
        | Condition::Quantifier(_) => in_parts(),
    }
}
