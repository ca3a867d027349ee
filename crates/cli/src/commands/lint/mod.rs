//! `ward lint`

mod mending;
mod report;

use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use ward_compiler::Policy;
use ward_compiler::incremental::Recompiler;
use ward_diagnostics::{Diagnostic, SourceMap, codes, sort};
use ward_lint::{Levels, Linted, Options};

use crate::clock::limits;
use crate::failure::Failure;
use crate::input;
use crate::options::{Common, seconds};
use crate::policy::{Located, locate};
use crate::sets::{UNREADABLE, sets_in};
use crate::sources::seen_from;
use crate::status::Status;
use crate::terminal::Terminal;
use report::Report;

pub use report::Shape;

/// Options of `ward lint`.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  ward lint                           the policy set around this folder
  ward lint --fix policies/betasky    mend what can be mended for sure
  ward lint --format sarif > lint.sarif
  ward explain L0101                  what a rule finds, and why

Levels stand in `ward.toml` under `[lint]`; `// ward: allow(rule) reason` lets a finding pass.
Exit status: 0 nothing found but advice, 1 findings, 2 where a policy set can't be found or read.")]
pub struct Args {
    /// Folders of policy sets, or files of them; `-` is a policy on standard input [default: the
    /// nearest folder upwards with a `ward.toml`]
    #[arg(value_name = "PATH")]
    pub paths: Vec<PathBuf>,
    /// Mend what can be mended without changing a decision
    #[arg(long)]
    pub fix: bool,
    /// Leave promises unproved, and out the rules that ask the prover
    #[arg(long)]
    pub no_proofs: bool,
    /// How many seconds the proof of one promise may take, where its steps of work don't end it before [default: any]
    #[arg(long, value_name = "SECONDS", value_parser = seconds)]
    pub timeout: Option<Duration>,
    /// How to print what is found
    #[arg(long, value_name = "FORMAT", default_value = "human")]
    pub format: Shape,
}

/// Lints policy sets.
///
/// # Errors
/// Where the command line can't be meant, or the answer can't be written.
pub fn run(args: &Args, common: &Common, terminal: &mut Terminal) -> Result<Status, Failure> {
    run_again(args, common, &mut Recompiler::default(), terminal)
}

/// The same, with what is known from the last time.
///
/// # Errors
/// As [`run`].
pub fn run_again(
    args: &Args,
    common: &Common,
    compiler: &mut Recompiler,
    terminal: &mut Terminal,
) -> Result<Status, Failure> {
    if common.policy.is_some() && !args.paths.is_empty() {
        return Err(Failure::named_twice());
    }
    let named: Vec<PathBuf> = args.paths.iter().chain(&common.policy).cloned().collect();
    if args.fix && named.iter().any(|path| path.as_os_str() == input::STDIN) {
        return Err(Failure::usage(
            "standard input can't be mended",
            "name a folder or a file, or leave `--fix` out",
        ));
    }
    let sets: Vec<Option<PathBuf>> = match named.as_slice() {
        [] => vec![None],
        named => named.iter().flat_map(|path| sets_in(path)).map(Some).collect(),
    };
    let mut reports = Vec::new();
    let mut status = Status::Yes;
    for path in sets {
        match locate(path.as_deref())
            .map_err(|problem| vec![*problem])
            .and_then(|set| linted(args, set, compiler))
        {
            Ok(report) => reports.push(report),
            Err(problems) => {
                status = Status::CouldNotTell;
                terminal.complain(&problems, &SourceMap::default());
            }
        }
    }
    report::print(args.format, &reports, terminal)?;
    Ok(reports.iter().map(Report::status).fold(status, Status::worse))
}

/// Mends a policy set where that is wanted, and looks at what is left.
fn linted(
    args: &Args,
    mut located: Located,
    compiler: &mut Recompiler,
) -> Result<Report, Vec<Diagnostic>> {
    let settings = located.source.settings.lint.as_ref();
    let levels = Levels::read(settings).map_err(|bad| {
        let problem = |one: ward_lint::BadSetting| {
            Diagnostic::error(codes::BAD_SETTINGS, one.message).help(one.help)
        };
        bad.into_iter().map(problem).collect::<Vec<_>>()
    })?;
    let options = Options { levels, no_proofs: args.no_proofs };
    let mended = if args.fix { mending::mend(&mut located, &options)? } else { 0 };
    Ok(looked_at(args, &located, &options, mended, compiler))
}

fn looked_at(
    args: &Args,
    located: &Located,
    options: &Options,
    mended: usize,
    compiler: &mut Recompiler,
) -> Report {
    let compiled = ward_prover::recompile(compiler, located.source.clone());
    let (sources, mut diagnostics, linted) = match compiled {
        Ok((policy, _)) => {
            let linted = ward_lint::lint(&located.source, &policy, options);
            (policy.sources.clone(), checked(args, &policy), linted)
        }
        Err(failure) => (failure.sources, failure.diagnostics, Linted::default()),
    };
    sort(&mut diagnostics);
    Report {
        shown: located.shown.clone(),
        sources: seen_from(&sources, &located.folder),
        unreadable: diagnostics.iter().any(|problem| UNREADABLE.contains(&problem.code)),
        diagnostics,
        linted,
        mended,
        proved: !args.no_proofs,
    }
}

/// What `ward check` says of a policy that compiles.
fn checked(args: &Args, policy: &Arc<Policy>) -> Vec<Diagnostic> {
    let mut diagnostics = policy.warnings.clone();
    diagnostics.extend(policy.rejected.iter().flat_map(|overlay| overlay.diagnostics.clone()));
    if !args.no_proofs {
        let verdicts = ward_prover::prove_all(policy, &policy.claims, &limits(args.timeout));
        let judged = policy.claims.iter().zip(&verdicts);
        diagnostics.extend(
            judged.filter_map(|(claim, verdict)| ward_prover::report(policy, claim, verdict)),
        );
    }
    diagnostics
}
