//! JSON that says nothing twice.
//!
//! Of `{"role": "clerk", "role": "admin"}` one reader takes the first and another the last. Whoever
//! stands in front of a decision may have checked the one that doesn't decide, so neither counts.

use std::borrow::Cow;
use std::fmt;

use serde::de::{
    Deserialize, DeserializeSeed, Deserializer, Error, IgnoredAny, MapAccess, SeqAccess, Visitor,
};
use serde_json::value::RawValue;
use serde_json::{Map, Number, Value as Json};

use super::number::exact;

/// Reads any JSON, objects at any depth without repetitions.
#[derive(Clone, Copy, Debug)]
struct Once;

/// Reads an object for a field of a request.
pub(crate) fn object<'de, D: Deserializer<'de>>(source: D) -> Result<Map<String, Json>, D::Error> {
    // As text, so that numbers keep their digits.
    let raw = Box::<RawValue>::deserialize(source)?;
    members(raw.get().as_bytes(), &[]).map_err(D::Error::custom)
}

/// Reads JSON from text in which nothing is said twice.
///
/// # Errors
/// What isn't JSON, and what is said twice: `duplicate field …`.
///
/// ```
/// let read = ward_evaluator::parse_json(r#"{"a": [1]}"#).unwrap();
/// assert_eq!(read, serde_json::json!({"a": [1]}));
/// let twice = ward_evaluator::parse_json(r#"[{"a": 1, "a": 2}]"#).unwrap_err();
/// assert!(twice.to_string().starts_with("duplicate field `a`"));
/// ```
pub fn any(text: &str) -> serde_json::Result<Json> {
    exactly(text, |text| {
        let mut source = serde_json::Deserializer::from_str(text);
        let json = Once.deserialize(&mut source)?;
        source.end().map(|()| json)
    })
}

/// Reads a text with its numbers as they are written. An error names its place in the text itself.
fn exactly<T>(text: &str, read: impl Fn(&str) -> serde_json::Result<T>) -> serde_json::Result<T> {
    match exact(text) {
        Cow::Borrowed(text) => read(text),
        Cow::Owned(changed) => read(&changed).map_err(|error| read(text).err().unwrap_or(error)),
    }
}

/// Reads those members of an object that somebody asks for (all, where none is named), from bytes,
/// in which nothing is said twice. What stands under other names counts for nothing, whatever it is.
///
/// # Errors
/// What isn't a JSON object, and what is said twice: `duplicate field …`.
///
/// ```
/// use ward_evaluator::members;
///
/// let read = members(br#"{"a": {"b": 1}, "c": 1e999}"#, &["a"]).unwrap();
/// assert_eq!(read.len(), 1);
/// let twice = members(br#"{"a": {"b": 1, "b": 2}}"#, &["a"]).unwrap_err();
/// assert!(twice.to_string().starts_with("duplicate field `b`"));
/// ```
pub fn members(bytes: &[u8], wanted: &[&str]) -> serde_json::Result<Map<String, Json>> {
    let text =
        std::str::from_utf8(bytes).map_err(|_| serde_json::Error::custom("it isn't UTF-8"))?;
    exactly(text, |text| {
        let mut source = serde_json::Deserializer::from_str(text);
        let object = source.deserialize_map(Members(wanted))?;
        source.end().map(|()| object)
    })
}

impl<'de> DeserializeSeed<'de> for Once {
    type Value = Json;

    fn deserialize<D: Deserializer<'de>>(self, source: D) -> Result<Json, D::Error> {
        source.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Once {
    type Value = Json;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("JSON")
    }

    fn visit_unit<E>(self) -> Result<Json, E> {
        Ok(Json::Null)
    }

    fn visit_bool<E>(self, value: bool) -> Result<Json, E> {
        Ok(Json::Bool(value))
    }

    fn visit_i64<E>(self, value: i64) -> Result<Json, E> {
        Ok(Json::Number(value.into()))
    }

    fn visit_u64<E>(self, value: u64) -> Result<Json, E> {
        Ok(Json::Number(value.into()))
    }

    fn visit_f64<E: Error>(self, value: f64) -> Result<Json, E> {
        let number = Number::from_f64(value).ok_or_else(|| E::custom("number out of range"))?;
        Ok(Json::Number(number))
    }

    fn visit_str<E>(self, value: &str) -> Result<Json, E> {
        Ok(Json::String(value.to_owned()))
    }

    fn visit_string<E>(self, value: String) -> Result<Json, E> {
        Ok(Json::String(value))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut source: A) -> Result<Json, A::Error> {
        let mut items = Vec::new();
        while let Some(item) = source.next_element_seed(self)? {
            items.push(item);
        }
        Ok(Json::Array(items))
    }

    fn visit_map<A: MapAccess<'de>>(self, source: A) -> Result<Json, A::Error> {
        Members(&[]).visit_map(source).map(Json::Object)
    }
}

/// Reads an object: the members named, or all where none is.
struct Members<'w>(&'w [&'w str]);

impl<'de> Visitor<'de> for Members<'_> {
    type Value = Map<String, Json>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut source: A) -> Result<Self::Value, A::Error> {
        let mut object = Map::new();
        while let Some(name) = source.next_key::<String>()? {
            if !self.0.is_empty() && !self.0.contains(&name.as_str()) {
                source.next_value::<IgnoredAny>()?;
                continue;
            }
            if object.contains_key(&name) {
                return Err(A::Error::custom(format_args!("duplicate field `{name}`")));
            }
            let value = source.next_value_seed(Once)?;
            object.insert(name, value);
        }
        Ok(object)
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "what must not fail in a test fails it")]

    use super::*;

    #[test]
    fn what_says_nothing_twice_is_read_as_it_stands() {
        let text = r#"{"a": [1, -1, 1.5, 18446744073709551615, "x\n", true, null, {"a": {}}]}"#;
        assert_eq!(any(text).unwrap(), serde_json::from_str::<Json>(text).unwrap());
    }

    #[test]
    fn what_is_said_twice_is_no_json_at_any_depth() {
        for text in [r#"{"a": 1, "a": 1}"#, r#"[{"b": {"a": 1, "\u0061": 2}}]"#] {
            let problem = any(text).unwrap_err().to_string();
            assert!(problem.starts_with("duplicate field `a`"), "{problem}");
        }
    }

    #[test]
    fn what_stands_behind_is_an_error() {
        assert!(any("{} {}").is_err());
        assert!(members(b"{} x", &["a"]).is_err());
        assert!(members(b"[]", &["a"]).is_err());
    }
}
