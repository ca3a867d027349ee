//! What takes one line if it fits: statements, properties, heads, lines of tests.

use super::Layout;
use crate::WIDTH;
use crate::line::{Kind, Shape};
use crate::notes::{Hang, Part};
use crate::print;
use crate::separator::Separator;
use crate::spacing::separator;

impl Layout<'_, '_> {
    /// The tokens `from..to`, on one line if they fit there.
    pub(super) fn piece(
        &mut self,
        from: usize,
        to: usize,
        indent: usize,
        shape: Shape,
        hang: Hang,
    ) {
        self.in_front(from, indent);
        let group = self.source.group(from, to, hang);
        if !group.broken && indent + group.width <= WIDTH {
            return self.one_line(from, to, indent, shape);
        }
        for line in print::print(self.source, &group, indent) {
            let kind = if line.is_comment { Kind::Comment } else { Kind::Part };
            self.push(line.indent, vec![line.text], line.comment, kind);
        }
    }

    fn one_line(&mut self, from: usize, to: usize, indent: usize, shape: Shape) {
        let (tokens, notes) = (self.source.tokens, self.source.notes);
        let mut cells = vec![String::new()];
        let mut parts = Vec::new();
        for at in from..to {
            // What stands in the braces of a declaration is in no column.
            let in_columns =
                at > from && shape != Shape::Other && parts.last() != Some(&Part::Body);
            if let Some(part) = notes.part(at).filter(|_| in_columns) {
                parts.push(part);
                cells.push(String::new());
            } else if at > from && separator(tokens, notes, at) != Separator::Nothing {
                last(&mut cells).push(' ');
            }
            last(&mut cells).push_str(tokens.all[at].text);
        }
        let comment = to.checked_sub(1).and_then(|at| tokens.all[at].behind).map(str::to_owned);
        self.push(indent, cells, comment, Kind::Whole(shape, parts));
    }

    /// Annotations, each on a line of its own; gives the token behind them.
    pub(super) fn annotations(&mut self, first: usize, indent: usize) -> usize {
        let core = self.source.tokens.behind_annotations(first);
        let mut from = first;
        for at in first + 1..=core {
            if at == core || self.source.tokens.is(at, ward_parser::TokenKind::At) {
                if from < at {
                    self.piece(from, at, indent, Shape::Other, Hang::By(2));
                }
                from = at;
            }
        }
        core
    }
}

fn last(cells: &mut Vec<String>) -> &mut String {
    if cells.is_empty() {
        cells.push(String::new());
    }
    let at = cells.len() - 1;
    &mut cells[at]
}
