//! Options of `ward eval`.

use std::path::PathBuf;

use crate::ask::Details;
use crate::engine::DataArgs;
use crate::options::Format;

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
