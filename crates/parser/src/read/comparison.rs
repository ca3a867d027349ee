//! Comparisons and the other operators that ask something of a value.

use ward_diagnostics::{Diagnostic, Span, codes};

use super::expression::Built;
use super::name::{first, has};
use super::{Pair, Reader};
use crate::ast::{BinaryOp, Expr, ExprKind, RoleSet};
use crate::grammar::Rule;
use crate::words;

impl<'t> Reader<'_, 't> {
    pub(super) fn comparison(&mut self, pair: &Pair) -> Option<Built> {
        let mut parts = pair.clone().into_inner();
        let head = parts.next()?;
        if head.as_rule() == Rule::bare_within {
            let scopes = self.scopes(&first(&head, Rule::condition_scopes)?)?;
            let kind = ExprKind::Within { what: None, scopes };
            return self.grown(Expr { span: self.span(&head), kind }, 1);
        }
        let left = self.sum_built(&head)?;
        let Some(tail) = parts.next() else { return Some(left) };
        if let Some(second) = parts.next() {
            let spans = (self.operator(&tail), self.operator(&second));
            let scope = second.as_rule() == Rule::within;
            self.problems.report(chained(spans.0, spans.1, scope));
            return None;
        }
        let span = self.span(&head).to(self.span(&tail));
        let (kind, height) = self.tail(left, &tail)?;
        self.grown(Expr { span, kind }, height)
    }

    fn tail(&mut self, left: Built, tail: &Pair) -> Option<(ExprKind, usize)> {
        let height = left.height;
        let left_box = Box::new(left.expr);
        let kind = match tail.as_rule() {
            Rule::like => ExprKind::Like(left_box, self.first_text(tail)?),
            Rule::has => ExprKind::Has(left_box, self.first_name(tail)?),
            Rule::is_type => ExprKind::Is(left_box, self.names(tail.clone())),
            Rule::within => {
                let scopes = self.scopes(&first(tail, Rule::condition_scopes)?)?;
                ExprKind::Within { what: Some(left_box), scopes }
            }
            Rule::holds => ExprKind::Holds {
                who: left_box,
                roles: self.held_roles(tail)?,
                anywhere: has(tail, Rule::kw_anywhere),
            },
            Rule::membership => return self.membership(left_box, height, tail),
            _ => {
                let right = self.sum_built(&first(tail, Rule::sum)?)?;
                let height = height.max(right.height);
                return Some((self.binary(left_box, tail, right.expr)?, height));
            }
        };
        Some((kind, height))
    }

    fn binary(&mut self, left: Box<Expr>, tail: &Pair, right: Expr) -> Option<ExprKind> {
        let op_span = self.operator(tail);
        let op = binary_op(self.stream.text_of(op_span))?;
        Some(ExprKind::Binary { op, op_span, left, right: Box::new(right) })
    }

    /// `in S`, `not in S`, `in A to B`
    fn membership(
        &mut self,
        left: Box<Expr>,
        height: usize,
        tail: &Pair,
    ) -> Option<(ExprKind, usize)> {
        let negated = has(tail, Rule::not_word);
        let op_span = self.operator(tail);
        let mut sums = tail.clone().into_inner().filter(|part| part.as_rule() == Rule::sum);
        let low = self.sum_built(&sums.next()?)?;
        let height = height.max(low.height);
        let Some(high) = sums.next() else {
            let op = if negated { BinaryOp::NotIn } else { BinaryOp::In };
            return Some((
                ExprKind::Binary { op, op_span, left, right: Box::new(low.expr) },
                height,
            ));
        };
        let high = self.sum_built(&high)?;
        let height = height.max(high.height);
        let (low, high) = (Box::new(low.expr), Box::new(high.expr));
        Some((ExprKind::Between { value: left, low, high, negated }, height))
    }

    /// The roles of a `holds`, from the first to the last.
    fn held_roles(&self, tail: &Pair) -> Option<RoleSet> {
        let terms = tail.clone().into_inner().filter(|part| part.as_rule() == Rule::role_term);
        let spans: Vec<Span> = terms.map(|part| self.span(&part)).collect();
        let span = spans.first()?.to(*spans.last()?);
        Some(RoleSet { span, terms: self.role_terms(tail)? })
    }

    /// Where the operator of a comparison stands: `not in` from the `not` on.
    fn operator(&self, tail: &Pair) -> Span {
        let parts = tail.clone().into_inner();
        let signs = parts.take_while(|part| is_operator(part.as_rule()));
        let spans: Vec<Span> = signs.map(|part| self.span(&part)).collect();
        match (spans.first(), spans.last()) {
            (Some(first), Some(last)) => first.to(*last),
            _ => self.span(tail),
        }
    }
}

fn is_operator(rule: Rule) -> bool {
    words::reads_operator(rule) || matches!(rule, Rule::compare_op | Rule::not_word)
}

fn binary_op(sign: &str) -> Option<BinaryOp> {
    let all = [
        BinaryOp::Eq,
        BinaryOp::Ne,
        BinaryOp::Lt,
        BinaryOp::Le,
        BinaryOp::Gt,
        BinaryOp::Ge,
        BinaryOp::Contains,
    ];
    all.into_iter().find(|op| op.sign() == sign)
}

fn chained(first: Span, second: Span, scope: bool) -> Diagnostic {
    let help = if scope {
        "join them with `and`; a `within` that belongs to the statement stands in front of its `when`"
    } else {
        "join two comparisons with `and`, as in `a <= b and b <= c`"
    };
    Diagnostic::error(codes::CHAINED_COMPARISON, "comparisons can't be chained")
        .at(second, "a second operator")
        .at(first, "the first one")
        .help(help)
}
