//! `ward replay`

mod line;
mod told;

use std::fs::File;
use std::io::{self, BufRead, BufReader, Read};
use std::path::{Path, PathBuf};

use ward_evaluator::Engine;

use crate::engine::{self, DataArgs};
use crate::failure::Failure;
use crate::input;
use crate::options::{Common, Format};
use crate::policy;
use crate::status::Status;
use crate::terminal::Terminal;
use line::{Logged, Untold};
use told::{Change, Tally};

/// A line is a few hundred bytes; a longer one than this is no decision.
const LONGEST: u64 = 4 << 20;

/// Options of `ward replay`.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  ward replay decisions.jsonl --policy policies/clinic --data data.json
  ward replay decisions.jsonl.1 decisions.jsonl --policy new --format json | jq '.changed[].line'

A line is one of `ward serve --decision-log`. It is decided again at the time at which it was decided,
on the data given here. A line with masked fields can't be told, and is counted.
Exit status: 0 every decision is as it was, 1 some change, 2 where a line or the policy can't be used.")]
pub struct Args {
    /// Decision logs, oldest first; `-` is standard input
    #[arg(value_name = "LOG", required = true)]
    pub logs: Vec<PathBuf>,
    /// The data
    #[command(flatten)]
    pub data: DataArgs,
    /// How to print what changes
    #[arg(long, value_name = "FORMAT", default_value = "human")]
    pub format: Format,
}

/// Decides past requests by another policy.
///
/// # Errors
/// Where policy, data or a log can't be used.
pub fn run(args: &Args, common: &Common, terminal: &mut Terminal) -> Result<Status, Failure> {
    let loaded = policy::load(common, terminal)?;
    let engine = engine::load(&loaded, &args.data, terminal)?;
    let mut tally = Tally::default();
    for path in &args.logs {
        let lines = lines(path).map_err(|error| input::unreadable(path, &error))?;
        for (at, line) in lines.enumerate() {
            let line = line.map_err(|error| input::unreadable(path, &error))?;
            if line.trim_ascii().is_empty() {
                continue;
            }
            let place = format!("{}:{}", path.display(), at + 1);
            if let Some(change) = replay(&engine, &line, place, &mut tally) {
                if args.format == Format::Human {
                    told::human(&change, terminal)?;
                } else {
                    tally.changes.push(change);
                }
            }
        }
    }
    match args.format {
        Format::Human => terminal.say(&tally.summary(&loaded.located.shown)),
        Format::Json => terminal.json(&tally.json(engine.policy()))?,
    }
    Ok(tally.status())
}

/// Decides one line again; what changes.
fn replay(engine: &Engine, line: &[u8], place: String, tally: &mut Tally) -> Option<Change> {
    let logged = match Logged::read(line) {
        Ok(logged) => logged,
        Err(why) => {
            tally.note_untold(why, &place);
            return None;
        }
    };
    let Ok(decision) = engine.decide(&logged.request) else {
        // What was decided before is no request any longer: a property of another type, say.
        tally.note_untold(Untold::Malformed, &place);
        return None;
    };
    tally.decided += 1;
    if decision.permit == logged.decision {
        return None;
    }
    tally.changed += 1;
    Some(Change { place, logged, decision })
}

fn lines(path: &Path) -> io::Result<impl Iterator<Item = io::Result<Vec<u8>>>> {
    let reader: Box<dyn Read> = if path.as_os_str() == input::STDIN {
        Box::new(io::stdin())
    } else {
        Box::new(File::open(path)?)
    };
    let mut reader = BufReader::new(reader);
    Ok(std::iter::from_fn(move || {
        let mut line = Vec::new();
        match reader.by_ref().take(LONGEST).read_until(b'\n', &mut line) {
            Ok(0) => None,
            Ok(_) => Some(Ok(line)),
            Err(error) => Some(Err(error)),
        }
    }))
}
