//! Who calls: the names that go with bearer tokens.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use axum::http::HeaderMap;
use axum::http::header::AUTHORIZATION;
use sha2::{Digest, Sha256};

use crate::api::Problem;

/// The name of a caller, put on each request of theirs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Caller(pub String);

/// The tokens that callers may show, by their hashes: a token itself is kept nowhere.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Tokens {
    names: BTreeMap<[u8; 32], String>,
}

impl std::fmt::Debug for Tokens {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Tokens({})", self.names.len())
    }
}

/// A token shorter than this could be guessed.
const SHORTEST: usize = 16;

impl Tokens {
    /// Reads a file of tokens: a line each, a name and the token, or its SHA-256 as `sha256:…`.
    ///
    /// ```
    /// use ward_server::Tokens;
    ///
    /// let tokens = Tokens::parse("# who asks\ngateway 0123456789abcdef\n").unwrap();
    /// assert_eq!(tokens.name_of("0123456789abcdef"), Some("gateway"));
    /// assert_eq!(tokens.name_of("0123456789abcdeF"), None);
    /// assert!(Tokens::parse("gateway short").is_err());
    /// ```
    ///
    /// # Errors
    /// The first line that can't be meant, without the token; and a file without any.
    pub fn parse(text: &str) -> Result<Self, String> {
        let mut names = BTreeMap::new();
        for (at, line) in text.lines().enumerate() {
            let line = line.trim();
            if line.is_empty() || line.starts_with('#') {
                continue;
            }
            let number = at + 1;
            let mut words = line.split_whitespace();
            let (Some(name), Some(token), None) = (words.next(), words.next(), words.next()) else {
                return Err(format!("line {number} isn't a name and a token"));
            };
            let hash = match token.strip_prefix("sha256:") {
                Some(digits) => hash_of(digits)
                    .ok_or_else(|| format!("line {number} has a hash that isn't 64 digits"))?,
                None if token.len() < SHORTEST => {
                    return Err(format!(
                        "line {number} has a token of less than {SHORTEST} letters"
                    ));
                }
                None => Sha256::digest(token).into(),
            };
            if names.insert(hash, name.to_owned()).is_some() {
                return Err(format!("line {number} has a token that stands above"));
            }
        }
        if names.is_empty() {
            return Err("it holds no token, so nobody could ask".into());
        }
        Ok(Self { names })
    }

    /// Reads a file.
    ///
    /// # Errors
    /// Where it can't be read, and as [`Tokens::parse`].
    pub fn read(path: &Path) -> Result<Self, String> {
        Self::parse(&fs::read_to_string(path).map_err(|error| error.to_string())?)
    }

    /// Whose token it is. Only hashes are compared, so that the time that it takes tells nothing
    /// of the tokens.
    pub fn name_of(&self, token: &str) -> Option<&str> {
        let hash: [u8; 32] = Sha256::digest(token).into();
        self.names.get(&hash).map(String::as_str)
    }

    /// The caller of a request.
    pub(super) fn caller(&self, headers: &HeaderMap) -> Result<Caller, Problem> {
        let help = "send `Authorization: Bearer TOKEN`";
        let Some(given) = headers.get(AUTHORIZATION) else {
            return Err(Problem::plain(401, "the request has no bearer token", help));
        };
        let token = given.to_str().ok().and_then(|text| {
            let (scheme, token) = text.split_once(' ')?;
            scheme.eq_ignore_ascii_case("bearer").then(|| token.trim())
        });
        let Some(token) = token else {
            return Err(Problem::plain(401, "the authorization isn't a bearer token", help));
        };
        match self.name_of(token) {
            Some(name) => Ok(Caller(name.to_owned())),
            None => Err(Problem::plain(401, "the bearer token isn't known", help)),
        }
    }
}

fn hash_of(digits: &str) -> Option<[u8; 32]> {
    if digits.len() != 64 || !digits.is_ascii() {
        return None;
    }
    let mut hash = [0; 32];
    for (at, byte) in hash.iter_mut().enumerate() {
        *byte = u8::from_str_radix(digits.get(at * 2..at * 2 + 2)?, 16).ok()?;
    }
    Some(hash)
}
