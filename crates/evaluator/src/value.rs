//! Values as they are stored and compared: texts and entities are numbers.

use std::net::IpAddr;
use std::sync::Arc;

use ward_compiler::model::{Constant, Decimal, IpRange, Schema, Ty, TypeId};

/// A text that a [`Names`] knows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Symbol(pub u32);

/// An entity that a [`Names`] knows, stored or not.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct EntityId(pub u32);

/// A value that is known. Sets are sorted and without repetitions, so equal values are equal.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Value {
    /// Of `Bool`.
    Bool(bool),
    /// Of `Int`.
    Int(i64),
    /// Of `Decimal`.
    Decimal(Decimal),
    /// Of `String`.
    Text(Symbol),
    /// Of `Date`, in days.
    Date(i32),
    /// Of `Time`, in microseconds.
    Time(i64),
    /// Of `Duration`, in microseconds.
    Duration(i64),
    /// Of `Ip`.
    Ip(IpAddr),
    /// Of `IpRange`.
    IpRange(IpRange),
    /// Of `Role`: a name.
    Role(Symbol),
    /// Of an enum: which value.
    Enum(u32),
    /// An entity.
    Entity(EntityId),
    /// A set.
    Set(Arc<[Value]>),
    /// A record, one value per field, `None` where absent.
    Record(Arc<[Option<Value>]>),
}

impl Value {
    /// A set of these values.
    pub fn set(mut values: Vec<Self>) -> Self {
        values.sort();
        values.dedup();
        Self::Set(values.into())
    }
}

/// Who gives numbers to texts and entities.
pub trait Names {
    /// The number of a text.
    fn text(&mut self, text: &str) -> Symbol;
    /// The number of an entity.
    fn entity(&mut self, ty: TypeId, id: &str) -> EntityId;
}

/// The value of a constant.
pub fn from_constant(constant: &Constant, names: &mut dyn Names) -> Value {
    match constant {
        Constant::Bool(value) => Value::Bool(*value),
        Constant::Int(value) => Value::Int(*value),
        Constant::Decimal(value) => Value::Decimal(*value),
        Constant::Text(text) => Value::Text(names.text(text)),
        Constant::Date(days) => Value::Date(*days),
        Constant::Time(micros) => Value::Time(*micros),
        Constant::Duration(micros) => Value::Duration(*micros),
        Constant::Ip(address) => Value::Ip(*address),
        Constant::IpRange(range) => Value::IpRange(*range),
        Constant::Role(name) => Value::Role(names.text(name)),
        Constant::Enum(_, value) => Value::Enum(*value),
        Constant::Entity(ty, id) => Value::Entity(names.entity(*ty, id)),
        Constant::Set(values) => {
            Value::set(values.iter().map(|value| from_constant(value, names)).collect())
        }
        Constant::Record(fields) => Value::Record(
            fields
                .iter()
                .map(|field| field.as_ref().map(|value| from_constant(value, names)))
                .collect(),
        ),
    }
}

/// Writes a value back as a constant of its type; for messages.
pub fn to_constant(
    value: &Value,
    ty: &Ty,
    text: &dyn Fn(Symbol) -> String,
    entity: &dyn Fn(EntityId) -> (TypeId, String),
) -> Constant {
    match (value, ty) {
        (Value::Bool(value), _) => Constant::Bool(*value),
        (Value::Int(value), _) => Constant::Int(*value),
        (Value::Decimal(value), _) => Constant::Decimal(*value),
        (Value::Text(symbol), _) => Constant::Text(text(*symbol)),
        (Value::Date(days), _) => Constant::Date(*days),
        (Value::Time(micros), _) => Constant::Time(*micros),
        (Value::Duration(micros), _) => Constant::Duration(*micros),
        (Value::Ip(address), _) => Constant::Ip(*address),
        (Value::IpRange(range), _) => Constant::IpRange(*range),
        (Value::Role(symbol), _) => Constant::Role(text(*symbol)),
        (Value::Enum(value), Ty::Enum(id)) => Constant::Enum(*id, *value),
        (Value::Enum(value), _) => Constant::Int(i64::from(*value)),
        (Value::Entity(id), _) => {
            let (ty, id) = entity(*id);
            Constant::Entity(ty, id)
        }
        (Value::Set(values), ty) => {
            let element = match ty {
                Ty::Set(element) => (**element).clone(),
                other => other.clone(),
            };
            Constant::Set(
                values.iter().map(|value| to_constant(value, &element, text, entity)).collect(),
            )
        }
        (Value::Record(fields), Ty::Record(types)) => Constant::Record(
            fields
                .iter()
                .zip(types.iter())
                .map(|(field, declared)| {
                    field.as_ref().map(|value| to_constant(value, &declared.ty, text, entity))
                })
                .collect(),
        ),
        (Value::Record(_), _) => Constant::Record(Vec::new()),
    }
}

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
        (Ty::Ip, Json::String(text)) => text.parse().ok().map(Value::Ip),
        (Ty::IpRange, Json::String(text)) => IpRange::parse(text).map(Value::IpRange),
        (Ty::Role, Json::String(text)) => Some(Value::Role(names.text(text))),
        (Ty::Enum(id), Json::String(text)) => {
            let index = schema.enumeration(*id).values.get_index_of(text.as_str());
            index.and_then(|index| u32::try_from(index).ok()).map(Value::Enum)
        }
        (Ty::Entity(types), Json::String(text)) => parse_entity(text, schema)
            .filter(|(ty, _)| types.contains(ty))
            .map(|(ty, id)| Value::Entity(names.entity(ty, id))),
        (Ty::Set(element), Json::Array(parts)) => {
            let values: Result<Vec<_>, _> =
                parts.iter().map(|part| from_json(part, element, schema, names)).collect();
            Some(Value::set(values?))
        }
        (Ty::Record(fields), Json::Object(given)) => {
            let mut values = Vec::new();
            for field in fields.iter() {
                values.push(match given.get(&field.name) {
                    None | Some(Json::Null) => None,
                    Some(json) => Some(from_json(json, &field.ty, schema, names)?),
                });
            }
            Some(Value::Record(values.into()))
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
