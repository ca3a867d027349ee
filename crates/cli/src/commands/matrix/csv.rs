//! The matrix for a spreadsheet (RFC 4180). Conditions stand in the cells.

use super::model::{Entry, Matrix};

/// The sheet.
pub fn sheet(matrix: &Matrix) -> String {
    let names = matrix.columns.iter().map(|column| column.name.clone());
    let mut lines = vec![line(["on".to_owned(), "action".to_owned()].into_iter().chain(names))];
    for row in &matrix.rows {
        let cells = row.entries.iter().map(|entry| cell(entry, &matrix.footnotes));
        lines.push(line([row.on.clone(), row.action.clone()].into_iter().chain(cells)));
    }
    lines.concat()
}

/// `yes`, `yes within own; yes when …`.
fn cell(entry: &Entry, footnotes: &[String]) -> String {
    let mut ways = Vec::new();
    for (word, notes) in entry.parts() {
        if notes.is_empty() {
            ways.push(word.to_owned());
        }
        ways.extend(notes.iter().map(|number| format!("{word} {}", footnotes[number - 1])));
    }
    ways.join("; ")
}

fn line(fields: impl Iterator<Item = String>) -> String {
    let fields: Vec<_> = fields.map(|text| field(&text)).collect();
    format!("{}\n", fields.join(","))
}

/// What a spreadsheet would calculate: tenants write the names of their roles, and managers open
/// the sheet.
const CALCULATED: [char; 6] = ['=', '+', '-', '@', '\t', '\r'];

/// Whether a cell, quotes in front aside, begins like a formula.
fn is_calculated(text: &str) -> bool {
    text.trim_start_matches('\'').starts_with(CALCULATED)
}

/// The text of a cell as it was before [`sheet`] put a quote in front.
pub fn unquoted(cell: &str) -> &str {
    cell.strip_prefix('\'').filter(|_| is_calculated(cell)).unwrap_or(cell)
}

fn field(text: &str) -> String {
    let quote = if is_calculated(text) { "'" } else { "" };
    let text = &format!("{quote}{text}");
    if text.contains([',', '"', '\n', '\r', '\t']) {
        format!("\"{}\"", text.replace('"', "\"\""))
    } else {
        text.to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_with_quotes_and_commas_are_quoted() {
        assert_eq!(field("when x == \"a\", b"), "\"when x == \"\"a\"\", b\"");
        assert_eq!(field("yes"), "yes");
    }

    #[test]
    fn a_formula_becomes_text_and_is_read_as_it_was() {
        for text in ["=1+1", "+x", "-2", "@sum", "\t=1", "\r=1", "'=1", "''-x", "-"] {
            let written = field(text);
            assert!(written.trim_start_matches('"').starts_with('\''), "{written}");
            assert_eq!(unquoted(written.trim_matches('"')), text);
        }
        for text in ["yes", "", "'yes'", "a=b", "1-2", "don't"] {
            assert_eq!((field(text).as_str(), unquoted(text)), (text, text));
        }
    }
}
