//! `ward man`

use std::fs;
use std::path::{Path, PathBuf};

use clap::Command;
use ward_diagnostics::{Diagnostic, codes, did_you_mean};

use crate::failure::Failure;
use crate::status::Status;
use crate::terminal::Terminal;

/// Options of `ward man`.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  ward man check | man -l -
  ward man --out-dir ~/.local/share/man/man1")]
pub struct Args {
    /// The command whose page to print [default: the page of `ward` itself]
    #[arg(conflicts_with = "out_dir")]
    pub command: Option<String>,
    /// Write all pages into this folder instead
    #[arg(long, value_name = "DIR")]
    pub out_dir: Option<PathBuf>,
}

/// Prints a page of a command line, or writes all of them.
///
/// # Errors
/// Where there is no such command, or where the pages can't be written.
pub fn run(args: &Args, ward: Command, terminal: &mut Terminal) -> Result<Status, Failure> {
    let pages = pages(ward);
    if let Some(folder) = &args.out_dir {
        for (name, page) in &pages {
            write(folder, &format!("{name}.1"), &rendered(page)?)?;
        }
        return Ok(Status::Yes);
    }
    let wanted = args.command.as_ref().map_or("ward".into(), |name| format!("ward-{name}"));
    let Some((_, page)) = pages.iter().find(|(name, _)| *name == wanted) else {
        let name = args.command.as_deref().unwrap_or_default();
        let names = pages.iter().filter_map(|(name, _)| name.strip_prefix("ward-"));
        return Err(Diagnostic::error(codes::USAGE, format!("there is no command `{name}`"))
            .help("`ward --help` lists the commands")
            .help_opt(did_you_mean(name, names))
            .into());
    };
    terminal.print(&String::from_utf8_lossy(&rendered(page)?))?;
    Ok(Status::Yes)
}

/// `ward` and its commands, each with the name of its page.
fn pages(mut ward: Command) -> Vec<(String, Command)> {
    ward.build();
    let of_command = |command: &Command| (format!("ward-{}", command.get_name()), command.clone());
    let mut pages = vec![("ward".to_owned(), ward.clone())];
    pages.extend(ward.get_subcommands().map(of_command));
    pages
}

fn rendered(page: &Command) -> Result<Vec<u8>, Failure> {
    let mut text = Vec::new();
    clap_mangen::Man::new(page.clone()).render(&mut text)?;
    Ok(text)
}

fn write(folder: &Path, name: &str, text: &[u8]) -> Result<(), Failure> {
    let path = folder.join(name);
    fs::create_dir_all(folder).and_then(|()| fs::write(&path, text)).map_err(|error| {
        let message = format!("`{}` can't be written: {error}", path.display());
        Diagnostic::error(codes::USAGE, message).help("name a folder that you may write to").into()
    })
}
