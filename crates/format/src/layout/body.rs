//! What stands in braces.

use ward_diagnostics::Span;
use ward_parser::TokenKind;
use ward_parser::ast::{CeilingDecl, Expr, ItemKind, Statement};

use super::Layout;
use crate::WIDTH;
use crate::line::Shape;
use crate::notes::{Hang, STEP};
use crate::tokens::{Gap, Tokens};

/// The kinds of body.
#[derive(Clone, Debug)]
pub(super) enum Body {
    /// Statements or lines of a test, with the tokens behind each.
    Pieces(Shape, Vec<usize>),
    /// Properties and facets.
    Fields,
    /// Values, actions or facets.
    List,
}

impl Body {
    /// The body that such a declaration has.
    pub fn of(kind: &ItemKind, tokens: &Tokens<'_>) -> Option<Self> {
        Some(match kind {
            ItemKind::Enum(_) | ItemKind::Actions(_) => Self::List,
            ItemKind::Entity(_) | ItemKind::Context(_) => Self::Fields,
            ItemKind::Role(role) => statements(&role.statements, tokens),
            ItemKind::Restriction(restriction) => statements(&restriction.statements, tokens),
            ItemKind::Class(class) => statements(&class.statements, tokens),
            ItemKind::Ceiling(ceiling) => of_ceiling(ceiling, tokens),
            ItemKind::Test(test) => {
                let spans = test.steps.iter().map(|step| step.span);
                Self::Pieces(Shape::Other, ends(spans, tokens))
            }
            _ => return None,
        })
    }

    /// Whether it reads well on the line of its head: a single statement, a list, properties with
    /// commas between them.
    pub fn may_be_one_line(&self, tokens: &Tokens<'_>, open: usize) -> bool {
        match self {
            Self::Pieces(_, ends) => ends.len() <= 1 && !tokens.is(open + 1, TokenKind::At),
            Self::List => true,
            Self::Fields => {
                let starts = tokens.properties(open + 1, tokens.partner(open));
                starts.iter().skip(1).all(|at| tokens.is(at - 1, TokenKind::Comma))
            }
        }
    }
}

fn statements(statements: &[Statement], tokens: &Tokens<'_>) -> Body {
    Body::Pieces(Shape::Statement, ends(statements.iter().map(|it| it.span), tokens))
}

fn ends(spans: impl Iterator<Item = Span>, tokens: &Tokens<'_>) -> Vec<usize> {
    spans.map(|span| tokens.at(span.end)).collect()
}

fn of_ceiling(ceiling: &CeilingDecl, tokens: &Tokens<'_>) -> Body {
    let mut ends = ends(ceiling.statements.iter().map(|it| it.span), tokens);
    let limit = ceiling.at_most.as_ref().and_then(|limit| behind_limit(limit, tokens));
    ends.extend(limit);
    ends.sort_unstable();
    Body::Pieces(Shape::Statement, ends)
}

/// The token behind the `roles` of `at most … roles`.
fn behind_limit(limit: &Expr, tokens: &Tokens<'_>) -> Option<usize> {
    let behind = tokens.at(limit.span.end);
    (behind..tokens.all.len()).find(|at| tokens.is_word(*at, "roles")).map(|at| at + 1)
}

impl Layout<'_, '_> {
    /// What stands between the braces `open` and `close`.
    pub(super) fn body(&mut self, body: &Body, open: usize, close: usize, indent: usize) {
        match body {
            Body::Pieces(shape, ends) => {
                let mut first = open + 1;
                for end in ends {
                    let core = self.annotations(first, indent);
                    self.piece(core, *end, indent, *shape, Hang::By(STEP));
                    first = *end;
                }
            }
            Body::Fields => self.fields(open + 1, close, indent),
            Body::List => self.list(open + 1, close, indent),
        }
    }

    fn fields(&mut self, from: usize, close: usize, indent: usize) {
        let tokens = self.source.tokens;
        let starts = tokens.properties(from, close);
        let ends = starts.iter().skip(1).copied().chain([close]);
        for (first, end) in starts.iter().copied().zip(ends) {
            let core = tokens.behind_annotations(first);
            let own_lines = tokens.outer_gap(core) > Gap::Blanks;
            let first = if own_lines { self.annotations(first, indent) } else { first };
            if tokens.is_word(core, "facets") && tokens.is(core + 1, TokenKind::OpenBrace) {
                self.block_item(&Body::List, Shape::Other, first, core + 1, end, indent);
            } else {
                self.piece(first, end, indent, Shape::Field, Hang::By(STEP));
            }
        }
    }

    /// A list whose elements stand on lines as the author put them. Where a line is too long, the
    /// elements behind it move up, as far as no comment or empty line parts them.
    fn list(&mut self, from: usize, close: usize, indent: usize) {
        let tokens = self.source.tokens;
        let starts = tokens.elements(from, close);
        let mut first = from;
        while first < close {
            let behind = |parts: &dyn Fn(usize) -> bool| {
                starts.iter().copied().find(|at| *at > first && parts(*at)).unwrap_or(close)
            };
            let mut end = behind(&|at| self.begins_row(at));
            let row = self.source.group(first, end, Hang::By(0));
            if indent + row.width > WIDTH {
                end = behind(&|at| self.is_parted(at));
            }
            self.piece(first, end, indent, Shape::Other, Hang::By(0));
            first = end;
        }
    }

    fn begins_row(&self, at: usize) -> bool {
        self.source.tokens.outer_gap(at) > Gap::Blanks || self.is_parted(at)
    }

    /// Whether a comment or an empty line stands in front of an element.
    fn is_parted(&self, at: usize) -> bool {
        let tokens = self.source.tokens;
        tokens.outer_gap(at) == Gap::EmptyLine
            || !tokens.all[at].before.is_empty()
            || tokens.all[at - 1].behind.is_some()
    }
}
