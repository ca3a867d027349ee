//! Values from JSON.

use std::borrow::Cow;

use serde::de::value::{MapAccessDeserializer, SeqAccessDeserializer};
use serde::de::{
    Deserialize, DeserializeSeed, Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor,
};
use serde_json::{Number, Value as Json};
use ward_compiler::model::{Decimal, IpRange, RecordField, Schema, Ty, TypeId};

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
    json: &Json,
    ty: &Ty,
    schema: &Schema,
    names: &mut dyn Names,
) -> Result<Value, Mismatch> {
    let mut unknown = Vec::new();
    let seed = ValueSeed { ty, schema, names, unknown: &mut unknown };
    match seed.deserialize(json) {
        Ok(value) => value,
        Err(_) => Err(Mismatch { wanted: wanted(ty, schema), found: shortened(json) }),
    }
}

/// A field inside a value that its record type doesn't have.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnknownField {
    /// Its path from the value.
    pub path: Vec<String>,
    /// The fields that the record has.
    pub known: Vec<String>,
}

/// Reads a value of a type from any self-describing format, without building a tree of it. What
/// comes out is the value, or what is wrong with it; an error is only ever the format's own.
pub struct ValueSeed<'a> {
    /// The declared type.
    pub ty: &'a Ty,
    /// The declarations.
    pub schema: &'a Schema,
    /// Who numbers texts and entities.
    pub names: &'a mut dyn Names,
    /// The fields that were ignored, innermost name first.
    pub unknown: &'a mut Vec<UnknownField>,
}

impl<'de> DeserializeSeed<'de> for ValueSeed<'_> {
    type Value = Result<Value, Mismatch>;

    fn deserialize<D: Deserializer<'de>>(self, input: D) -> Result<Self::Value, D::Error> {
        input.deserialize_any(self)
    }
}

impl ValueSeed<'_> {
    fn mismatch(&self, found: &Json) -> Mismatch {
        let wanted = beyond(self.ty, found).unwrap_or_else(|| wanted(self.ty, self.schema));
        Mismatch { wanted, found: shortened(found) }
    }

    fn or_mismatch(&self, value: Option<Value>, found: impl Into<Json>) -> Result<Value, Mismatch> {
        value.ok_or_else(|| self.mismatch(&found.into()))
    }

    fn number(&self, number: Number) -> Result<Value, Mismatch> {
        let value = match self.ty {
            Ty::Int => number.as_i64().map(Value::Int),
            Ty::Decimal => Decimal::parse(&number.to_string()).map(Value::Decimal),
            _ => None,
        };
        self.or_mismatch(value, number)
    }

    fn text(&mut self, text: &str) -> Result<Value, Mismatch> {
        let value = match self.ty {
            Ty::Decimal => Decimal::parse(text).map(Value::Decimal),
            Ty::Text => Some(Value::Text(self.names.text(text))),
            Ty::Date => ward_compiler::time::parse_date(text).map(Value::Date),
            Ty::Time => ward_compiler::time::parse_time(text).map(Value::Time),
            Ty::Duration => duration(text).map(Value::Duration),
            Ty::Ip => text.parse().ok().map(|address| self.names.keep_ip(address)),
            Ty::IpRange => IpRange::parse(text).map(|range| self.names.keep_range(range)),
            Ty::Role => Some(Value::Role(self.names.text(text))),
            Ty::Enum(id) => {
                let index = self.schema.enumeration(*id).values.get_index_of(text);
                index.and_then(|index| u32::try_from(index).ok()).map(Value::Enum)
            }
            Ty::Entity(types) => parse_entity(text, self.schema)
                .filter(|(ty, _)| types.contains(ty))
                .map(|(ty, id)| Value::Entity(self.names.entity(ty, id))),
            _ => None,
        };
        self.or_mismatch(value, text)
    }

    fn set<'de, A: SeqAccess<'de>>(
        self,
        element: &Ty,
        mut parts: A,
    ) -> Result<Result<Value, Mismatch>, A::Error> {
        let Self { schema, names, unknown, .. } = self;
        let mut values = Vec::new();
        let mut wrong = None;
        loop {
            let names = &mut *names;
            let seed = ValueSeed { ty: element, schema, names, unknown: &mut *unknown };
            match parts.next_element_seed(seed)? {
                None => break,
                Some(Ok(value)) => values.push(Some(value)),
                Some(Err(mismatch)) => wrong = wrong.or(Some(mismatch)),
            }
        }
        Ok(match wrong {
            Some(mismatch) => Err(mismatch),
            None => Ok(names.set(values)),
        })
    }

    fn record<'de, A: MapAccess<'de>>(
        self,
        fields: &[RecordField],
        mut given: A,
    ) -> Result<Result<Value, Mismatch>, A::Error> {
        let Self { schema, names, unknown, .. } = self;
        let mut values: Vec<Option<Value>> = vec![None; fields.len()];
        let mut wrong = None;
        while let Some(name) = given.next_key::<Cow<'_, str>>()? {
            let Some(at) = fields.iter().position(|field| field.name == *name) else {
                given.next_value::<IgnoredAny>()?;
                let known = fields.iter().map(|field| field.name.clone()).collect();
                unknown.push(UnknownField { path: vec![name.into_owned()], known });
                continue;
            };
            let names = &mut *names;
            let mut inside = Vec::new();
            let seed = ValueSeed { ty: &fields[at].ty, schema, names, unknown: &mut inside };
            match given.next_value_seed(OrNull(seed))? {
                None => values[at] = None,
                Some(Ok(value)) => values[at] = Some(value),
                Some(Err(mismatch)) => wrong = wrong.or(Some(mismatch)),
            }
            for mut field in inside {
                field.path.push(name.clone().into_owned());
                unknown.push(field);
            }
        }
        Ok(match wrong {
            Some(mismatch) => Err(mismatch),
            None => Ok(Value::Record(names.keep(&values))),
        })
    }
}

impl<'de> Visitor<'de> for ValueSeed<'_> {
    type Value = Result<Value, Mismatch>;

    fn expecting(&self, to: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        to.write_str(&wanted(self.ty, self.schema))
    }

    fn visit_bool<E>(self, value: bool) -> Result<Self::Value, E> {
        let found = matches!(self.ty, Ty::Bool).then_some(Value::Bool(value));
        Ok(self.or_mismatch(found, value))
    }

    fn visit_i64<E>(self, value: i64) -> Result<Self::Value, E> {
        Ok(self.number(value.into()))
    }

    fn visit_u64<E>(self, value: u64) -> Result<Self::Value, E> {
        Ok(self.number(value.into()))
    }

    fn visit_f64<E>(self, value: f64) -> Result<Self::Value, E> {
        // JSON's `-0` comes as a float; as a whole number it is 0.
        if value == 0.0 && matches!(self.ty, Ty::Int) && value.is_sign_negative() {
            return Ok(Ok(Value::Int(0)));
        }
        Ok(match Number::from_f64(value) {
            Some(number) => self.number(number),
            None => Err(self.mismatch(&Json::Null)),
        })
    }

    fn visit_str<E>(mut self, text: &str) -> Result<Self::Value, E> {
        Ok(self.text(text))
    }

    fn visit_unit<E>(self) -> Result<Self::Value, E> {
        Ok(Err(self.mismatch(&Json::Null)))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, parts: A) -> Result<Self::Value, A::Error> {
        match self.ty {
            Ty::Set(element) => self.set(element, parts),
            _ => {
                let found = Json::deserialize(SeqAccessDeserializer::new(parts))?;
                Ok(Err(self.mismatch(&found)))
            }
        }
    }

    fn visit_map<A: MapAccess<'de>>(self, given: A) -> Result<Self::Value, A::Error> {
        match self.ty {
            Ty::Record(fields) => self.record(fields, given),
            _ => {
                let found = Json::deserialize(MapAccessDeserializer::new(given))?;
                Ok(Err(self.mismatch(&found)))
            }
        }
    }
}

/// A value, or null for none.
pub struct OrNull<S>(pub S);

impl<'de> DeserializeSeed<'de> for OrNull<ValueSeed<'_>> {
    type Value = Option<Result<Value, Mismatch>>;

    fn deserialize<D: Deserializer<'de>>(self, input: D) -> Result<Self::Value, D::Error> {
        input.deserialize_option(self)
    }
}

impl<'de> Visitor<'de> for OrNull<ValueSeed<'_>> {
    type Value = Option<Result<Value, Mismatch>>;

    fn expecting(&self, to: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.0.expecting(to)
    }

    fn visit_none<E>(self) -> Result<Self::Value, E> {
        Ok(None)
    }

    fn visit_unit<E>(self) -> Result<Self::Value, E> {
        Ok(None)
    }

    fn visit_some<D: Deserializer<'de>>(self, input: D) -> Result<Self::Value, D::Error> {
        self.0.deserialize(input).map(Some)
    }
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

/// Where decimals end.
const LARGEST_DECIMAL: f64 = 9_223_372_036_854.775;

/// The range of a type, where what was found is a number beyond it.
fn beyond(ty: &Ty, found: &Json) -> Option<String> {
    let number = match (ty, found) {
        (Ty::Int | Ty::Decimal, Json::Number(number)) => number.as_f64()?,
        (Ty::Decimal, Json::String(text)) => text.parse::<f64>().ok()?,
        _ => return None,
    };
    match ty {
        Ty::Int if number.fract() == 0.0 => {
            Some(format!("a whole number from {} to {}", i64::MIN, i64::MAX))
        }
        Ty::Decimal if number.abs() < LARGEST_DECIMAL => None,
        Ty::Decimal => {
            Some(format!("a number from {} to {}", Decimal(-i64::MAX), Decimal(i64::MAX)))
        }
        _ => None,
    }
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
fn shortened(json: &Json) -> String {
    const LONGEST: usize = 60;
    let text = json.to_string();
    if text.chars().count() <= LONGEST {
        return text;
    }
    let mut cut: String = text.chars().take(LONGEST).collect();
    cut.push('…');
    cut
}
