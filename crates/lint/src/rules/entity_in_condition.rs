//! An entity that is written out in a rule.
//!
//! ## What it does
//! Finds `User::"sarah"` and the like in the conditions of roles, restrictions, classes, scopes and
//! constraints.
//!
//! ## Why is this bad?
//! Who Sarah is, is data. When she leaves, the policy has to be changed, and nobody thinks of it.
//!
//! ## Example
//! ```policy fragment
//! restriction only_sarah "Refunds are Sarah's" { forbid refund unless subject == User::"sarah" }
//! ```
//!
//! ## Use instead
//! ```policy fragment
//! role refunder "Refunds" in Practice { can refund }
//! ```

use ward_parser::ast::ExprKind;

use crate::input::Input;
use crate::problem::Problem;
use crate::walk;

pub(crate) fn check(input: &Input<'_>) -> Vec<Problem> {
    let mut found = Vec::new();
    for condition in input.items().flat_map(walk::conditions_of) {
        walk::each(condition, &mut |expr| {
            let ExprKind::Qualified { ty, value } = &expr.kind else { return };
            if input.policy.schema.find_type(&ty.text).is_some() {
                let message = format!("a rule is about the one `{}` `{}`", ty.text, value.text);
                found.push(
                    Problem::new(message, expr.span, "this is data")
                        .help("assign a role or set a property in the data, and ask for that"),
                );
            }
        });
    }
    found
}
