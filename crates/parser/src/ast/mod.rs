//! The syntax tree: what was written, in the order it was written, with its places.
//!
//! Nothing here is resolved: a name is the text that stands in the file. The tree keeps every
//! distinction that the author made and adds none.

mod expr;
mod item;
mod rule;
mod test;

pub use expr::*;
pub use item::*;
pub use rule::*;
pub use test::*;

use ward_diagnostics::Span;

/// A name as it stands in the file, without backquotes.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Name {
    /// The text.
    pub text: String,
    /// Where it stands, backquotes included.
    pub span: Span,
}

/// Text in quotes, with its escapes resolved.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Text {
    /// The text.
    pub text: String,
    /// Where it stands, quotes included.
    pub span: Span,
}

/// The declarations of one file. Where a file has errors, those that could be read.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct File {
    /// The declarations, in the order of the file.
    pub items: Vec<Item>,
}
