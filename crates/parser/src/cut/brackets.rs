//! Brackets: which are open, and what is wrong with them.

use ward_diagnostics::{Diagnostic, codes};

use crate::limits::MAX_DEPTH;
use crate::problems::{Problems, error};
use crate::stream::Stream;
use crate::token::TokenKind;

/// A kind of bracket. `Angle` is the `<` of `Set<…>`, which counts for the depth alone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Brace,
    Paren,
    Square,
    Angle,
}

/// The brackets that are open at a token.
#[derive(Default)]
pub(super) struct Brackets {
    /// Their kinds and tokens, the outermost first.
    open: Vec<(Kind, usize)>,
    /// How many of each kind are open.
    counts: [usize; 4],
    /// What has already been said about the declaration: too deep, closes nothing.
    said_too_deep: bool,
    said_unopened: bool,
}

impl Brackets {
    pub fn depth(&self) -> usize {
        self.open.len()
    }

    /// Whether exactly a body and something in parentheses or square brackets is open.
    pub fn inside_body(&self) -> bool {
        let not_brace = |open: &(Kind, usize)| open.0 != Kind::Brace;
        matches!(self.open.first(), Some((Kind::Brace, _)))
            && self.open.get(1).is_some_and(not_brace)
    }

    /// Takes in the token; `true` if it closes the outermost brace.
    pub fn take(&mut self, stream: &Stream<'_>, at: usize, problems: &mut Problems) -> bool {
        match stream.kind(at) {
            Some(TokenKind::OpenBrace) => self.push(Kind::Brace, stream, at, problems),
            Some(TokenKind::OpenParen) => self.push(Kind::Paren, stream, at, problems),
            Some(TokenKind::OpenBracket) => self.push(Kind::Square, stream, at, problems),
            Some(TokenKind::Less) if at > 0 && stream.word(at - 1) == "Set" => {
                self.push(Kind::Angle, stream, at, problems);
            }
            Some(TokenKind::CloseBrace) => return self.close(Kind::Brace, stream, at, problems),
            Some(TokenKind::CloseParen) => return self.close(Kind::Paren, stream, at, problems),
            Some(TokenKind::CloseBracket) => return self.close(Kind::Square, stream, at, problems),
            Some(TokenKind::Greater | TokenKind::Comparison) => self.pop_angles(1),
            _ => {}
        }
        false
    }

    /// Forgets everything at the start of a declaration; reports what is still open.
    pub fn reset(&mut self, stream: &Stream<'_>, problems: &mut Problems) {
        if let Some((kind, opener)) = self.open.first() {
            unclosed(*kind, stream, *opener, problems);
        }
        *self = Self::default();
    }

    /// Closes what is open inside the body, where a new statement begins; reports it.
    pub fn back_to_body(&mut self, stream: &Stream<'_>, problems: &mut Problems) {
        if let Some((kind, opener)) = self.open.get(1) {
            unclosed(*kind, stream, *opener, problems);
        }
        while self.open.len() > 1 {
            self.pop();
        }
    }

    fn push(&mut self, kind: Kind, stream: &Stream<'_>, at: usize, problems: &mut Problems) {
        if self.open.len() >= MAX_DEPTH {
            problems.too_deep(stream.span(at));
            if !self.said_too_deep {
                self.said_too_deep = true;
                problems.spoil(stream.span(at), too_deep(stream, at));
            }
        }
        self.open.push((kind, at));
        self.counts[kind as usize] += 1;
    }

    fn pop(&mut self) -> Option<(Kind, usize)> {
        let popped = self.open.pop()?;
        self.counts[popped.0 as usize] -= 1;
        Some(popped)
    }

    fn pop_angles(&mut self, most: usize) {
        let mut left = most;
        while left > 0 && matches!(self.open.last(), Some((Kind::Angle, _))) {
            self.pop();
            left -= 1;
        }
    }

    fn close(
        &mut self,
        kind: Kind,
        stream: &Stream<'_>,
        at: usize,
        problems: &mut Problems,
    ) -> bool {
        self.pop_angles(usize::MAX);
        if self.counts[kind as usize] == 0 {
            if !self.said_unopened {
                self.said_unopened = true;
                problems.spoil(stream.span(at), unopened(stream, at));
            }
            return false;
        }
        let mut said = false;
        while let Some((open, opener)) = self.pop() {
            if open == kind {
                break;
            }
            if !said && open != Kind::Angle {
                said = true;
                unclosed(open, stream, opener, problems);
            }
        }
        kind == Kind::Brace && self.open.is_empty()
    }
}

fn too_deep(stream: &Stream<'_>, at: usize) -> Diagnostic {
    error(
        codes::TOO_DEEP,
        format!("brackets are nested more than {MAX_DEPTH} deep"),
        stream.span(at),
        "one too many",
        "give a part of it a name: a `scope` can be used in conditions",
    )
}

fn unopened(stream: &Stream<'_>, at: usize) -> Diagnostic {
    error(
        codes::UNOPENED_BRACKET,
        format!("`{}` closes nothing", stream.slice(at)),
        stream.span(at),
        "nothing is open here",
        "remove it, or open it further up",
    )
}

fn unclosed(kind: Kind, stream: &Stream<'_>, opener: usize, problems: &mut Problems) {
    let (open, close) = match kind {
        Kind::Brace => ('{', '}'),
        Kind::Paren => ('(', ')'),
        Kind::Square => ('[', ']'),
        Kind::Angle => ('<', '>'),
    };
    let span = stream.span(opener);
    let message = format!("`{open}` is never closed");
    let help = format!("add a `{close}` where it ends");
    problems.spoil(span, error(codes::UNCLOSED_BRACKET, message, span, "opened here", help));
}
