//! The matrix in Markdown (GFM tables).

use std::fmt::Write as _;

use ward_diagnostics::visible;

use super::model::{Entry, Matrix};
use super::rows::rows_in_words;

/// The page.
pub fn page(matrix: &Matrix) -> String {
    let mut page = format!("# {}\n\n", escape(matrix.title.as_deref().unwrap_or(&matrix.name)));
    let names = matrix.columns.iter().map(|column| escape(&column.name));
    line(&mut page, ["on".into(), "action".into()].into_iter().chain(names));
    line(&mut page, (0..matrix.columns.len() + 2).map(|_| "---".into()));
    for row in &matrix.rows {
        let head = [escape(&row.on), escape(&row.action)];
        line(&mut page, head.into_iter().chain(row.entries.iter().map(cell)));
    }
    if !matrix.footnotes.is_empty() {
        page.push_str("\n## Footnotes\n\n");
    }
    for (index, text) in matrix.footnotes.iter().enumerate() {
        let _ = writeln!(page, "{}. {}", index + 1, code(text));
    }
    scopes(matrix, &mut page);
    above(matrix, &mut page);
    page
}

fn scopes(matrix: &Matrix, page: &mut String) {
    if !matrix.scopes.is_empty() {
        page.push_str("\n## Scopes\n\n");
    }
    for scope in &matrix.scopes {
        for (types, text) in &scope.on {
            let (name, types) = (escape(&scope.name), escape(&types.join(", ")));
            let _ = writeln!(page, "- **{name}** on {types}: {}", code(text));
        }
    }
}

fn above(matrix: &Matrix, page: &mut String) {
    if !matrix.above.is_empty() {
        page.push_str("\n## Rules above the table\n\n");
    }
    for above in &matrix.above {
        let title = above.title.as_deref().map(|title| format!(": {}", escape(title)));
        let whom = if above.whom.is_empty() { String::new() } else { format!(" {}", above.whom) };
        let (kind, name) = (above.kind, escape(&above.name));
        let title = title.unwrap_or_default();
        let _ = writeln!(page, "- {kind} **{name}**{}{title}", escape(&whom));
        for statement in &above.statements {
            let rows = escape(&rows_in_words(&statement.rows, &matrix.rows));
            let _ = writeln!(page, "  - {} ({rows})", code(&statement.text));
        }
    }
}

fn cell(entry: &Entry) -> String {
    let word = |(word, notes): (&str, &[usize])| {
        let numbers: Vec<_> = notes.iter().map(ToString::to_string).collect();
        match numbers.is_empty() {
            true => word.to_owned(),
            false => format!("{word} <sup>{}</sup>", numbers.join(", ")),
        }
    };
    entry.parts().into_iter().map(word).collect::<Vec<_>>().join(" ")
}

fn line(page: &mut String, cells: impl Iterator<Item = String>) {
    let cells: Vec<_> = cells.collect();
    let _ = writeln!(page, "| {} |", cells.join(" | "));
}

/// Text in which no character means anything to Markdown. An underscore inside a word doesn't.
fn escape(text: &str) -> String {
    let text = &*visible(text);
    let letters: Vec<char> = text.chars().collect();
    let in_word = |at: usize| {
        let is_word = |at: Option<usize>| {
            at.and_then(|at| letters.get(at)).is_some_and(|letter| letter.is_alphanumeric())
        };
        is_word(at.checked_sub(1)) && is_word(Some(at + 1))
    };
    let mut escaped = String::new();
    for (at, letter) in letters.iter().enumerate() {
        match letter {
            '_' if in_word(at) => escaped.push('_'),
            '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '|' | '~' | '&' | '#' => {
                escaped.push('\\');
                escaped.push(*letter);
            }
            _ => escaped.push(*letter),
        }
    }
    escaped
}

/// A span of code: its fence is longer than any run of backticks in it.
fn code(text: &str) -> String {
    let text = visible(text);
    let longest = text.split(|letter| letter != '`').map(str::len).max().unwrap_or(0);
    let fence = "`".repeat(longest + 1);
    let space = if text.starts_with('`') || text.ends_with('`') { " " } else { "" };
    format!("{fence}{space}{text}{space}{fence}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_means_something_to_markdown_is_escaped() {
        assert_eq!(escape("a|b <i> rn_case_manager _x_"), "a\\|b \\<i\\> rn_case_manager \\_x\\_");
        assert_eq!(code("when x like \"`*\""), "``when x like \"`*\"``");
    }
}
