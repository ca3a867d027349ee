//! Values from JSON.

use ward_compiler::model::{Decimal, IpRange, Schema, Ty, TypeId};

use super::{Names, Value};

/// Why a JSON value is not of a type: what is wanted, in words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mismatch {
    /// What is wanted, for instance "a date such as 2026-03-02".
    pub wanted: String,
    /// What was found.
    pub found: String,
}

/// Reads a JSON value of a declared type.
///
/// # Errors
/// What is wanted and what was found, where it is not of the type.
pub fn from_json(
    json: &serde_json::Value,
    ty: &Ty,
    schema: &Schema,
    names: &mut dyn Names,
) -> Result<Value, Mismatch> {
    use serde_json::Value as Json;
    let value = match (ty, json) {
        (Ty::Bool, Json::Bool(value)) => Some(Value::Bool(*value)),
        (Ty::Int, Json::Number(number)) => number.as_i64().map(Value::Int),
        (Ty::Decimal, Json::Number(number)) => {
            Decimal::parse(&number.to_string()).map(Value::Decimal)
        }
        (Ty::Decimal, Json::String(text)) => Decimal::parse(text).map(Value::Decimal),
        (Ty::Text, Json::String(text)) => Some(Value::Text(names.text(text))),
        (Ty::Date, Json::String(text)) => ward_compiler::time::parse_date(text).map(Value::Date),
        (Ty::Time, Json::String(text)) => ward_compiler::time::parse_time(text).map(Value::Time),
        (Ty::Duration, Json::String(text)) => duration(text).map(Value::Duration),
        (Ty::Ip, Json::String(text)) => text.parse().ok().map(|address| names.keep_ip(address)),
        (Ty::IpRange, Json::String(text)) => {
            IpRange::parse(text).map(|range| names.keep_range(range))
        }
        (Ty::Role, Json::String(text)) => Some(Value::Role(names.text(text))),
        (Ty::Enum(id), Json::String(text)) => {
            let index = schema.enumeration(*id).values.get_index_of(text.as_str());
            index.and_then(|index| u32::try_from(index).ok()).map(Value::Enum)
        }
        (Ty::Entity(types), Json::String(text)) => parse_entity(text, schema)
            .filter(|(ty, _)| types.contains(ty))
            .map(|(ty, id)| Value::Entity(names.entity(ty, id))),
        (Ty::Set(element), Json::Array(parts)) => {
            let values: Result<Vec<_>, _> = parts
                .iter()
                .map(|part| from_json(part, element, schema, names).map(Some))
                .collect();
            Some(names.set(values?))
        }
        (Ty::Record(fields), Json::Object(given)) => {
            let mut values = Vec::new();
            for field in fields.iter() {
                values.push(match given.get(&field.name) {
                    None | Some(Json::Null) => None,
                    Some(json) => Some(from_json(json, &field.ty, schema, names)?),
                });
            }
            Some(Value::Record(names.keep(&values)))
        }
        _ => None,
    };
    value.ok_or_else(|| Mismatch { wanted: wanted(ty, schema), found: shortened(json) })
}

/// `Type::id`, where the type is declared.
pub fn parse_entity<'t>(text: &'t str, schema: &Schema) -> Option<(TypeId, &'t str)> {
    let (ty, id) = text.split_once("::")?;
    Some((schema.find_type(ty)?, id)).filter(|(_, id)| !id.is_empty())
}

/// `3 days`, `90 minutes`.
fn duration(text: &str) -> Option<i64> {
    let (amount, unit) = text.trim().split_once(' ')?;
    let size = match unit.trim().trim_end_matches('s') {
        "day" => ward_compiler::time::DAY,
        "hour" => 3_600_000_000,
        "minute" => 60_000_000,
        "second" => 1_000_000,
        _ => return None,
    };
    amount.parse::<i64>().ok()?.checked_mul(size)
}

fn wanted(ty: &Ty, schema: &Schema) -> String {
    match ty {
        Ty::Bool => "true or false".into(),
        Ty::Int => "a whole number".into(),
        Ty::Decimal => "a number with at most six digits behind the point".into(),
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

/// A JSON value, cut short for a message.
fn shortened(json: &serde_json::Value) -> String {
    const LONGEST: usize = 60;
    let text = json.to_string();
    if text.chars().count() <= LONGEST {
        return text;
    }
    let mut cut: String = text.chars().take(LONGEST).collect();
    cut.push('…');
    cut
}
