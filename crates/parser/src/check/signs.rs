//! Signs that no policy uses.

use ward_diagnostics::{Span, codes};

use crate::problems::{Problems, error};

/// A sign of another language: what Ward writes instead.
pub(super) fn foreign(slice: &str, span: Span, problems: &mut Problems) {
    let help = match slice {
        ";" => "leave it out: a statement ends where the next one begins".to_owned(),
        "&&" => "write `and`".to_owned(),
        "||" => "write `or`".to_owned(),
        "!" => "write `not`".to_owned(),
        "->" | "=>" => "conditions stand behind `when` or `unless`".to_owned(),
        ":=" => "a default is written `name: Type = value`".to_owned(),
        "/*" | "*/" => "write `//` at the start of every line of the comment".to_owned(),
        quoted => format!("write `\"{}\"`", quoted.trim_matches('\'')),
    };
    let message = format!("`{slice}` is not a sign of Ward");
    problems.spoil(span, error(codes::FOREIGN_SYNTAX, message, span, "here", help));
}

/// A character that begins nothing.
pub(super) fn unknown(slice: &str, span: Span, problems: &mut Problems) {
    let help = match slice {
        "#" => "a comment begins with `//`",
        "&" => "write `and`",
        "|" => "write `or`",
        "'" => "text stands in double quotes: `\"…\"`",
        "*" => "write `all` for everything; `*` belongs into the text of a `like`",
        "/" | "%" => "values can only be added and taken from one another, with `+` and `-`",
        "\0" => {
            let message = "there is a NUL byte";
            let help = "remove it; if the file is full of them, it was saved as UTF-16";
            problems.spoil(span, error(codes::NUL_BYTE, message, span, "here", help));
            return;
        }
        _ => "remove it; a name with such a character stands in backquotes",
    };
    let shown: String = slice.chars().flat_map(char::escape_debug).collect();
    let message = format!("`{shown}` means nothing here");
    problems.spoil(span, error(codes::UNKNOWN_CHARACTER, message, span, "here", help));
}
