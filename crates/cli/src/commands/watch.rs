//! `ward watch`

use std::path::PathBuf;
use std::sync::mpsc::channel;
use std::time::Duration;

use ward_compiler::incremental::Recompiler;
use ward_compiler::set::SETTINGS_FILE;
use ward_live::{Place, Ticker, watch_paths};

use super::{lint, test};
use crate::engine::DataArgs;
use crate::failure::Failure;
use crate::options::{Common, seconds};
use crate::policy::{self, Located};
use crate::status::Status;
use crate::terminal::Terminal;

/// Options of `ward watch`.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  ward watch                          the policy set around this folder
  ward watch policies/betasky --data data.json --cases cases.jsonl

It checks, lints and tests at once and after every save, until it is ended with Ctrl-C.")]
pub struct Args {
    /// The policy set: a folder or a file of it [default: the nearest folder upwards with a
    /// `ward.toml`]
    #[arg(value_name = "PATH")]
    pub path: Option<PathBuf>,
    /// A file of expected decisions, one a line
    #[arg(long, value_name = "FILE")]
    pub cases: Option<PathBuf>,
    /// The data of the cases that bring none
    #[command(flatten)]
    pub data: DataArgs,
    /// Leave promises unproved, and out the lint rules that ask the prover
    #[arg(long)]
    pub no_proofs: bool,
    /// How many seconds the proof of one promise may take, where its steps of work don't end it before [default: any]
    #[arg(long, value_name = "SECONDS", value_parser = seconds)]
    pub timeout: Option<Duration>,
}

/// Checks, lints and tests at each save.
///
/// # Errors
/// Where there is no policy set to watch, or the answer can't be written.
pub fn run(args: &Args, common: &Common, terminal: &mut Terminal) -> Result<Status, Failure> {
    let named = args.path.as_deref().or(common.policy.as_deref());
    let located = policy::locate(named)?;
    if located.folder.as_os_str().is_empty() && !located.folder.join(SETTINGS_FILE).is_file() {
        return Err(Failure::usage(
            "what comes by standard input can't change",
            "name the folder of a policy set",
        ));
    }
    let place = Place { data: args.data.data.clone(), ..Place::new(&located.folder) };
    let more: Vec<PathBuf> = args.cases.iter().cloned().collect();
    let paths = move || place.paths().into_iter().chain(more.clone()).collect();
    let (sender, changes) = channel();
    // The first look, before anything has changed, comes at once.
    let _watching = watch_paths(Ticker::default(), paths, move |_| {
        let _ = sender.send(());
    });
    let mut compiler = Recompiler::default();
    while changes.recv().is_ok() {
        // What was saved meanwhile is looked at together.
        while changes.try_recv().is_ok() {}
        once(args, common, &mut compiler, terminal)?;
        terminal.say("watching; end with Ctrl-C");
    }
    Ok(Status::Yes)
}

/// One round; what can't be told is said, and the next save waited for.
/// What was compiled serves linting and testing, and an edit is compiled in its place.
fn once(
    args: &Args,
    common: &Common,
    compiler: &mut Recompiler,
    terminal: &mut Terminal,
) -> Result<(), Failure> {
    let linted = lint::Args {
        paths: args.path.iter().cloned().collect(),
        fix: false,
        no_proofs: args.no_proofs,
        timeout: args.timeout,
        format: lint::Shape::Human,
    };
    if let Err(failure) = lint::run_again(&linted, common, compiler, terminal) {
        return told(failure, terminal);
    }
    let named = args.path.as_deref().or(common.policy.as_deref());
    let compiles = |it: Located| ward_prover::recompile(compiler, it.source).is_ok();
    if !policy::locate(named).is_ok_and(compiles) {
        // Its tests would say the same again.
        return Ok(terminal.flush()?);
    }
    let tested = test::Args {
        path: args.path.clone(),
        cases: args.cases.clone(),
        now: None,
        data: args.data.clone(),
        coverage: false,
        threshold: None,
        mutate: false,
        allow_empty: true,
        format: test::TestFormat::Human,
    };
    match test::run_again(&tested, common, compiler, terminal) {
        Ok(_) => Ok(terminal.flush()?),
        Err(failure) => told(failure, terminal),
    }
}

/// A terminal that has gone away ends the watch; everything else is said.
fn told(failure: Failure, terminal: &mut Terminal) -> Result<(), Failure> {
    if matches!(failure, Failure::Output(_)) {
        return Err(failure);
    }
    failure.report(terminal);
    Ok(())
}
