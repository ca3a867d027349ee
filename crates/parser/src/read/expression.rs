//! Sums, paths and values.

use ward_diagnostics::{Diagnostic, Span, codes};

use super::name::{first, has};
use super::{Pair, Reader};
use crate::ast::{BinaryOp, DurationUnit, Expr, ExprKind};
use crate::grammar::Rule;
use crate::limits::MAX_HEIGHT;
use crate::problems::error;

/// An expression and the height of its tree.
pub(super) struct Built {
    pub expr: Expr,
    pub height: usize,
}

impl<'t> Reader<'_, 't> {
    /// A node on top of a tree of the given height; E0109 where that gets too high.
    pub(super) fn grown(&mut self, expr: Expr, height: usize) -> Option<Built> {
        if height < MAX_HEIGHT {
            return Some(Built { expr, height: height + 1 });
        }
        self.problems.report(too_complex(expr.span));
        None
    }

    pub(super) fn sum(&mut self, pair: &Pair) -> Option<Expr> {
        self.sum_built(pair).map(|built| built.expr)
    }

    /// All sums directly in the pair.
    pub(super) fn sums(&mut self, pair: &Pair) -> Option<Vec<Expr>> {
        let sums = pair.clone().into_inner().filter(|part| part.as_rule() == Rule::sum);
        sums.map(|part| self.sum(&part)).collect()
    }

    pub(super) fn sum_built(&mut self, pair: &Pair) -> Option<Built> {
        let mut parts = pair.clone().into_inner();
        let head = parts.next()?;
        let start = self.span(&head);
        let mut left = self.operand(&head)?;
        while let (Some(sign), Some(operand)) = (parts.next(), parts.next()) {
            let right = self.operand(&operand)?;
            let span = start.to(self.span(&operand));
            let height = left.height.max(right.height);
            let op = if self.written(&sign) == "+" { BinaryOp::Add } else { BinaryOp::Sub };
            let (op_span, right) = (self.span(&sign), Box::new(right.expr));
            let kind = ExprKind::Binary { op, op_span, left: Box::new(left.expr), right };
            left = self.grown(Expr { span, kind }, height)?;
        }
        Some(left)
    }

    /// Something with the properties that are read from it.
    fn operand(&mut self, pair: &Pair) -> Option<Built> {
        let mut parts = pair.clone().into_inner();
        let head = parts.next()?;
        let start = self.span(&head);
        let mut base = self.primary(&head)?;
        for part in parts.filter(|part| part.as_rule() == Rule::name) {
            let name = self.name(&part);
            let span = start.to(name.span);
            let kind = ExprKind::Member(Box::new(base.expr), name);
            base = self.grown(Expr { span, kind }, base.height)?;
        }
        Some(base)
    }

    fn primary(&mut self, pair: &Pair) -> Option<Built> {
        match pair.as_rule() {
            Rule::group => self.condition_built(&first(pair, Rule::condition)?),
            Rule::quantified => self.quantified(pair),
            Rule::named if has(pair, Rule::call) => self.call(pair),
            Rule::list => {
                let sums = pair.clone().into_inner().filter(|part| part.as_rule() == Rule::sum);
                self.list(pair, sums.collect(), Self::sum_built)
            }
            _ => self.literal(pair).map(|expr| Built { expr, height: 1 }),
        }
    }

    /// `count(SET)`; nothing else is called.
    fn call(&mut self, pair: &Pair) -> Option<Built> {
        let name = self.first_name(pair)?;
        let set = self.sum_built(&first(&first(pair, Rule::call)?, Rule::sum)?)?;
        if name.text == "count" {
            let kind = ExprKind::Count(Box::new(set.expr));
            return self.grown(Expr { span: self.span(pair), kind }, set.height);
        }
        let message = format!("`{}` can't be called", name.text);
        let help =
            "only `count(…)` is called in a condition; a `scope` is asked with `within NAME`";
        let label = "this is not how Ward writes it";
        self.problems.report(error(codes::FOREIGN_SYNTAX, message, name.span, label, help));
        None
    }

    fn list(
        &mut self,
        pair: &Pair,
        members: Vec<Pair>,
        build: fn(&mut Self, &Pair) -> Option<Built>,
    ) -> Option<Built> {
        let mut height = 0;
        let mut exprs = Vec::with_capacity(members.len());
        for member in &members {
            let built = build(self, member)?;
            height = height.max(built.height);
            exprs.push(built.expr);
        }
        self.grown(Expr { span: self.span(pair), kind: ExprKind::List(exprs) }, height)
    }

    fn quantified(&mut self, pair: &Pair) -> Option<Built> {
        let set = self.sum_built(&first(pair, Rule::sum)?)?;
        let body = self.condition_built(&first(pair, Rule::condition)?)?;
        let kind = ExprKind::Quantified {
            all: self.written(&first(pair, Rule::quantifier)?) == "all",
            variable: self.first_name(pair)?,
            set: Box::new(set.expr),
            body: Box::new(body.expr),
        };
        self.grown(Expr { span: self.span(pair), kind }, set.height.max(body.height))
    }

    /// A `value`: what stands behind a property, without operators.
    pub(super) fn value(&mut self, pair: &Pair) -> Option<Expr> {
        self.value_built(pair).map(|built| built.expr)
    }

    fn value_built(&mut self, pair: &Pair) -> Option<Built> {
        let inner = pair.clone().into_inner().next()?;
        if inner.as_rule() != Rule::value_list {
            return self.literal(&inner).map(|expr| Built { expr, height: 1 });
        }
        let values = inner.clone().into_inner().filter(|part| part.as_rule() == Rule::value);
        self.list(&inner, values.collect(), Self::value_built)
    }

    /// A literal, a word or a qualified name.
    pub(super) fn literal(&mut self, pair: &Pair) -> Option<Expr> {
        let text = self.written(pair);
        let kind = match pair.as_rule() {
            Rule::bool_word => ExprKind::Bool(text == "true"),
            Rule::decimal => ExprKind::Decimal(text.to_owned()),
            Rule::date => ExprKind::Date(text.to_owned()),
            Rule::time => ExprKind::Time(text.to_owned()),
            Rule::text => ExprKind::Text(self.text(pair).text),
            Rule::numeral | Rule::value_numeral => self.numeral(pair)?,
            Rule::named | Rule::plain_name => self.named(pair)?,
            _ => return None,
        };
        Some(Expr { span: self.span(pair), kind })
    }

    fn numeral(&mut self, pair: &Pair) -> Option<ExprKind> {
        let amount = self.integer(&first(pair, Rule::integer)?)?;
        let Some(unit) = first(pair, Rule::unit) else { return Some(ExprKind::Int(amount)) };
        let unit = match self.written(&unit).trim_end_matches('s') {
            "day" => DurationUnit::Days,
            "hour" => DurationUnit::Hours,
            "minute" => DurationUnit::Minutes,
            _ => DurationUnit::Seconds,
        };
        Some(ExprKind::Duration { amount, unit })
    }

    pub(super) fn integer(&mut self, pair: &Pair) -> Option<i64> {
        let text = self.written(pair);
        let value = text.parse().ok();
        if value.is_none() {
            let message = format!("`{text}` is too large for a number");
            let help = format!("the largest is {}", i64::MAX);
            let span = self.span(pair);
            self.problems.report(error(codes::BAD_LITERAL, message, span, "here", help));
        }
        value
    }

    fn named(&self, pair: &Pair) -> Option<ExprKind> {
        let parts = pair.clone().into_inner();
        let mut parts = parts.filter(|part| matches!(part.as_rule(), Rule::name | Rule::text));
        let name = self.name(&parts.next()?);
        Some(match parts.next() {
            Some(value) => ExprKind::Qualified { ty: name, value: self.text_or_name(&value) },
            None => ExprKind::Word(name.text),
        })
    }
}

fn too_complex(span: Span) -> Diagnostic {
    error(
        codes::TOO_COMPLEX,
        "this expression has too many steps",
        span,
        "",
        "give a part of it a name: a `scope` can be used in conditions",
    )
}
