//! `ward explain`

use ward_diagnostics::{Diagnostic, codes, did_you_mean};

use crate::failure::Failure;
use crate::status::Status;
use crate::terminal::Terminal;

/// The pages of the diagnostics by code, embedded when the program is built.
const PAGES: &[(&str, &str)] = include!(concat!(env!("OUT_DIR"), "/pages.rs"));

/// Options of `ward explain`.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  ward explain E0201                              what a diagnostic means and how to mend it")]
pub struct Args {
    /// A diagnostic's code
    pub code: String,
}

/// Tells the story.
///
/// # Errors
/// Where there is no such code.
pub fn run(args: &Args, terminal: &mut Terminal) -> Result<Status, Failure> {
    terminal.print(&page(&args.code)?)?;
    Ok(Status::Yes)
}

/// The page of a code; where none has been written, its title.
fn page(text: &str) -> Result<String, Failure> {
    let Some((code, title)) = codes::find(text) else {
        let all = codes::all();
        let known = all.iter().map(|(code, _)| code.0);
        return Err(Diagnostic::error(codes::USAGE, format!("there is no diagnostic `{text}`"))
            .help("a code is a letter and four digits, as messages show it: `E0201`")
            .help_opt(did_you_mean(text, known))
            .into());
    };
    let page = PAGES.iter().find(|(name, _)| *name == code.0);
    Ok(page.map_or_else(|| format!("# {code}: {title}\n"), |(_, page)| page.to_string()))
}
