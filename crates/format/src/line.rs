//! Lines on their way to text.

use crate::notes::Part;

/// A line.
#[derive(Clone, Debug)]
pub(crate) struct Line {
    pub indent: usize,
    /// What stands on it; more than one cell where its parts may stand in columns.
    pub cells: Vec<String>,
    /// The comment at its end.
    pub comment: Option<String>,
    pub kind: Kind,
    /// The block in which the comments at the ends of lines stand in one column.
    pub block: usize,
}

/// The shapes whose lines can share columns.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Shape {
    /// A declaration that begins with this keyword.
    Item(&'static str),
    /// A statement of a body.
    Statement,
    /// A property.
    Field,
    /// Anything else.
    Other,
}

/// What a line is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// Nothing.
    Empty,
    /// A comment.
    Comment,
    /// A part of something that takes several lines.
    Part,
    /// The whole of something: its shape, and the parts that its cells behind the first are.
    Whole(Shape, Vec<Part>),
}

impl Line {
    /// The width of what stands on it, indentation included.
    pub fn width(&self) -> usize {
        let cells: usize = self.cells.iter().map(|cell| cell.chars().count()).sum();
        self.indent + cells + self.cells.len().saturating_sub(1)
    }
}

/// The lines as text.
pub(crate) fn text(lines: &[Line]) -> String {
    let mut out = String::new();
    for line in lines {
        let mut whole = format!("{:indent$}{}", "", line.cells.join(" "), indent = line.indent);
        if let Some(comment) = &line.comment {
            whole.push_str(comment);
        }
        out.push_str(whole.trim_end_matches(' '));
        out.push('\n');
    }
    out
}
