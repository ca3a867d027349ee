//! A condition that is never true.
//!
//! ## What it does
//! Finds a `within`, `when` or `unless` that keeps its statement from ever taking effect: the prover
//! shows that no data and no request meet all its conditions. Of a `forbid`, that it is always false.
//! And a scope that holds of no record.
//!
//! ## Why is this bad?
//! The statement looks like a rule and is none.
//!
//! ## Example
//! ```policy fragment
//! role night_clerk "Night clerk" in Practice {
//!   can view on Visit when visit.kind == urgent and visit.kind == routine
//! }
//! ```
//!
//! ## Use instead
//! ```policy fragment
//! role night_clerk "Night clerk" in Practice {
//!   can view on Visit when visit.kind == urgent or visit.kind == routine
//! }
//! ```

use ward_compiler::model::Verb;
use ward_prover::useful;

use crate::input::Input;
use crate::problem::Problem;

pub(crate) fn check(input: &Input<'_>) -> Vec<Problem> {
    let mut found = Vec::new();
    for (_, rule) in input.rules() {
        let conditional = rule.reach.iter().all(|reached| !reached.clauses.is_empty());
        let forbids = match rule.verb {
            Verb::Can | Verb::May | Verb::Enable | Verb::Allow => false,
            Verb::Forbid => true,
            Verb::Cannot => continue,
        };
        let never = |target, clauses: &_| {
            if forbids {
                useful::can_apply(input.policy, target, clauses) == Some(false)
            } else {
                useful::can_be_true(input.policy, target, clauses) == Some(false)
            }
        };
        if rule.reach.is_empty()
            || !conditional
            || !rule.reach.iter().all(|reached| never(reached.target, &reached.clauses))
        {
            continue;
        }
        let Some(clause) = rule.reach.first().and_then(|reached| reached.clauses.last()) else {
            continue;
        };
        found.push(
            Problem::new(
                "this condition is never met",
                clause.span,
                "false for all data and requests",
            )
            .also(rule.span, "so this has no effect")
            .help("write what is meant, or take the statement away"),
        );
    }
    found.extend(scopes(input));
    found
}

/// Scopes whose body is never true.
fn scopes(input: &Input<'_>) -> impl Iterator<Item = Problem> {
    let never = input.scope_bodies().into_iter().filter(|(target, body)| {
        useful::can_be_true(input.policy, *target, std::slice::from_ref(body)) == Some(false)
    });
    never.map(|(_, body)| {
        Problem::new("this scope is never met", body.span, "true for no data and no request")
            .help("write what is meant, or take the scope away with what names it")
    })
}
