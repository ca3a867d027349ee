//! Cuts a file into declarations and their bodies into statements, by tokens alone.
//!
//! Holds: where pieces begin and end, and what is wrong with brackets. Does not hold: what a
//! piece must look like; that is the grammar's.

mod brackets;
mod shape;
mod starts;

pub(crate) use shape::{Body, Shape};

use brackets::Brackets;

use crate::problems::Problems;
use crate::stream::Stream;
use crate::token::TokenKind;

/// A declaration, or text that belongs to none.
#[derive(Debug)]
pub(crate) struct Cut {
    /// What it is; `None` for text that belongs to no declaration.
    pub shape: Option<Shape>,
    /// Its first token, annotations included.
    pub first: usize,
    /// The first token behind it.
    pub end: usize,
    /// The `{` of its body.
    pub open: Option<usize>,
    /// The `}` of its body; none where it is never closed.
    pub close: Option<usize>,
    /// The first tokens of the pieces of its body.
    pub pieces: Vec<usize>,
}

impl Cut {
    /// The token ranges of the pieces of its body.
    pub fn piece_ranges(&self) -> impl Iterator<Item = (usize, usize)> + '_ {
        let last = self.close.unwrap_or(self.end);
        let ends = self.pieces.iter().skip(1).copied().chain(std::iter::once(last));
        self.pieces.iter().copied().zip(ends)
    }
}

/// Cuts the file.
pub(crate) fn cut(stream: &Stream<'_>, problems: &mut Problems) -> Vec<Cut> {
    let mut cutter =
        Cutter { stream, problems, brackets: Brackets::default(), cuts: Vec::new(), open: false };
    let mut at = 0;
    while at < stream.len() {
        at = cutter.step(at);
    }
    cutter.finish(stream.len());
    cutter.cuts
}

struct Cutter<'s, 't> {
    stream: &'s Stream<'t>,
    problems: &'s mut Problems,
    brackets: Brackets,
    cuts: Vec<Cut>,
    /// Whether the last cut is still going on.
    open: bool,
}

impl Cutter<'_, '_> {
    /// Takes in the token at `at`; gives the next one to look at.
    fn step(&mut self, at: usize) -> usize {
        if let Some((shape, core)) = self.item_start(at) {
            self.begin(Some(shape), at);
            return core;
        }
        if !self.open || self.strays(at) {
            let core = starts::behind_annotations(self.stream, at);
            let broken = starts::broken_item(self.stream, core);
            self.begin(broken.map(|(shape, _)| shape), at);
            if let Some((_, keyword)) = broken {
                return keyword + 1;
            }
        }
        if let Some(core) = self.piece_start(at) {
            self.begin_piece(at);
            return core;
        }
        self.take(at);
        at + 1
    }

    fn take(&mut self, at: usize) {
        let outermost = self.brackets.depth() == 0;
        let closes = self.brackets.take(self.stream, at, self.problems);
        let Some(cut) = self.cuts.last_mut() else { return };
        if outermost && cut.open.is_none() && self.stream.is(at, TokenKind::OpenBrace) {
            cut.open = Some(at);
        }
        // A piece of a body that begins with none of its keywords still is one.
        let inside = cut.open.is_some_and(|open| open < at) && !closes;
        if inside && cut.pieces.is_empty() {
            cut.pieces.push(at);
        }
        if closes && cut.shape.is_some() {
            cut.close = Some(at);
            self.finish(at + 1);
        }
    }

    /// The declaration that begins at `at`, and the token to go on with.
    fn item_start(&self, at: usize) -> Option<(Shape, usize)> {
        let mark = self.stream.marks.get(at)?;
        if !matches!(mark.kind, TokenKind::Word | TokenKind::At) {
            return None;
        }
        let outermost = self.brackets.depth() == 0;
        if !mark.column_zero && !outermost {
            return None;
        }
        let core = starts::behind_annotations(self.stream, at);
        let (shape, keyword) = starts::item(self.stream, core)?;
        let begins = mark.column_zero
            || !self.open
            || self.cuts.last().is_some_and(|cut| cut.shape.is_none() && mark.first_on_line)
            || starts::ends_operand(self.stream, at)
                && starts::item_is_plausible(self.stream, keyword, shape);
        begins.then_some((shape, keyword + 1))
    }

    fn strays(&self, at: usize) -> bool {
        let in_item = self.cuts.last().is_some_and(|cut| cut.shape.is_some());
        in_item
            && self.brackets.depth() == 0
            && self.stream.marks[at].column_zero
            && starts::is_stray(self.stream, at)
    }

    fn begin(&mut self, shape: Option<Shape>, at: usize) {
        self.finish(at);
        self.open = true;
        self.cuts.push(Cut {
            shape,
            first: at,
            end: at,
            open: None,
            close: None,
            pieces: Vec::new(),
        });
    }

    fn finish(&mut self, end: usize) {
        self.brackets.reset(self.stream, self.problems);
        if let Some(cut) = self.cuts.last_mut().filter(|_| self.open) {
            cut.end = end;
        }
        self.open = false;
    }

    /// The token to go on with if a statement or line of a test begins at `at`.
    fn piece_start(&self, at: usize) -> Option<usize> {
        let cut = self.cuts.last()?;
        let body = cut.shape?.body();
        if body == Body::Whole || cut.open.is_none() {
            return None;
        }
        let recovers = self.stream.first_on_line(at) && self.brackets.inside_body();
        if self.brackets.depth() != 1 && !recovers {
            return None;
        }
        let core = starts::behind_annotations(self.stream, at);
        let last = cut.pieces.last().copied();
        starts::piece(self.stream, body, core, last).then_some(core + 1)
    }

    fn begin_piece(&mut self, at: usize) {
        self.brackets.back_to_body(self.stream, self.problems);
        if let Some(cut) = self.cuts.last_mut() {
            cut.pieces.push(at);
        }
    }
}

/// Checks the brackets of a text that is one piece.
pub(crate) fn balance(stream: &Stream<'_>, problems: &mut Problems) {
    let mut brackets = Brackets::default();
    for at in 0..stream.len() {
        brackets.take(stream, at, problems);
    }
    brackets.reset(stream, problems);
}
