//! Arithmetic, which is exact: whole numbers without end, that are only compared.

use ward_compiler::model::{Arithmetic, Collection, Constant, Ty, ValueExpr, ValueId};
use ward_compiler::time::DAY;

use super::case::{Case, Env};

/// How many units of a decimal are one.
const UNIT: i128 = 1_000_000;

impl Case<'_> {
    /// How much an expression of an ordered type is: in millionths of numbers, in days of dates,
    /// in microseconds of times and durations.
    pub fn amount(&self, id: ValueId, env: &Env) -> Option<i128> {
        let ValueExpr::Arithmetic(form) = self.policy.exprs.value(id) else {
            return amount(&self.value(id, env)?);
        };
        match form {
            Arithmetic::ToDecimal(of) => self.amount(*of, env),
            Arithmetic::Add(left, right) => {
                Some(self.amount(*left, env)? + self.step(*left, *right, env)?)
            }
            Arithmetic::Sub(left, right) => {
                let rest = self.amount(*left, env)? - self.step(*left, *right, env)?;
                let days = self.is_date(*left) && self.is_date(*right);
                Some(if days { rest * i128::from(DAY) } else { rest })
            }
        }
    }

    fn is_date(&self, id: ValueId) -> bool {
        *self.policy.exprs.ty(id) == Ty::Date
    }

    /// What is added or taken, in the units of what it is added to; a date moves by whole days
    /// only.
    fn step(&self, left: ValueId, right: ValueId, env: &Env) -> Option<i128> {
        let amount = self.amount(right, env)?;
        if !self.is_date(left) || self.is_date(right) {
            return Some(amount);
        }
        (amount % i128::from(DAY) == 0).then_some(amount / i128::from(DAY))
    }

    /// How much the elements of a set are.
    pub fn amounts(&self, set: ValueId, env: &Env) -> Option<Vec<Option<i128>>> {
        if let ValueExpr::Collection(Collection::List(parts)) = self.policy.exprs.value(set) {
            return Some(parts.iter().map(|part| self.amount(*part, env)).collect());
        }
        let elements = self.elements(set, env)?;
        Some(elements.iter().map(|element| amount(element.as_ref()?)).collect())
    }

    /// Whether the values of an expression have an order.
    pub fn is_ordered(&self, id: ValueId) -> bool {
        self.policy.exprs.ty(id).is_ordered()
    }

    /// The value of an expression that is computed, where one of its type is so large.
    pub fn narrow(&self, id: ValueId, env: &Env) -> Option<Constant> {
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
