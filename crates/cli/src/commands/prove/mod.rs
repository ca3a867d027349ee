//! `ward prove`

mod human;

use std::sync::Arc;
use std::time::Duration;

use clap::ValueEnum;
use serde_json::json;
use ward_compiler::model::Claim;
use ward_compiler::{ASKED, Policy};
use ward_prover::{Verdict, prove_all};

use crate::clock::limits;
use crate::failure::Failure;
use crate::options::{Common, seconds};
use crate::output::promise::{cases, verdict_json};
use crate::policy::{locate, say_what_is_left_out};
use crate::sources::seen_from;
use crate::status::Status;
use crate::terminal::Terminal;

/// Options of `ward prove`.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  ward prove                                     every `cannot` and `claim` of the policy
  ward prove 'never approve within own'          a claim that stands in no file
  ward prove 'nurse <= doctor' 'never send for nurse'
  ward prove --format cases | ward test --cases -   replay what refutes

A promise that isn't decided within its steps of work, or in time, is undecided. What a claim says to assume is no failure.
Exit status: 0 all proved, 1 some refuted or undecided, 2 where policy or claim can't be used.")]
pub struct Args {
    /// Claims to be proved instead of the policy's: `never …`, `always …`, `A <= B`, `only … depend on …`
    #[arg(value_name = "CLAIM")]
    pub claims: Vec<String>,
    /// How many seconds each may take, where its steps of work don't end it before [default: any]
    #[arg(long, value_name = "SECONDS", value_parser = seconds)]
    pub timeout: Option<Duration>,
    /// Check the solver's derivation of each proof step by step, apart from the solver
    #[arg(long)]
    pub verify: bool,
    /// How to print the verdicts; `cases` prints what refutes as lines for `ward test --cases`
    #[arg(long, value_name = "FORMAT", default_value = "human")]
    pub format: Shape,
}

/// How verdicts are printed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum Shape {
    /// For a person.
    #[default]
    Human,
    /// For a program.
    Json,
    /// Lines of a cases file, one for each request that refutes.
    Cases,
}

/// Proves promises.
///
/// # Errors
/// Where the policy or a claim can't be used.
pub fn run(args: &Args, common: &Common, terminal: &mut Terminal) -> Result<Status, Failure> {
    let located = locate(common.policy.as_deref())?;
    let compiled = ward_prover::compile_asking(&located.source, &args.claims);
    let policy = compiled.map_err(|failure| {
        let sources = seen_from(&failure.sources, &located.folder);
        Failure::at(failure.diagnostics, sources)
    })?;
    say_what_is_left_out(&policy, terminal);
    let policy = Arc::new(policy);
    let sources = seen_from(&policy.sources, &located.folder);
    let claims = asked(&policy, !args.claims.is_empty());
    let limits = limits(args.timeout);
    let limits = if args.verify { limits.verified() } else { limits };
    let verdicts = prove_all(&policy, &claims, &limits);
    let judged: Vec<(&Claim, &Verdict)> = claims.iter().zip(&verdicts).collect();
    match args.format {
        Shape::Human => human::tell(&policy, &judged, &sources, terminal)?,
        Shape::Json => {
            let verdicts: Vec<_> = judged
                .iter()
                .map(|(claim, verdict)| verdict_json(claim, verdict, &sources))
                .collect();
            terminal.json(&json!({"policy": policy.hash, "promises": verdicts}))?;
        }
        Shape::Cases => {
            for case in judged.iter().flat_map(|(claim, verdict)| cases(claim, verdict)) {
                terminal.raw_line(&case.to_string())?;
            }
        }
    }
    let fine = verdicts.iter().all(Verdict::is_fine);
    Ok(match fine {
        // The promises of an overlay that is left out have not been looked at.
        true if args.claims.is_empty() => Status::if_told(policy.rejected.is_empty()),
        fine => Status::of(fine),
    })
}

/// The claims asked on the command line; or all of them.
fn asked(policy: &Policy, any: bool) -> Vec<Claim> {
    let wanted = |claim: &&Claim| !any || policy.sources.path(claim.span.file) == ASKED;
    policy.claims.iter().filter(wanted).cloned().collect()
}
