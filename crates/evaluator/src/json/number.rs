//! Numbers as they were written.
//!
//! `serde_json` keeps a number with a point or an exponent as a float, which has other digits than
//! the text once it is long. Where a float would lose any, the number stands in its tree as an object
//! of one member, `{"$number": "12345678901.123456"}`; [`Written`] writes it as the number that it is.
//! An object of that shape in a text from outside is taken for the number, and gives nobody more than
//! the number would.

use std::borrow::Cow;

use serde::ser::{Serialize, SerializeMap, SerializeSeq, Serializer};
use serde_json::value::RawValue;
use serde_json::{Number, Value as Json};
use ward_compiler::model::Decimal;

const KEY: &str = "$number";

/// Fewer digits than this a 64-bit number holds in any case.
const SAFE: usize = 18;

/// The text, in which each number that a float would change is an object as above.
pub(super) fn exact(text: &str) -> Cow<'_, str> {
    let mut out = String::new();
    let mut copied = 0;
    let bytes = text.as_bytes();
    let mut at = 0;
    while let Some(byte) = bytes.get(at) {
        match byte {
            b'"' => at = behind_text(bytes, at),
            b'-' | b'0'..=b'9' => {
                let length = bytes[at..].iter().take_while(|byte| is_of_number(**byte)).count();
                let end = at + length;
                if let Some(number) = text.get(at..end).filter(|number| changes(number)) {
                    out.push_str(&text[copied..at]);
                    out.push_str(&format!("{{\"{KEY}\":\"{number}\"}}"));
                    copied = end;
                }
                at = end;
            }
            _ => at += 1,
        }
    }
    if copied == 0 {
        return Cow::Borrowed(text);
    }
    out.push_str(&text[copied..]);
    Cow::Owned(out)
}

fn is_of_number(byte: u8) -> bool {
    matches!(byte, b'0'..=b'9' | b'-' | b'+' | b'.' | b'e' | b'E')
}

/// The place behind the text that begins at a quote.
fn behind_text(bytes: &[u8], quote: usize) -> usize {
    let mut at = quote + 1;
    while let Some(byte) = bytes.get(at) {
        match byte {
            b'"' => return at + 1,
            b'\\' => at += 2,
            _ => at += 1,
        }
    }
    at
}

/// Whether reading a number into a tree changes it. What isn't a number, and what is beyond every
/// range, stays: it is an error.
fn changes(text: &str) -> bool {
    let whole = text.bytes().all(|byte| byte.is_ascii_digit() || byte == b'-');
    if whole && text.len() < SAFE && text != "-0" {
        return false;
    }
    if whole && text != "-0" && (text.parse::<i64>().is_ok() || text.parse::<u64>().is_ok()) {
        return false;
    }
    // Only a number is put into an object.
    let Ok(Json::Number(number)) = serde_json::from_str(text) else { return false };
    let kept = Decimal::read_number(&number.to_string());
    text == "-0" || kept.is_err() || kept != Decimal::read_number(text)
}

/// The digits of a number, as they were written.
pub(crate) fn digits(json: &Json) -> Option<Cow<'_, str>> {
    match json {
        Json::Number(number) => Some(Cow::Owned(number.to_string())),
        Json::Object(object) if object.len() == 1 => {
            object.get(KEY).and_then(Json::as_str).map(Cow::Borrowed)
        }
        _ => None,
    }
}

/// A tree, to be written with its numbers as they were read.
///
/// ```
/// let read = ward_evaluator::parse_json("[12345678901.123456]").unwrap();
/// let text = serde_json::to_string(&ward_evaluator::Written(&read)).unwrap();
/// assert_eq!(text, "[12345678901.123456]");
/// ```
#[derive(Clone, Copy, Debug)]
pub struct Written<'j>(pub &'j Json);

impl Written<'_> {
    /// As text.
    pub fn text(self) -> String {
        // A tree that was read from JSON can be written as such.
        serde_json::to_string(&self).unwrap_or_else(|_| self.0.to_string())
    }
}

impl Serialize for Written<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self.0 {
            Json::Array(items) => {
                let mut list = serializer.serialize_seq(Some(items.len()))?;
                for item in items {
                    list.serialize_element(&Written(item))?;
                }
                list.end()
            }
            Json::Object(members) => match raw(self.0) {
                Some(number) => number.serialize(serializer),
                None => written_object(members, serializer),
            },
            Json::Null | Json::Bool(_) | Json::Number(_) | Json::String(_) => {
                self.0.serialize(serializer)
            }
        }
    }
}

/// Writes an object with its numbers as they were read.
pub(crate) fn written_object<S: Serializer>(
    members: &serde_json::Map<String, Json>,
    serializer: S,
) -> Result<S::Ok, S::Error> {
    let mut object = serializer.serialize_map(Some(members.len()))?;
    for (name, value) in members {
        object.serialize_entry(name, &Written(value))?;
    }
    object.end()
}

fn raw(json: &Json) -> Option<Box<RawValue>> {
    let digits = digits(json)?;
    serde_json::from_str::<Number>(&digits).ok()?;
    RawValue::from_string(digits.into_owned()).ok()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "what must not fail in a test fails it")]

    use super::*;
    use crate::json::any;

    #[test]
    fn numbers_that_a_float_holds_stay() {
        let text =
            r#"{"a": [1, -1.5, 0.1, 1e-1, 1e2, 123456789012345678, "12345678901.123456", "\"1"]}"#;
        assert!(matches!(exact(text), Cow::Borrowed(_)));
    }

    #[test]
    fn numbers_keep_their_digits() {
        for text in [
            "12345678901.123456",
            "0.1000000000000000055",
            "-0",
            "12345678901234567890123",
            "123456789012345678901234567890e-20",
        ] {
            let read = any(text).unwrap();
            assert_eq!(digits(&read).unwrap(), text);
            assert_eq!(Written(&read).text(), text);
            let inside = format!(r#"{{"a":["x\\",{text}]}}"#);
            assert_eq!(Written(&any(&inside).unwrap()).text(), inside);
        }
    }

    #[test]
    fn what_is_no_number_stays_an_error() {
        for text in ["1e400", "-", "1..2", "01", "1e", "[1-2]"] {
            assert!(any(text).is_err(), "{text}");
        }
    }
}
