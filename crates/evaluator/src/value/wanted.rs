//! What is wanted where a value doesn't fit, in words that say what is wrong with it.

use serde_json::Value as Json;
use ward_compiler::model::{Decimal, NotDecimal, Schema, Ty};
use ward_compiler::time::{NotTime, read_time};

use crate::json::digits;

/// What is wanted instead of a value whose form is right and that is too large or too fine.
pub(super) fn wanted_instead(ty: &Ty, found: &Json) -> Option<String> {
    match (ty, found) {
        (Ty::Int | Ty::Decimal, _) if digits(found).is_some() => wanted_number(ty, &digits(found)?),
        (Ty::Decimal, Json::String(text)) => wanted_decimal(Decimal::read(text)),
        (Ty::Time, Json::String(text)) => match read_time(text) {
            Err(NotTime::TooFine) => {
                Some("a time to the microsecond, with at most six digits after the point".into())
            }
            Err(NotTime::OutOfRange) => {
                Some("a time from 0000-01-01T00:00:00Z to 9999-12-31T23:59:59.999999Z".into())
            }
            Ok(_) | Err(NotTime::Form) => None,
        },
        (Ty::Duration, Json::String(text)) => {
            let units = ["day", "hour", "minute", "second"];
            let (amount, unit) = text.split_once(' ')?;
            let is_one = units.contains(&unit.strip_suffix('s').unwrap_or(unit));
            let amount = amount.strip_prefix('-').unwrap_or(amount);
            let plain = !amount.is_empty() && amount.bytes().all(|byte| byte.is_ascii_digit());
            (is_one && plain).then(|| "a duration of at most \"106751991 days\"".into())
        }
        _ => None,
    }
}

/// What is wanted instead of a number.
pub(super) fn wanted_number(ty: &Ty, digits: &str) -> Option<String> {
    match ty {
        Ty::Int => {
            is_whole(digits).then(|| format!("a whole number from {} to {}", i64::MIN, i64::MAX))
        }
        Ty::Decimal => wanted_decimal(Decimal::read_number(digits)),
        _ => None,
    }
}

/// Whether a number is whole by the way it is written, `1e30` included.
fn is_whole(digits: &str) -> bool {
    let (mantissa, exponent) = digits.split_once(['e', 'E']).unwrap_or((digits, "0"));
    let plain = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    plain(mantissa.strip_prefix('-').unwrap_or(mantissa))
        && plain(exponent.strip_prefix('+').unwrap_or(exponent))
}

fn wanted_decimal(read: Result<Decimal, NotDecimal>) -> Option<String> {
    match read {
        Err(NotDecimal::OutOfRange) => {
            Some(format!("a number from {} to {}", Decimal::MIN, Decimal::MAX))
        }
        Ok(_) | Err(NotDecimal::TooFine | NotDecimal::Form) => None,
    }
}

/// What a type wants.
pub(super) fn wanted(ty: &Ty, schema: &Schema) -> String {
    match ty {
        Ty::Bool => "true or false".into(),
        Ty::Int => "a whole number".into(),
        Ty::Decimal => "a number with at most six digits after the point".into(),
        Ty::Text => "a text".into(),
        Ty::Date => "a date such as \"2026-03-02\"".into(),
        Ty::Time => "a time such as \"2026-03-02T09:00:00Z\"".into(),
        Ty::Duration => "a duration such as \"3 days\"".into(),
        Ty::Ip => "an address such as \"10.1.2.3\"".into(),
        Ty::IpRange => "a range such as \"10.0.0.0/8\"".into(),
        Ty::Role => "a role's name".into(),
        Ty::Enum(id) => {
            let values: Vec<_> =
                schema.enumeration(*id).values.keys().map(String::as_str).collect();
            format!("one of `{}`", values.join("`, `"))
        }
        Ty::Entity(types) => {
            let names: Vec<_> =
                types.iter().map(|ty| format!("\"{}::…\"", schema.ty(*ty).name)).collect();
            names.join(" or ")
        }
        Ty::Record(_) => "an object".into(),
        Ty::Set(element) => format!("a list, each {}", wanted(element, schema)),
    }
}
