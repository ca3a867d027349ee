//! The data that a decision is made on.

use std::path::PathBuf;

use ward_diagnostics::{Code, Diagnostic, Severity, SourceMap, codes, has_errors};
use ward_evaluator::{DataFile, Engine};

use crate::failure::Failure;
use crate::input;
use crate::plural::count;
use crate::policy::Loaded;
use crate::progress::Progress;
use crate::sources::joined;
use crate::terminal::Terminal;

/// How many warnings about data are shown.
const SHOWN: usize = 5;

/// Where the data are.
#[derive(Clone, Debug, clap::Args)]
pub struct DataArgs {
    /// A file with entities and assignments; may be repeated, `-` is standard input [default: the
    /// files that `ward.toml` names]
    #[arg(long, short, value_name = "FILE")]
    pub data: Vec<PathBuf>,
    /// Make what is ignored otherwise an error: undeclared types and properties in data, and what
    /// nothing reads in requests
    #[arg(long)]
    pub strict: bool,
}

/// Loads the data.
///
/// # Errors
/// Where a file can't be read or doesn't fit the policy.
pub fn load(loaded: &Loaded, args: &DataArgs, terminal: &mut Terminal) -> Result<Engine, Failure> {
    load_except(loaded, args, &[], terminal)
}

/// Loads the data; problems of the codes that the command tells itself are left to it.
///
/// # Errors
/// As [`load`], for problems of other codes.
pub fn load_except(
    loaded: &Loaded,
    args: &DataArgs,
    told: &[Code],
    terminal: &mut Terminal,
) -> Result<Engine, Failure> {
    over(loaded, &read(loaded, args)?, args, told, terminal)
}

/// Reads the files of data.
///
/// # Errors
/// Where one can't be read.
pub fn read(loaded: &Loaded, args: &DataArgs) -> Result<Vec<DataFile>, Failure> {
    let read = |path: PathBuf| {
        let text = input::read_text(&path)?;
        Ok(DataFile { name: path.display().to_string(), text })
    };
    paths(loaded, args).into_iter().map(read).collect()
}

/// The policy over data that have been read.
///
/// # Errors
/// As [`load_except`].
pub fn over(
    loaded: &Loaded,
    files: &[DataFile],
    args: &DataArgs,
    told: &[Code],
    terminal: &mut Terminal,
) -> Result<Engine, Failure> {
    let mut progress = Progress::new("entities", None);
    let mut tell = |read: usize| {
        // Asking the clock costs as much as reading an entity.
        if read.is_multiple_of(1_024) {
            progress.at(read as u64);
        }
    };
    let (engine, mut problems) = Engine::load_telling(loaded.policy.clone(), files, &mut tell);
    drop(progress);
    problems.retain(|problem| !told.contains(&problem.code));
    if args.strict {
        problems.iter_mut().for_each(make_strict);
    }
    if has_errors(&problems) {
        problems.retain(Diagnostic::is_error);
        return Err(Failure::at(problems, SourceMap::default()));
    }
    let more = problems.len().saturating_sub(SHOWN);
    problems.truncate(SHOWN);
    terminal.complain(&problems, &SourceMap::default());
    if more > 0 {
        terminal.say(&format!("and {} more about the data", count(more, "warning")));
    }
    Ok(engine.strict(args.strict))
}

/// Whether any data are named, on the command line or in `ward.toml`.
pub fn are_named(loaded: &Loaded, args: &DataArgs) -> bool {
    !paths(loaded, args).is_empty()
}

fn make_strict(problem: &mut Diagnostic) {
    const NAMES: [Code; 3] =
        [codes::DATA_UNKNOWN_TYPE, codes::DATA_UNKNOWN_PROPERTY, codes::DATA_UNKNOWN_ROLE_VALUE];
    if NAMES.contains(&problem.code) {
        problem.severity = Severity::Error;
    }
}

fn paths(loaded: &Loaded, args: &DataArgs) -> Vec<PathBuf> {
    if !args.data.is_empty() {
        return args.data.clone();
    }
    let named = loaded.located.source.settings.data.iter().flatten();
    named.map(|file| joined(&loaded.located.folder, file).into()).collect()
}
