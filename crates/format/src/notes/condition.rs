//! Conditions, scopes and roles.

use ward_diagnostics::Span;
use ward_parser::ast::{BinaryOp, Expr, ExprKind, ScopeExpr};

use super::{Hang, Taker};

impl Taker<'_, '_> {
    pub(super) fn expr(&mut self, expr: &Expr) {
        let kind = &expr.kind;
        if let ExprKind::And(terms) | ExprKind::Or(terms) = kind {
            self.terms(expr.span, &terms.iter().map(|term| term.span).collect::<Vec<_>>());
        }
        if let ExprKind::Count(_) = kind {
            let count = self.first(expr.span);
            if let Some(call) = self.notes.calls.get_mut(count + 1) {
                *call = true;
            }
        }
        if let ExprKind::Binary { op: BinaryOp::Add | BinaryOp::Sub, op_span, .. } = kind {
            let sign = self.first(*op_span);
            self.notes.binary[sign] = true;
        }
        expr.parts().into_iter().for_each(|part| self.expr(part));
        if let ExprKind::Within { scopes, .. } = kind {
            self.scopes(scopes);
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
