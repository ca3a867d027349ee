//! A grant that another one covers.
//!
//! ## What it does
//! Finds a `can` or `may` of which every part is given to the same roles by another statement, of the
//! role itself, of one that it extends or of `anyone`, under no more conditions and for the same
//! obligations.
//!
//! ## Why is this bad?
//! Taking the narrower statement away, or narrowing it further, changes nothing, and a reader expects
//! that it does.
//!
//! ## Example
//! ```policy fragment
//! role reader "Reader" in Practice {
//!   can view on Note
//!   can view on Note within caseload
//! }
//! ```
//!
//! ## Use instead
//! ```policy fragment
//! role reader "Reader" in Practice {
//!   can view on Note
//! }
//! ```

use std::collections::BTreeSet;

use ward_compiler::model::{ANYONE, CellId, Condition, ConditionId, Grant, Logic, RuleId, Verb};

use crate::input::Input;
use crate::problem::Problem;

pub(crate) fn check(input: &Input<'_>) -> Vec<Problem> {
    let mut found = Vec::new();
    let mut gone = BTreeSet::new();
    let rules: Vec<_> = input.rules().collect();
    // From the back, so that of two equal statements the second is found.
    for (at, rule) in rules.into_iter().rev() {
        if !matches!(rule.verb, Verb::Can | Verb::May) {
            continue;
        }
        let id = RuleId::from_index(at);
        if let Some(by) = covering(input, id, &gone) {
            gone.insert(id);
            let other = input.policy.rule(by);
            found.push(
                Problem::new("another statement gives all of this", rule.span, "changes nothing")
                    .also(other.span, "gives as much or more")
                    .help("take it away, or narrow the other one"),
            );
        }
    }
    found
}

/// A statement that covers, with others, every grant of this one.
fn covering(input: &Input<'_>, id: RuleId, gone: &BTreeSet<RuleId>) -> Option<RuleId> {
    let mut by = None;
    for reached in &input.policy.rule(id).reach {
        let cell = *input.policy.cells.index.get(&reached.target)?;
        for grant in input.index().of_rule(cell, id) {
            by = Some(covers(input, cell, *grant, gone)?);
        }
    }
    by
}

fn covers(input: &Input<'_>, cell: CellId, at: usize, gone: &BTreeSet<RuleId>) -> Option<RuleId> {
    let cells = &input.policy.cells;
    let grants = &cells.contents[cell.index()].grants;
    let grant = &grants[at];
    let holders = cells.holders(grant.holders);
    let first = holders.iter().next()?;
    let conditions = conditions(input, grant);
    let others = input.index().of_role(cell, first).map(|at| &grants[at]);
    let covers = |other: &&Grant| {
        let theirs = cells.holders(other.holders);
        other.rule != grant.rule
            && !gone.contains(&other.rule)
            && (!other.may || grant.may)
            && (theirs.contains(ANYONE) || holders.is_subset(theirs))
            && other.obligations == grant.obligations
            && self::conditions(input, other).iter().all(|one| is_met(input, *one, &conditions))
    };
    others.into_iter().find(covers).map(|other| other.rule)
}

fn conditions(input: &Input<'_>, grant: &Grant) -> Vec<ConditionId> {
    grant.clauses.iter().flat_map(|clause| input.conjuncts(clause.condition)).collect()
}

fn is_met(input: &Input<'_>, condition: ConditionId, given: &[ConditionId]) -> bool {
    given.contains(&condition)
        || match input.policy.exprs.condition(condition) {
            Condition::Logic(Logic::And(parts)) => {
                parts.iter().all(|part| is_met(input, *part, given))
            }
            Condition::Logic(Logic::Or(parts)) => {
                parts.iter().any(|part| is_met(input, *part, given))
            }
            Condition::Value(_)
            | Condition::Logic(Logic::Not(_))
            | Condition::Comparison(_)
            | Condition::Membership(_)
            | Condition::Presence(_)
            | Condition::Kind(_)
            | Condition::Text(_)
            | Condition::Relation(_)
            | Condition::Quantifier(_) => false,
        }
}
