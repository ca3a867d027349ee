//! Arithmetic without limits: values have 64 bits, and what is computed of them can be larger.

use ward_compiler::model::Decimal;
use ward_compiler::time::DAY;

use super::Value;

/// How many units of a decimal are one.
const UNIT: i128 = 1_000_000;

/// What is computed with.
#[derive(Clone, Copy, Debug)]
enum Kind {
    /// `Int`
    Int,
    /// `Decimal`, in millionths.
    Decimal,
    /// `Date`, in days.
    Date,
    /// `Time`, in microseconds.
    Time,
    /// `Duration`, in microseconds.
    Duration,
}

/// A sum or difference that no value of its type holds. It is only compared.
#[derive(Clone, Copy, Debug)]
pub struct Wide {
    kind: Kind,
    high: i32,
    low: u64,
}

impl Wide {
    /// The nearest whole number of 64 bits.
    pub fn nearest(self) -> i64 {
        if self.high < 0 { i64::MIN } else { i64::MAX }
    }

    fn number(self) -> i128 {
        i128::from(self.high) << 64 | i128::from(self.low)
    }
}

impl Value {
    /// Its kind and how much it is; nothing of what isn't computed with.
    fn exact(self) -> Option<(Kind, i128)> {
        Some(match self {
            Self::Int(value) => (Kind::Int, value.into()),
            Self::Decimal(value) => (Kind::Decimal, value.0.into()),
            Self::Date(days) => (Kind::Date, days.into()),
            Self::Time(micros) => (Kind::Time, micros.into()),
            Self::Duration(micros) => (Kind::Duration, micros.into()),
            Self::Wide(wide) => (wide.kind, wide.number()),
            Self::Bool(_)
            | Self::Text(_)
            | Self::Ip(_)
            | Self::IpRange(_)
            | Self::Role(_)
            | Self::Enum(_)
            | Self::Entity(_)
            | Self::Set(_)
            | Self::Record(_) => return None,
        })
    }

    /// The value of a kind. Nothing beyond 96 bits, which no written sum of values reaches.
    fn of(kind: Kind, number: i128) -> Option<Self> {
        let plain = match kind {
            Kind::Int => i64::try_from(number).ok().map(Self::Int),
            Kind::Decimal => i64::try_from(number).ok().map(|units| Self::Decimal(Decimal(units))),
            Kind::Date => i32::try_from(number).ok().map(Self::Date),
            Kind::Time => i64::try_from(number).ok().map(Self::Time),
            Kind::Duration => i64::try_from(number).ok().map(Self::Duration),
        };
        plain.or_else(|| {
            let high = i32::try_from(number >> 64).ok()?;
            let low = u64::try_from(number & i128::from(u64::MAX)).ok()?;
            Some(Self::Wide(Wide { kind, high, low }))
        })
    }

    /// How much it is where values are ordered by that; whole numbers and decimals stand on one
    /// scale.
    pub(super) fn amount(self) -> Option<i128> {
        match self.exact()? {
            (Kind::Int, number) => Some(number * UNIT),
            (Kind::Decimal | Kind::Date | Kind::Time | Kind::Duration, number) => Some(number),
        }
    }

    /// The sum of two values.
    pub(crate) fn plus(self, other: Self) -> Option<Self> {
        match (self.exact()?, other.exact()?) {
            ((Kind::Date, a), (Kind::Duration, b)) => Self::of(Kind::Date, a + days(b)?),
            ((kind, a), (_, b)) => Self::of(kind, a + b),
        }
    }

    /// The difference of two values.
    pub(crate) fn minus(self, other: Self) -> Option<Self> {
        match (self.exact()?, other.exact()?) {
            ((Kind::Date, a), (Kind::Date, b)) => {
                Self::of(Kind::Duration, (a - b) * i128::from(DAY))
            }
            ((Kind::Time, a), (Kind::Time, b)) => Self::of(Kind::Duration, a - b),
            ((Kind::Date, a), (Kind::Duration, b)) => Self::of(Kind::Date, a - days(b)?),
            ((kind, a), (_, b)) => Self::of(kind, a - b),
        }
    }

    /// A whole number as a decimal.
    pub(crate) fn to_decimal(self) -> Option<Self> {
        match self.exact()? {
            (Kind::Int, number) => Self::of(Kind::Decimal, number * UNIT),
            (Kind::Decimal | Kind::Date | Kind::Time | Kind::Duration, _) => Some(self),
        }
    }
}

/// The days of a duration; a date moves by whole days only.
fn days(duration: i128) -> Option<i128> {
    let day = i128::from(DAY);
    (duration % day == 0).then_some(duration / day)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::value::{Parts, Pool};

    fn order(left: Option<Value>, right: Option<Value>) -> std::cmp::Ordering {
        Pool::default().order(left.unwrap(), right.unwrap())
    }

    #[test]
    fn a_date_moves_by_whole_days_only() {
        let ten = Value::Date(10);
        assert!(matches!(ten.plus(Value::Duration(3 * DAY)), Some(Value::Date(13))));
        assert!(ten.plus(Value::Duration(DAY / 2)).is_none());
        let between = ten.minus(Value::Date(7));
        assert!(matches!(between, Some(Value::Duration(length)) if length == 3 * DAY));
    }

    #[test]
    fn what_no_value_holds_is_compared_all_the_same() {
        let most = Value::Int(i64::MAX);
        let more = most.plus(Value::Int(1));
        assert!(order(Some(most), more).is_lt());
        assert!(order(more, more).is_eq());
        let back = more.and_then(|more| more.minus(Value::Int(1)));
        assert!(matches!(back, Some(Value::Int(i64::MAX))));
        let least = Value::Time(i64::MIN).minus(Value::Duration(1));
        assert!(order(least, Some(Value::Time(i64::MIN))).is_lt());
        let days = Value::Date(i32::MAX).minus(Value::Date(i32::MIN));
        assert!(order(days, Some(Value::Duration(i64::MAX))).is_gt());
    }

    #[test]
    fn whole_numbers_and_decimals_stand_on_one_scale() {
        let most = Value::Int(i64::MAX).to_decimal();
        let half = Value::Decimal(Decimal(1_500_000));
        assert!(order(most, Some(half)).is_gt());
        assert!(order(Some(Value::Int(2)), Some(half)).is_gt());
        assert!(order(Some(Value::Int(2)), Value::Int(2).to_decimal()).is_eq());
    }
}
