//! Conditions of statements and obligations as a person reads them.

use super::{
    Atom, Clause, ClauseKind, Condition, ConditionId, Logic, ObligationUse, Policy, Relation,
    ValueExpr,
};

impl Policy {
    /// The parts of a statement that set a condition, in the order in which they are written,
    /// each once; empty where there is none.
    pub fn print_clauses(&self, clauses: &[Clause]) -> String {
        let mut parts: Vec<String> = Vec::new();
        for part in clauses.iter().map(|clause| self.print_clause(clause)) {
            if !parts.contains(&part) {
                parts.push(part);
            }
        }
        parts.join(" ")
    }

    /// `notify("privacy officer")`
    pub fn print_obligation(&self, one: &ObligationUse) -> String {
        let name = &self.schema.obligation(one.obligation).name;
        if one.arguments.is_empty() {
            return name.clone();
        }
        let printer = self.printer();
        let values: Vec<_> = one.arguments.iter().map(|value| printer.constant(value)).collect();
        format!("{name}({})", values.join(", "))
    }

    /// One `within`, `when`, `unless` or `except`; conditions behind the last two are stored
    /// negated.
    fn print_clause(&self, clause: &Clause) -> String {
        let condition = clause.condition;
        match clause.kind {
            ClauseKind::Within | ClauseKind::ExtendsWithin if self.is_scopes(condition) => {
                self.print(condition)
            }
            ClauseKind::Unless => self.print_negated(condition, "unless"),
            ClauseKind::Except | ClauseKind::ExtendsExcept => {
                self.print_negated(condition, "except when")
            }
            _ => format!("when {}", self.print(condition)),
        }
    }

    /// `unless` with the condition as it was written, where it can be told from its negation.
    fn print_negated(&self, condition: ConditionId, word: &str) -> String {
        if let Condition::Logic(Logic::Not(inner)) = self.exprs.condition(condition) {
            return format!("{word} {}", self.print(*inner));
        }
        format!("when {}", self.print(condition))
    }

    /// Whether a condition consists of scopes alone and so reads as `within …`.
    fn is_scopes(&self, condition: ConditionId) -> bool {
        match self.exprs.condition(condition) {
            Condition::Relation(Relation::Within { of, .. }) => {
                matches!(self.exprs.value(*of), ValueExpr::Atom(Atom::Resource(_)))
            }
            Condition::Logic(Logic::And(parts) | Logic::Or(parts)) => {
                parts.iter().all(|part| self.is_scopes(*part))
            }
            Condition::Value(_)
            | Condition::Logic(Logic::Not(_))
            | Condition::Comparison(_)
            | Condition::Membership(_)
            | Condition::Presence(_)
            | Condition::Kind(_)
            | Condition::Text(_)
            | Condition::Relation(Relation::Holds { .. })
            | Condition::Quantifier(_) => false,
        }
    }
}
