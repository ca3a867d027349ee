//! The pages of the diagnostics.

use serde_json::json;
use ward_diagnostics::{Diagnostic, codes, did_you_mean};

use crate::failure::Failure;
use crate::options::Format;
use crate::status::Status;
use crate::terminal::Terminal;

/// The pages by code, embedded when the program is built.
const PAGES: &[(&str, &str)] = include!(concat!(env!("OUT_DIR"), "/pages.rs"));

/// Prints the page of a code; where none has been written, its title.
///
/// # Errors
/// Where there is no such code.
pub fn print(text: &str, format: Format, terminal: &mut Terminal) -> Result<Status, Failure> {
    if let Some(rule) = ward_lint::find(text) {
        let (code, title, page) = (rule.code.0, rule.title(), ward_lint::page_of(rule));
        match format {
            Format::Human => terminal.print(&page)?,
            Format::Json => terminal.json(&json!({"code": code, "title": title, "page": page}))?,
        }
        return Ok(Status::Yes);
    }
    let Some((code, title)) = codes::find(text) else {
        return Err(unknown(text));
    };
    let page = PAGES.iter().find(|(name, _)| *name == code.0);
    let page = page.map_or_else(|| format!("# {code}: {title}\n"), |(_, page)| page.to_string());
    match format {
        Format::Human => terminal.print(&page)?,
        Format::Json => terminal.json(&json!({"code": code.0, "title": title, "page": page}))?,
    }
    Ok(Status::Yes)
}

fn unknown(text: &str) -> Failure {
    if text.contains("::") {
        return Failure::usage(
            "a decision has a subject, an action and a resource",
            "write `ward explain SUBJECT ACTION RESOURCE`",
        );
    }
    let all = codes::all();
    let known = all.iter().map(|(code, _)| code.0);
    Diagnostic::error(codes::USAGE, format!("there is no diagnostic `{text}`"))
        .help("a code is a letter and four digits, as messages show it: `E0201`")
        .help_opt(did_you_mean(text, known))
        .into()
}
