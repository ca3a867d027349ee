//! What is wrong with single tokens: characters, literals, signs of other languages.

mod characters;
mod literals;
mod signs;

pub(crate) use literals::{unescape, unescape_pattern};

use ward_diagnostics::{FileId, Span, codes};

use crate::problems::{Problems, error};
use crate::token::{Token, TokenKind};

/// Looks at every token once.
pub(crate) fn tokens(
    file: FileId,
    base: u32,
    text: &str,
    tokens: &[Token],
    problems: &mut Problems,
) {
    let plain = text.is_ascii() && !text.contains(characters::SHOWN_AS_LINE_ENDS);
    let mut behind_like = false;
    for token in tokens {
        let slice = text.get(token.range()).unwrap_or("");
        let span = Span { file, start: base + token.start, end: base + token.end };
        let refused = !plain && characters::check(token.kind, slice, span, problems);
        if !(refused && token.kind == TokenKind::Unknown) {
            check(token.kind, slice, span, behind_like, problems);
        }
        if !token.kind.is_trivia() {
            behind_like = token.kind == TokenKind::Word && slice == "like";
        }
    }
}

/// `pattern`: a text would be the pattern of a `like`.
fn check(kind: TokenKind, slice: &str, span: Span, pattern: bool, problems: &mut Problems) {
    match kind {
        TokenKind::Number => literals::number(slice, span, problems),
        TokenKind::Text => literals::escapes(slice, span, pattern, problems),
        TokenKind::UnclosedText => problems.spoil(
            span,
            error(
                codes::UNCLOSED_STRING,
                "a string is not closed on its line",
                span,
                "begins here",
                "close it with `\"`; a line end inside a string is written `\\n`",
            ),
        ),
        TokenKind::Backquoted if slice.len() == 2 => unclosed_backquote(
            "a name in backquotes is empty",
            "write the name between the backquotes",
            span,
            problems,
        ),
        TokenKind::UnclosedBackquote => unclosed_backquote(
            "a name in backquotes is not closed on its line",
            "close it with another backquote",
            span,
            problems,
        ),
        TokenKind::SingleQuoted | TokenKind::Foreign => signs::foreign(slice, span, problems),
        TokenKind::Unknown => signs::unknown(slice, span, problems),
        _ => {}
    }
}

fn unclosed_backquote(message: &str, help: &str, span: Span, problems: &mut Problems) {
    problems.spoil(span, error(codes::UNCLOSED_BACKQUOTE, message, span, "begins here", help));
}
