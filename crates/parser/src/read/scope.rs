//! Scopes behind `within`.

use ward_diagnostics::{Span, codes};

use super::grouping::{grouped, shortened};
use super::{Pair, Reader};
use crate::ast::ScopeExpr;
use crate::grammar::Rule;
use crate::problems::error;

impl<'t> Reader<'_, 't> {
    /// A `scopes` or `condition_scopes`.
    pub(super) fn scopes(&mut self, pair: &Pair) -> Option<ScopeExpr> {
        let mut scopes = Vec::new();
        let mut spans = Vec::new();
        let mut joins: Vec<(&'t str, Span)> = Vec::new();
        for part in pair.clone().into_inner() {
            if part.as_rule() == Rule::logic {
                joins.push((self.written(&part), self.span(&part)));
            } else {
                spans.push(self.span(&part));
                scopes.push(self.scope_atom(&part)?);
            }
        }
        let Some((word, _)) = joins.first() else { return scopes.pop() };
        if let Some((_, span)) = joins.iter().find(|(other, _)| other != word) {
            let words: Vec<&str> = joins.iter().map(|(word, _)| *word).collect();
            let texts: Vec<String> =
                spans.iter().map(|span| shortened(self.stream.text_of(*span))).collect();
            let message = "`and` and `or` stand together without parentheses";
            let help = format!("say which goes first: `within {}`", grouped(&texts, &words));
            let label = "which goes first?";
            self.problems.report(error(codes::MIXED_AND_OR, message, *span, label, help));
        }
        Some(if *word == "and" { ScopeExpr::And(scopes) } else { ScopeExpr::Or(scopes) })
    }

    /// A `scope_atom` or `next_scope`.
    fn scope_atom(&mut self, pair: &Pair) -> Option<ScopeExpr> {
        let mut parts = pair.clone().into_inner();
        let part = parts.find(|part| matches!(part.as_rule(), Rule::name | Rule::scopes))?;
        match part.as_rule() {
            Rule::name => Some(ScopeExpr::Name(self.name(&part))),
            _ => self.scopes(&part),
        }
    }
}
