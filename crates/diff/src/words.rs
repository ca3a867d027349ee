//! How conditions and obligations read in a sentence.

use ward_compiler::Policy;
use ward_compiler::model::{Clause, ClauseKind, Expr, ExprId, ObligationUse};

/// The conditions of a statement, as it writes them; empty where there is none.
pub(crate) fn clauses(policy: &Policy, clauses: &[Clause]) -> String {
    let mut parts: Vec<String> = Vec::new();
    for part in clauses.iter().map(|one| clause(policy, one)) {
        if !parts.contains(&part) {
            parts.push(part);
        }
    }
    parts.join(" ")
}

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

fn negated(policy: &Policy, condition: ExprId, word: &str) -> String {
    match policy.exprs.get(condition) {
        Expr::Not(inner) => format!("{word} {}", policy.print(*inner)),
        _ => format!("when {}", policy.print(condition)),
    }
}

fn is_scopes(policy: &Policy, condition: ExprId) -> bool {
    match policy.exprs.get(condition) {
        Expr::Within { of, .. } => matches!(policy.exprs.get(*of), Expr::Resource(_)),
        Expr::And(parts) | Expr::Or(parts) => parts.iter().all(|part| is_scopes(policy, *part)),
        _ => false,
    }
}

/// `notify("privacy officer") and reason`, or `nothing`.
pub(crate) fn obligations(policy: &Policy, uses: &[ObligationUse]) -> String {
    let printer = policy.printer();
    let texts: Vec<String> = uses
        .iter()
        .map(|one| {
            let name = &policy.schema.obligation(one.obligation).name;
            let values: Vec<_> =
                one.arguments.iter().map(|value| printer.constant(value)).collect();
            if values.is_empty() { name.clone() } else { format!("{name}({})", values.join(", ")) }
        })
        .collect();
    if texts.is_empty() { "nothing".into() } else { listed(&texts) }
}

/// `a, b and c`
pub(crate) fn listed(texts: &[String]) -> String {
    match texts {
        [] => String::new(),
        [one] => one.clone(),
        [first @ .., last] => format!("{} and {last}", first.join(", ")),
    }
}
