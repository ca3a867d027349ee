//! Reads Ward policy text into a syntax tree.
//!
//! Parsing never fails: it gives what could be read, and diagnostics for the rest. Three steps:
//! the text is cut into tokens ([`lex`], which loses nothing); the tokens are cut into
//! declarations and statements, with brackets balanced; each piece is read by the grammar
//! (`grammar/ward.pest`) and built into the tree ([`ast`]). A broken piece costs only itself.
//! What the grammar is shown is an outline, in which names and numbers are shortened; pieces with
//! the same outline are read once.
//!
//! Does not hold: what names mean, which types fit, whether a verb may stand where it stands.
//! That is the compiler's.
//!
//! ```
//! use ward_diagnostics::FileId;
//!
//! let text = "role biller { can post_payment }\nrole { can view }\nrole clerk { can view }";
//! let parsed = ward_parser::parse(FileId(0), text);
//! assert_eq!(parsed.file.items.len(), 2);
//! assert_eq!(parsed.diagnostics.len(), 1);
//! ```

pub mod ast;
mod check;
mod complain;
mod cut;
mod decode;
mod grammar;
mod limits;
mod outline;
mod problems;
mod read;
mod stream;
mod token;
mod words;

pub use decode::decode;
pub use limits::{MAX_DEPTH, MAX_DIAGNOSTICS, MAX_FILE_BYTES, MAX_HEIGHT};
pub use token::{CommentKind, Token, TokenKind, lex};

use outline::Outline;
use problems::Problems;
use read::Reader;
use stream::Stream;
use ward_diagnostics::{Diagnostic, FileId};

/// What a file says, and what is wrong with it.
#[derive(Clone, Debug)]
pub struct Parsed {
    /// The declarations that could be read.
    pub file: ast::File,
    /// What is wrong, in the order of the places; at most [`MAX_DIAGNOSTICS`].
    pub diagnostics: Vec<Diagnostic>,
    /// The text cut into tokens, whitespace and comments included; for formatters and editors.
    pub tokens: Vec<Token>,
}

/// Reads the text of one policy file. Never fails, whatever the text; a statement that can't be
/// read is left out of the tree and reported.
///
/// Diagnostics have the codes E0003 and E0005 to E0013 (tokens) and E0101 to E0109 (syntax).
pub fn parse(file: FileId, text: &str) -> Parsed {
    parse_part(file, 0, text)
}

/// Reads some declarations of a file as [`parse`] does: `text` begins at byte `base` of the file,
/// at the start of a line. Places are those in the file, except of [`Parsed::tokens`].
///
/// What stands around the part can bear on where its first and last declaration begin and end;
/// whoever reads parts compares (see the compiler's `incremental`).
pub fn parse_part(file: FileId, base: u32, text: &str) -> Parsed {
    let tokens = lex(text);
    let blanked = stream::blanked(text, &tokens);
    let stream = Stream::new(file, base, text, &blanked, &tokens);
    let mut problems = Problems::default();
    check::tokens(file, base, text, &tokens, &mut problems);
    let cuts = cut::cut(&stream, &mut problems);
    problems.settle();
    let outline = Outline::new(&stream);
    let tree = read::file(&mut Reader::new(&stream, &outline, &mut problems), &cuts);
    Parsed { file: tree, diagnostics: finished(problems), tokens }
}

/// Reads a claim that stands alone, such as `never approve on Document within own`, for
/// questions asked on a command line.
///
/// # Errors
/// The same diagnostics as [`parse`] gives.
///
/// ```
/// use ward_diagnostics::FileId;
///
/// let claim = ward_parser::parse_statement_claim(FileId(0), "never approve within own");
/// assert!(matches!(claim, Ok(ward_parser::ast::ClaimForm::Never { .. })));
/// ```
pub fn parse_statement_claim(file: FileId, text: &str) -> Result<ast::ClaimForm, Vec<Diagnostic>> {
    let tokens = lex(text);
    let blanked = stream::blanked(text, &tokens);
    let stream = Stream::new(file, 0, text, &blanked, &tokens);
    let mut problems = Problems::default();
    check::tokens(file, 0, text, &tokens, &mut problems);
    cut::balance(&stream, &mut problems);
    problems.settle();
    let outline = Outline::new(&stream);
    let claim = read::lone_claim(&mut Reader::new(&stream, &outline, &mut problems));
    match claim {
        Some(claim) if problems.diagnostics.is_empty() => Ok(claim),
        _ => Err(finished(problems)),
    }
}

fn finished(problems: Problems) -> Vec<Diagnostic> {
    let mut diagnostics = problems.diagnostics;
    ward_diagnostics::sort(&mut diagnostics);
    diagnostics.truncate(MAX_DIAGNOSTICS);
    diagnostics
}
