//! Pages of search results.
//!
//! A token says where the next page begins and to which request it belongs. It gives no rights:
//! every result of a page is decided when the page is asked for. So it is not sealed, and it
//! stays good when the policy is replaced in between.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};
use sha2::{Digest, Sha256};

use super::Problem;
use crate::settings::Limits;

/// What a token holds.
#[derive(Debug, Serialize, Deserialize)]
struct Token {
    /// Of the request without its page.
    request: String,
    /// How many results a page has.
    limit: usize,
    /// Behind which result the page begins.
    after: String,
}

/// Which page is asked for.
#[derive(Debug)]
pub(super) struct Page {
    request: String,
    /// How many results it may have.
    pub limit: usize,
    /// Behind which result it begins.
    pub after: Option<String>,
}

impl Page {
    /// Reads `page` of a request.
    pub(super) fn read(top: &Map<String, Value>, limits: &Limits) -> Result<Self, Problem> {
        let request = fingerprint(top);
        let nothing = Map::new();
        let page = match top.get("page") {
            None | Some(Value::Null) => &nothing,
            Some(Value::Object(page)) => page,
            Some(_) => return Err(Problem::shape("`page` isn't an object", "leave it out")),
        };
        let limit = match page.get("limit") {
            None | Some(Value::Null) => None,
            Some(limit) => match limit.as_u64().filter(|limit| *limit > 0) {
                Some(limit) => Some(usize::try_from(limit).unwrap_or(usize::MAX).min(limits.page)),
                None => {
                    return Err(Problem::shape(
                        "`page.limit` isn't a whole number above 0",
                        "write a number, or leave it out",
                    ));
                }
            },
        };
        let token = match page.get("token") {
            None | Some(Value::Null) => None,
            Some(Value::String(text)) if text.is_empty() => None,
            Some(Value::String(text)) => Some(decode(text).ok_or_else(bad_token)?),
            Some(_) => return Err(Problem::shape("`page.token` isn't a text", "leave it out")),
        };
        let Some(token) = token else {
            return Ok(Self { request, limit: limit.unwrap_or(limits.page), after: None });
        };
        if token.request != request || limit.is_some_and(|limit| limit != token.limit) {
            return Err(Problem::shape(
                "the request isn't the one that `page.token` belongs to",
                "repeat the request with the token and the same limit, or leave the token out",
            ));
        }
        Ok(Self { request, limit: token.limit.clamp(1, limits.page), after: Some(token.after) })
    }

    /// `page` of the response; `last` is the last result, where more follow.
    pub(super) fn response(&self, count: usize, last: Option<&str>) -> Value {
        let token = last.map(|after| {
            let token =
                Token { request: self.request.clone(), limit: self.limit, after: after.to_owned() };
            hex(serde_json::to_string(&token).unwrap_or_default().as_bytes())
        });
        json!({"next_token": token.unwrap_or_default(), "count": count})
    }
}

fn bad_token() -> Problem {
    Problem::shape("`page.token` isn't one that this service gave", "leave it out")
}

/// Over everything but the page itself. Objects are sorted, so that the order of members means
/// nothing.
fn fingerprint(top: &Map<String, Value>) -> String {
    let mut hasher = Sha256::new();
    for name in ["subject", "action", "resource", "context"] {
        hasher.update(name);
        if let Some(value) = top.get(name) {
            sorted(value, &mut hasher);
        }
    }
    hex(&hasher.finalize()[..16])
}

fn sorted(value: &Value, hasher: &mut Sha256) {
    match value {
        Value::Object(object) => {
            let mut members: Vec<_> = object.iter().collect();
            members.sort_by_key(|(name, _)| name.as_str());
            hasher.update("{");
            for (name, value) in members {
                hasher.update(Value::String(name.clone()).to_string());
                sorted(value, hasher);
            }
            hasher.update("}");
        }
        Value::Array(items) => {
            hasher.update("[");
            items.iter().for_each(|item| sorted(item, hasher));
            hasher.update("]");
        }
        other => hasher.update(format!("{other},")),
    }
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

fn decode(text: &str) -> Option<Token> {
    let digits = text.as_bytes().chunks(2).map(|pair| {
        let pair = std::str::from_utf8(pair).ok().filter(|pair| pair.len() == 2)?;
        u8::from_str_radix(pair, 16).ok()
    });
    serde_json::from_slice(&digits.collect::<Option<Vec<u8>>>()?).ok()
}
