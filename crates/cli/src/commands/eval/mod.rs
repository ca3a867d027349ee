//! `ward eval`

mod batch;
mod lines;

use std::path::PathBuf;

use ward_diagnostics::SourceMap;
use ward_evaluator::{Decision, Malformed, Request};

use crate::args::{Common, Format};
use crate::ask::{self, Details, Question};
use crate::engine::{self, DataArgs};
use crate::failure::Failure;
use crate::policy;
use crate::status::Status;
use crate::terminal::{Paint, Terminal};

/// Options of `ward eval`.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  ward eval User::ann view Record::r1 --data data.json
  ward eval User::ann reschedule Visit::v1 --param new_date=2026-03-04 --now 2026-03-02
  ward eval --requests requests.jsonl --data data.json > responses.jsonl
  ward eval --requests requests.jsonl --brief --jobs 4 > decisions.jsonl

Exit status: 0 permitted, 1 refused, 2 where it can't be decided. With `--requests` 0 if every
request was decided.")]
pub struct Args {
    /// Who asks: `Type::id`
    #[arg(required_unless_present = "requests", conflicts_with = "requests")]
    pub subject: Option<String>,
    /// What is to be done
    #[arg(required_unless_present = "requests")]
    pub action: Option<String>,
    /// To which record: `Type::id`, or `Type.facet::id` for a part of it
    #[arg(required_unless_present = "requests")]
    pub resource: Option<String>,
    /// What else the request says
    #[command(flatten)]
    pub details: Details,
    /// Decide every request of this file, one AuthZEN request a line; one response a line, in order
    #[arg(long, value_name = "FILE", conflicts_with_all = ["param", "prop", "subject_prop", "context"])]
    pub requests: Option<PathBuf>,
    /// How many requests to decide at a time [default: as many as the machine has cores]
    #[arg(long, value_name = "N")]
    pub jobs: Option<std::num::NonZeroUsize>,
    /// Answer with the decisions and what they ask for, without reasons: many times faster
    #[arg(long)]
    pub brief: bool,
    /// The data
    #[command(flatten)]
    pub data: DataArgs,
    /// How to print the decision; a batch is always JSON lines
    #[arg(long, value_name = "FORMAT", default_value = "human")]
    pub format: Format,
}

/// Decides.
///
/// # Errors
/// Where policy, data or request can't be used.
pub fn run(args: &Args, common: &Common, terminal: &mut Terminal) -> Result<Status, Failure> {
    check(args)?;
    let loaded = policy::load(common, terminal)?;
    let engine = engine::load(&loaded, &args.data, terminal)?;
    if let Some(path) = &args.requests {
        return batch::run(&engine, path, args, terminal);
    }
    let question = Question {
        subject: args.subject.as_deref().unwrap_or_default(),
        action: args.action.as_deref().unwrap_or_default(),
        resource: args.resource.as_deref().unwrap_or_default(),
        ..Question::default()
    };
    let request = ask::request(engine.policy(), question, &args.details, terminal)?;
    let Some(decision) = decided(engine.decide(&request), args.format, terminal)? else {
        return Ok(Status::CouldNotTell);
    };
    match args.format {
        Format::Json => terminal.json(&decision.answer())?,
        Format::Human => human(&decision, &request, terminal)?,
    }
    Ok(Status::of(decision.permit))
}

/// What is of use for a batch alone. (For clap nothing requires `--requests` once there is a subject,
/// with which it conflicts.)
fn check(args: &Args) -> Result<(), Failure> {
    let of_batches = [("--jobs", args.jobs.is_some()), ("--brief", args.brief)];
    match of_batches.into_iter().find(|(_, given)| *given) {
        Some((name, _)) if args.requests.is_none() => Err(Failure::usage(
            format!("`{name}` is for many requests, and this is one"),
            format!("leave `{name}` out, or name a file with `--requests`"),
        )),
        _ => Ok(()),
    }
}

/// The decision of the policy. What is none (a malformed request, an unknown name, a record that
/// isn't stored) is said on standard error, and as JSON where that was asked for.
///
/// # Errors
/// Where standard output can't take it.
pub fn decided(
    decided: Result<Decision, Malformed>,
    format: Format,
    terminal: &mut Terminal,
) -> Result<Option<Decision>, Failure> {
    let as_json = format == Format::Json;
    let problem = match decided {
        Ok(Decision { error: None, .. }) => return Ok(decided.ok()),
        Ok(decision) => {
            if as_json {
                terminal.json(&decision.answer())?;
            }
            decision.error
        }
        Err(malformed) => {
            if as_json {
                terminal.json(&malformed.to_json())?;
            }
            Some(malformed.0)
        }
    };
    let problems: Vec<_> = problem.into_iter().map(|problem| *problem).collect();
    terminal.complain(&problems, &SourceMap::default());
    Ok(None)
}

/// `permitted  User::lena  approve  Document::d17`
pub fn headline(decision: &Decision, request: &Request, terminal: &Terminal) -> String {
    let word = match decision.permit {
        true => terminal.paint(Paint::Good, "permitted"),
        false => terminal.paint(Paint::Bad, "refused"),
    };
    let (subject, resource) = (&request.subject, &request.resource);
    format!(
        "{word}  {}::{}  {}  {}::{}",
        subject.ty, subject.id, request.action.name, resource.ty, resource.id
    )
}

fn human(decision: &Decision, request: &Request, terminal: &mut Terminal) -> Result<(), Failure> {
    terminal.line(&headline(decision, request, terminal))?;
    terminal.line(&format!("  {}", decision.reason()))?;
    details(decision, terminal)
}

/// Which parts are permitted where the whole is not, and what a permit asks for.
pub fn details(decision: &Decision, terminal: &mut Terminal) -> Result<(), Failure> {
    let facets = decision.facets();
    if !facets.is_empty() {
        terminal.line(&format!("  permitted in part: {}", facets.join(", ")))?;
    }
    for obligation in decision.answer().context.obligations.texts() {
        terminal.line(&format!("  asks for: {obligation}"))?;
    }
    Ok(())
}
