//! A right policy with some tokens changed.

use std::sync::OnceLock;

use ward_diagnostics::FileId;

use crate::engines::POLICY;

/// Tokens that the policy doesn't have.
const OTHERS: &[&str] = &[
    "overlay",
    "ceiling",
    "Org::\"o\"",
    "99999999999999999999",
    "\"",
    "`",
    "(",
    ")",
    "{",
    "}",
    "[",
    "]",
    ",",
    "??",
    "é",
    "-",
    "9223372036854775807",
    "0000-00-00",
    "anyone",
    "except",
    "extends",
    "Set<Set<Int>>",
    "is",
    "resource",
    "place",
];

fn tokens() -> &'static [&'static str] {
    static TOKENS: OnceLock<Vec<&'static str>> = OnceLock::new();
    TOKENS.get_or_init(|| {
        let parsed = ward_parser::parse(FileId(0), POLICY);
        parsed.tokens.iter().map(|token| &POLICY[token.range()]).collect()
    })
}

/// The policy with edits: three bytes each, what is done, where, and with what.
pub fn edited(bytes: &[u8]) -> String {
    let all = tokens();
    let mut text: Vec<&str> = all.to_vec();
    for edit in bytes.chunks_exact(4).take(24) {
        let at = (usize::from(edit[1]) << 8 | usize::from(edit[2])) % text.len().max(1);
        let other = usize::from(edit[3]);
        let another = |from: usize| all[from.wrapping_mul(97) % all.len()];
        match edit[0] % 8 {
            0 => {
                text.remove(at.min(text.len() - 1));
            }
            1 => text.insert(at, another(other * 31 + at)),
            2 => text[at] = another(other * 31 + at),
            3 => text[at] = OTHERS[other % OTHERS.len()],
            4 => text.insert(at, OTHERS[other % OTHERS.len()]),
            5 => {
                let to = (at + 1 + other) % text.len();
                text.swap(at, to);
            }
            6 => {
                let end = (at + 1 + other % 40).min(text.len());
                let copy: Vec<&str> = text[at..end].to_vec();
                text.extend(copy);
            }
            _ => {
                let end = (at + 1 + other % 40).min(text.len());
                text.drain(at..end);
            }
        }
        if text.is_empty() {
            break;
        }
    }
    text.concat()
}
