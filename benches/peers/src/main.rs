//! Measures Ward beside other engines and prints a table.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::{Parser, ValueEnum};
use ward_peers::runner::Effort;
use ward_peers::scenarios::{ALL, Settings, load};
use ward_peers::{Result, report};

/// Measures Ward beside Cedar, regorus, casbin and oso.
#[derive(Debug, Parser)]
struct Arguments {
    /// How to print the results.
    #[arg(long, value_enum, default_value = "md")]
    format: Format,
    /// Measure for a look only, and leave out what takes minutes or gigabytes.
    #[arg(long)]
    quick: bool,
    /// Measure this scenario only; may be repeated.
    #[arg(long, value_name = "SCENARIO")]
    only: Vec<String>,
    /// Read the applications' entities from `APP_N_K.json` in this folder, instead of making them.
    #[arg(long, value_name = "FOLDER")]
    data: Option<PathBuf>,
    /// Load a file with an engine, for a process of its own.
    #[arg(long, hide = true, num_args = 2, value_names = ["ENGINE", "FILE"])]
    load: Option<Vec<String>>,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum Format {
    /// Tables in Markdown.
    Md,
    /// JSON.
    Json,
}

fn main() -> ExitCode {
    match run(Arguments::parse()) {
        Ok(text) => {
            print!("{text}");
            ExitCode::SUCCESS
        }
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::FAILURE
        }
    }
}

fn run(arguments: Arguments) -> Result<String> {
    if let Some([engine, file]) = arguments.load.as_deref() {
        return load(engine, Path::new(file));
    }
    let effort = if arguments.quick { Effort::QUICK } else { Effort::FULL };
    let settings = Settings { effort, quick: arguments.quick, data: arguments.data };
    let known: Vec<&str> = ALL.iter().map(|scenario| scenario.name).collect();
    if let Some(unknown) = arguments.only.iter().find(|name| !known.contains(&name.as_str())) {
        return Err(format!("no scenario `{unknown}`; they are {}", known.join(", ")).into());
    }
    let mut sections = Vec::new();
    for scenario in ALL {
        if arguments.only.is_empty() || arguments.only.iter().any(|name| name == scenario.name) {
            eprintln!("{}", scenario.name);
            sections.push(scenario.measure(&settings)?);
        }
    }
    match arguments.format {
        Format::Md => Ok(report::markdown(&sections)),
        Format::Json => report::json(&sections),
    }
}
