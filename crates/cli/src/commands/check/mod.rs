//! `ward check`

mod promises;
mod report;

use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use ward_diagnostics::SourceMap;
use ward_prover::Limits;

use crate::clock::limits;
use crate::failure::Failure;
use crate::options::{Common, Format, seconds};
use crate::policy::{Located, locate};
use crate::sets::{UNREADABLE, sets_in};
use crate::sources::seen_from;
use crate::status::Status;
use crate::terminal::Terminal;
use promises::Promises;
use report::{Counts, Report};

/// Options of `ward check`.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  ward check                          the policy set around this folder
  ward check policies/betasky policies/portal
  ward check --format json | jq '.sets[].diagnostics[].code'

Every promise (`cannot` and `claim`) is proved, or it is an error, unless it says `assume`.
Exit status: 0 valid, 1 errors found, 2 where a policy set can't be found or read.")]
pub struct Args {
    /// Folders of policy sets, or files of them; `-` is a policy on standard input [default: the
    /// nearest folder upwards with a `ward.toml`]
    #[arg(value_name = "PATH")]
    pub paths: Vec<PathBuf>,
    /// Leave the promises unproved; the answer says so
    #[arg(long)]
    pub no_proofs: bool,
    /// How many seconds the proof of one promise may take, where its steps of work don't end it before [default: any]
    #[arg(long, value_name = "SECONDS", value_parser = seconds)]
    pub timeout: Option<Duration>,
    /// How to print what is found
    #[arg(long, value_name = "FORMAT", default_value = "human")]
    pub format: Format,
}

/// Checks policy sets.
///
/// # Errors
/// Where one can't be found or read.
pub fn run(args: &Args, common: &Common, terminal: &mut Terminal) -> Result<Status, Failure> {
    if common.policy.is_some() && !args.paths.is_empty() {
        return Err(Failure::named_twice());
    }
    let mut reports = Vec::new();
    let mut status = Status::Yes;
    for path in paths(args, common) {
        match locate(path.as_deref()) {
            Ok(located) => {
                reports.push(check(&located, (!args.no_proofs).then(|| limits(args.timeout))))
            }
            Err(problem) => {
                status = Status::CouldNotTell;
                terminal.complain(&[*problem], &SourceMap::default());
            }
        }
    }
    match args.format {
        Format::Human => report::human(&reports, terminal)?,
        Format::Json => terminal.json(&report::json(&reports))?,
    }
    Ok(reports.iter().map(Report::status).fold(status, Status::worse))
}

/// What to check; `None` is the policy set around this folder. A folder that is no policy set and
/// part of none stands for the sets right below it.
fn paths(args: &Args, common: &Common) -> Vec<Option<PathBuf>> {
    let named: Vec<_> = if args.paths.is_empty() {
        common.policy.iter().cloned().collect()
    } else {
        args.paths.clone()
    };
    if named.is_empty() {
        return vec![None];
    }
    named.iter().flat_map(|path| sets_in(path)).map(Some).collect()
}

/// Checks a policy set, and proves its promises where there is time for it.
fn check(located: &Located, proofs: Option<Limits>) -> Report {
    let compiled = ward_prover::compile(&located.source);
    let (sources, diagnostics, counts, promises) = match compiled {
        Ok(policy) => {
            let mut diagnostics = policy.warnings.clone();
            diagnostics
                .extend(policy.rejected.iter().flat_map(|overlay| overlay.diagnostics.clone()));
            let policy = Arc::new(policy);
            let promises = Promises::of(&policy, proofs.as_ref());
            diagnostics.extend(promises.diagnostics(&policy));
            ward_diagnostics::sort(&mut diagnostics);
            (policy.sources.clone(), diagnostics, Some(Counts::of(&policy)), Some(promises))
        }
        Err(failure) => (failure.sources, failure.diagnostics, None, None),
    };
    let unreadable = diagnostics.iter().any(|problem| UNREADABLE.contains(&problem.code));
    Report {
        shown: located.shown.clone(),
        sources: seen_from(&sources, &located.folder),
        diagnostics,
        counts,
        promises,
        unreadable,
    }
}
