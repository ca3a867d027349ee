//! `ward diff`

mod human;
mod markdown;
mod revision;
mod summary;

use std::path::Path;

use clap::ValueEnum;

use crate::failure::Failure;
use crate::options::Common;
use crate::policy::{Loaded, Located, load_located, locate};
use crate::status::Status;
use crate::terminal::Terminal;

/// Options of `ward diff`.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  ward diff main                      what the working copy changes, against a branch
  ward diff HEAD~1 HEAD --format md   as a comment for a pull request
  ward diff old/clinic new/clinic --deny-new-access

Exit status: 0 proved that every request is decided alike, 1 where decisions change or may (with
`--deny-new-access` only where somebody gains, may gain or may be given more), 2 where a policy can't be read.")]
pub struct Args {
    /// The older policy set: a folder, or a git revision such as `main`, `HEAD~1` or `v1:path`
    #[arg(value_name = "OLD")]
    pub old: String,
    /// The newer one; a revision is read at the place of the policy set that `--policy` or this
    /// folder names [default: the policy set as it is now]
    #[arg(value_name = "NEW")]
    pub new: Option<String>,
    /// Only somebody who gains something, is asked for less or may be given more is a finding
    #[arg(long)]
    pub deny_new_access: bool,
    /// How to print what changes
    #[arg(long, value_name = "FORMAT", default_value = "human")]
    pub format: DiffFormat,
}

/// The formats of a difference.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum DiffFormat {
    /// For a person.
    #[default]
    Human,
    /// For a pull request.
    Md,
    /// For a program.
    Json,
}

/// Compares two policies.
///
/// # Errors
/// Where one of them can't be read or has errors.
pub fn run(args: &Args, common: &Common, terminal: &mut Terminal) -> Result<Status, Failure> {
    let (old, new) = both(args, common)?;
    let names = [old.shown.clone(), new.shown.clone()];
    let [old, new]: [Loaded; 2] = [load_located(old, terminal)?, load_located(new, terminal)?];
    let found = ward_diff::diff(&old.policy, &new.policy);
    match args.format {
        DiffFormat::Human => human::print(&found, &names, terminal)?,
        DiffFormat::Md => terminal.print(&markdown::page(&found, &names))?,
        DiffFormat::Json => terminal.json(&found.to_json())?,
    }
    Ok(Status::of(if args.deny_new_access { !found.gives() } else { found.is_equal() }))
}

/// The two policy sets. A revision of the older is read at the place of the newer.
fn both(args: &Args, common: &Common) -> Result<(Located, Located), Failure> {
    let is_there = |text: &str| Path::new(text).exists();
    let new = match args.new.as_deref() {
        Some(text) if is_there(text) => Some(locate(Some(Path::new(text)))?),
        Some(_) => None,
        None => Some(locate(common.policy.as_deref())?),
    };
    let old = is_there(&args.old).then(|| locate(Some(Path::new(&args.old)))).transpose()?;
    let place = match (&new, &old) {
        (Some(new), _) => new.folder.clone(),
        (None, _) => locate(common.policy.as_deref())?.folder,
    };
    let old = old.map_or_else(|| revision::read(&args.old, &place), Ok)?;
    let new = match new {
        Some(new) => new,
        None => revision::read(args.new.as_deref().unwrap_or_default(), &place)?,
    };
    Ok((old, new))
}
