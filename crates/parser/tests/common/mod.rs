//! What the tests of this folder share: reading with all errors shown, and trees as short text.

#![allow(dead_code, reason = "each test file uses a part of it")]
#![allow(clippy::panic, reason = "a test that reads the wrong thing fails")]

use ward_diagnostics::{FileId, SourceMap, render};
use ward_parser::ast::{Expr, ExprKind, File, Item, ItemKind, RoleTerm, ScopeExpr, Statement};

/// The text with its errors under it, as a person sees them.
pub fn errors(text: &str) -> String {
    let mut sources = SourceMap::default();
    let file = sources.add("x.policy", text);
    let parsed = ward_parser::parse(file, text);
    render::all_to_text(&parsed.diagnostics, &sources, false)
}

/// The codes of the errors, in the order of their places.
pub fn codes(text: &str) -> Vec<&'static str> {
    let parsed = ward_parser::parse(FileId(0), text);
    parsed.diagnostics.iter().map(|diagnostic| diagnostic.code.0).collect()
}

/// The tree of a text without errors.
pub fn file(text: &str) -> File {
    let parsed = ward_parser::parse(FileId(0), text);
    assert!(parsed.diagnostics.is_empty(), "{}", errors(text));
    parsed.file
}

/// The only declaration of a text without errors.
pub fn item(text: &str) -> Item {
    let mut items = file(text).items;
    assert_eq!(items.len(), 1, "one declaration in {text}");
    items.remove(0)
}

/// The statements of the only role of a text without errors.
pub fn statements(text: &str) -> Vec<Statement> {
    match item(text).kind {
        ItemKind::Role(role) => role.statements,
        other => panic!("not a role: {other:?}"),
    }
}

/// A condition as nested lists: `(and a (== b.c 1))`.
pub fn condition(text: &str) -> String {
    match item(&format!("scope s on all: {text}")).kind {
        ItemKind::Scope(scope) => show(&scope.condition),
        other => panic!("not a scope: {other:?}"),
    }
}

/// An expression as nested lists.
pub fn show(expr: &Expr) -> String {
    match &expr.kind {
        ExprKind::Bool(value) => value.to_string(),
        ExprKind::Int(value) => value.to_string(),
        ExprKind::Decimal(value) | ExprKind::Date(value) | ExprKind::Time(value) => value.clone(),
        ExprKind::Text(value) => format!("{value:?}"),
        ExprKind::Duration { amount, unit } => format!("{amount}{unit:?}"),
        ExprKind::Word(value) => value.clone(),
        ExprKind::Qualified { ty, value } => format!("{}::{}", ty.text, value.text),
        ExprKind::List(list) => format!("[{}]", shown(list)),
        ExprKind::Member(base, name) => format!("{}.{}", show(base), name.text),
        ExprKind::Not(inner) => format!("(not {})", show(inner)),
        ExprKind::And(list) => format!("(and {})", shown(list)),
        ExprKind::Or(list) => format!("(or {})", shown(list)),
        ExprKind::Binary { op, left, right, .. } => {
            format!("({} {} {})", op.sign(), show(left), show(right))
        }
        ExprKind::Between { value, low, high, negated } => {
            let word = if *negated { "not-between" } else { "between" };
            format!("({word} {} {} {})", show(value), show(low), show(high))
        }
        ExprKind::Has(base, name) => format!("(has {} {})", show(base), name.text),
        ExprKind::Is(base, types) => {
            let types: Vec<&str> = types.iter().map(|ty| ty.text.as_str()).collect();
            format!("(is {} {})", show(base), types.join(" "))
        }
        ExprKind::Like(base, text) => format!("(like {} {:?})", show(base), text.text),
        ExprKind::Within { what, scopes } => {
            let what = what.as_ref().map_or("resource".to_owned(), |what| show(what));
            format!("(within {what} {})", show_scopes(scopes))
        }
        ExprKind::Holds { who, roles, anywhere } => {
            let roles: Vec<String> = roles.terms.iter().map(show_role).collect();
            let word = if *anywhere { "holds-anywhere" } else { "holds" };
            format!("({word} {} {})", show(who), roles.join(" "))
        }
        ExprKind::Quantified { all, variable, set, body } => {
            let word = if *all { "all" } else { "any" };
            format!("({word} {} {} {})", variable.text, show(set), show(body))
        }
        ExprKind::Count(set) => format!("(count {})", show(set)),
    }
}

fn shown(list: &[Expr]) -> String {
    list.iter().map(show).collect::<Vec<_>>().join(" ")
}

/// Scopes as nested lists.
pub fn show_scopes(scopes: &ScopeExpr) -> String {
    let all = |list: &[ScopeExpr]| list.iter().map(show_scopes).collect::<Vec<_>>().join(" ");
    match scopes {
        ScopeExpr::Name(name) => name.text.clone(),
        ScopeExpr::And(list) => format!("(and {})", all(list)),
        ScopeExpr::Or(list) => format!("(or {})", all(list)),
    }
}

/// A role term as it is written.
pub fn show_role(term: &RoleTerm) -> String {
    match term {
        RoleTerm::Name(name) => name.text.clone(),
        RoleTerm::RolesIn(ty) => format!("roles in {}", ty.text),
        RoleTerm::RolesThatCan(actions) => {
            let names: Vec<&str> = actions.iter().map(|name| name.text.as_str()).collect();
            format!("roles that can ({})", names.join(", "))
        }
    }
}
