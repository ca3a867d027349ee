//! The commands, a file or folder each.

mod audit;
mod check;
mod completions;
mod diff;
mod eval;
mod explain;
mod fmt;
mod graph;
mod lint;
mod list;
mod man;
mod matrix;
mod new;
mod prove;
mod replay;
mod serve;
mod test;
mod watch;
mod what_can;
mod who_can;

use clap::Subcommand;

use crate::failure::Failure;
use crate::options::Common;
use crate::status::Status;
use crate::terminal::Terminal;

/// What to do.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Make a policy set that checks and tests green, to start from
    New(new::Args),
    /// Parse, resolve and type-check policy sets; report every error found
    Check(check::Args),
    /// Check policy sets, and look for what is not meant, not wise or not readable
    Lint(lint::Args),
    /// Bring policy files into the one canonical layout
    Fmt(fmt::Args),
    /// Prove or refute what a policy promises, or claims given here
    Prove(prove::Args),
    /// Run the tests of a policy, and the lines of a cases file
    Test(test::Args),
    /// Say which decisions change between two policies, each with a request that shows it
    Diff(diff::Args),
    /// Decide a request, or many
    Eval(eval::Args),
    /// Tell why a request is permitted or refused, or what a diagnostic code means
    Explain(explain::Args),
    /// List who is permitted something
    WhoCan(who_can::Args),
    /// List what somebody is permitted
    WhatCan(what_can::Args),
    /// List the records on which somebody is permitted something
    List(list::Args),
    /// Check data and assignments against the constraints of a policy
    Audit(audit::Args),
    /// Check, lint and test again at each save
    Watch(watch::Args),
    /// Decide requests over HTTP (AuthZEN 1.0), following policy and data as they change
    Serve(serve::Args),
    /// Decide the requests of a decision log again, by another policy
    Replay(replay::Args),
    /// Print which role may do what, with numbered footnotes
    Matrix(matrix::Args),
    /// Show what each declaration leans on, and what a change of it reaches
    Graph(graph::Args),
    /// Print completions for a shell
    Completions(completions::Args),
    /// Print or write the man pages
    Man(man::Args),
}

/// Runs the command. `ward` is the definition of the command line, for those that print it.
///
/// # Errors
/// What keeps it from an answer.
pub fn run(
    command: &Command,
    common: &Common,
    ward: fn() -> clap::Command,
    terminal: &mut Terminal,
) -> Result<Status, Failure> {
    match command {
        Command::New(args) => new::run(args, terminal),
        Command::Check(args) => check::run(args, common, terminal),
        Command::Lint(args) => lint::run(args, common, terminal),
        Command::Fmt(args) => fmt::run(args, common, terminal),
        Command::Prove(args) => prove::run(args, common, terminal),
        Command::Test(args) => test::run(args, common, terminal),
        Command::Diff(args) => diff::run(args, common, terminal),
        Command::Eval(args) => eval::run(args, common, terminal),
        Command::Explain(args) => explain::run(args, common, terminal),
        Command::WhoCan(args) => who_can::run(args, common, terminal),
        Command::WhatCan(args) => what_can::run(args, common, terminal),
        Command::List(args) => list::run(args, common, terminal),
        Command::Audit(args) => audit::run(args, common, terminal),
        Command::Watch(args) => watch::run(args, common, terminal),
        Command::Replay(args) => replay::run(args, common, terminal),
        Command::Serve(args) => serve::run(args, common, terminal),
        Command::Matrix(args) => matrix::run(args, common, terminal),
        Command::Graph(args) => graph::run(args, common, terminal),
        Command::Completions(args) => completions::run(args, ward(), terminal),
        Command::Man(args) => man::run(args, ward(), terminal),
    }
}
