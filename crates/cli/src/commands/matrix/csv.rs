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

fn field(text: &str) -> String {
    if text.contains([',', '"', '\n', '\r']) {
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
}
