//! Declarations.

use ward_parser::TokenKind;
use ward_parser::ast::{Item, ItemKind};

use super::Layout;
use super::body::Body;
use crate::WIDTH;
use crate::line::Shape;
use crate::notes::{Hang, STEP};
use crate::tokens::Gap;

/// How far the lines of a head behind its first one are indented: further than the body.
const HEAD: usize = 2 * STEP;

impl Layout<'_, '_> {
    /// A declaration whose tokens are `first..end`, annotations included.
    pub(super) fn item(&mut self, item: &Item, first: usize, end: usize) {
        let core = self.annotations(first, 0);
        let shape = Shape::Item(keyword(&item.kind));
        let open = self.source.tokens.find(TokenKind::OpenBrace, core, end);
        match (Body::of(&item.kind, self.source.tokens), open) {
            (Some(body), Some(open)) => self.block_item(&body, shape, core, open, end, 0),
            _ => self.piece(core, end, 0, shape, Hang::By(STEP)),
        }
    }

    /// A head and a body in braces: on one line where the author had it so and it fits.
    pub(super) fn block_item(
        &mut self,
        body: &Body,
        shape: Shape,
        first: usize,
        open: usize,
        end: usize,
        indent: usize,
    ) {
        if self.is_one_line(body, first, open, end, indent) {
            return self.piece(first, end, indent, shape, Hang::By(HEAD));
        }
        let close = self.source.tokens.partner(open);
        self.piece(first, open + 1, indent, Shape::Other, Hang::By(HEAD));
        let around = self.block;
        self.new_block();
        self.fresh = true;
        self.body(body, open, close, indent + STEP);
        for comment in &self.source.tokens.all[close].before {
            self.comment(comment, indent + STEP);
        }
        self.block = around;
        if indent == 0 {
            self.new_block();
        }
        self.closing(close, end, indent);
    }

    /// The closing brace, and the comma behind it.
    fn closing(&mut self, close: usize, end: usize, indent: usize) {
        let tokens = self.source.tokens;
        let text: String = (close..end).map(|at| tokens.all[at].text).collect();
        let comment = (close..end).find_map(|at| tokens.all[at].behind).map(str::to_owned);
        self.push(indent, vec![text], comment, crate::line::Kind::Part);
    }

    fn is_one_line(
        &self,
        body: &Body,
        first: usize,
        open: usize,
        end: usize,
        indent: usize,
    ) -> bool {
        let tokens = self.source.tokens;
        let empty = open + 1 == tokens.partner(open);
        let written_so = empty || tokens.outer_gap(open + 1) == Gap::Blanks;
        written_so
            && body.may_be_one_line(tokens, open)
            && !tokens.has_inner_comment(first, end)
            && indent + self.source.group(first, end, Hang::By(HEAD)).width <= WIDTH
    }
}

fn keyword(kind: &ItemKind) -> &'static str {
    match kind {
        ItemKind::Policy(_) => "policy",
        ItemKind::Overlay(_) => "overlay",
        ItemKind::Enum(_) => "enum",
        ItemKind::Entity(_) => "entity",
        ItemKind::Context(_) => "context",
        ItemKind::Actions(_) => "actions",
        ItemKind::Obligation(_) => "obligation",
        ItemKind::Scope(_) => "scope",
        ItemKind::Role(_) => "role",
        ItemKind::Restriction(_) => "restriction",
        ItemKind::Class(_) => "class",
        ItemKind::Ceiling(_) => "ceiling",
        ItemKind::Constraint(_) => "constraint",
        ItemKind::Claim(_) => "claim",
        ItemKind::Test(_) => "test",
    }
}
