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

use ward_compiler::model::{Expr, ExprId, Verb};

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
            if told.contains(&clause.span) || !takes(input, clause.condition, !forbids) {
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
fn takes(input: &Input<'_>, id: ExprId, more: bool) -> bool {
    match input.policy.exprs.get(id) {
        Expr::Not(of) => takes(input, *of, !more),
        Expr::Holds { who, classes, roles, .. } => {
            let roles = !roles.is_empty() || classes.is_empty();
            !more && roles && matches!(input.policy.exprs.get(*who), Expr::Subject)
        }
        Expr::Within { .. } => false,
        _ => input.policy.exprs.children(id).into_iter().any(|part| takes(input, part, more)),
    }
}
