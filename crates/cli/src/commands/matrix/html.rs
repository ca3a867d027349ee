//! The matrix as a page.

use std::fmt::Write as _;

use super::model::{Entry, Matrix};
use super::rows::rows_in_words;

/// How the page looks; it needs nothing else.
const STYLE: &str = "body{font:14px/1.4 system-ui,sans-serif;margin:2rem}
table{border-collapse:collapse}
th,td{border:1px solid #ccc;padding:.2rem .5rem;text-align:left;vertical-align:bottom}
thead th{position:sticky;top:0;background:#f4f4f4}
th.role{writing-mode:vertical-rl;transform:rotate(180deg);white-space:nowrap}
tr.on th{background:#e8eef4}
td.yes{background:#dff2df}td.may,td.some{background:#fbf3d5}td.no{color:#999}
code{background:#f4f4f4;padding:0 .2rem}";

/// The page.
pub fn page(matrix: &Matrix) -> String {
    let title = escape(matrix.title.as_deref().unwrap_or(&matrix.name));
    let mut page = format!(
        "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n<title>{title}</title>\n\
         <style>\n{STYLE}\n</style>\n</head>\n<body>\n<h1>{title}</h1>\n"
    );
    table(matrix, &mut page);
    notes(matrix, &mut page);
    above(matrix, &mut page);
    page.push_str("</body>\n</html>\n");
    page
}

fn table(matrix: &Matrix, page: &mut String) {
    page.push_str("<table>\n<thead><tr><th>action</th>");
    for column in &matrix.columns {
        let hint = escape(column.title.as_deref().unwrap_or(&column.name));
        let name = escape(&column.name);
        let _ = write!(page, "<th class=\"role\" title=\"{hint}\">{name}</th>");
    }
    page.push_str("</tr></thead>\n<tbody>\n");
    let mut on = "";
    for row in &matrix.rows {
        if row.on != on {
            on = &row.on;
            let span = matrix.columns.len() + 1;
            let name = escape(on);
            let _ = writeln!(page, "<tr class=\"on\"><th colspan=\"{span}\">{name}</th></tr>");
        }
        let _ = write!(page, "<tr><td>{}</td>", escape(&row.action));
        row.entries.iter().for_each(|entry| cell(entry, page));
        page.push_str("</tr>\n");
    }
    page.push_str("</tbody>\n</table>\n");
}

fn cell(entry: &Entry, page: &mut String) {
    let class = match (&entry.yes, &entry.may) {
        (Some(notes), _) if notes.is_empty() => "yes",
        (Some(_), _) => "some",
        (None, Some(_)) => "may",
        (None, None) => "no",
    };
    let word = |(word, notes): (&str, &[usize])| {
        let links: Vec<_> =
            notes.iter().map(|number| format!("<a href=\"#note-{number}\">{number}</a>")).collect();
        match links.is_empty() {
            true => word.to_owned(),
            false => format!("{word}<sup>{}</sup>", links.join(", ")),
        }
    };
    let text = entry.parts().into_iter().map(word).collect::<Vec<_>>().join(" ");
    let _ = write!(page, "<td class=\"{class}\">{text}</td>");
}

fn notes(matrix: &Matrix, page: &mut String) {
    if !matrix.footnotes.is_empty() {
        page.push_str("<h2>Footnotes</h2>\n<ol>\n");
        for (index, text) in matrix.footnotes.iter().enumerate() {
            let text = escape(text);
            let _ = writeln!(page, "<li id=\"note-{}\"><code>{text}</code></li>", index + 1);
        }
        page.push_str("</ol>\n");
    }
    if matrix.scopes.is_empty() {
        return;
    }
    page.push_str("<h2>Scopes</h2>\n<ul>\n");
    for scope in &matrix.scopes {
        for (types, text) in &scope.on {
            let (name, types, text) =
                (escape(&scope.name), escape(&types.join(", ")), escape(text));
            let _ =
                writeln!(page, "<li><strong>{name}</strong> on {types}: <code>{text}</code></li>");
        }
    }
    page.push_str("</ul>\n");
}

fn above(matrix: &Matrix, page: &mut String) {
    if matrix.above.is_empty() {
        return;
    }
    page.push_str("<h2>Rules above the table</h2>\n<ul>\n");
    for above in &matrix.above {
        let title = above.title.as_deref().map(|title| format!(": {}", escape(title)));
        let (kind, name, whom) = (above.kind, escape(&above.name), escape(&above.whom));
        let title = title.unwrap_or_default();
        let space = if whom.is_empty() { "" } else { " " };
        let _ = writeln!(page, "<li>{kind} <strong>{name}</strong>{space}{whom}{title}\n<ul>");
        for statement in &above.statements {
            let text = escape(&statement.text);
            let rows = escape(&rows_in_words(&statement.rows, &matrix.rows));
            let _ = writeln!(page, "<li><code>{text}</code> ({rows})</li>");
        }
        page.push_str("</ul></li>\n");
    }
    page.push_str("</ul>\n");
}

/// Text in which no character means anything to HTML.
fn escape(text: &str) -> String {
    crate::markup::escape_line(text)
}
