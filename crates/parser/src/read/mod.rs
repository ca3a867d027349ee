//! From pieces to the syntax tree; one file per kind of declaration.
//!
//! Every function takes a pair of the rule that it is named for. What the grammar guarantees is
//! taken with `?`: should the two ever disagree, the piece is reported as unreadable.

mod claim;
mod comparison;
mod constraint;
mod declaration;
mod entity;
mod expression;
mod grouping;
mod logic;
mod name;
mod piece;
mod role;
mod scope;
mod statement;
mod test;

pub(crate) use piece::{file, lone_claim};

use pest::Parser as _;
use ward_diagnostics::{Span, codes};

use crate::complain;
use crate::grammar::{Grammar, Rule};
use crate::problems::{Problems, error};
use crate::stream::Stream;

type Pair<'t> = pest::iterators::Pair<'t, Rule>;

/// Reads the pieces of one file.
pub(crate) struct Reader<'s, 't> {
    pub stream: &'s Stream<'t>,
    pub problems: &'s mut Problems,
    /// Where the piece at hand begins in the file.
    base: u32,
}

impl<'s, 't> Reader<'s, 't> {
    pub fn new(stream: &'s Stream<'t>, problems: &'s mut Problems) -> Self {
        Self { stream, problems, base: 0 }
    }

    /// Parses a piece by a rule and builds what it says; reports what is wrong with it.
    fn piece<T>(
        &mut self,
        rule: Rule,
        piece: Span,
        build: impl FnOnce(&mut Self, Pair<'t>) -> Option<T>,
    ) -> Option<T> {
        if self.problems.is_too_deep(piece) {
            return None;
        }
        self.base = piece.start;
        let before = self.problems.diagnostics.len();
        let spoilt = self.problems.is_spoilt(piece);
        match Grammar::parse(rule, self.stream.text_of(piece)) {
            Ok(mut pairs) => {
                let built = pairs.next().and_then(|pair| build(self, pair));
                if built.is_none() && !spoilt && self.problems.diagnostics.len() == before {
                    self.problems.report(unreadable(piece));
                }
                built
            }
            Err(_) if spoilt => None,
            Err(refusal) => {
                self.problems.report(complain::explain(self.stream, rule, piece, &refusal));
                None
            }
        }
    }

    /// Where a pair stands in the file, without the blanks and comments that pest counts to it.
    fn span(&self, pair: &Pair<'_>) -> Span {
        let span = pair.as_span();
        let clamp = |at: usize| u32::try_from(at).unwrap_or(u32::MAX).saturating_add(self.base);
        let (start, mut end) = (clamp(span.start()), clamp(span.end()));
        if span.as_str().ends_with(' ') {
            end = self.stream.last_end(end).max(start);
        }
        Span { file: self.stream.file, start, end }
    }
}

fn unreadable(piece: Span) -> ward_diagnostics::Diagnostic {
    error(
        codes::TOO_COMPLEX,
        "this can't be read",
        piece,
        "",
        "write it in smaller parts; if it is small, this is a mistake in Ward itself",
    )
}
