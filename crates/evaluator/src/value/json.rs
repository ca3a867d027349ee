//! Values from JSON.

use std::borrow::Cow;

use serde::de::value::{MapAccessDeserializer, SeqAccessDeserializer};
use serde::de::{
    Deserialize, DeserializeSeed, Deserializer, Error, IgnoredAny, MapAccess, SeqAccess, Visitor,
};
use serde_json::value::RawValue;
use serde_json::{Number, Value as Json};
use ward_compiler::model::{Decimal, IpRange, RecordField, Schema, Ty, TypeId, parse_ip};

use super::wanted::{wanted, wanted_instead, wanted_number};
use super::{Names, Value};
use crate::json::{Written, digits};

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
    let seed = ValueSeed { ty, schema, names, unknown: &mut unknown, form: Form::Tree };
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
    /// What it is read from.
    pub form: Form,
}

/// What a value is read from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// The text itself: numbers are read from their digits.
    Text,
    /// A tree, which has their digits where a float would lose any.
    Tree,
}

impl<'de> DeserializeSeed<'de> for ValueSeed<'_> {
    type Value = Result<Value, Mismatch>;

    fn deserialize<D: Deserializer<'de>>(self, input: D) -> Result<Self::Value, D::Error> {
        if self.form == Form::Tree || !matches!(self.ty, Ty::Int | Ty::Decimal) {
            return input.deserialize_any(self);
        }
        let text = <&RawValue>::deserialize(input)?.get();
        if text.starts_with(|first: char| first == '-' || first.is_ascii_digit()) {
            return Ok(self.number(text));
        }
        let seed = Self { form: Form::Tree, ..self };
        seed.deserialize(&mut serde_json::Deserializer::from_str(text)).map_err(D::Error::custom)
    }
}

impl ValueSeed<'_> {
    fn mismatch(&self, found: &Json) -> Mismatch {
        Mismatch { wanted: self.wanted_for(found), found: shortened(found) }
    }

    fn or_mismatch(&self, value: Option<Value>, found: impl Into<Json>) -> Result<Value, Mismatch> {
        value.ok_or_else(|| self.mismatch(&found.into()))
    }

    /// What is wanted in the place of this, in words that say what is wrong with it.
    fn wanted_for(&self, found: &Json) -> String {
        wanted_instead(self.ty, found).unwrap_or_else(|| wanted(self.ty, self.schema))
    }

    /// A number, by its digits.
    fn number(&self, digits: &str) -> Result<Value, Mismatch> {
        let value = match self.ty {
            Ty::Int => digits.parse().ok().map(Value::Int),
            Ty::Decimal => Decimal::read_number(digits).ok().map(Value::Decimal),
            _ => None,
        };
        value.ok_or_else(|| Mismatch {
            wanted: wanted_number(self.ty, digits).unwrap_or_else(|| wanted(self.ty, self.schema)),
            found: cut(digits),
        })
    }

    fn text(&mut self, text: &str) -> Result<Value, Mismatch> {
        let value = match self.ty {
            Ty::Decimal => Decimal::parse(text).map(Value::Decimal),
            Ty::Text => Some(Value::Text(self.names.text(text))),
            Ty::Date => ward_compiler::time::parse_date(text).map(Value::Date),
            Ty::Time => ward_compiler::time::parse_time(text).map(Value::Time),
            Ty::Duration => duration(text).map(Value::Duration),
            Ty::Ip => parse_ip(text).map(|address| self.names.keep_ip(address)),
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
        let Self { schema, names, unknown, form, .. } = self;
        let mut values = Vec::new();
        let mut wrong = None;
        loop {
            let names = &mut *names;
            let seed = ValueSeed { ty: element, schema, names, unknown: &mut *unknown, form };
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
        let Self { schema, names, unknown, form, .. } = self;
        let mut values: Vec<Option<Value>> = vec![None; fields.len()];
        let mut named = vec![false; fields.len()];
        let mut wrong = None;
        while let Some(name) = given.next_key::<Cow<'_, str>>()? {
            let Some(at) = fields.iter().position(|field| field.name == *name) else {
                given.next_value::<IgnoredAny>()?;
                let known = fields.iter().map(|field| field.name.clone()).collect();
                unknown.push(UnknownField { path: vec![name.into_owned()], known });
                continue;
            };
            if std::mem::replace(&mut named[at], true) {
                return Err(A::Error::custom(format_args!("duplicate field `{name}`")));
            }
            let names = &mut *names;
            let mut inside = Vec::new();
            let seed = ValueSeed { ty: &fields[at].ty, schema, names, unknown: &mut inside, form };
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
        Ok(match self.ty {
            Ty::Int => Ok(Value::Int(value)),
            _ => self.number(&value.to_string()),
        })
    }

    fn visit_u64<E: Error>(self, value: u64) -> Result<Self::Value, E> {
        match i64::try_from(value) {
            Ok(value) => self.visit_i64(value),
            Err(_) => Ok(self.number(&value.to_string())),
        }
    }

    fn visit_f64<E>(self, value: f64) -> Result<Self::Value, E> {
        Ok(match Number::from_f64(value) {
            Some(number) => self.number(&number.to_string()),
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
                Ok(match digits(&found) {
                    Some(digits) => self.number(&digits),
                    None => Err(self.mismatch(&found)),
                })
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
    let (amount, unit) = text.split_once(' ')?;
    let size = match unit {
        "day" | "days" => ward_compiler::time::DAY,
        "hour" | "hours" => 3_600_000_000,
        "minute" | "minutes" => 60_000_000,
        "second" | "seconds" => 1_000_000,
        _ => return None,
    };
    let digits = amount.strip_prefix('-').unwrap_or(amount);
    let plain = digits.bytes().all(|byte| byte.is_ascii_digit());
    plain.then(|| amount.parse::<i64>().ok())??.checked_mul(size)
}

/// A JSON value, cut short for a message.
fn shortened(json: &Json) -> String {
    cut(&Written(json).text())
}

fn cut(text: &str) -> String {
    const LONGEST: usize = 60;
    if text.chars().count() <= LONGEST {
        return text.to_owned();
    }
    let mut cut: String = text.chars().take(LONGEST).collect();
    cut.push('…');
    cut
}
