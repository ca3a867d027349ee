//! What the tests of this folder share: policies, and what must be true of every formatted text.

#![allow(dead_code, reason = "each test file uses a part of it")]
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test may fail")]

use std::fs;
use std::path::{Path, PathBuf};

use ward_diagnostics::FileId;
use ward_parser::{TokenKind, lex};

/// The folder of the whole project.
pub fn project() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

/// All files below a folder with that ending, in order.
pub fn files(folder: &Path, ending: &str) -> Vec<PathBuf> {
    let mut entries: Vec<PathBuf> =
        fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    entries.sort();
    let mut found = Vec::new();
    for path in entries {
        if path.is_dir() {
            found.extend(files(&path, ending));
        } else if path.extension().is_some_and(|it| it == ending) {
            found.push(path);
        }
    }
    found
}

/// The policies that come with Ward and the examples of its grammar, with their paths.
pub fn policies() -> Vec<(PathBuf, String)> {
    let folders = ["policies", "grammar/examples"];
    let paths = folders.iter().flat_map(|folder| files(&project().join(folder), "policy"));
    paths.map(|path| (path.clone(), fs::read_to_string(path).unwrap())).collect()
}

/// The formatted text.
pub fn format(text: &str) -> String {
    ward_format::format(text).unwrap_or_else(|problems| panic!("{problems:?}\n{text}"))
}

/// The tokens and comments of a text, and of each comment whether it has its line for itself.
pub fn said(text: &str) -> Vec<(String, bool)> {
    let mut said = Vec::new();
    let mut line_begins = true;
    for token in lex(text) {
        let slice = &text[token.range()];
        if token.kind == TokenKind::Whitespace {
            line_begins |= slice.contains('\n');
            continue;
        }
        let comment = matches!(token.kind, TokenKind::Comment(_));
        said.push((slice.trim_end().to_owned(), comment && line_begins));
        line_begins = false;
    }
    said
}

/// The tree of a text, without the places.
pub fn tree(text: &str) -> String {
    let parsed = ward_parser::parse(FileId(0), text);
    assert!(parsed.diagnostics.is_empty(), "{:?}\n{text}", parsed.diagnostics);
    let shown = format!("{:?}", parsed.file);
    let mut parts = shown.split("Span {");
    let mut out = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        out.push_str(part.split_once('}').map_or(part, |(_, rest)| rest));
    }
    out
}

/// Formats a text and checks what must be true whatever the text.
pub fn checked(text: &str) -> String {
    // What is given back as it was would end in empty lines.
    let formatted = format(&format!("{text}\n \n\n"));
    assert_eq!(said(text), said(&formatted), "{text}\n----\n{formatted}");
    assert_eq!(tree(text), tree(&formatted), "{text}\n----\n{formatted}");
    assert_eq!(formatted, format(&formatted), "formatting again changes it:\n{text}");
    for line in formatted.split_inclusive('\n') {
        assert!(line.ends_with('\n') && !line.ends_with(" \n"), "{line:?}");
    }
    assert!(!formatted.contains("\n\n\n") && !formatted.ends_with("\n\n"), "{formatted}");
    assert!(!formatted.starts_with(['\n', '\u{FEFF}']), "{formatted}");
    formatted
}
