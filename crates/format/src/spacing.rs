//! What stands between two tokens of a line.

use ward_parser::TokenKind;
use ward_parser::words::begins_line;

use crate::notes::Notes;
use crate::separator::Separator;
use crate::tokens::Tokens;

/// What stands between the token at `at` and the one in front of it.
pub(crate) fn separator(tokens: &Tokens<'_>, notes: &Notes, at: usize) -> Separator {
    if let Some(noted) = notes.separator(at) {
        return noted;
    }
    let Some(before) = at.checked_sub(1) else { return Separator::Nothing };
    if tokens.is(before, TokenKind::Comma) && !closes(tokens, at) {
        // At the start of a line such a word would be read as a verb even where it is a name.
        let begins = tokens.is(at, TokenKind::Word) && begins_line(tokens.all[at].text);
        return if begins { Separator::Blank } else { Separator::Fill };
    }
    if is_tight(tokens, notes, before, at) { Separator::Nothing } else { Separator::Blank }
}

fn closes(tokens: &Tokens<'_>, at: usize) -> bool {
    tokens.is(at, TokenKind::CloseParen) || tokens.is(at, TokenKind::CloseBracket)
}

fn is_tight(tokens: &Tokens<'_>, notes: &Notes, before: usize, at: usize) -> bool {
    use TokenKind as Kind;
    let behind = match tokens.all[before].kind {
        Kind::OpenParen | Kind::OpenBracket | Kind::Dot | Kind::DoubleColon | Kind::At => true,
        Kind::Less => notes.is_angle(before),
        Kind::Sign => !notes.is_binary(before),
        _ => false,
    };
    let in_front = match tokens.all[at].kind {
        Kind::CloseParen | Kind::CloseBracket | Kind::Comma | Kind::Dot | Kind::DoubleColon => true,
        Kind::Question | Kind::Colon => true,
        Kind::Less | Kind::Greater => notes.is_angle(at),
        Kind::OpenParen => notes.is_call(at),
        _ => false,
    };
    behind || in_front
}
