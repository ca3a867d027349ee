//! Options of `ward graph`.

use clap::ValueEnum;

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
