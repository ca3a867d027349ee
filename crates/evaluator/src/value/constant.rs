//! Values written out, and back.

use ward_compiler::model::{Constant, Ty, TypeId};

use super::{EntityId, Names, Parts, Symbol, Value};

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
        Constant::Ip(address) => names.keep_ip(*address),
        Constant::IpRange(range) => names.keep_range(*range),
        Constant::Role(name) => Value::Role(names.text(name)),
        Constant::Enum(_, value) => Value::Enum(*value),
        Constant::Entity(ty, id) => Value::Entity(names.entity(*ty, id)),
        Constant::Set(values) => {
            let values = values.iter().map(|value| Some(from_constant(value, names))).collect();
            names.set(values)
        }
        Constant::Record(fields) => {
            let fields: Vec<_> = fields
                .iter()
                .map(|field| field.as_ref().map(|value| from_constant(value, names)))
                .collect();
            Value::Record(names.keep(&fields))
        }
    }
}

/// Who knows what numbers stand for.
pub trait Words: Parts {
    /// The text of a symbol.
    fn word(&self, symbol: Symbol) -> &str;
    /// Type and id of an entity.
    fn uid_of(&self, entity: EntityId) -> (TypeId, &str);
}

/// Writes a value back as a constant of its type; for messages.
pub fn to_constant(value: Value, ty: &Ty, words: &dyn Words) -> Constant {
    match (value, ty) {
        (Value::Bool(value), _) => Constant::Bool(value),
        (Value::Int(value), _) => Constant::Int(value),
        (Value::Decimal(value), _) => Constant::Decimal(value),
        (Value::Text(symbol), _) => Constant::Text(words.word(symbol).to_owned()),
        (Value::Date(days), _) => Constant::Date(days),
        (Value::Time(micros), _) => Constant::Time(micros),
        (Value::Duration(micros), _) => Constant::Duration(micros),
        (Value::Ip(place), _) => match words.ip(place) {
            Some(address) => Constant::Ip(address),
            None => Constant::Text(String::new()),
        },
        (Value::IpRange(place), _) => match words.range(place) {
            Some(range) => Constant::IpRange(range),
            None => Constant::Text(String::new()),
        },
        (Value::Role(symbol), _) => Constant::Role(words.word(symbol).to_owned()),
        (Value::Enum(value), Ty::Enum(id)) => Constant::Enum(*id, value),
        (Value::Enum(value), _) => Constant::Int(i64::from(value)),
        (Value::Entity(id), _) => {
            let (ty, id) = words.uid_of(id);
            Constant::Entity(ty, id.to_owned())
        }
        (Value::Set(parts), ty) => {
            let element = match ty {
                Ty::Set(element) => element,
                other => other,
            };
            let values = parts.places().filter_map(|place| words.item(place));
            Constant::Set(values.map(|value| to_constant(value, element, words)).collect())
        }
        (Value::Record(parts), Ty::Record(types)) => Constant::Record(
            parts
                .places()
                .zip(types.iter())
                .map(|(place, field)| {
                    words.item(place).map(|value| to_constant(value, &field.ty, words))
                })
                .collect(),
        ),
        (Value::Record(_), _) => Constant::Record(Vec::new()),
        // Only what is computed can be so large, and that is shown by what it was computed of.
        (Value::Wide(_), _) => Constant::Text("beyond 64 bits".into()),
    }
}
