//! A condition that is always met.
//!
//! ## What it does
//! Finds a `within`, `when` or `unless` that adds nothing: the prover shows that it is met wherever
//! the statement's other conditions are, whatever is unknown. And a scope that holds of every record.
//!
//! ## Why is this bad?
//! It reads like a limit and is none.
//!
//! ## Example
//! ```policy fragment
//! role clerk "Clerk" in Practice {
//!   can view on Visit within own when visit.clinician == subject
//! }
//! ```
//!
//! ## Use instead
//! ```policy fragment
//! role clerk "Clerk" in Practice {
//!   can view on Visit within own
//! }
//! ```

use ward_compiler::model::{ClauseKind, Rule, Verb};
use ward_prover::useful;

use crate::input::Input;
use crate::problem::Problem;

pub(crate) fn check(input: &Input<'_>) -> Vec<Problem> {
    let mut found = Vec::new();
    for (_, rule) in input.rules() {
        let forbids = match rule.verb {
            Verb::Can | Verb::May | Verb::Enable | Verb::Allow => false,
            Verb::Forbid => true,
            Verb::Cannot => continue,
        };
        let most = rule.reach.iter().map(|reached| reached.clauses.len()).max().unwrap_or(0);
        // The last of two conditions that follow from one another is the one to take away.
        let idle = (0..most).rev().find(|at| adds_nothing(input, rule, *at, forbids));
        let clause =
            idle.and_then(|at| rule.reach.iter().find_map(|reached| reached.clauses.get(at)));
        let Some(clause) = clause else { continue };
        found.push(
            Problem::new("this condition is always met", clause.span, "limits nothing")
                .help("take it away, or write what is meant"),
        );
    }
    found.extend(scopes(input));
    found
}

/// Scopes whose body is always true.
fn scopes(input: &Input<'_>) -> impl Iterator<Item = Problem> {
    let always = input.scope_bodies().into_iter().filter(|(target, body)| {
        useful::matters(input.policy, *target, std::slice::from_ref(body), 0, false) == Some(false)
    });
    always.map(|(_, body)| {
        Problem::new("this scope is always met", body.span, "limits nothing")
            .help("take it away with what names it, or write what is meant")
    })
}

fn adds_nothing(input: &Input<'_>, rule: &Rule, at: usize, forbids: bool) -> bool {
    !rule.reach.is_empty()
        && rule.reach.iter().all(|reached| {
            let Some(clause) = reached.clauses.get(at) else { return false };
            // An exception that never matters is another rule's, and a tenant isn't written here.
            !matches!(clause.kind, ClauseKind::Tenant | ClauseKind::Except)
                && useful::matters(input.policy, reached.target, &reached.clauses, at, forbids)
                    == Some(false)
                && useful::can_be_true(input.policy, reached.target, &reached.clauses) == Some(true)
        })
}
