//! The pieces of a file, one after the other.

use ward_diagnostics::{Span, codes};

use super::{Pair, Reader};
use crate::ast::{ClaimForm, File, Item, ItemKind, Statement, TestStep};
use crate::complain;
use crate::cut::{Body, Cut, Shape};
use crate::grammar::Rule;
use crate::problems::error;

/// Reads all declarations of a file.
pub(crate) fn file(reader: &mut Reader<'_, '_>, cuts: &[Cut]) -> File {
    let mut items = Vec::with_capacity(cuts.len());
    for (at, cut) in cuts.iter().enumerate() {
        let Some(shape) = cut.shape else {
            reader.stray(cut);
            continue;
        };
        if at > 0 && matches!(shape, Shape::Policy | Shape::Overlay) {
            reader.misplaced_header(cut);
        }
        let item = match shape.body() {
            Body::Whole => reader.whole(shape, cut),
            Body::Statements => reader.with_statements(shape, cut),
            Body::Steps => reader.with_steps(cut),
        };
        items.extend(item);
    }
    File { items }
}

/// Reads a claim that stands alone.
pub(crate) fn lone_claim(reader: &mut Reader<'_, '_>) -> Option<ClaimForm> {
    let piece = reader.stream.piece(0, reader.stream.len());
    reader
        .piece(Rule::lone_claim, piece, |reader, pair| reader.claim_form(pair.into_inner().next()?))
}

impl<'t> Reader<'_, 't> {
    fn whole(&mut self, shape: Shape, cut: &Cut) -> Option<Item> {
        let piece = self.stream.piece(cut.first, cut.end);
        self.piece(shape.rule(), piece, |reader, pair| {
            let (meta, start) = reader.meta(&pair);
            let kind = reader.declaration(shape, &pair)?;
            Some(Item { span: Span { start, ..piece }, meta, kind })
        })
    }

    fn with_statements(&mut self, shape: Shape, cut: &Cut) -> Option<Item> {
        let mut item = self.head(shape, cut, |reader, pair| reader.head_of(shape, pair))?;
        for (from, to) in cut.piece_ranges() {
            let piece = self.stream.piece(from, to);
            let limit = shape == Shape::Ceiling && self.stream.word(from) == "at";
            match &mut item.kind {
                ItemKind::Ceiling(ceiling) if limit => self.limit(ceiling, piece),
                ItemKind::Ceiling(ceiling) => ceiling.statements.extend(self.statement(piece)),
                ItemKind::Role(role) => role.statements.extend(self.statement(piece)),
                ItemKind::Restriction(it) => it.statements.extend(self.statement(piece)),
                ItemKind::Class(class) => class.statements.extend(self.statement(piece)),
                _ => {}
            }
        }
        Some(item)
    }

    fn with_steps(&mut self, cut: &Cut) -> Option<Item> {
        let mut item =
            self.head(Shape::Test, cut, |reader, pair| reader.test_head(pair).map(ItemKind::Test))?;
        if let ItemKind::Test(test) = &mut item.kind {
            for (from, to) in cut.piece_ranges() {
                test.steps.extend(self.step(self.stream.piece(from, to)));
            }
        }
        Some(item)
    }

    /// Reads what stands in front of the body. A head that can't be read costs the whole
    /// declaration, but its body is read all the same for what is wrong in it.
    fn head(
        &mut self,
        shape: Shape,
        cut: &Cut,
        build: impl FnOnce(&mut Self, &Pair) -> Option<ItemKind>,
    ) -> Option<Item> {
        let whole = self.stream.piece(cut.first, cut.end);
        let piece = self.stream.piece(cut.first, cut.open.unwrap_or(cut.end));
        let item = self.piece(shape.rule(), piece, |reader, pair| {
            let (meta, start) = reader.meta(&pair);
            Some(Item { span: Span { start, ..whole }, meta, kind: build(reader, &pair)? })
        });
        if item.is_some() && cut.open.is_none() && !self.problems.is_spoilt(piece) {
            self.problems.report(complain::missing_body(self.stream, shape, cut));
        }
        if item.is_none() {
            self.body_for_errors(shape, cut);
        }
        item
    }

    fn body_for_errors(&mut self, shape: Shape, cut: &Cut) {
        for (from, to) in cut.piece_ranges() {
            let piece = self.stream.piece(from, to);
            let limit = shape == Shape::Ceiling && self.stream.word(from) == "at";
            match shape.body() {
                Body::Steps => drop(self.step(piece)),
                _ if limit => drop(self.piece(Rule::ceiling_limit, piece, |_, _| Some(()))),
                _ => drop(self.statement(piece)),
            }
        }
    }

    fn statement(&mut self, piece: Span) -> Option<Statement> {
        self.piece(Rule::statement, piece, |reader, pair| reader.statement_of(&pair, piece))
    }

    fn step(&mut self, piece: Span) -> Option<TestStep> {
        self.piece(Rule::test_step, piece, |reader, pair| {
            Some(TestStep { span: piece, kind: reader.step_kind(pair.into_inner().next()?)? })
        })
    }

    fn stray(&mut self, cut: &Cut) {
        if !self.problems.is_spoilt(self.stream.span(cut.first)) {
            self.problems.report(complain::stray(self.stream, cut.first));
        }
    }

    fn misplaced_header(&mut self, cut: &Cut) {
        let span = self.stream.span(cut.first);
        let word = self.stream.slice(cut.first);
        let message = format!("`{word}` is not the first declaration of its file");
        let help = "move it to the top; an overlay needs a file of its own";
        self.problems.report(error(codes::MISPLACED_HEADER, message, span, "too late here", help));
    }
}
