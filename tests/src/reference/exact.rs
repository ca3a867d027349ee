//! Arithmetic, which is exact: whole numbers without end, that are only compared.

use ward_compiler::model::{Constant, Expr, ExprId, Ty};
use ward_compiler::time::DAY;

use super::case::{Case, Env};

/// How many units of a decimal are one.
const UNIT: i128 = 1_000_000;

impl Case<'_> {
    /// How much an expression of an ordered type is: in millionths of numbers, in days of dates,
    /// in microseconds of times and durations.
    pub fn amount(&self, id: ExprId, env: &Env) -> Option<i128> {
        let is_date = |id: ExprId| *self.policy.exprs.ty(id) == Ty::Date;
        match self.policy.exprs.get(id) {
            Expr::ToDecimal(of) => self.amount(*of, env),
            Expr::Add(left, right) | Expr::Sub(left, right) => {
                let (left_amount, mut right_amount) =
                    (self.amount(*left, env)?, self.amount(*right, env)?);
                if is_date(*left) && !is_date(*right) {
                    // A date moves by whole days only.
                    if right_amount % i128::from(DAY) != 0 {
                        return None;
                    }
                    right_amount /= i128::from(DAY);
                }
                match self.policy.exprs.get(id) {
                    Expr::Add(..) => Some(left_amount + right_amount),
                    _ if is_date(*left) && is_date(*right) => {
                        Some((left_amount - right_amount) * i128::from(DAY))
                    }
                    _ => Some(left_amount - right_amount),
                }
            }
            _ => amount(&self.value(id, env)?),
        }
    }

    /// Whether the values of an expression have an order.
    pub fn is_ordered(&self, id: ExprId) -> bool {
        self.policy.exprs.ty(id).is_ordered()
    }

    /// The value of an expression that is computed, where one of its type is so large.
    pub fn narrow(&self, id: ExprId, env: &Env) -> Option<Constant> {
        let amount = self.amount(id, env)?;
        Some(match self.policy.exprs.ty(id) {
            Ty::Int => Constant::Int(i64::try_from(amount / UNIT).ok()?),
            Ty::Decimal => {
                Constant::Decimal(ward_compiler::model::Decimal(amount.try_into().ok()?))
            }
            Ty::Date => Constant::Date(amount.try_into().ok()?),
            Ty::Time => Constant::Time(amount.try_into().ok()?),
            _ => Constant::Duration(amount.try_into().ok()?),
        })
    }
}

/// How much a value of an ordered type is.
pub fn amount(value: &Constant) -> Option<i128> {
    match value {
        Constant::Int(value) => Some(i128::from(*value) * UNIT),
        Constant::Decimal(value) => Some(value.0.into()),
        Constant::Date(days) => Some((*days).into()),
        Constant::Time(micros) | Constant::Duration(micros) => Some((*micros).into()),
        _ => None,
    }
}
