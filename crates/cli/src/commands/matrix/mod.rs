//! `ward matrix`

mod above;
mod check;
mod csv;
mod footnotes;
mod html;
mod json;
mod markdown;
mod model;
mod rows;
mod select;
mod table;

use std::path::PathBuf;

use clap::ValueEnum;

use crate::failure::Failure;
use crate::options::Common;
use crate::policy;
use crate::status::Status;
use crate::terminal::Terminal;
use model::Matrix;

/// Options of `ward matrix`.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  ward matrix                                   the whole table
  ward matrix --on Patient --role rn_case_manager,lpn_lvn
  ward matrix --format html > matrix.html
  ward matrix --check published.csv             against a matrix that somebody else keeps

A cell says `yes` or `may` for each way in which the role's own statements give it; a number is
the footnote with the conditions. Restrictions and classes take from every cell that they reach
and are listed below the table. In `csv`, which has no room below, the conditions stand in the
cells.

With `--check` each cell of another matrix is compared, read through the table `[matrix]` of
`ward.toml`; a sheet that `--format csv` wrote needs none. Exit status: 0 all agree, 1 some differ,
2 where it can't be told.")]
pub struct Args {
    /// Only these roles
    #[arg(long, value_name = "ROLE", value_delimiter = ',')]
    pub role: Vec<String>,
    /// Only these types, or parts of types such as `Patient.billing`
    #[arg(long, value_name = "TYPE", value_delimiter = ',')]
    pub on: Vec<String>,
    /// Compare with a matrix that somebody else keeps, a sheet of comma-separated values; `-` is
    /// standard input
    #[arg(long, value_name = "FILE", conflicts_with_all = ["role", "on"])]
    pub check: Option<PathBuf>,
    /// How to print it
    #[arg(long, value_name = "FORMAT", default_value = "table")]
    pub format: MatrixFormat,
}

/// The formats of a matrix.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum MatrixFormat {
    /// For a person, at a terminal
    #[value(alias = "human")]
    Table,
    /// Markdown
    Md,
    /// For a spreadsheet
    Csv,
    /// A page
    Html,
    /// For a program
    Json,
}

/// Prints the matrix.
///
/// # Errors
/// Where there is no usable policy, or no role or type of a name that was given.
pub fn run(args: &Args, common: &Common, terminal: &mut Terminal) -> Result<Status, Failure> {
    let loaded = policy::load(common, terminal)?;
    if let Some(file) = &args.check {
        return check::run(&loaded, file, as_json(args.format)?, terminal);
    }
    let policy = &loaded.policy;
    let roles = select::roles(policy, &args.role)?;
    let targets = select::targets(policy, &args.on)?;
    let matrix = Matrix::of(policy, &roles, &targets);
    match args.format {
        MatrixFormat::Table => table::print(&matrix, terminal)?,
        MatrixFormat::Md => terminal.print(&markdown::page(&matrix))?,
        MatrixFormat::Csv => terminal.print(&csv::sheet(&matrix))?,
        MatrixFormat::Html => terminal.print(&html::page(&matrix))?,
        MatrixFormat::Json => terminal.json(&json::value(&matrix))?,
    }
    Ok(Status::Yes)
}

/// A comparison has two formats.
fn as_json(format: MatrixFormat) -> Result<bool, Failure> {
    match format {
        MatrixFormat::Table => Ok(false),
        MatrixFormat::Json => Ok(true),
        _ => Err(Failure::usage(
            "a comparison is printed as `table` or `json`",
            "leave `--format` out, or write `--format json`",
        )),
    }
}
