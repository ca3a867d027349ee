//! Lays a file out: declarations, their bodies, their statements.

mod body;
mod item;
mod piece;

use ward_parser::ast::File;

use crate::document::Source;
use crate::line::{Kind, Line};
use crate::notes::Notes;
use crate::tokens::{Gap, Tokens};

/// The lines of a file.
pub(crate) fn lines(tokens: &Tokens<'_>, notes: &Notes, file: &File) -> Vec<Line> {
    let source = Source { tokens, notes };
    let mut layout = Layout { source, lines: Vec::new(), block: 0, blocks: 0, fresh: true };
    let mut first = 0;
    for item in &file.items {
        let end = tokens.at(item.span.end);
        if tokens.outer_gap(first) == Gap::EmptyLine {
            layout.new_block();
        }
        layout.item(item, first, end);
        first = end;
    }
    for comment in &tokens.tail {
        layout.comment(comment, 0);
    }
    layout.lines
}

/// A file that is being laid out.
struct Layout<'s, 't> {
    source: Source<'s, 't>,
    lines: Vec<Line>,
    /// The block of the next line, and the last number given to one.
    block: usize,
    blocks: usize,
    /// At the beginning of a file or body, where no line is left empty.
    fresh: bool,
}

impl Layout<'_, '_> {
    fn push(&mut self, indent: usize, cells: Vec<String>, comment: Option<String>, kind: Kind) {
        self.fresh = false;
        self.lines.push(Line { indent, cells, comment, kind, block: self.block });
    }

    /// Leaves a line empty if the author did.
    fn gap(&mut self, gap: Gap) {
        if gap == Gap::EmptyLine && !self.fresh {
            self.push(0, Vec::new(), None, Kind::Empty);
        }
    }

    fn comment(&mut self, comment: &crate::tokens::Comment<'_>, indent: usize) {
        self.gap(comment.gap);
        self.push(indent, vec![comment.text.to_owned()], None, Kind::Comment);
    }

    /// The comments in front of a token, and the empty lines that the author left there.
    fn in_front(&mut self, at: usize, indent: usize) {
        let tokens = self.source.tokens;
        for comment in &tokens.all[at].before {
            self.comment(comment, indent);
        }
        self.gap(tokens.all[at].gap);
    }

    fn new_block(&mut self) {
        self.blocks += 1;
        self.block = self.blocks;
    }
}
