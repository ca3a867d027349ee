//! From the bytes of a file to text.

use std::borrow::Cow;

use ward_diagnostics::{Diagnostic, codes};

use crate::limits::MAX_FILE_BYTES;

/// The byte-order mark that some editors put at the start of a file.
const BYTE_ORDER_MARK: char = '\u{FEFF}';

/// The text of a policy file, without a byte-order mark.
///
/// # Errors
/// One diagnostic without a place (there is no text to point into, so the message names the
/// line): E0004 for more than [`MAX_FILE_BYTES`], E0002 for bytes that aren't UTF-8, E0003 for a
/// NUL byte.
///
/// ```
/// assert_eq!(ward_parser::decode(b"\xEF\xBB\xBFenum Tier { pro }").unwrap(), "enum Tier { pro }");
/// assert!(ward_parser::decode(b"enum Tier {\n\xFF").unwrap_err().message.contains("line 2"));
/// ```
pub fn decode(bytes: &[u8]) -> Result<String, Box<Diagnostic>> {
    if bytes.len() > MAX_FILE_BYTES {
        return Err(Box::new(too_large(bytes.len())));
    }
    let text = std::str::from_utf8(bytes)
        .map_err(|error| Box::new(not_utf8(bytes, error.valid_up_to())))?;
    if let Some(at) = bytes.iter().position(|byte| *byte == 0) {
        return Err(Box::new(nul_byte(bytes, at)));
    }
    Ok(text.strip_prefix(BYTE_ORDER_MARK).unwrap_or(text).to_owned())
}

fn too_large(length: usize) -> Diagnostic {
    let message = format!("the file has {length} bytes, more than the {MAX_FILE_BYTES} allowed");
    Diagnostic::error(codes::FILE_TOO_LARGE, message)
        .help("split it: a policy may lie in as many files as you like")
}

fn not_utf8(bytes: &[u8], at: usize) -> Diagnostic {
    let line = line_of(bytes, at);
    let found = match bytes {
        [0xFF, 0xFE, ..] | [0xFE, 0xFF, ..] => Cow::Borrowed("the file is UTF-16, not UTF-8"),
        _ => Cow::Owned(format!("line {line} isn't UTF-8 text (byte {at} of the file)")),
    };
    Diagnostic::error(codes::NOT_UTF8, found)
        .help("save the file as UTF-8; most editors offer it under `save with encoding`")
}

fn nul_byte(bytes: &[u8], at: usize) -> Diagnostic {
    let message = format!("there is a NUL byte on line {}", line_of(bytes, at));
    Diagnostic::error(codes::NUL_BYTE, message)
        .help("remove it; if the file is full of them, it was saved as UTF-16 or isn't text")
}

/// The line, from 1, that a byte stands on.
fn line_of(bytes: &[u8], at: usize) -> usize {
    let next = |at: usize| bytes.get(at + 1);
    let ends =
        |(at, byte): &(usize, &u8)| **byte == b'\n' || **byte == b'\r' && next(*at) != Some(&b'\n');
    bytes.iter().enumerate().take(at).filter(ends).count() + 1
}

#[cfg(test)]
mod tests {
    use super::*;

    fn code_of(bytes: &[u8]) -> &'static str {
        decode(bytes).expect_err("must not be text").code.0
    }

    #[test]
    fn each_unreadable_file_has_its_code() {
        assert_eq!(code_of(b"enum \xC3\x28"), "E0002");
        assert_eq!(code_of(b"enum\0Tier"), "E0003");
        assert_eq!(code_of(&vec![b' '; MAX_FILE_BYTES + 1]), "E0004");
        assert!(decode(&vec![b' '; MAX_FILE_BYTES]).is_ok());
    }

    #[test]
    fn utf_16_is_named() {
        let error = decode(&[0xFF, 0xFE, b'e', 0]).expect_err("must not be text");
        assert_eq!(error.message, "the file is UTF-16, not UTF-8");
    }
}
