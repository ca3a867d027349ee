//! A grant that prohibitions always take away.
//!
//! ## What it does
//! Finds a `can`, or a `may` with all that switches it on, of which the prover shows that wherever it
//! holds a restriction applies.
//!
//! ## Why is this bad?
//! The role promises what it never gives. Either the restriction reaches too far, or the grant should
//! go.
//!
//! ## Example
//! ```policy fragment
//! role bookkeeper "Bookkeeper" in Practice { can edit on Patient.billing within caseload }
//! restriction no_edits "Nobody edits billing" { forbid edit on Patient.billing }
//! ```
//!
//! ## Use instead
//! ```policy fragment
//! role bookkeeper "Bookkeeper" in Practice { can view on Patient.billing within caseload }
//! restriction no_edits "Nobody edits billing" { forbid edit on Patient.billing }
//! ```

use ward_compiler::model::{RuleId, Verb};
use ward_prover::useful;

use crate::input::Input;
use crate::problem::Problem;

pub(crate) fn check(input: &Input<'_>) -> Vec<Problem> {
    let mut found = Vec::new();
    let cells = &input.policy.cells;
    for (at, rule) in input.rules().filter(|(_, rule)| matches!(rule.verb, Verb::Can | Verb::May)) {
        let id = RuleId::from_index(at);
        let (mut some, mut by) = (false, None);
        let alive = rule.reach.iter().any(|reached| {
            let Some(cell) = cells.index.get(&reached.target) else { return true };
            let content = &cells.contents[cell.index()];
            if rule.verb == Verb::May && content.enables.is_empty() {
                return true;
            }
            by = by.or_else(|| content.prohibitions.first().map(|one| one.rule));
            input.index().of_rule(*cell, id).iter().any(|grant| {
                some = true;
                content.prohibitions.is_empty()
                    || useful::can_give(input.policy, reached.target, *grant) != Some(false)
                    || useful::can_be_true(
                        input.policy,
                        reached.target,
                        &content.grants[*grant].clauses,
                    ) != Some(true)
            })
        });
        if alive || !some {
            continue;
        }
        let mut problem = Problem::new(
            "wherever this holds, a prohibition applies",
            rule.span,
            "never gives anything",
        )
        .help("take the grant away, or narrow the prohibition");
        if let Some(by) = by {
            problem = problem.also(input.policy.rule(by).span, "stands against it");
        }
        found.push(problem);
    }
    found
}
