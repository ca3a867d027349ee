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
mod tree;

pub(crate) use piece::{file, lone_claim};

use pest::Parser as _;
use rustc_hash::FxHashMap;
use ward_diagnostics::{Span, codes};

use crate::complain;
use crate::grammar::{Grammar, Rule};
use crate::outline::Outline;
use crate::problems::{Problems, error};
use crate::stream::Stream;
use tree::{Pair, Tree};

/// How many bytes a piece has at most for its outline to be compared with it in debug builds:
/// what is written by people, not what only tries the limits.
const COMPARED: usize = 2048;

/// Reads the pieces of one file.
pub(crate) struct Reader<'s, 't> {
    pub stream: &'s Stream<'t>,
    pub problems: &'s mut Problems,
    outline: &'t Outline,
    /// Where the piece at hand begins in the outline.
    base: u32,
    /// What the grammar has read: many statements have the same outline.
    known: FxHashMap<(Rule, &'t str), Tree>,
}

impl<'s, 't> Reader<'s, 't> {
    pub fn new(stream: &'s Stream<'t>, outline: &'t Outline, problems: &'s mut Problems) -> Self {
        Self { stream, problems, outline, base: 0, known: FxHashMap::default() }
    }

    /// Parses a piece by a rule and builds what it says; reports what is wrong with it.
    fn piece<T>(
        &mut self,
        rule: Rule,
        piece: Span,
        build: impl FnOnce(&mut Self, Pair) -> Option<T>,
    ) -> Option<T> {
        if self.problems.is_too_deep(piece) {
            return None;
        }
        let from = self.stream.at_or_behind(piece.start as usize);
        let to = self.stream.at_or_behind(piece.end as usize);
        self.base = self.outline.start_of(from);
        let before = self.problems.diagnostics.len();
        let spoilt = self.problems.is_spoilt(piece);
        let tree = self.tree(rule, self.outline.piece(from, to));
        // What is spoilt has its errors already; a text that isn't closed on its line may seem
        // closed where line ends have become blanks.
        debug_assert!(
            spoilt || self.agrees(rule, piece, tree.as_ref()),
            "{}",
            self.stream.text_of(piece)
        );
        match tree {
            Some(tree) => {
                let built = tree.root().and_then(|pair| build(self, pair));
                if built.is_none() && !spoilt && self.problems.diagnostics.len() == before {
                    self.problems.report(unreadable(piece));
                }
                built
            }
            None if spoilt => None,
            None => {
                self.problems.report(self.refusal(rule, piece));
                None
            }
        }
    }

    fn tree(&mut self, rule: Rule, outline: &'t str) -> Option<Tree> {
        if let Some(tree) = self.known.get(&(rule, outline)) {
            return Some(tree.clone());
        }
        let tree = Tree::new(Grammar::parse(rule, outline).ok()?);
        self.known.insert((rule, outline), tree.clone());
        Some(tree)
    }

    /// Whether the grammar reads the piece as it has read its outline.
    fn agrees(&self, rule: Rule, piece: Span, outline: Option<&Tree>) -> bool {
        if piece.range().len() > COMPARED {
            return true;
        }
        let (text, outline) = match (Grammar::parse(rule, self.stream.text_of(piece)), outline) {
            (Ok(text), Some(outline)) => (text, outline),
            (text, outline) => return text.is_err() && outline.is_none(),
        };
        let place = |span: pest::Span<'_>| {
            let (base, length) = (piece.start as usize, span.as_str().trim_end_matches(' ').len());
            let start = base + span.start();
            Span::new(self.stream.file, start, start + length)
        };
        let (text, mut outline) = (text.flatten(), outline.flatten());
        let mut alike = text.map(|text| {
            outline.next().is_some_and(|outline| {
                text.as_rule() == outline.as_rule()
                    && (text.as_rule() == Rule::EOI || place(text.as_span()) == self.span(&outline))
            })
        });
        alike.all(|alike| alike) && outline.next().is_none()
    }

    /// Why the grammar refused a piece: it is asked again with the text as it stands, since
    /// where exactly it stopped matters.
    fn refusal(&self, rule: Rule, piece: Span) -> ward_diagnostics::Diagnostic {
        match Grammar::parse(rule, self.stream.text_of(piece)) {
            Ok(_) => unreadable(piece),
            Err(refusal) => complain::explain(self.stream, rule, piece, &refusal),
        }
    }

    /// Where a pair stands in the file, without the blanks and comments that pest counts to it.
    fn span(&self, pair: &Pair) -> Span {
        let (start, end) = pair.place();
        let (start, end) = self.outline.source_of(self.stream, start + self.base, end + self.base);
        Span { file: self.stream.file, start, end }
    }

    /// What is written where a pair stands; a pair's own text is its outline.
    fn written(&self, pair: &Pair) -> &'t str {
        self.stream.text_of(self.span(pair))
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
