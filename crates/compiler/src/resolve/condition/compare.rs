//! Comparisons and arithmetic.

use ward_diagnostics::{Diagnostic, Span, codes};
use ward_parser::ast::{self, BinaryOp};

use super::{Checker, Typed};
use crate::model::{Arithmetic, Comparison, ConditionId, Logic, Ty, ValueId};

impl Checker<'_, '_> {
    /// Whether values of two types can be compared.
    pub(super) fn compatible(&self, left: &Ty, right: &Ty) -> bool {
        match (left, right) {
            (Ty::Int | Ty::Decimal, Ty::Int | Ty::Decimal) => true,
            (Ty::Entity(left), Ty::Entity(right)) => left.iter().any(|ty| right.contains(ty)),
            (Ty::Set(left), Ty::Set(right)) => self.compatible(left, right),
            _ => left == right,
        }
    }

    /// Two values with a sign between them.
    pub(super) fn binary(
        &mut self,
        span: Span,
        op: BinaryOp,
        left: &ast::Expr,
        right: &ast::Expr,
    ) -> Option<Typed> {
        let condition = match op {
            BinaryOp::In => self.contained(span, left, right)?,
            BinaryOp::NotIn => {
                let id = self.contained(span, left, right)?;
                self.c.not(id)
            }
            BinaryOp::Contains => self.contains(span, left, right)?,
            BinaryOp::Eq => self.equal(span, left, right)?,
            BinaryOp::Ne => {
                let id = self.equal(span, left, right)?;
                self.c.not(id)
            }
            BinaryOp::Lt => self.ordered(span, left, right, false)?,
            BinaryOp::Le => self.ordered(span, left, right, true)?,
            BinaryOp::Gt => self.ordered(span, right, left, false)?,
            BinaryOp::Ge => self.ordered(span, right, left, true)?,
            BinaryOp::Add | BinaryOp::Sub => {
                let id = self.arithmetic(span, op == BinaryOp::Add, left, right)?;
                return Some(Typed::Value(id));
            }
        };
        Some(Typed::Condition(condition))
    }

    fn equal(&mut self, span: Span, left: &ast::Expr, right: &ast::Expr) -> Option<ConditionId> {
        let (left, right) = self.pair(span, left, right)?;
        Some(self.add_condition(Comparison::Eq(left, right)))
    }

    /// Two values that can be compared, each read in the light of the other.
    fn pair(
        &mut self,
        span: Span,
        left: &ast::Expr,
        right: &ast::Expr,
    ) -> Option<(ValueId, ValueId)> {
        let (left, right) = if self.is_contextual(left) && !self.is_contextual(right) {
            let right = self.value(right, None)?;
            let expected = self.ty(right);
            (self.value(left, Some(&expected))?, right)
        } else {
            let left = self.value(left, None)?;
            let expected = self.ty(left);
            (left, self.value(right, Some(&expected))?)
        };
        self.level(span, left, right)
    }

    /// Brings whole and decimal numbers to one type; reports what can't be compared.
    fn level(&mut self, span: Span, left: ValueId, right: ValueId) -> Option<(ValueId, ValueId)> {
        match (self.ty(left), self.ty(right)) {
            (Ty::Int, Ty::Decimal) => Some((self.decimal(left), right)),
            (Ty::Decimal, Ty::Int) => Some((left, self.decimal(right))),
            (left_ty, right_ty) if self.compatible(&left_ty, &right_ty) => Some((left, right)),
            (left_ty, right_ty) => {
                let (a, b) = (self.describe(left), self.describe(right));
                let entities = matches!((&left_ty, &right_ty), (Ty::Entity(_), Ty::Entity(_)));
                if entities {
                    self.c.report(
                        Diagnostic::error(codes::NEVER_EQUAL, format!("{a} is never {b}"))
                            .at(span, "always false")
                            .help("compare entities of the same type"),
                    );
                } else {
                    let help = match (&left_ty, &right_ty) {
                        (Ty::Set(_), _) => "ask whether the set holds it: `SET contains x`",
                        (_, Ty::Set(_)) => "ask whether the set holds it: `x in SET`",
                        (Ty::Time, Ty::Date) | (Ty::Date, Ty::Time) => {
                            "take the time's day: `….date`"
                        }
                        (Ty::Entity(_), Ty::Text) | (Ty::Text, Ty::Entity(_)) => {
                            "an entity is written `Type::\"id\"`"
                        }
                        (Ty::Int | Ty::Decimal, Ty::Text) | (Ty::Text, Ty::Int | Ty::Decimal) => {
                            "a number stands without quotes"
                        }
                        (Ty::Date | Ty::Time, Ty::Text) | (Ty::Text, Ty::Date | Ty::Time) => {
                            "dates and times stand without quotes: `2026-03-02`"
                        }
                        _ => "",
                    };
                    self.mismatch(span, format!("{a} can't be compared with {b}"), help);
                }
                None
            }
        }
    }

    pub(super) fn decimal(&mut self, id: ValueId) -> ValueId {
        self.add_value(Arithmetic::ToDecimal(id), Ty::Decimal)
    }

    fn ordered(
        &mut self,
        span: Span,
        low: &ast::Expr,
        high: &ast::Expr,
        or_equal: bool,
    ) -> Option<ConditionId> {
        let (low, high) = self.pair(span, low, high)?;
        self.check_ordered(span, low)?;
        Some(self.add_condition(Comparison::Less { low, high, or_equal }))
    }

    fn check_ordered(&mut self, span: Span, id: ValueId) -> Option<()> {
        if self.c.exprs.ty(id).is_ordered() {
            return Some(());
        }
        let found = self.describe(id);
        self.c.report(
            Diagnostic::error(
                codes::NOT_ORDERED,
                format!("there is no smaller and greater here: this is {found}"),
            )
            .at(span, "")
            .help(
                "numbers, dates, times and durations have an order; ask others with `==` or `in`",
            ),
        );
        None
    }

    pub(super) fn between(
        &mut self,
        span: Span,
        value: &ast::Expr,
        low: &ast::Expr,
        high: &ast::Expr,
    ) -> Option<ConditionId> {
        let (first, low) = self.pair(span, value, low)?;
        let (second, high) = self.pair(span, value, high)?;
        self.check_ordered(span, first)?;
        if first != second || self.c.exprs.ty(low) != self.c.exprs.ty(high) {
            let low = self.add_condition(Comparison::Less { low, high: first, or_equal: true });
            let high = self.add_condition(Comparison::Less { low: second, high, or_equal: true });
            return Some(self.add_condition(Logic::And([low, high].into())));
        }
        Some(self.add_condition(Comparison::Between { value: first, low, high }))
    }

    pub(super) fn arithmetic(
        &mut self,
        span: Span,
        add: bool,
        left: &ast::Expr,
        right: &ast::Expr,
    ) -> Option<ValueId> {
        let (mut left, mut right) = (self.value(left, None)?, self.value(right, None)?);
        let ty = match (self.ty(left), self.ty(right), add) {
            (Ty::Int, Ty::Int, _) => Ty::Int,
            (Ty::Decimal, Ty::Decimal, _) => Ty::Decimal,
            (Ty::Int, Ty::Decimal, _) => {
                left = self.decimal(left);
                Ty::Decimal
            }
            (Ty::Decimal, Ty::Int, _) => {
                right = self.decimal(right);
                Ty::Decimal
            }
            (Ty::Duration, Ty::Duration, _) => Ty::Duration,
            (Ty::Date, Ty::Duration, _) => Ty::Date,
            (Ty::Time, Ty::Duration, _) => Ty::Time,
            (Ty::Duration, time @ (Ty::Date | Ty::Time), true) => {
                std::mem::swap(&mut left, &mut right);
                time
            }
            (Ty::Date, Ty::Date, false) | (Ty::Time, Ty::Time, false) => Ty::Duration,
            _ => {
                let (a, b) = (self.describe(left), self.describe(right));
                let what = if add { "added to" } else { "taken from" };
                self.mismatch(
                    span,
                    format!("{b} can't be {what} {a}"),
                    "numbers go with numbers, dates and times with durations such as `3 days`",
                );
                return None;
            }
        };
        let form = if add { Arithmetic::Add(left, right) } else { Arithmetic::Sub(left, right) };
        Some(self.add_value(form, ty))
    }
}
