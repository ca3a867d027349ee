//! `ward what-can`

use std::io;

use serde_json::{Value, json};
use ward_compiler::Policy;
use ward_compiler::model::{ActionId, TypeId};
use ward_evaluator::{EntityInput, WhatCan};

use crate::ask::{self, Details, Question};
use crate::engine::{self, DataArgs};
use crate::failure::Failure;
use crate::known;
use crate::options::{Common, Format};
use crate::policy;
use crate::status::Status;
use crate::terminal::Terminal;

/// How many records a line names.
const NAMED: usize = 6;

/// Options of `ward what-can`.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  ward what-can User::ann --data data.json
  ward what-can User::ann Record::r1 --data data.json
  ward what-can User::ann Record.clinical --data data.json

Actions that make records are asked with `ward eval`.
Exit status: 0 something, 1 nothing, 2 where it can't be decided.")]
pub struct Args {
    /// Who asks: `Type::id`
    pub subject: String,
    /// With what: `Type::id`, `Type.facet::id`, or a type alone [default: every stored record]
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

/// Prints what the subject is permitted to do.
///
/// # Errors
/// Where policy, data or question can't be used.
pub fn run(args: &Args, common: &Common, terminal: &mut Terminal) -> Result<Status, Failure> {
    let loaded = policy::load(common, terminal)?;
    let engine = engine::load(&loaded, &args.data, terminal)?;
    let named = args.resource.as_deref().unwrap_or_default();
    let one_record = named.contains("::");
    let resource = if one_record { named } else { "" };
    let on = if one_record { "" } else { named };
    let question = Question { subject: &args.subject, action: "", resource, on };
    let mut request = ask::request(engine.policy(), question, &args.details, terminal)?;
    known::subject(&engine, &request.subject)?;
    if one_record {
        known::stored(&engine, &request.resource)?;
    } else if !named.is_empty() {
        known::resource_type(engine.policy(), named)?;
        request.resource = EntityInput { ty: named.to_owned(), ..EntityInput::default() };
    }
    let part = request.resource.ty.clone();
    // Which values fit was looked at when the request was read.
    let parameters = |action: &str, ty: &str| {
        let given = &args.details.param;
        ask::parameters_for(engine.policy(), action, ty, given).unwrap_or_default()
    };
    let found = engine.what_can_by(&request, parameters);
    let mut found = found.map_err(|malformed| Failure::from(malformed.0))?;
    found.retain(|one| !part.contains('.') || one.target == part);
    found.sort_by_cached_key(|one| place(engine.policy(), one));
    match args.format {
        Format::Human => human(&found, one_record, terminal)?,
        Format::Json => terminal.json(&json!({
            "subject": args.subject,
            "permitted": found.iter().map(line_json).collect::<Vec<_>>(),
        }))?,
    }
    Ok(Status::of(!found.is_empty()))
}

/// The order of the declarations: type, part, action.
fn place(policy: &Policy, one: &WhatCan) -> (Option<TypeId>, Option<usize>, Option<ActionId>) {
    let (ty, part) = one.target.split_once('.').unwrap_or((&one.target, ""));
    let ty = policy.schema.find_type(ty);
    let part = ty.and_then(|ty| policy.schema.ty(ty).facets.get_index_of(part));
    (ty, part, policy.schema.find_action(&one.action))
}

fn human(found: &[WhatCan], one_record: bool, terminal: &mut Terminal) -> io::Result<()> {
    let width = |text: &str| text.chars().count();
    let actions = found.iter().map(|one| width(&one.action)).max().unwrap_or(0);
    let targets = found.iter().map(|one| width(&one.target)).max().unwrap_or(0);
    for one in found {
        let gap = " ".repeat(actions - width(&one.action));
        let line = format!("{}{gap}  {}", one.action, one.target);
        if one_record {
            terminal.line(&line)?;
            continue;
        }
        let gap = " ".repeat(targets - width(&one.target));
        let mut names: Vec<_> = one.resources.iter().take(NAMED).cloned().collect();
        if one.resources.len() > NAMED {
            names.push("…".into());
        }
        let number = one.resources.len();
        terminal.line(&format!("{line}{gap}  {number} of {}: {}", one.of, names.join(", ")))?;
    }
    Ok(())
}

fn line_json(one: &WhatCan) -> Value {
    json!({"action": one.action, "on": one.target, "resources": one.resources, "of": one.of})
}
