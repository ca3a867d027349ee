//! The `ward` command.
//!
//! Holds: options, finding policies and data, and how answers look on a terminal. Does not hold:
//! any meaning; what a policy says is the compiler's, what it decides the evaluator's.
//!
//! Invariants: results go to standard output, everything else to standard error; the exit
//! status is 0 for yes, 1 for no and 2 for "could not tell"; the same input gives the same bytes.

mod args;
mod ask;
mod clock;
mod commands;
mod engine;
mod failure;
mod input;
mod known;
mod markup;
mod options;
mod output;
mod plural;
mod policy;
mod progress;
mod sets;
mod sources;
mod status;
mod terminal;
mod wording;

use std::process::ExitCode;

use clap::CommandFactory;

use args::Cli;
use status::Status;
use terminal::Terminal;

/// A service answers tens of thousands of requests a second, each with some small texts, and the
/// allocator of a statically linked program is slow at that.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    let cli = match args::parse() {
        Ok(cli) => cli,
        Err(status) => return status.into(),
    };
    let mut terminal = Terminal::new(cli.common.color);
    let answer =
        commands::run(&cli.command, &cli.common, Cli::command, &mut terminal).and_then(|status| {
            terminal.flush()?;
            Ok(status)
        });
    match answer {
        Ok(status) => status.into(),
        Err(failure) => {
            failure.report(&mut terminal);
            Status::CouldNotTell.into()
        }
    }
}
