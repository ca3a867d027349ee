//! A default that lets more be permitted.
//!
//! ## What it does
//! Finds a `Bool` property or context field whose default is the value with which more is permitted: a
//! grant asks for it, or a `forbid` applies unless it is so.
//!
//! ## Why is this bad?
//! Where the data say nothing, the wider answer is given. The safe default is the other one.
//!
//! ## Example
//! ```policy
//! policy practice "A practice"
//! subject entity User { trusted: Bool = true }
//! entity Note
//! actions notes on Note { view }
//! role nurse "Nurse" { can view when subject.trusted }
//! ```
//!
//! ## Use instead
//! ```policy
//! policy practice "A practice"
//! subject entity User { trusted: Bool = false }
//! entity Note
//! actions notes on Note { view }
//! role nurse "Nurse" { can view when subject.trusted }
//! ```

use std::collections::BTreeMap;

use ward_compiler::model::{Access, Constant, Expr, ExprId, Property, Verb};
use ward_diagnostics::Span;

use crate::input::Input;
use crate::problem::Problem;

/// Which ways a property counts, by its place: for more, for less.
type Ways = BTreeMap<Span, (bool, bool)>;

pub(crate) fn check(input: &Input<'_>) -> Vec<Problem> {
    let schema = &input.policy.schema;
    let mut ways = Ways::new();
    for rule in &input.policy.rules {
        let more = match rule.verb {
            Verb::Can | Verb::May | Verb::Enable => true,
            Verb::Forbid => false,
            _ => continue,
        };
        let mut seen = Vec::new();
        for clause in rule.reach.iter().flat_map(|reached| reached.clauses.iter()) {
            if !seen.contains(&clause.condition) {
                seen.push(clause.condition);
                follow(input, clause.condition, more, 0, &mut ways);
            }
        }
    }
    let properties = schema.types.values().flat_map(|ty| ty.properties.values());
    let all = properties.chain(schema.context.values());
    all.filter(|property| permits_more(property, &ways)).map(problem).collect()
}

fn permits_more(property: &Property, ways: &Ways) -> bool {
    match (&property.default, ways.get(&property.span)) {
        (Some(Constant::Bool(value)), Some((more, less))) => more != less && *value == *more,
        _ => false,
    }
}

fn problem(property: &Property) -> Problem {
    let value = matches!(property.default, Some(Constant::Bool(true)));
    let message = format!(
        "where nothing is said, `{}` is {value}, with which more is permitted",
        property.name
    );
    Problem::new(message, property.span, "a permissive default")
        .help(format!("let silence mean {}, or give no default", !value))
}

/// Notes whether truth of the properties in a condition works for a permit or against it.
fn follow(input: &Input<'_>, id: ExprId, more: bool, depth: u32, ways: &mut Ways) {
    let (policy, schema) = (input.policy, &input.policy.schema);
    let mut note = |span: Span, more: bool| {
        let way = ways.entry(span).or_default();
        way.0 |= more;
        way.1 |= !more;
    };
    match policy.exprs.get(id) {
        Expr::Not(of) => follow(input, *of, !more, depth, ways),
        Expr::And(parts) | Expr::Or(parts) => {
            parts.iter().for_each(|part| follow(input, *part, more, depth, ways));
        }
        Expr::Within { scope, .. } if depth < 4 => {
            for body in policy.scope(*scope).on.values() {
                follow(input, body.condition, more, depth + 1, ways);
            }
        }
        Expr::Property { access, .. } => {
            for (ty, access) in access.iter() {
                if let Access::Property(property) = access {
                    note(schema.property(*ty, *property).span, more);
                }
            }
        }
        Expr::Context(field) => {
            if let Some((_, field)) = schema.context.get_index(field.index()) {
                note(field.span, more);
            }
        }
        // Anything else that reads a property reads it both ways.
        _ => {
            for part in input.parts(id).into_iter().filter(|part| *part != id) {
                if matches!(policy.exprs.get(part), Expr::Property { .. } | Expr::Context(_)) {
                    follow(input, part, true, depth, ways);
                    follow(input, part, false, depth, ways);
                }
            }
        }
    }
}
