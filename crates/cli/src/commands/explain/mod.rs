//! `ward explain`

mod json;
mod page;

use crate::ask::{self, Details, Question};
use crate::engine::{self, DataArgs};
use crate::failure::Failure;
use crate::options::{Common, Format};
use crate::output::decision::decided;
use crate::output::story;
use crate::policy;
use crate::status::Status;
use crate::terminal::Terminal;

/// Options of `ward explain`.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  ward explain User::ann view Record::r1 --data data.json
  ward explain E0201                              what a diagnostic means and how to mend it

Exit status: 0 permitted, 1 refused, 2 where it can't be decided.")]
pub struct Args {
    /// Who asks: `Type::id`; or the code of a diagnostic, alone
    #[arg(value_name = "SUBJECT")]
    pub subject: String,
    /// What is to be done
    #[arg(requires = "resource")]
    pub action: Option<String>,
    /// To which record: `Type::id`, or `Type.facet::id` for a part of it
    pub resource: Option<String>,
    /// What else the request says
    #[command(flatten)]
    pub details: Details,
    /// The data
    #[command(flatten)]
    pub data: DataArgs,
    /// How to print it
    #[arg(long, value_name = "FORMAT", default_value = "human")]
    pub format: Format,
}

/// Tells the story.
///
/// # Errors
/// Where policy, data or request can't be used, or where there is no such code.
pub fn run(args: &Args, common: &Common, terminal: &mut Terminal) -> Result<Status, Failure> {
    let (Some(action), Some(resource)) = (&args.action, &args.resource) else {
        return page::print(&args.subject, args.format, terminal);
    };
    let loaded = policy::load(common, terminal)?;
    let engine = engine::load(&loaded, &args.data, terminal)?;
    let question = Question { subject: &args.subject, action, resource, ..Question::default() };
    let request = ask::request(engine.policy(), question, &args.details, terminal)?;
    let Some(decision) = decided(engine.explain(&request), args.format, terminal)? else {
        return Ok(Status::CouldNotTell);
    };
    match args.format {
        Format::Json => terminal.json(&json::Story::of(&decision, &request))?,
        Format::Human => story::tell(&decision, &request, terminal)?,
    }
    Ok(Status::of(decision.permit))
}
