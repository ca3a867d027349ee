//! How the time of checking, proving and linting grows with the number of roles.
//!
//! ```text
//! cargo run --release -p ward-growth -- [--format md|json] [--roles 100,200,500,1000]
//! ```
//!
//! Everything runs on one core, one policy after the other. What a policy is made of says
//! [`generate`]; each is found valid, proved and linted without a finding before its time counts,
//! so that no time is that of giving up.

mod generate;
mod measure;
mod table;

use std::process::ExitCode;

use clap::{Parser, ValueEnum};

/// Options.
#[derive(Debug, Parser)]
#[command(about = "How the time of checking, proving and linting grows with a policy")]
struct Args {
    /// How many roles, each with ten grants
    #[arg(long, value_delimiter = ',', default_value = "100,200,500,1000")]
    roles: Vec<usize>,
    /// How often each is measured; the median counts
    #[arg(long, default_value_t = 3)]
    rounds: usize,
    /// How to print the table
    #[arg(long, default_value = "md")]
    format: Format,
    /// Print the generated policy of the first number of roles instead
    #[arg(long)]
    print: bool,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum Format {
    /// For people
    Md,
    /// For programs
    Json,
}

fn main() -> ExitCode {
    let args = Args::parse();
    if args.print {
        let roles = args.roles.first().copied().unwrap_or_default();
        print!("{}", generate::policy(roles));
        return ExitCode::SUCCESS;
    }
    let measured: Result<Vec<_>, String> =
        args.roles.iter().map(|roles| measure::measure(*roles, args.rounds)).collect();
    match measured {
        Ok(rows) => {
            match args.format {
                Format::Md => print!("{}", table::markdown(&rows)),
                Format::Json => println!("{:#}", table::json(&rows)),
            }
            ExitCode::SUCCESS
        }
        Err(problem) => {
            eprintln!("{problem}");
            ExitCode::FAILURE
        }
    }
}
