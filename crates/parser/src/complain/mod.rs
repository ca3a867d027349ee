//! What the grammar refused, in the words of an author.
//!
//! A message says what was expected and what was found; the help says what to write. Rules of
//! the grammar never show.

mod describe;
mod expected;
mod foreign;
mod forms;
mod hints;
mod stray;

pub(crate) use stray::stray;

use pest::error::{Error, ErrorVariant, InputLocation};
use ward_diagnostics::{Diagnostic, Span, codes};

use crate::cut::{Cut, Shape};
use crate::grammar::Rule;
use crate::problems::error;
use crate::stream::Stream;
use crate::token::TokenKind;
use crate::words;
use expected::Expected;

/// Where reading stopped.
struct Stop<'s, 't> {
    stream: &'s Stream<'t>,
    /// The rule that the piece was read by.
    rule: Rule,
    /// The token that doesn't fit, or the first one behind the piece.
    at: usize,
    /// Whether the piece ended too early.
    early: bool,
    expected: Expected,
}

impl Stop<'_, '_> {
    fn word(&self) -> &str {
        if self.early { "" } else { self.stream.word(self.at) }
    }

    fn before(&self) -> &str {
        self.at.checked_sub(1).map_or("", |before| self.stream.slice(before))
    }
}

/// Why a piece could not be read.
pub(crate) fn explain(
    stream: &Stream<'_>,
    rule: Rule,
    piece: Span,
    refusal: &Error<Rule>,
) -> Diagnostic {
    let byte = match refusal.location {
        InputLocation::Pos(at) | InputLocation::Span((at, _)) => at,
    };
    let place = piece.start as usize + byte;
    let at = stream.at_or_behind(place);
    let early = place >= piece.end as usize;
    let rules = match &refusal.variant {
        ErrorVariant::ParsingError { positives, .. } => positives.as_slice(),
        ErrorVariant::CustomError { .. } => &[],
    };
    let before = at.checked_sub(1).map_or("", |before| stream.slice(before));
    let stop = Stop { stream, rule, at, early, expected: Expected::new(rules, rule, before) };
    foreign::recognise(&stop).or_else(|| reserved(&stop)).unwrap_or_else(|| unexpected(&stop))
}

fn unexpected(stop: &Stop<'_, '_>) -> Diagnostic {
    let expected = stop.expected.sentence();
    let help = hints::hint(stop).unwrap_or_else(|| forms::of(stop.rule).to_owned());
    if stop.early {
        let last = stop.stream.span(stop.at.saturating_sub(1));
        let message = format!("expected {expected} behind `{}`", shown(stop.before()));
        return error(codes::UNEXPECTED, message, last, "something is missing behind this", help);
    }
    let span = stop.stream.span(stop.at);
    let message = format!("expected {expected}, found `{}`", shown(stop.stream.slice(stop.at)));
    error(codes::UNEXPECTED, message, span, "this doesn't fit here", help)
}

/// E0106: a reserved word where a name was expected.
fn reserved(stop: &Stop<'_, '_>) -> Option<Diagnostic> {
    let word = stop.word();
    let is_reserved = words::is_logic(word)
        || words::is_operator(word)
        || matches!(word, "true" | "false" | "any" | "all");
    if !is_reserved || !stop.expected.names_something() {
        return None;
    }
    let stream = stop.stream;
    let behind_dot = stop.at > 0 && stream.is(stop.at - 1, TokenKind::Dot);
    let next = stop.at + 1;
    let names_follow = matches!(stream.kind(next), Some(TokenKind::Number))
        || stream.is_name(next)
            && !matches!(stream.word(next), "on" | "in" | "extends" | "for" | "per");
    if names_follow && !behind_dot {
        return None;
    }
    let message = format!("`{word}` is a reserved word and can't be a name");
    let help = format!("choose another name, or put it in backquotes: `` `{word}` ``");
    Some(error(codes::RESERVED_WORD, message, stream.span(stop.at), "a name was expected", help))
}

/// A declaration that ends without its `{ … }`.
pub(crate) fn missing_body(stream: &Stream<'_>, shape: Shape, cut: &Cut) -> Diagnostic {
    let last = cut.end.saturating_sub(1);
    let message = format!("expected `{{` behind `{}`", shown(stream.slice(last)));
    let help = forms::of(shape.rule());
    error(codes::UNEXPECTED, message, stream.span(last), "something is missing behind this", help)
}

/// A token as a message shows it: cut where it is long.
fn shown(slice: &str) -> String {
    if slice.chars().count() <= 40 {
        return slice.to_owned();
    }
    format!("{}…", slice.chars().take(39).collect::<String>())
}
