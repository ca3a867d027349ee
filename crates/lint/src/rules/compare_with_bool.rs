//! A comparison with `true` or `false`.
//!
//! ## What it does
//! Finds `x == true` and `x == false`. `--fix` writes `x` and `not x`.
//!
//! ## Why is this bad?
//! It is longer to read aloud and says the same.
//!
//! ## Example
//! ```policy fragment
//! role refunder "Refunds" in Practice { can refund when invoice.paid == true }
//! ```
//!
//! ## Use instead
//! ```policy fragment
//! role refunder "Refunds" in Practice { can refund when invoice.paid }
//! ```

use ward_parser::ast::{BinaryOp, Expr, ExprKind};

use crate::input::Input;
use crate::problem::Problem;
use crate::walk;

pub(crate) fn check(input: &Input<'_>) -> Vec<Problem> {
    let mut found = Vec::new();
    for condition in input.items().flat_map(walk::conditions_of) {
        walk::each(condition, &mut |expr| found.extend(comparison(input, expr)));
    }
    found
}

fn comparison(input: &Input<'_>, expr: &Expr) -> Option<Problem> {
    let ExprKind::Binary { op, left, right, .. } = &expr.kind else { return None };
    let (of, ExprKind::Bool(value)) = (left, &right.kind) else { return None };
    let plain = match op {
        BinaryOp::Eq => *value,
        BinaryOp::Ne => !*value,
        _ => return None,
    };
    let is_member = matches!(of.kind, ExprKind::Member(..) | ExprKind::Word(_));
    let text = input.text(of.span);
    let better = if plain { text.to_owned() } else { format!("not {text}") };
    let problem = Problem::new(format!("this says `{better}`"), expr.span, "")
        .help(format!("write `{better}`"));
    Some(if is_member && !input.has_comment(expr.span) {
        problem.fix(expr.span, better)
    } else {
        problem
    })
}
