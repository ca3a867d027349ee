//! Whether a formatted text says what the text said.

use ward_diagnostics::FileId;
use ward_parser::{CommentKind, TokenKind, lex};

/// What a text says: its tokens and comments, without the blanks at the ends of comments, and
/// which comments stand on lines of their own.
fn said(text: &str) -> Vec<(TokenKind, &str, bool)> {
    let mut said = Vec::new();
    let mut line_begins = true;
    for token in lex(text) {
        let slice = text.get(token.range()).unwrap_or("");
        match token.kind {
            TokenKind::Whitespace => {
                line_begins |= slice.contains(['\r', '\n']);
                continue;
            }
            TokenKind::Comment(CommentKind::Doc | CommentKind::Plain) => {
                let own_line = line_begins;
                said.push((token.kind, slice.trim_end_matches([' ', '\t']), own_line));
            }
            kind => said.push((kind, slice, false)),
        }
        line_begins = false;
    }
    said
}

/// Whether both texts have the same tokens and comments, and the parser reads both.
pub(crate) fn says_the_same(text: &str, formatted: &str) -> bool {
    let reads = |text| ward_parser::parse(FileId(0), text);
    said(text) == said(formatted)
        && !ward_diagnostics::has_errors(&reads(formatted).diagnostics)
        && reads(text).file.items.len() == reads(formatted).file.items.len()
}
