//! A prohibition that depends on a clock which a request need not give.
//!
//! ## What it does
//! Finds `context.now` in a `forbid` that doesn't ask `context has now`.
//!
//! ## Why is this bad?
//! A trusted caller may leave the time out. Then it is unknown, and the prohibition applies to
//! everything that it names: safe, and often a surprise.
//!
//! ## Example
//! ```policy fragment
//! restriction office_hours "No refunds at night" { forbid refund when context.now.hour < 6 }
//! ```
//!
//! ## Use instead
//! ```policy fragment
//! restriction office_hours "No refunds at night" {
//!   forbid refund when context has now and context.now.hour < 6
//! }
//! ```

use ward_compiler::model::{Part, Reads, Verb};

use crate::input::Input;
use crate::problem::Problem;

pub(crate) fn check(input: &Input<'_>) -> Vec<Problem> {
    let mut found = Vec::new();
    for (_, rule) in input.rules().filter(|(_, rule)| rule.verb == Verb::Forbid) {
        for clause in rule.reach.first().iter().flat_map(|reached| reached.clauses.iter()) {
            let exprs = &input.policy.exprs;
            let about_time = exprs.all_parts(clause.condition);
            let mut about_time =
                about_time.into_iter().filter(|part| exprs.reads(*part) == Some(Reads::Now));
            // What reads it is a value; what only asks whether it is given, a condition.
            let asks = about_time.clone().any(|part| matches!(part, Part::Condition(_)));
            if !asks && about_time.next().is_some() {
                found.push(
                    Problem::new(
                        "where a request gives no time, this always forbids",
                        clause.span,
                        "reads the clock",
                    )
                    .help("ask `context has now` too, or allow it where that is meant"),
                );
            }
        }
    }
    found
}
