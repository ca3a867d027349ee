//! Errors of the API, as callers get them.

use serde_json::{Map, Value, json};
use ward_diagnostics::{Code, Diagnostic, codes};
use ward_evaluator::{Malformed, Reasons};

use super::Reply;

/// A text of an error never takes more bytes of JSON than this, whatever name the caller gave.
const LONGEST: usize = 160;

/// Why a request is not answered.
#[derive(Clone, Debug, PartialEq)]
pub struct Problem {
    /// The HTTP status.
    pub status: u16,
    /// A code with a page, where there is one.
    pub code: Option<Code>,
    /// What is wrong.
    pub message: String,
    /// How to mend it.
    pub help: String,
}

impl Problem {
    /// A problem with a code.
    pub fn coded(
        status: u16,
        code: Code,
        message: impl Into<String>,
        help: impl Into<String>,
    ) -> Self {
        Self { code: Some(code), ..Self::plain(status, message, help) }
    }

    /// A problem of HTTP alone.
    pub fn plain(status: u16, message: impl Into<String>, help: impl Into<String>) -> Self {
        Self { status, code: None, message: message.into(), help: help.into() }
    }

    /// A request that isn't one.
    pub(crate) fn shape(message: impl Into<String>, help: impl Into<String>) -> Self {
        Self::coded(400, codes::REQUEST_TYPE, message, help)
    }

    /// More than a limit allows.
    pub(crate) fn limit(status: u16, message: impl Into<String>, help: impl Into<String>) -> Self {
        Self::coded(status, codes::REQUEST_LIMIT, message, help)
    }

    /// The time is up.
    pub(crate) fn too_slow() -> Self {
        Self::limit(503, "the time for one request is up", "ask for less at once, or again later")
    }

    /// `{"error": {"code", "message", "help"}}`, of less than 400 bytes.
    pub fn to_json(&self) -> Value {
        json!({"error": self.error()})
    }

    /// What stands behind `error`.
    pub(crate) fn error(&self) -> Value {
        let mut error = Map::new();
        if let Some(code) = self.code {
            error.insert("code".into(), json!(code.0));
        }
        error.insert("message".into(), json!(clip(&self.message)));
        error.insert("help".into(), json!(clip(&self.help)));
        Value::Object(error)
    }

    /// The reply.
    pub fn reply(&self) -> Reply {
        Reply { status: self.status, body: self.to_json().to_string().into_bytes() }
    }
}

impl From<Malformed> for Problem {
    fn from(malformed: Malformed) -> Self {
        let Diagnostic { code, message, help, .. } = *malformed.0;
        Self::coded(400, code, message, help.unwrap_or_default())
    }
}

/// The beginning of a long text.
fn clip(text: &str) -> String {
    let mut bytes = 0;
    let over = text.char_indices().find(|(_, letter)| {
        bytes += in_json(*letter);
        bytes > LONGEST
    });
    match over {
        None => text.to_owned(),
        Some((end, _)) => format!("{}…", text.get(..end).unwrap_or_default()),
    }
}

/// How many bytes JSON takes for a letter.
fn in_json(letter: char) -> usize {
    match letter {
        '"' | '\\' | '\n' | '\r' | '\t' | '\u{8}' | '\u{c}' => 2,
        letter if letter < ' ' => 6,
        letter => letter.len_utf8(),
    }
}

/// Clips what a refusal says of names that aren't there: they are the caller's, of any length.
pub(super) fn clip_error(reasons: &mut Reasons<'_>) {
    let Some(error) = &mut reasons.error else { return };
    for text in [&mut reasons.reason, &mut error.message].into_iter().chain(&mut error.help) {
        *text = clip(text).into();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_error_stays_short_however_long_the_name() {
        for letter in ["x", "\u{1F600}", "\u{0}", "\"", "\n", "é"] {
            let problem = Problem::shape(letter.repeat(100_000), letter.repeat(100_000));
            let length = problem.reply().body.len();
            assert!((300..400).contains(&length), "{letter:?}: {length}");
        }
    }
}
