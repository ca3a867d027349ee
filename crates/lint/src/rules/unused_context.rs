//! A context field that no condition reads.
//!
//! ## What it does
//! Finds a field of `context` that no condition of the policy set reads.
//!
//! ## Why is this bad?
//! Callers send it and believe that it matters; `mfa` that nobody asks for protects nothing.
//!
//! ## Example
//! ```policy
//! policy practice "A practice"
//! subject entity User
//! entity Note
//! context { mfa: Bool = false }
//! actions notes on Note { view }
//! role nurse "Nurse" { can view }
//! ```
//!
//! ## Use instead
//! ```policy
//! policy practice "A practice"
//! subject entity User
//! entity Note
//! context { mfa: Bool = false }
//! actions notes on Note { view }
//! role nurse "Nurse" { can view when context.mfa }
//! ```

use ward_compiler::model::{PropertyId, Reads};

use crate::input::Input;
use crate::problem::Problem;

pub(crate) fn check(input: &Input<'_>) -> Vec<Problem> {
    let exprs = &input.policy.exprs;
    let reads_it = |field: PropertyId| {
        exprs.all().any(|part| exprs.reads(part) == Some(Reads::Context(field)))
    };
    let fields = input.policy.schema.context.values().enumerate();
    fields
        .filter(|(at, _)| !reads_it(PropertyId::from_index(*at)))
        .map(|(_, field)| {
            Problem::new(
                format!("no condition reads `context.{}`", field.name),
                field.span,
                "unused",
            )
            .help("ask for it where it should matter, or take it away")
        })
        .collect()
}
