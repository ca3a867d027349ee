//! `and`, `or` and `not`.

use ward_diagnostics::{Span, codes};

use super::expression::Built;
use super::grouping::{grouped, shortened};
use super::{Pair, Reader};
use crate::ast::{Expr, ExprKind, ScopeExpr};
use crate::grammar::Rule;
use crate::problems::error;

/// One operand of a chain of `and`s or `or`s.
struct Term {
    expr: Expr,
    height: usize,
    /// With its parentheses.
    span: Span,
    /// The `and` or `or` of a list at its end that has no parentheses, as in `within a or b`.
    open_list: Option<&'static str>,
}

impl<'t> Reader<'_, 't> {
    /// A `condition`.
    pub(super) fn condition(&mut self, pair: &Pair) -> Option<Expr> {
        self.condition_built(pair).map(|built| built.expr)
    }

    /// The condition directly in the pair.
    pub(super) fn condition_in(&mut self, pair: &Pair) -> Option<Expr> {
        self.condition(&super::name::first(pair, Rule::condition)?)
    }

    pub(super) fn condition_built(&mut self, pair: &Pair) -> Option<Built> {
        let mut terms = Vec::new();
        let mut joins: Vec<(&'t str, Span)> = Vec::new();
        for part in pair.clone().into_inner() {
            if part.as_rule() == Rule::logic {
                joins.push((self.written(&part), self.span(&part)));
            } else {
                terms.push(self.term(&part)?);
            }
        }
        let Some((word, _)) = joins.first().copied() else {
            let term = terms.pop()?;
            return Some(Built { expr: term.expr, height: term.height });
        };
        self.refuse_mixture(&terms, &joins, word);
        let span = terms.first()?.span.to(terms.last()?.span);
        let height = terms.iter().map(|term| term.height).max().unwrap_or(0);
        let operands = terms.into_iter().map(|term| term.expr).collect();
        let kind = if word == "and" { ExprKind::And(operands) } else { ExprKind::Or(operands) };
        self.grown(Expr { span, kind }, height)
    }

    fn term(&mut self, pair: &Pair) -> Option<Term> {
        let mut nots = Vec::new();
        let mut built = None;
        for part in pair.clone().into_inner() {
            match part.as_rule() {
                Rule::not_word => nots.push(self.span(&part)),
                _ => built = Some((self.comparison(&part)?, self.span(&part))),
            }
        }
        let (Built { mut expr, mut height }, mut span) = built?;
        let bare = expr.span == span;
        let open_list = if bare { open_list(&expr.kind, self.stream.text_of(span)) } else { None };
        for not in nots.into_iter().rev() {
            span = not.to(span);
            let grown = self.grown(Expr { span, kind: ExprKind::Not(Box::new(expr)) }, height)?;
            (expr, height) = (grown.expr, grown.height);
        }
        Some(Term { expr, height, span, open_list })
    }

    /// E0103 where `and` stands with `or`; lists at the end of an operand count.
    fn refuse_mixture(&mut self, terms: &[Term], joins: &[(&str, Span)], word: &str) {
        let other = joins.iter().find(|(other, _)| *other != word).map(|(_, span)| *span);
        let last = terms.len().saturating_sub(1);
        let lists =
            terms.iter().take(last).filter(|term| term.open_list.is_some_and(|list| list != word));
        let Some(span) = other.or_else(|| lists.map(|term| term.span).next()) else { return };
        let message = "`and` and `or` stand together without parentheses";
        let help = format!("say which goes first: `{}`", self.parenthesised(terms, joins));
        self.problems.report(error(codes::MIXED_AND_OR, message, span, "which goes first?", help));
    }

    /// The condition with parentheses around its runs of `and` and its lists.
    fn parenthesised(&self, terms: &[Term], joins: &[(&str, Span)]) -> String {
        let joins: Vec<&str> = joins.iter().map(|(word, _)| *word).collect();
        let operand = |term: &Term| {
            let text = shortened(self.stream.text_of(term.span));
            let mixes = |list: &str| joins.iter().any(|join| *join != list);
            if term.open_list.is_some_and(mixes) { format!("({text})") } else { text }
        };
        grouped(&terms.iter().map(operand).collect::<Vec<_>>(), &joins)
    }
}

/// The `and` or `or` of the list that an expression ends with, unless it has parentheses.
fn open_list(kind: &ExprKind, text: &str) -> Option<&'static str> {
    let open = !text.trim_end().ends_with(')');
    match kind {
        ExprKind::Within { scopes: ScopeExpr::And(_), .. } if open => Some("and"),
        ExprKind::Within { scopes: ScopeExpr::Or(_), .. } if open => Some("or"),
        ExprKind::Holds { roles, .. } if roles.terms.len() > 1 => Some("or"),
        ExprKind::Is(_, types) if types.len() > 1 => Some("or"),
        _ => None,
    }
}
