//! `ward eval`

mod args;
mod batch;
mod lines;

use ward_evaluator::{Decision, Request};

use crate::ask::{self, Question};
use crate::engine;
use crate::failure::Failure;
use crate::options::{Common, Format};
use crate::output::decision::{decided, details, headline};
use crate::policy;
use crate::status::Status;
use crate::terminal::Terminal;

pub use args::Args;

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

fn human(decision: &Decision, request: &Request, terminal: &mut Terminal) -> Result<(), Failure> {
    terminal.line(&headline(decision, request, terminal))?;
    terminal.line(&format!("  {}", decision.reason()))?;
    details(decision, terminal)
}
