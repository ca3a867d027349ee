//! Where a declaration, a statement or a line of a test begins.
//!
//! No word is a keyword everywhere, so each answer looks at the neighbours: a property named
//! `role` or an action named `can` must cut nothing.

use super::shape::{Body, Shape};
use crate::stream::Stream;
use crate::token::TokenKind;
use crate::words;

/// Words behind which an operand has yet to come, operators left aside.
const EXPECTANT: [&str; 14] = [
    "any", "on", "when", "unless", "with", "except", "to", "per", "for", "extends", "of", "at",
    "under", "as",
];

/// Words that go on with a declaration at the start of a line, operators left aside.
const CONTINUING: [&str; 23] = [
    "on",
    "when",
    "unless",
    "with",
    "except",
    "to",
    "per",
    "for",
    "extends",
    "of",
    "under",
    "despite",
    "depend",
    "depends",
    "require",
    "requires",
    "give",
    "gives",
    "anywhere",
    "what",
    "exclusive",
    "exactly",
    "every",
];

/// The parts of a statement, which tell an action named like a verb from a verb.
const PARTS: [&str; 6] = ["on", "within", "when", "unless", "with", "except"];

/// What other languages say.
const FOREIGN_VERBS: [&str; 4] = ["permit", "deny", "grant", "disallow"];

const VERBS: [&str; 6] = ["can", "may", "cannot", "forbid", "enable", "allow"];

/// The declaration that begins at `at`, annotations not counted, and where its keyword stands.
pub(super) fn item(stream: &Stream<'_>, at: usize) -> Option<(Shape, usize)> {
    let modifiers = (at..at + 2)
        .take_while(|at| matches!(stream.word(*at), "abstract" | "subject" | "external"));
    let core = at + modifiers.count();
    let shape = Shape::of(stream.word(core))?;
    let next = core + 1;
    let fits = match shape {
        Shape::Context => stream.is(next, TokenKind::OpenBrace),
        Shape::Claim | Shape::Test => stream.is(next, TokenKind::Text),
        _ => stream.is_name(next) && !is_operator(stream.word(next)),
    };
    let modifiers_fit = match stream.word(at) {
        "abstract" => shape == Shape::Role && core == at + 1,
        "subject" | "external" => shape == Shape::Entity,
        _ => true,
    };
    (fits && modifiers_fit).then_some((shape, core))
}

/// The declaration that the word at `at` would begin, whatever stands behind it.
pub(super) fn broken_item(stream: &Stream<'_>, at: usize) -> Option<(Shape, usize)> {
    match stream.word(at) {
        "abstract" => Some((Shape::Role, at)),
        "subject" | "external" => Some((Shape::Entity, at)),
        word => Shape::of(word).map(|shape| (shape, at)),
    }
}

/// Whether the words behind a keyword in the middle of a line are such as follow it.
pub(super) fn item_is_plausible(stream: &Stream<'_>, core: usize, shape: Shape) -> bool {
    let behind = stream.word(core + 2);
    let brace = stream.is(core + 2, TokenKind::OpenBrace);
    let text = stream.is(core + 2, TokenKind::Text);
    match shape {
        Shape::Role => brace || text || matches!(behind, "in" | "extends"),
        Shape::Restriction | Shape::Ceiling => brace || text || behind == "on",
        Shape::Class => brace || text || behind == "for",
        Shape::Enum => brace,
        Shape::Entity => brace || behind == "in" || item(stream, core + 2).is_some(),
        Shape::Actions | Shape::Scope => behind == "on",
        Shape::Constraint => text || stream.is(core + 2, TokenKind::Colon),
        Shape::Claim => behind == "assume" || stream.is(core + 2, TokenKind::Colon),
        Shape::Test | Shape::Context => brace || shape == Shape::Context,
        Shape::Policy | Shape::Overlay | Shape::Obligation => true,
    }
}

/// Whether a line at the very start of which `at` stands can't belong to the declaration in
/// front of it.
pub(super) fn is_stray(stream: &Stream<'_>, at: usize) -> bool {
    let word = stream.word(at);
    let next_goes_on = matches!(
        stream.kind(at + 1),
        Some(TokenKind::Dot | TokenKind::Comma | TokenKind::DoubleColon | TokenKind::Comparison)
    );
    !word.is_empty()
        && !joins(word)
        && !CONTINUING.contains(&word)
        && !next_goes_on
        && !is_operator(stream.word(at + 1))
        && !PARTS.contains(&stream.word(at + 1))
        && ends_operand(stream, at)
}

/// The token behind the annotations that begin at `at`.
pub(super) fn behind_annotations(stream: &Stream<'_>, at: usize) -> usize {
    let mut core = at;
    while stream.is(core, TokenKind::At) && stream.is_name(core + 1) {
        core += 2;
        let text =
            stream.is(core, TokenKind::OpenParen) && stream.is(core + 2, TokenKind::CloseParen);
        core += if text { 3 } else { 0 };
    }
    core
}

/// Whether a statement or a line of a test begins at `at`; `last` is the first word of the one
/// in front.
pub(super) fn piece(stream: &Stream<'_>, body: Body, at: usize, last: Option<usize>) -> bool {
    match body {
        Body::Whole => false,
        Body::Statements => statement(stream, at, last),
        Body::Steps => step(stream, at, last),
    }
}

fn statement(stream: &Stream<'_>, at: usize, last: Option<usize>) -> bool {
    if stream.word(at) == "at" {
        return stream.word(at + 1) == "most";
    }
    if !VERBS.contains(&stream.word(at)) {
        return misspelt_verb(stream, at);
    }
    if !may_follow_verb(stream, at + 1) {
        return false;
    }
    if stream.first_on_line(at) {
        let listed = at > 0 && stream.is(at - 1, TokenKind::Comma);
        return !(listed && PARTS.contains(&stream.word(at + 1)));
    }
    let behind_verb = at > 0 && last == Some(at - 1);
    !behind_verb && ends_operand(stream, at)
}

/// Whether a line begins with what was probably meant as a verb.
fn misspelt_verb(stream: &Stream<'_>, at: usize) -> bool {
    let word = stream.word(at);
    stream.first_on_line(at)
        && stream.is_name(at + 1)
        && !is_operator(word)
        && !is_operator(stream.word(at + 1))
        && !PARTS.contains(&word)
        && ends_operand(stream, at)
        && (FOREIGN_VERBS.contains(&word) || ward_diagnostics::nearest(word, VERBS).is_some())
}

fn may_follow_verb(stream: &Stream<'_>, at: usize) -> bool {
    let word = stream.word(at);
    stream.is(at, TokenKind::Backquoted)
        || stream.is(at, TokenKind::OpenParen)
        || word == "all"
        || !word.is_empty() && !is_operator(word)
}

fn step(stream: &Stream<'_>, at: usize, last: Option<usize>) -> bool {
    let begins = match stream.word(at) {
        "given" => stream.is_name(at + 1) || stream.is(at + 1, TokenKind::Text),
        "at" if stream.first_on_line(at) && stream.is(at + 2, TokenKind::Colon) => true,
        "at" => stream.is(at + 1, TokenKind::Number),
        "can" | "cannot" | "as" | "in" | "within" | "from" | "until" => false,
        _ => expectation(stream, at) || words_of_a_line(stream, at),
    };
    let behind_colon = at > 0 && stream.is(at - 1, TokenKind::Colon);
    let follows = stream.first_on_line(at) || ends_operand(stream, at);
    begins && !behind_colon && follows && !(at > 0 && last == Some(at - 1))
}

/// A line that begins with two words that nothing joins to the line in front: probably an
/// expectation whose `can` is misspelt.
fn words_of_a_line(stream: &Stream<'_>, at: usize) -> bool {
    let next = stream.word(at + 1);
    let continues = matches!(next, "" | "as" | "from" | "until" | "with") || is_operator(next);
    !stream.word(at).is_empty()
        && stream.first_on_line(at)
        && !stream.first_on_line(at + 1)
        && !continues
        && !behind_verb(stream, at)
        && ends_operand(stream, at)
}

/// Whether the word in front is the `can` or `cannot` that this one belongs to.
fn behind_verb(stream: &Stream<'_>, at: usize) -> bool {
    at.checked_sub(1).is_some_and(|before| matches!(stream.word(before), "can" | "cannot"))
}

/// `tara can`, `User::"tara" cannot`
fn expectation(stream: &Stream<'_>, at: usize) -> bool {
    let is_id = |at| stream.is_name(at) || stream.is(at, TokenKind::Text);
    let verb = |at| matches!(stream.word(at), "can" | "cannot");
    let qualified = stream.is(at + 1, TokenKind::DoubleColon) && is_id(at + 2) && verb(at + 3);
    let behind_type = at > 0 && stream.is(at - 1, TokenKind::DoubleColon);
    is_id(at) && !behind_type && (verb(at + 1) || qualified)
}

/// Whether the token in front of `at` can be the last of a statement or declaration.
pub(super) fn ends_operand(stream: &Stream<'_>, at: usize) -> bool {
    let Some(before) = at.checked_sub(1) else { return true };
    match stream.kind(before) {
        Some(TokenKind::Word) => {
            let member = before > 0
                && matches!(stream.kind(before - 1), Some(TokenKind::Dot | TokenKind::DoubleColon));
            let word = stream.word(before);
            member || !joins(word) && !EXPECTANT.contains(&word)
        }
        Some(kind) => matches!(
            kind,
            TokenKind::Backquoted
                | TokenKind::Text
                | TokenKind::Number
                | TokenKind::CloseBrace
                | TokenKind::CloseParen
                | TokenKind::CloseBracket
                | TokenKind::OpenBrace
                | TokenKind::Question
                | TokenKind::Greater
        ),
        None => true,
    }
}

/// Whether a word stands between two operands, or in front of one.
fn joins(word: &str) -> bool {
    words::is_logic(word) || words::is_operator(word)
}

fn is_operator(word: &str) -> bool {
    joins(word) || word == "to"
}
