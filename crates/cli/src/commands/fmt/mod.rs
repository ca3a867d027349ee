//! `ward fmt`

mod diff;
mod files;

use std::fs;
use std::path::{Path, PathBuf};

use serde_json::json;
use ward_diagnostics::{Diagnostic, SourceMap, codes};

use crate::failure::Failure;
use crate::input;
use crate::options::{Common, Format};
use crate::plural::count;
use crate::status::Status;
use crate::terminal::{Paint, Terminal};

/// Options of `ward fmt`.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  ward fmt                            the policy set around this folder
  ward fmt --check policies           would anything change? for a pipeline
  ward fmt --diff rules.policy
  ward fmt - < rules.policy           the result goes to standard output

Exit status: 0 formatted, or nothing to do; 1 with `--check` or `--diff` where something would
change; 2 where a file can't be read or has syntax errors (the others are formatted all the same).")]
pub struct Args {
    /// Policy files, or folders with policy files below them; `-` is a policy on standard input
    /// [default: the nearest folder upwards with a `ward.toml`]
    #[arg(value_name = "PATH")]
    pub paths: Vec<PathBuf>,
    /// Change nothing; list the files that would change
    #[arg(long)]
    pub check: bool,
    /// Change nothing; print what would change
    #[arg(long)]
    pub diff: bool,
    /// How to print what was done
    #[arg(long, value_name = "FORMAT", default_value = "human")]
    pub format: Format,
}

/// A file and its canonical text.
struct Formatted {
    path: PathBuf,
    shown: String,
    before: String,
    after: String,
}

impl Formatted {
    fn changes(&self) -> bool {
        self.before != self.after
    }

    fn is_stdin(&self) -> bool {
        self.path.as_os_str() == input::STDIN
    }
}

/// Formats policy files.
///
/// # Errors
/// Where there is nothing to format, or the answer can't be written.
pub fn run(args: &Args, common: &Common, terminal: &mut Terminal) -> Result<Status, Failure> {
    let (paths, problems) = files::named(&args.paths, common)?;
    terminal.complain(&problems, &SourceMap::default());
    let mut done = Done { failed: problems.len(), ..Done::default() };
    for path in paths {
        match read(&path) {
            Ok(file) => {
                let changes = file.changes();
                match apply(args, &file, terminal)? {
                    Ok(()) if changes => done.changed.push(file.shown),
                    Ok(()) => done.unchanged += 1,
                    Err(problem) => {
                        done.failed += 1;
                        terminal.complain(&[problem], &SourceMap::default());
                    }
                }
            }
            Err((problems, sources)) => {
                done.failed += 1;
                terminal.complain(&problems, &sources);
            }
        }
    }
    report(args, &done, terminal)?;
    let dry = args.check || args.diff;
    Ok(match (done.failed, done.changed.len()) {
        (0, changed) => Status::of(!dry || changed == 0),
        _ => Status::CouldNotTell,
    })
}

fn read(path: &Path) -> Result<Formatted, (Vec<Diagnostic>, SourceMap)> {
    let is_stdin = path.as_os_str() == input::STDIN;
    let shown = if is_stdin { "<stdin>".into() } else { path.display().to_string() };
    let plain = |problem: Box<Diagnostic>| (vec![*problem], SourceMap::default());
    let bytes = input::read_bytes(path).map_err(plain)?;
    let text = ward_parser::decode(&bytes).map_err(|problem| {
        let message = format!("`{shown}`: {}", problem.message);
        plain(Box::new(Diagnostic { message, ..*problem }))
    })?;
    let after = ward_format::format(&text).map_err(|problems| {
        let mut sources = SourceMap::default();
        sources.add(shown.clone(), text.clone());
        (problems, sources)
    })?;
    // With its byte-order mark, which is a difference too.
    let before = String::from_utf8(bytes).unwrap_or(text);
    Ok(Formatted { path: path.to_path_buf(), shown, before, after })
}

/// Does with a formatted file what was asked for; the inner error is a file that can't be
/// written.
fn apply(
    args: &Args,
    file: &Formatted,
    terminal: &mut Terminal,
) -> Result<Result<(), Diagnostic>, Failure> {
    if args.diff && args.format == Format::Human && file.changes() {
        let painted = diff::unified(&file.shown, &file.before, &file.after, |line| {
            let paint = match line.as_bytes().first() {
                Some(b'+') => Paint::Good,
                Some(b'-') => Paint::Bad,
                Some(b'@') => Paint::Faint,
                _ => return line.to_owned(),
            };
            terminal.paint(paint, line)
        });
        terminal.print_painted(&painted)?;
    }
    if args.check || args.diff {
        return Ok(Ok(()));
    }
    if file.is_stdin() {
        terminal.print(&file.after)?;
    } else if file.changes() {
        let written = fs::write(&file.path, &file.after);
        return Ok(written.map_err(|error| unwritable(&file.shown, &error)));
    }
    Ok(Ok(()))
}

fn unwritable(shown: &str, error: &std::io::Error) -> Diagnostic {
    Diagnostic::error(codes::UNREADABLE_FILE, format!("`{shown}` can't be written: {error}"))
        .help("check that you may write it")
}

/// What came of it.
#[derive(Default)]
struct Done {
    changed: Vec<String>,
    unchanged: usize,
    failed: usize,
}

fn report(args: &Args, done: &Done, terminal: &mut Terminal) -> Result<(), Failure> {
    let to_stdout =
        args.paths.iter().any(|path| path.as_os_str() == input::STDIN) && !args.check && !args.diff;
    if args.format == Format::Json && !to_stdout {
        let answer = json!({
            "changed": done.changed,
            "unchanged": done.unchanged,
            "failed": done.failed,
        });
        terminal.json(&answer)?;
        return Ok(());
    }
    if to_stdout {
        return Ok(());
    }
    if !args.diff {
        for path in &done.changed {
            terminal.line(path)?;
        }
    }
    let verb = if args.check || args.diff { "would change" } else { "changed" };
    let failed = match done.failed {
        0 => String::new(),
        failed => format!(", {failed} not formatted"),
    };
    let changed = count(done.changed.len(), "file");
    terminal.say(&format!("{changed} {verb}, {} unchanged{failed}", done.unchanged));
    Ok(())
}
