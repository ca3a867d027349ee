//! A sheet as spreadsheets write it (RFC 4180).

use ward_diagnostics::{Diagnostic, codes};

use crate::commands::matrix::csv::unquoted;

/// A sheet.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Sheet {
    /// The names of its columns.
    pub columns: Vec<String>,
    /// Its rows.
    pub rows: Vec<Record>,
}

/// A row.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Record {
    /// The line on which it begins.
    pub line: usize,
    /// As many as there are columns.
    pub fields: Vec<String>,
}

impl Sheet {
    /// Reads a sheet; `name` is what messages call it.
    ///
    /// # Errors
    /// Where a quote is left open, a row has more or fewer fields than the first, or a column is
    /// named twice.
    pub fn read(text: &str, name: &str) -> Result<Self, Box<Diagnostic>> {
        let text = text.trim_start_matches('\u{feff}');
        let mut records = records(text).map_err(|line| {
            broken(
                format!("`{name}:{line}` has a quote that is never closed"),
                "close it with `\"`",
            )
        })?;
        records.retain(|record| record.fields.iter().any(|field| !field.trim().is_empty()));
        if records.is_empty() {
            return Err(broken(format!("`{name}` is empty"), "its first row names the columns"));
        }
        let columns = records.remove(0).fields;
        for (at, column) in columns.iter().enumerate() {
            if columns[..at].contains(column) {
                let message = format!("`{name}` has two columns `{column}`");
                return Err(broken(message, "give each column a name of its own"));
            }
        }
        if let Some(record) = records.iter().find(|one| one.fields.len() != columns.len()) {
            let (line, has) = (record.line, record.fields.len());
            let message =
                format!("`{name}:{line}` has {has} fields, the first row {}", columns.len());
            return Err(broken(message, "put a field that holds a comma into quotes"));
        }
        Ok(Self { columns, rows: records })
    }
}

fn broken(message: String, help: &str) -> Box<Diagnostic> {
    Box::new(Diagnostic::error(codes::USAGE, message).help(help))
}

/// The rows of a text; the line of a quote that is left open where there is one.
fn records(text: &str) -> Result<Vec<Record>, usize> {
    let mut records = Vec::new();
    let mut letters = text.chars().peekable();
    let mut line = 1;
    while letters.peek().is_some() {
        let mut record = Record { line, fields: Vec::new() };
        loop {
            let (field, more) = field(&mut letters, &mut line)?;
            record.fields.push(unquoted(&field).to_owned());
            if !more {
                break;
            }
        }
        records.push(record);
    }
    Ok(records)
}

/// The next field, and whether another follows in its row.
fn field(
    letters: &mut std::iter::Peekable<std::str::Chars<'_>>,
    line: &mut usize,
) -> Result<(String, bool), usize> {
    let mut text = String::new();
    let opened = *line;
    let mut quoted = letters.next_if_eq(&'"').is_some();
    while let Some(letter) = letters.next() {
        *line += usize::from(letter == '\n');
        match letter {
            '"' if quoted && letters.next_if_eq(&'"').is_some() => text.push('"'),
            '"' if quoted => quoted = false,
            letter if quoted => text.push(letter),
            ',' => return Ok((text, true)),
            '\n' => return Ok((text, false)),
            '\r' if letters.peek() == Some(&'\n') => {}
            letter => text.push(letter),
        }
    }
    if quoted { Err(opened) } else { Ok((text, false)) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fields(text: &str) -> Vec<(usize, Vec<String>)> {
        let records = records(text).unwrap();
        records.into_iter().map(|record| (record.line, record.fields)).collect()
    }

    #[test]
    fn quotes_hold_commas_quotes_and_lines() {
        let read = fields("a,\"b, \"\"c\"\"\nd\"\r\n,e\n");
        let text = |text: &str| text.to_owned();
        assert_eq!(
            read,
            [(1, vec![text("a"), text("b, \"c\"\nd")]), (3, vec![text(""), text("e")])]
        );
    }

    #[test]
    fn an_open_quote_is_told_with_its_line() {
        assert_eq!(records("a\n\"b"), Err(2));
    }

    #[test]
    fn a_row_that_is_too_short_is_no_row() {
        let problem = Sheet::read("a,b\n1,2\n3\n", "m.csv").unwrap_err();
        assert_eq!(problem.message, "`m.csv:3` has 1 fields, the first row 2");
    }
}
