//! `ward who-can`

use serde_json::json;

use crate::ask::{self, Details, Question};
use crate::engine::{self, DataArgs};
use crate::failure::Failure;
use crate::known;
use crate::options::{Common, Format};
use crate::policy;
use crate::status::Status;
use crate::terminal::Terminal;

/// Options of `ward who-can`.
#[derive(Debug, clap::Args)]
#[command(after_help = "Example:
  ward who-can view Record.clinical::r1 --data data.json

Exit status: 0 somebody, 1 nobody, 2 where it can't be decided.")]
pub struct Args {
    /// What is to be done
    pub action: String,
    /// To which record: `Type::id`, or `Type.facet::id` for a part of it
    pub resource: String,
    /// What else the request says
    #[command(flatten)]
    pub details: Details,
    /// The data
    #[command(flatten)]
    pub data: DataArgs,
    /// How to print them
    #[arg(long, value_name = "FORMAT", default_value = "human")]
    pub format: Format,
}

/// Prints the stored subjects who are permitted it, one a line.
///
/// # Errors
/// Where policy, data or question can't be used.
pub fn run(args: &Args, common: &Common, terminal: &mut Terminal) -> Result<Status, Failure> {
    let loaded = policy::load(common, terminal)?;
    let engine = engine::load(&loaded, &args.data, terminal)?;
    let question =
        Question { action: &args.action, resource: &args.resource, ..Question::default() };
    let request = ask::request(engine.policy(), question, &args.details, terminal)?;
    known::action(engine.policy(), &args.action, &request.resource.ty)?;
    known::new_or_stored(&engine, &args.action, &request.resource)?;
    let found = engine.who_can(&request).map_err(|malformed| Failure::from(malformed.0))?;
    let names: Vec<_> = found.iter().map(|(ty, id)| format!("{ty}::{id}")).collect();
    match args.format {
        Format::Human => names.iter().try_for_each(|name| terminal.line(name))?,
        Format::Json => terminal.json(&json!({
            "action": args.action,
            "resource": args.resource,
            "subjects": names,
        }))?,
    }
    Ok(Status::of(!names.is_empty()))
}
