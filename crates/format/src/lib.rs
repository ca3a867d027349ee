//! Lays out policy text in its one canonical way.
//!
//! ```text
//! text ──parse──▶ tokens with their comments ──notes──▶ where lines may end ──layout──▶ lines ──align──▶ text
//! ```
//!
//! Holds: the layout, as docs/formatting.md describes it. Does not hold: files, or anything that
//! a policy means.
//!
//! Invariants: tokens and comments stay what they are and in their order; only blanks and line
//! ends change; what is formatted is not changed by formatting it again.
//!
//! ```
//! let text = "role nurse{can view on Patient,Visit\nwithin   caseload}";
//! let formatted = ward_format::format(text).unwrap();
//! assert_eq!(formatted, "role nurse { can view on Patient, Visit within caseload }\n");
//! ```

mod align;
mod document;
mod layout;
mod line;
mod notes;
mod print;
mod separator;
mod spacing;
mod tokens;
mod verify;

use ward_diagnostics::{Diagnostic, FileId};

/// The column behind which no line goes on if it can be broken.
pub const WIDTH: usize = 110;

/// The text in its canonical layout: two blanks of indentation, a statement a line, lines of at
/// most [`WIDTH`] where they can be broken, LF at the end of every line, no byte-order mark.
///
/// # Errors
/// What is wrong with the text, where it can't be read; nothing is formatted then. The places
/// are in `FileId(0)`.
pub fn format(text: &str) -> Result<String, Vec<Diagnostic>> {
    let parsed = ward_parser::parse(FileId(0), text);
    if ward_diagnostics::has_errors(&parsed.diagnostics) {
        return Err(parsed.diagnostics);
    }
    let tokens = tokens::Tokens::new(text, &parsed.tokens);
    let notes = notes::Notes::new(&tokens, &parsed.file);
    let mut lines = layout::lines(&tokens, &notes, &parsed.file);
    align::columns(&mut lines);
    let formatted = line::text(&lines);
    // A layout is never worth a change of meaning: where line ends would matter to the parser, the
    // text stays as it is.
    Ok(if verify::says_the_same(text, &formatted) { formatted } else { text.to_owned() })
}
