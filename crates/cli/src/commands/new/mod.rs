//! `ward new DIR`

use std::fs::{self, OpenOptions};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use serde_json::json;
use ward_compiler::set::SETTINGS_FILE;
use ward_diagnostics::{Diagnostic, codes};

use crate::failure::Failure;
use crate::options::Format;
use crate::plural::count;
use crate::status::Status;
use crate::terminal::Terminal;

/// The policy that a new set holds.
const POLICY: &str = include_str!("clinic.policy");
/// Data for it.
const DATA: &str = include_str!("data.json");
/// What to try first.
const README: &str = include_str!("README.md");

/// Options of `ward new`.
#[derive(Debug, clap::Args)]
#[command(after_help = "Example:
  ward new clinic && cd clinic && ward check && ward test")]
pub struct Args {
    /// The folder to make; nothing in it is overwritten
    #[arg(value_name = "DIR")]
    pub dir: PathBuf,
    /// How to print what was written
    #[arg(long, value_name = "FORMAT", default_value = "human")]
    pub format: Format,
}

/// Writes the policy set.
///
/// # Errors
/// Where a file is there already, or can't be written.
pub fn run(args: &Args, terminal: &mut Terminal) -> Result<Status, Failure> {
    let files = [
        (SETTINGS_FILE, settings(&args.dir)),
        ("clinic.policy", POLICY.to_owned()),
        ("data.json", DATA.to_owned()),
        ("README.md", README.to_owned()),
    ];
    for (name, _) in &files {
        let path = args.dir.join(name);
        if path.symlink_metadata().is_ok() {
            return Err(Failure::usage(
                format!("`{}` is there already", path.display()),
                "name a new folder: `ward new` overwrites nothing",
            ));
        }
    }
    fs::create_dir_all(&args.dir).map_err(|error| unwritable(&args.dir, &error))?;
    for (name, text) in &files {
        let path = args.dir.join(name);
        write_new(&path, text).map_err(|error| unwritable(&path, &error))?;
    }
    let names: Vec<&str> = files.iter().map(|(name, _)| *name).collect();
    match args.format {
        Format::Json => {
            terminal.json(&json!({"path": args.dir.to_string_lossy(), "files": names}))?;
        }
        Format::Human => {
            let number = count(files.len(), "file");
            terminal.line(&format!("{}: {number}: {}", args.dir.display(), names.join(", ")))?;
            terminal.say("try next: ward check, ward test, ward matrix");
        }
    }
    Ok(Status::Yes)
}

fn settings(dir: &Path) -> String {
    let name = dir.file_name().map_or("clinic".into(), |name| name.to_string_lossy());
    let plain = |letter: char| letter.is_alphanumeric() || "-_ .".contains(letter);
    let name = if name.chars().all(plain) { name } else { "clinic".into() };
    format!("name = \"{name}\"\ntime_zone = \"UTC\"\ndata = [\"data.json\"]\n")
}

fn write_new(path: &Path, text: &str) -> io::Result<()> {
    OpenOptions::new().write(true).create_new(true).open(path)?.write_all(text.as_bytes())
}

fn unwritable(path: &Path, error: &io::Error) -> Failure {
    let message = format!("`{}` can't be written: {error}", path.display());
    Diagnostic::error(codes::USAGE, message).help("name a folder that you may write to").into()
}
