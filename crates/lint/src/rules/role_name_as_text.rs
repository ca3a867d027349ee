//! A role's name that is compared as text.
//!
//! ## What it does
//! Finds a text in a condition that is the name of a role or class.
//!
//! ## Why is this bad?
//! A text isn't checked: when the role is renamed, the condition stays, and is never true again.
//!
//! ## Example
//! ```policy fragment
//! restriction nurses_only "Nurses write" { forbid write unless subject.licence == "nurse" }
//! ```
//!
//! ## Use instead
//! ```policy fragment
//! restriction nurses_only "Nurses write" { forbid write unless subject holds nurse }
//! ```

use ward_parser::ast::ExprKind;

use crate::input::Input;
use crate::problem::Problem;
use crate::walk;

pub(crate) fn check(input: &Input<'_>) -> Vec<Problem> {
    let names = input.policy.assignable();
    let mut found = Vec::new();
    for condition in input.items().flat_map(walk::conditions_of) {
        walk::each(condition, &mut |expr| {
            if let ExprKind::Text(text) = &expr.kind
                && names.contains_key(text)
            {
                found.push(
                    Problem::new(
                        format!("`{text}` is a role, and here a text"),
                        expr.span,
                        "nothing checks this",
                    )
                    .help(format!("ask `subject holds {text}`, or declare the property as `Role`")),
                );
            }
        });
    }
    found
}
