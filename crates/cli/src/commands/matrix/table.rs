//! The matrix at a terminal.
//!
//! Its layout is the same on every terminal, so that it can be compared. Where the names of the
//! roles are too long to stand side by side, they go down in steps, each above its column.

use std::io;

use super::model::{Entry, Matrix};
use super::rows::rows_in_words;
use crate::terminal::{Paint, Terminal};

/// How wide the table may get before the names of the roles go down in steps.
const WIDTH: usize = 100;

/// Prints it.
pub fn print(matrix: &Matrix, terminal: &mut Terminal) -> io::Result<()> {
    let title = matrix.title.as_deref().map(|title| format!(" \"{title}\"")).unwrap_or_default();
    let heading = format!("{}{title}", matrix.name);
    terminal.line(&terminal.paint(Paint::Strong, &heading))?;
    terminal.line("")?;
    let label = matrix.rows.iter().map(|row| width(&row.action) + 2).max().unwrap_or(0);
    let label = label.max(matrix.rows.iter().map(|row| width(&row.on)).max().unwrap_or(0));
    let widths = header(matrix, label, terminal)?;
    let mut on = "";
    for row in &matrix.rows {
        if row.on != on {
            on = &row.on;
            terminal.line(&terminal.paint(Paint::Strong, on))?;
        }
        let mut line = pad(&format!("  {}", row.action), label, &row.action);
        for (entry, room) in row.entries.iter().zip(&widths) {
            let text = entry_text(entry);
            let painted = terminal.paint(paint(entry), &text);
            line.push_str("  ");
            line.push_str(&pad(&painted, *room + painted.len() - text.len(), ""));
        }
        terminal.line(line.trim_end())?;
    }
    footnotes(matrix, terminal)?;
    above(matrix, terminal)
}

/// Prints the names of the roles; gives the room of each column.
fn header(matrix: &Matrix, label: usize, terminal: &mut Terminal) -> io::Result<Vec<usize>> {
    let cells: Vec<usize> = (0..matrix.columns.len())
        .map(|at| {
            let texts = matrix.rows.iter().map(|row| width(&entry_text(&row.entries[at])));
            texts.max().unwrap_or(2)
        })
        .collect();
    let names: Vec<&str> = matrix.columns.iter().map(|column| column.name.as_str()).collect();
    let wide: Vec<usize> =
        names.iter().zip(&cells).map(|(name, cell)| width(name).max(*cell)).collect();
    if label + wide.iter().map(|room| room + 2).sum::<usize>() <= WIDTH {
        let mut line = " ".repeat(label);
        for (name, room) in names.iter().zip(&wide) {
            line.push_str("  ");
            line.push_str(&pad(name, *room, name));
        }
        terminal.line(line.trim_end())?;
        return Ok(wide);
    }
    for (at, name) in names.iter().enumerate() {
        let mut line = " ".repeat(label);
        for room in &cells[..at] {
            line.push_str("  ");
            line.push_str(&pad("│", *room, "│"));
        }
        terminal.line(&format!("{line}  {name}"))?;
    }
    Ok(cells)
}

fn footnotes(matrix: &Matrix, terminal: &mut Terminal) -> io::Result<()> {
    if !matrix.footnotes.is_empty() {
        terminal.line("")?;
        terminal.line(&terminal.paint(Paint::Strong, "Footnotes"))?;
    }
    for (index, text) in matrix.footnotes.iter().enumerate() {
        terminal.line(&format!("{:>4}  {text}", index + 1))?;
    }
    if !matrix.scopes.is_empty() {
        terminal.line("")?;
        terminal.line(&terminal.paint(Paint::Strong, "Scopes"))?;
    }
    for scope in &matrix.scopes {
        for (types, text) in &scope.on {
            terminal.line(&format!("  {} on {}: {text}", scope.name, types.join(", ")))?;
        }
    }
    Ok(())
}

fn above(matrix: &Matrix, terminal: &mut Terminal) -> io::Result<()> {
    for (kind, heading) in [
        ("restriction", "Restrictions, which take from every cell that they reach"),
        ("class", "Classes, which take or switch on where they are assigned"),
    ] {
        let mut of_kind = matrix.above.iter().filter(|above| above.kind == kind).peekable();
        if of_kind.peek().is_some() {
            terminal.line("")?;
            terminal.line(&terminal.paint(Paint::Strong, heading))?;
        }
        for above in of_kind {
            let title = above.title.as_deref().map(|title| format!(" \"{title}\""));
            let whom = if above.whom.is_empty() { "" } else { " " };
            let title = title.unwrap_or_default();
            terminal.line(&format!("  {}{title}{whom}{}", above.name, above.whom))?;
            for statement in &above.statements {
                terminal.line(&format!("    {}", statement.text))?;
                let rows = format!("      {}", rows_in_words(&statement.rows, &matrix.rows));
                terminal.line(&terminal.paint(Paint::Faint, &rows))?;
            }
        }
    }
    Ok(())
}

/// `yes`, `yes 1,2`, `may 3`, `no`.
fn entry_text(entry: &Entry) -> String {
    let word = |(word, notes): (&str, &[usize])| {
        let numbers: Vec<_> = notes.iter().map(ToString::to_string).collect();
        if numbers.is_empty() { word.to_owned() } else { format!("{word} {}", numbers.join(",")) }
    };
    entry.parts().into_iter().map(word).collect::<Vec<_>>().join(" ")
}

fn paint(entry: &Entry) -> Paint {
    match (&entry.yes, &entry.may) {
        (Some(notes), _) if notes.is_empty() => Paint::Good,
        (None, None) => Paint::Faint,
        _ => Paint::Middling,
    }
}

fn width(text: &str) -> usize {
    text.chars().count()
}

/// Fills up with spaces to a number of bytes, corrected by how many bytes of `shown` are no
/// characters of their own.
fn pad(text: &str, room: usize, shown: &str) -> String {
    let extra = shown.len() - width(shown);
    let missing = (room + extra).saturating_sub(text.len());
    format!("{text}{}", " ".repeat(missing))
}
