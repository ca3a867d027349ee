//! `ward list`

use serde_json::json;
use ward_evaluator::EntityInput;

use crate::ask::{self, Details, Question};
use crate::engine::{self, DataArgs};
use crate::failure::Failure;
use crate::known;
use crate::options::{Common, Format};
use crate::policy;
use crate::status::Status;
use crate::terminal::Terminal;

/// Options of `ward list`.
#[derive(Debug, clap::Args)]
#[command(after_help = "Example:
  ward list view Record.clinical User::ann --data data.json

Exit status: 0 some records, 1 none, 2 where it can't be decided.")]
pub struct Args {
    /// What is to be done
    pub action: String,
    /// To which records: a type, or a part of it such as `Record.clinical`
    #[arg(value_name = "TYPE")]
    pub on: String,
    /// Who asks: `Type::id`
    pub subject: String,
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

/// Prints the stored records on which it is permitted, one a line.
///
/// # Errors
/// Where policy, data or question can't be used.
pub fn run(args: &Args, common: &Common, terminal: &mut Terminal) -> Result<Status, Failure> {
    let loaded = policy::load(common, terminal)?;
    let engine = engine::load(&loaded, &args.data, terminal)?;
    known::action(engine.policy(), &args.action, &args.on)?;
    known::not_new(engine.policy(), &args.action, &args.on)?;
    let question = Question {
        subject: &args.subject,
        action: &args.action,
        on: &args.on,
        ..Question::default()
    };
    let mut request = ask::request(engine.policy(), question, &args.details, terminal)?;
    request.resource = EntityInput { ty: args.on.clone(), ..EntityInput::default() };
    known::subject(&engine, &request.subject)?;
    let ids = engine.list(&request).map_err(|malformed| Failure::from(malformed.0))?;
    let ty = args.on.split('.').next().unwrap_or_default();
    let names: Vec<_> = ids.iter().map(|id| format!("{ty}::{id}")).collect();
    match args.format {
        Format::Human => names.iter().try_for_each(|name| terminal.line(name))?,
        Format::Json => terminal.json(&json!({
            "subject": args.subject,
            "action": args.action,
            "on": args.on,
            "resources": names,
        }))?,
    }
    Ok(Status::of(!names.is_empty()))
}
