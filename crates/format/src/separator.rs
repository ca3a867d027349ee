//! What may stand between two tokens of a line.

/// What stands in front of a token that isn't the first of its line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Separator {
    /// Nothing.
    Nothing,
    /// A blank.
    Blank,
    /// A blank, or a line end where the line would get too long.
    Fill,
    /// A blank, or a line end where what is around it doesn't fit on a line.
    Line,
    /// A line end.
    LineEnd,
}
