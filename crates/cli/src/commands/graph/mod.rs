//! `ward graph`

mod dot;
mod human;
mod json;
mod mermaid;
mod select;
mod svg;

use clap::ValueEnum;
use ward_compiler::graph::{Link, Node};

use crate::args::Common;
use crate::failure::Failure;
use crate::policy;
use crate::status::Status;
use crate::terminal::Terminal;
use select::Selection;

/// Options of `ward graph`.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  ward graph                                    everything, and what it leans on directly
  ward graph --reaches scope:caseload           what a change of the scope reaches
  ward graph --why role:biller type:Patient     why the one leans on the other
  ward graph --format svg > policy.svg

A NODE is `role:lpn`, `scope:own`, `type:Patient` …, or the name alone where only one has it.
Exit status: 1 where `--why` finds no chain or `--unused` finds something.")]
pub struct Args {
    /// Only what this leans on, directly or not
    #[arg(long, value_name = "NODE", group = "question")]
    pub from: Option<String>,
    /// Only what a change of this reaches
    #[arg(long, value_name = "NODE", group = "question")]
    pub reaches: Option<String>,
    /// A shortest chain by which A leans on B
    #[arg(long, value_names = ["A", "B"], num_args = 2, group = "question")]
    pub why: Option<Vec<String>>,
    /// Only scopes, enums, actions, obligations and ceilings that nothing leans on
    #[arg(long, group = "question")]
    pub unused: bool,
    /// How to print it
    #[arg(long, value_name = "FORMAT", default_value = "human")]
    pub format: GraphFormat,
}

/// The formats of a graph.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum GraphFormat {
    /// For a person, at a terminal
    Human,
    /// For Graphviz
    Dot,
    /// For Markdown pages
    Mermaid,
    /// A drawing
    Svg,
    /// For a program
    Json,
}

/// The part of a graph that is shown.
#[derive(Debug)]
pub struct Picture<'a> {
    /// The policy's name.
    pub name: &'a str,
    /// The declarations: sorted, or in the order of a chain.
    pub nodes: Vec<&'a Node>,
    /// The dependencies among them, sorted.
    pub edges: Vec<(&'a Node, &'a Node, Link)>,
    /// What was asked.
    pub question: &'a Selection<'a>,
}

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

/// The word for a dependency.
pub fn link_word(link: Link) -> &'static str {
    match link {
        Link::Extends => "extends",
        Link::Names => "names",
        Link::In => "in",
    }
}
