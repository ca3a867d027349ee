//! A prohibition on a property that may be absent.
//!
//! ## What it does
//! Finds a `forbid` whose condition reads a property that is optional (`User?`) and doesn't ask with
//! `has` whether it is there.
//!
//! ## Why is this bad?
//! Where it is absent the condition is unknown, and an unknown condition forbids: also where `when` seems
//! to speak of a value that isn't there.
//!
//! ## Example
//! ```policy fragment
//! restriction own_boss "Nobody signs for their manager" { forbid sign when note.author == subject.manager }
//! ```
//!
//! ## Use instead
//! ```policy fragment
//! restriction own_boss "Nobody signs for their manager" {
//!   forbid sign when subject has manager and note.author == subject.manager
//! }
//! ```

use ward_compiler::model::{Access, ConditionId, Part, Reads, TypeId, Verb};

use crate::input::Input;
use crate::problem::Problem;

pub(crate) fn check(input: &Input<'_>) -> Vec<Problem> {
    let mut found = Vec::new();
    for (_, rule) in input.rules().filter(|(_, rule)| rule.verb == Verb::Forbid) {
        let clauses = rule.reach.iter().flat_map(|reached| reached.clauses.iter());
        let mut told = Vec::new();
        for clause in clauses {
            let Some(name) =
                absent(input, clause.condition).filter(|_| !told.contains(&clause.span))
            else {
                continue;
            };
            told.push(clause.span);
            found.push(
                Problem::new(
                    format!("where `{name}` is absent, this always forbids"),
                    clause.span,
                    "reads what may be absent",
                )
                .help(format!("ask with `has {name}` too, or allow it where that is meant")),
            );
        }
    }
    found
}

/// An optional property that a condition reads and nothing in it asks for.
fn absent(input: &Input<'_>, condition: ConditionId) -> Option<String> {
    let exprs = &input.policy.exprs;
    let parts = exprs.all_parts(condition);
    let read = |part: &Part| match exprs.reads(*part) {
        Some(Reads::Property { name, access }) => Some((name, access)),
        _ => None,
    };
    // What asks whether it is there is a condition; what reads it, a value.
    let asked = |wanted: &str| {
        let asks = |part: &&Part| matches!(part, Part::Condition(_));
        parts.iter().filter(asks).filter_map(read).any(|(name, _)| name == wanted)
    };
    let values = parts.iter().filter(|part| matches!(part, Part::Value(_)));
    let mut optional = values.filter_map(read).filter(|(name, access)| {
        access.iter().any(|(ty, access)| is_optional(input, *ty, *access)) && !asked(name)
    });
    optional.next().map(|(name, _)| name.to_owned())
}

fn is_optional(input: &Input<'_>, ty: TypeId, access: Access) -> bool {
    match access {
        Access::Property(id) => input.policy.schema.property(ty, id).optional,
        Access::Container(_) => false,
    }
}
