//! Conditions, scopes and roles.

use ward_diagnostics::Span;
use ward_parser::ast::{BinaryOp, Expr, ExprKind, ScopeExpr};

use super::{Hang, Taker};

impl Taker<'_, '_> {
    pub(super) fn expr(&mut self, expr: &Expr) {
        match &expr.kind {
            ExprKind::And(terms) | ExprKind::Or(terms) => {
                self.terms(expr.span, &terms.iter().map(|term| term.span).collect::<Vec<_>>());
                terms.iter().for_each(|term| self.expr(term));
            }
            ExprKind::List(parts) => parts.iter().for_each(|part| self.expr(part)),
            ExprKind::Member(inner, _)
            | ExprKind::Not(inner)
            | ExprKind::Has(inner, _)
            | ExprKind::Is(inner, _)
            | ExprKind::Like(inner, _)
            | ExprKind::Holds { who: inner, .. } => self.expr(inner),
            ExprKind::Count(set) => {
                let count = self.first(expr.span);
                if let Some(call) = self.notes.calls.get_mut(count + 1) {
                    *call = true;
                }
                self.expr(set);
            }
            ExprKind::Binary { op, op_span, left, right } => {
                if matches!(op, BinaryOp::Add | BinaryOp::Sub) {
                    let sign = self.first(*op_span);
                    self.notes.binary[sign] = true;
                }
                self.expr(left);
                self.expr(right);
            }
            ExprKind::Between { value, low, high, .. } => {
                [value, low, high].into_iter().for_each(|operand| self.expr(operand));
            }
            ExprKind::Within { what, scopes } => {
                what.iter().for_each(|what| self.expr(what));
                self.scopes(scopes);
            }
            ExprKind::Quantified { set, body, .. } => {
                self.expr(set);
                self.expr(body);
            }
            ExprKind::Bool(_)
            | ExprKind::Int(_)
            | ExprKind::Decimal(_)
            | ExprKind::Text(_)
            | ExprKind::Date(_)
            | ExprKind::Time(_)
            | ExprKind::Duration { .. }
            | ExprKind::Word(_)
            | ExprKind::Qualified { .. } => {}
        }
    }

    /// Scopes joined by `and` or `or`; gives their place.
    pub(super) fn scopes(&mut self, scopes: &ScopeExpr) -> Option<Span> {
        match scopes {
            ScopeExpr::Name(name) => Some(name.span),
            ScopeExpr::And(list) | ScopeExpr::Or(list) => {
                let spans: Vec<Span> = list.iter().filter_map(|part| self.scopes(part)).collect();
                let span = spans.first()?.to(*spans.last()?);
                self.terms(span, &spans);
                Some(span)
            }
        }
    }

    /// Terms with `and` or `or` between them: lines end in front of these words.
    fn terms(&mut self, whole: Span, terms: &[Span]) {
        self.group(self.first(whole), self.behind(whole), Hang::Level);
        for pair in terms.windows(2) {
            let gap = self.behind(pair[0])..self.first(pair[1]);
            let is_logic = |at: &usize| ["and", "or"].iter().any(|it| self.tokens.is_word(*at, it));
            if let Some(logic) = gap.clone().find(is_logic) {
                self.line(logic);
            }
        }
    }
}
