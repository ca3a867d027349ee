//! As commands of a GitHub workflow, which become notes in a pull request.

use std::fmt::Write as _;

use ward_diagnostics::{Diagnostic, SourceMap, visible};

use super::{region, word};

/// `::warning file=…,line=…::message`, a line each.
pub fn github(diagnostics: &[Diagnostic], sources: &SourceMap) -> String {
    let mut text = String::new();
    for one in diagnostics {
        let kind = if word(one) == "note" { "notice" } else { word(one) };
        let place = region(one, sources).map(|(start, end)| {
            let (line, column) = (start.line, start.column);
            let path = property(&start.path);
            format!("file={path},line={line},endLine={},col={column},", end.line)
        });
        let help =
            one.help.as_ref().map(|help| format!("\nhelp: {}", visible(help))).unwrap_or_default();
        let message = data(&format!("{}{help}", visible(&one.message)));
        let _ =
            writeln!(text, "::{kind} {}title={}::{message}", place.unwrap_or_default(), one.code);
    }
    text
}

fn data(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}
