//! The outline of a file: its text with everything shortened that the grammar doesn't tell apart.
//!
//! The grammar looks at keywords and signs; which name, which text and which number stands
//! somewhere is the same to it. The outline writes every other name as `x`, every text as `""`
//! and every digit as `0`, and keeps a blank exactly where something stood between two tokens.
//! So the grammar has a third of the text to look at, and statements that say the same of other
//! things have one outline, which it reads once ([`crate::read`]).
//!
//! Invariant: a rule reads a piece whose tokens are right exactly as it reads its outline. Builds
//! with debug assertions, and so all tests, read both and compare.

use crate::stream::{Mark, Stream};
use crate::token::TokenKind;
use crate::words;

/// The outline of a file, with the way back to the places in it.
pub(crate) struct Outline {
    text: String,
    /// Per byte of the outline the token that it belongs to; a blank belongs to the one before.
    tokens: Vec<u32>,
    /// Per token where it stands in the outline.
    places: Vec<(u32, u32)>,
}

impl Outline {
    /// The outline of all tokens.
    pub fn new(stream: &Stream<'_>) -> Self {
        let mut outline = Self {
            text: String::with_capacity(stream.len() * 4),
            tokens: Vec::with_capacity(stream.len() * 4),
            places: Vec::with_capacity(stream.len()),
        };
        let mut last_end = u32::MAX;
        for (at, mark) in stream.marks.iter().enumerate() {
            if mark.start > last_end {
                outline.text.push(' ');
                outline.tokens.push(small(at - 1));
            }
            last_end = mark.end;
            outline.push(stream, at, mark);
        }
        outline
    }

    fn push(&mut self, stream: &Stream<'_>, at: usize, mark: &Mark) {
        let start = self.text.len();
        let slice = stream.slice(at);
        match mark.kind {
            TokenKind::Word if slice.is_ascii() && !is_keyword(slice) => self.text.push('x'),
            TokenKind::Backquoted if slice.len() > 2 => self.text.push_str("`x`"),
            TokenKind::Text => self.text.push_str("\"\""),
            // Where a sign or dot follows at once, the grammar may look at how many digits there
            // are.
            TokenKind::Number if stands_apart(stream, at, mark) => {
                if slice.bytes().all(|byte| byte.is_ascii_digit()) {
                    self.text.push('0');
                } else {
                    let zero = |char: char| if char.is_ascii_digit() { '0' } else { char };
                    self.text.extend(slice.chars().map(zero));
                }
            }
            _ => self.text.push_str(slice),
        }
        self.tokens.resize(self.text.len(), small(at));
        self.places.push((small(start), small(self.text.len())));
    }

    /// The outline of the tokens `from..to`.
    pub fn piece(&self, from: usize, to: usize) -> &str {
        let (Some(first), Some(last)) =
            (self.places.get(from), self.places.get(to.wrapping_sub(1)))
        else {
            return "";
        };
        self.text.get(first.0 as usize..last.1 as usize).unwrap_or("")
    }

    /// Where a token begins in the outline.
    pub fn start_of(&self, token: usize) -> u32 {
        self.places.get(token).map_or(0, |place| place.0)
    }

    /// The byte of the file at which what stands at `from..to` of the outline begins, and the
    /// first one behind it without the blanks at its end.
    pub fn source_of(&self, stream: &Stream<'_>, from: u32, to: u32) -> (u32, u32) {
        // A number or sign that is kept may be read in two steps.
        let start = self.source(stream, from, |mark, place| mark.start + (from - place.0));
        let end = self.source(stream, to.saturating_sub(1), |mark, place| {
            if to >= place.1 { mark.end } else { mark.start + (to - place.0) }
        });
        (start, end.max(start))
    }

    fn source(&self, stream: &Stream<'_>, at: u32, of: impl Fn(&Mark, (u32, u32)) -> u32) -> u32 {
        let token = self.tokens.get(at as usize).map_or(usize::MAX, |token| *token as usize);
        match (stream.marks.get(token), self.places.get(token)) {
            (Some(mark), Some(place)) => of(mark, *place),
            _ => stream.span(stream.len()).start,
        }
    }
}

fn small(at: usize) -> u32 {
    u32::try_from(at).unwrap_or(u32::MAX)
}

/// Whether nothing follows at once that could go on with a number.
fn stands_apart(stream: &Stream<'_>, at: usize, mark: &Mark) -> bool {
    let follows = stream.marks.get(at + 1).filter(|next| next.start == mark.end);
    follows.is_none_or(|next| {
        matches!(
            next.kind,
            TokenKind::Comma
                | TokenKind::CloseParen
                | TokenKind::CloseBracket
                | TokenKind::CloseBrace
        )
    })
}

/// Whether the grammar tells this word from other names.
fn is_keyword(word: &str) -> bool {
    if words::is_operator(word) || words::is_logic(word) {
        return true;
    }
    let words: &[&str] = match word.as_bytes().first() {
        Some(b'S') => &["Set"],
        Some(b'a') => &[
            "abstract", "actions", "advice", "all", "allow", "always", "any", "anywhere", "as",
            "assume", "at",
        ],
        Some(b'c') => &["can", "cannot", "ceiling", "claim", "class", "constraint", "context"],
        Some(b'd') => &["day", "days", "depend", "depends", "despite"],
        Some(b'e') => &[
            "enable",
            "entity",
            "enum",
            "every",
            "exactly",
            "except",
            "exclusive",
            "extends",
            "external",
        ],
        Some(b'f') => &["facets", "false", "for", "forbid", "from"],
        Some(b'g') => &["give", "given", "gives"],
        Some(b'h') => &["hour", "hours"],
        Some(b'm') => &["may", "minute", "minutes", "most"],
        Some(b'n') => &["never", "new"],
        Some(b'o') => &["obligation", "of", "on", "only", "overlay"],
        Some(b'p') => &["parts", "per", "policy"],
        Some(b'r') => &["require", "requires", "restriction", "role", "roles"],
        Some(b's') => &["scope", "second", "seconds", "subject"],
        Some(b't') => &["test", "that", "those", "to", "true"],
        Some(b'u') => &["under", "unless", "until"],
        Some(b'w') => &["what", "when", "with"],
        _ => &[],
    };
    words.contains(&word)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use ward_diagnostics::FileId;

    use super::*;
    use crate::token::lex;

    fn outline(text: &str) -> String {
        let tokens = lex(text);
        let blanked = crate::stream::blanked(text, &tokens);
        let stream = Stream::new(FileId(0), 0, text, &blanked, &tokens);
        Outline::new(&stream).piece(0, stream.len()).to_owned()
    }

    #[test]
    fn every_word_of_the_grammar_is_a_keyword() {
        let grammar = include_str!("ward.pest");
        let code: Vec<&str> = grammar.lines().filter(|line| !line.starts_with("//")).collect();
        let code = code.join("\n");
        let quoted = code.split('"').skip(1).step_by(2);
        let words: BTreeSet<&str> =
            quoted.filter(|word| word.bytes().all(|byte| byte.is_ascii_alphabetic())).collect();
        // Beginnings of words, ends of the reserved ones, letters of time stamps.
        let parts = ["", "T", "Z", "a", "i", "n", "nd", "ny", "ll", "s", "w"];
        let missing: Vec<_> =
            words.iter().filter(|word| !is_keyword(word) && !parts.contains(word)).collect();
        assert!(words.len() > 80, "the grammar's words are found");
        assert!(missing.is_empty(), "not kept in outlines: {missing:?}");
        assert!(["and", "any", "all", "in", "is"].into_iter().all(is_keyword));
    }

    #[test]
    fn statements_that_differ_in_names_alone_have_one_outline() {
        let (one, two) = (
            "can view, edit on Note within own when subject.age > 17 // adults\n unless x.y == \"z\"",
            "can read, close on Order\twithin team when subject.level > 5 unless order.kind == \"\"",
        );
        assert_eq!(outline(one), "can x, x on x within x when subject.x > 0 unless x.x == \"\"");
        assert_eq!(outline(one), outline(two));
    }

    #[test]
    fn what_the_grammar_may_tell_apart_stays() {
        for text in ["a-10-20-b", "a -3", "a - 3", "3 days", "`x` is Set", "2026-", "é == 1"] {
            let kept = text.replace('a', "x").replace("b", "x");
            let zeros = kept.replace("x -3", "x -0").replace("x - 3", "x - 0");
            let zeros = zeros.replace("3 dxys", "0 days").replace("== 1", "== 0");
            assert_eq!(outline(text), zeros, "{text}");
        }
        assert_eq!(outline("[2026-03-02, 12.50]"), "[0000-00-00, 00.00]");
    }
}
