//! A `forbid` that takes nothing away.
//!
//! ## What it does
//! Finds a `forbid` of a restriction or class of which the prover shows that without it nothing more
//! would be permitted: nobody is given what it takes, or other prohibitions take all of it. What a
//! ceiling allows is left out: an overlay may give it.
//!
//! ## Why is this bad?
//! It looks like protection, and reviewers stop looking for more. Often it names another action or
//! type than was meant.
//!
//! ## Example
//! ```policy fragment
//! restriction small_refunds "Only what was paid is refunded" {
//!   forbid refund unless invoice.paid
//!   forbid refund when not invoice.paid and action.amount > 100.0
//! }
//! ```
//!
//! ## Use instead
//! ```policy fragment
//! restriction small_refunds "Only what was paid is refunded" {
//!   forbid refund unless invoice.paid
//!   forbid refund when action.amount > 100.0
//! }
//! ```

use std::collections::BTreeSet;

use ward_compiler::model::{RuleId, Verb};
use ward_prover::useful;

use crate::input::Input;
use crate::problem::Problem;

pub(crate) fn check(input: &Input<'_>) -> Vec<Problem> {
    let mut found = Vec::new();
    let mut idle = BTreeSet::new();
    let rules: Vec<_> = input.rules().filter(|(_, rule)| rule.verb == Verb::Forbid).collect();
    // From the back, so that of two equal prohibitions the second is found.
    for (at, rule) in rules.into_iter().rev() {
        let id = RuleId::from_index(at);
        let takes = rule.reach.iter().any(|reached| {
            input.is_open_to_overlays(reached.target)
                || useful::can_take(input.policy, reached.target, id, &idle) != Some(false)
        });
        if takes || rule.reach.is_empty() {
            continue;
        }
        idle.insert(id);
        found.push(
            Problem::new(
                "without this nothing more would be permitted",
                rule.span,
                "takes nothing away",
            )
            .help("take it away, or name what is meant"),
        );
    }
    found
}
