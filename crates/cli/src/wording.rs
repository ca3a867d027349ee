//! Conditions of statements as a person reads them.

use ward_compiler::Policy;
use ward_compiler::model::{Clause, ClauseKind, Expr, ExprId, ObligationUse};

/// The parts that set a condition, in the order in which they are written; empty where there is
/// none.
pub fn clauses(policy: &Policy, clauses: &[Clause]) -> String {
    let mut parts: Vec<String> = Vec::new();
    for part in clauses.iter().map(|part| clause(policy, part)) {
        if !parts.contains(&part) {
            parts.push(part);
        }
    }
    parts.join(" ")
}

/// Conditions, and what is asked for where they hold.
pub fn with_obligations(policy: &Policy, text: String, uses: &[ObligationUse]) -> String {
    if uses.is_empty() {
        return text;
    }
    let asked: Vec<_> = uses.iter().map(|one| obligation(policy, one)).collect();
    let asked = format!("with {}", asked.join(", "));
    if text.is_empty() { asked } else { format!("{text} {asked}") }
}

/// `notify("privacy officer")`
fn obligation(policy: &Policy, one: &ObligationUse) -> String {
    let name = &policy.schema.obligation(one.obligation).name;
    if one.arguments.is_empty() {
        return name.clone();
    }
    let printer = policy.printer();
    let values: Vec<_> = one.arguments.iter().map(|value| printer.constant(value)).collect();
    format!("{name}({})", values.join(", "))
}

/// One `within`, `when`, `unless` or `except`; conditions behind the last two are stored negated.
fn clause(policy: &Policy, clause: &Clause) -> String {
    let condition = clause.condition;
    match clause.kind {
        ClauseKind::Within | ClauseKind::ExtendsWithin if is_scopes(policy, condition) => {
            policy.print(condition)
        }
        ClauseKind::Unless => negated(policy, condition, "unless"),
        ClauseKind::Except | ClauseKind::ExtendsExcept => negated(policy, condition, "except when"),
        _ => format!("when {}", policy.print(condition)),
    }
}

/// `unless` with the condition as it was written, where it can be told from its negation.
fn negated(policy: &Policy, condition: ExprId, word: &str) -> String {
    match policy.exprs.get(condition) {
        Expr::Not(inner) => format!("{word} {}", policy.print(*inner)),
        _ => format!("when {}", policy.print(condition)),
    }
}

/// Whether a condition consists of scopes alone and so reads as `within …`.
fn is_scopes(policy: &Policy, condition: ExprId) -> bool {
    match policy.exprs.get(condition) {
        Expr::Within { of, .. } => matches!(policy.exprs.get(*of), Expr::Resource(_)),
        Expr::And(parts) | Expr::Or(parts) => parts.iter().all(|part| is_scopes(policy, *part)),
        _ => false,
    }
}
