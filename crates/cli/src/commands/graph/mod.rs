//! `ward graph`

mod args;
mod dot;
mod human;
mod json;
mod mermaid;
mod picture;
mod select;
mod svg;

use crate::failure::Failure;
use crate::options::Common;
use crate::policy;
use crate::status::Status;
use crate::terminal::Terminal;
use args::GraphFormat;
use picture::Picture;
use select::Selection;

pub use args::Args;

/// Prints the graph.
///
/// # Errors
/// Where there is no usable policy, or no declaration of a name that was given.
pub fn run(args: &Args, common: &Common, terminal: &mut Terminal) -> Result<Status, Failure> {
    let loaded = policy::load(common, terminal)?;
    let policy = &*loaded.policy;
    let selection = Selection::of(args, &policy.graph)?;
    let nodes = selection.nodes(&policy.graph);
    let edges = selection.edges(&policy.graph, &nodes);
    let status = selection.status(&nodes);
    let picture = Picture { name: &policy.name, nodes, edges, question: &selection };
    match args.format {
        GraphFormat::Human => human::print(&picture, policy, terminal)?,
        GraphFormat::Dot => terminal.print(&dot::text(&picture))?,
        GraphFormat::Mermaid => terminal.print(&mermaid::text(&picture))?,
        GraphFormat::Svg => terminal.print(&svg::drawing(&picture))?,
        GraphFormat::Json => terminal.json(&json::value(&picture, policy))?,
    }
    Ok(status)
}
