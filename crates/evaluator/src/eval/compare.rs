//! Arithmetic; what overflows is unknown.

use ward_compiler::model::Decimal;
use ward_compiler::time::DAY;

use crate::value::Value;

/// The sum of two values.
pub(super) fn add(left: Value, right: Value) -> Option<Value> {
    match (left, right) {
        (Value::Int(a), Value::Int(b)) => a.checked_add(b).map(Value::Int),
        (Value::Decimal(a), Value::Decimal(b)) => {
            a.0.checked_add(b.0).map(|sum| Value::Decimal(Decimal(sum)))
        }
        (Value::Duration(a), Value::Duration(b)) => a.checked_add(b).map(Value::Duration),
        (Value::Time(a), Value::Duration(b)) => a.checked_add(b).map(Value::Time),
        (Value::Date(a), Value::Duration(b)) => a.checked_add(days(b)?).map(Value::Date),
        _ => None,
    }
}

/// The difference of two values.
pub(super) fn sub(left: Value, right: Value) -> Option<Value> {
    match (left, right) {
        (Value::Int(a), Value::Int(b)) => a.checked_sub(b).map(Value::Int),
        (Value::Decimal(a), Value::Decimal(b)) => {
            a.0.checked_sub(b.0).map(|rest| Value::Decimal(Decimal(rest)))
        }
        (Value::Duration(a), Value::Duration(b)) => a.checked_sub(b).map(Value::Duration),
        (Value::Time(a), Value::Duration(b)) => a.checked_sub(b).map(Value::Time),
        (Value::Time(a), Value::Time(b)) => a.checked_sub(b).map(Value::Duration),
        (Value::Date(a), Value::Duration(b)) => a.checked_sub(days(b)?).map(Value::Date),
        (Value::Date(a), Value::Date(b)) => {
            i64::from(a).checked_sub(i64::from(b))?.checked_mul(DAY).map(Value::Duration)
        }
        _ => None,
    }
}

/// The days of a duration; a date moves by whole days only.
fn days(duration: i64) -> Option<i32> {
    (duration % DAY == 0).then(|| i32::try_from(duration / DAY).ok())?
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(value: Option<Value>) -> Option<i32> {
        match value {
            Some(Value::Date(day)) => Some(day),
            _ => None,
        }
    }

    #[test]
    fn a_date_moves_by_whole_days_only() {
        assert_eq!(day(add(Value::Date(10), Value::Duration(3 * DAY))), Some(13));
        assert!(add(Value::Date(10), Value::Duration(DAY / 2)).is_none());
        let between = sub(Value::Date(10), Value::Date(7));
        assert!(matches!(between, Some(Value::Duration(length)) if length == 3 * DAY));
    }

    #[test]
    fn what_overflows_is_unknown() {
        assert!(add(Value::Int(i64::MAX), Value::Int(1)).is_none());
        assert!(sub(Value::Time(i64::MIN), Value::Duration(1)).is_none());
    }
}
