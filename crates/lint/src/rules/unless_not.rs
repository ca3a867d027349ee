//! `unless not`, and `when not` with a negation.
//!
//! ## What it does
//! Finds `unless not X`. `--fix` writes `when X`, where the statement has no `when` yet. In a
//! `cannot` nothing is found: there the two differ where X is unknown, and `unless not` promises
//! more.
//!
//! ## Why is this bad?
//! Two negations have to be undone by whoever reads.
//!
//! ## Example
//! ```policy fragment
//! role refunder "Refunds" in Practice { can refund unless not invoice.paid }
//! ```
//!
//! ## Use instead
//! ```policy fragment
//! role refunder "Refunds" in Practice { can refund when invoice.paid }
//! ```

use ward_diagnostics::Span;
use ward_parser::ast::{ExprKind, Verb};

use crate::input::Input;
use crate::problem::Problem;

pub(crate) fn check(input: &Input<'_>) -> Vec<Problem> {
    let mut found = Vec::new();
    for said in input.statements() {
        let selection = &said.statement.selection;
        let Some((span, unless)) = &selection.unless else { continue };
        let ExprKind::Not(of) = &unless.kind else { continue };
        let fixed = match said.statement.verb {
            // A promise with `when` binds only where the condition is known to hold.
            Verb::Cannot => continue,
            Verb::Allow => false,
            Verb::Can | Verb::May | Verb::Forbid | Verb::Enable => true,
        };
        let problem =
            Problem::new("two negations", *span, "").help("write `when` and the condition");
        // Up to the condition: what is behind it, a bracket for instance, stays.
        let words = Span { end: of.span.start, ..*span };
        let plain = input.text(words).split_whitespace().eq(["unless", "not"]);
        found.push(if fixed && selection.when.is_none() && plain {
            problem.fix(words, "when ")
        } else {
            problem
        });
    }
    found
}
