//! Walking through conditions as they are written.

use ward_parser::ast::{Constraint, ConstraintRule, Expr, Item, ItemKind, Selection};

/// A condition and everything in it, outermost first.
pub(crate) fn each<'t>(expr: &'t Expr, visit: &mut dyn FnMut(&'t Expr)) {
    visit(expr);
    expr.parts().into_iter().for_each(|part| each(part, visit));
}

/// The conditions of a selection, those of its exceptions included.
pub(crate) fn conditions(selection: &Selection) -> Vec<&Expr> {
    let own = [&selection.when, &selection.unless].into_iter().flatten().map(|(_, expr)| expr);
    let except = selection.except.iter().flat_map(|(_, except)| conditions(except));
    own.chain(except).collect()
}

/// The conditions by which an item decides or judges data: those of statements, scopes, ceilings
/// and constraints; not those of claims and tests.
pub(crate) fn conditions_of(item: &Item) -> Vec<&Expr> {
    let statements = match &item.kind {
        ItemKind::Scope(scope) => return vec![&scope.condition],
        ItemKind::Constraint(constraint) => return of_constraint(constraint),
        ItemKind::Role(role) => &role.statements,
        ItemKind::Restriction(restriction) => &restriction.statements,
        ItemKind::Class(class) => &class.statements,
        ItemKind::Ceiling(ceiling) => &ceiling.statements,
        _ => return Vec::new(),
    };
    statements.iter().flat_map(|statement| conditions(&statement.selection)).collect()
}

fn of_constraint(constraint: &Constraint) -> Vec<&Expr> {
    match &constraint.rule {
        ConstraintRule::Count { those_with, when, .. } => those_with.iter().chain(when).collect(),
        ConstraintRule::Require { what, .. } => vec![what],
        ConstraintRule::Every { when, condition, .. } => when.iter().chain([condition]).collect(),
        _ => Vec::new(),
    }
}
