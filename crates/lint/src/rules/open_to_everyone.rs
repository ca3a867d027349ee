//! A grant to everybody without a condition.
//!
//! ## What it does
//! Finds a `can` in `role anyone` that has no condition.
//!
//! ## Why is this bad?
//! Every known subject of every customer has it, those without any role included.
//!
//! ## Example
//! ```policy fragment
//! role anyone { can view on Folder }
//! ```
//!
//! ## Use instead
//! ```policy fragment
//! role anyone { can view on Folder when subject in folder.practice }
//! ```

use ward_compiler::model::{ANYONE, Owner, Verb};

use crate::input::Input;
use crate::problem::Problem;

pub(crate) fn check(input: &Input<'_>) -> Vec<Problem> {
    let anyone = |verb: Verb, owner: Owner| verb == Verb::Can && owner == Owner::Role(ANYONE);
    let rules = input.rules().filter(|(_, rule)| anyone(rule.verb, rule.owner));
    rules
        .filter(|(_, rule)| rule.reach.iter().any(|reached| reached.clauses.is_empty()))
        .map(|(_, rule)| {
            Problem::new("everybody is given this, of every customer", rule.span, "no condition")
                .help("add the membership that it takes, such as `when subject in resource.organization`")
        })
        .collect()
}
