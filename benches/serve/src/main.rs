//! Whether `ward serve` keeps its promises under load, broken edits, kills and hostile clients, and
//! how much it answers: asked over HTTP, as a process, on this machine's loopback.
//!
//! ```text
//! cargo run --release -p ward-reliability -- [reloads|storm|kills|hostile|throughput …] [--rounds N] [--quick]
//! ```
//!
//! Prints Markdown; the exit status is 1 where a promise is broken, 2 where something couldn't be
//! run. It stops by itself, and asks nobody but processes that it has started.

mod callers;
mod client;
mod clinic;
mod constant;
mod damage;
mod heard;
mod hostile;
mod kills;
mod ledger;
mod load;
mod machine;
mod outcome;
mod reloads;
mod service;
mod storm;
mod throughput;
mod times;

use std::error::Error;
use std::path::PathBuf;
use std::process::{Command, ExitCode};
use std::time::Instant;

use clap::{Parser, ValueEnum};

use outcome::Section;

/// What went wrong.
pub type Failed = Box<dyn Error + Send + Sync>;

/// Options.
#[derive(Debug, Parser)]
#[command(about = "Whether `ward serve` keeps its promises, and how much it answers")]
struct Args {
    /// What to do; all of it unless named
    scenarios: Vec<Scenario>,
    /// How often, instead of as often as each scenario has it
    #[arg(long)]
    rounds: Option<u64>,
    /// A look only: everything a few times
    #[arg(long)]
    quick: bool,
    /// How many requests a second are sent while something else happens
    #[arg(long, default_value_t = 2_000)]
    rate: u32,
    /// The `ward` command; built beside this program unless named
    #[arg(long)]
    ward: Option<PathBuf>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Scenario {
    /// Reloads under load
    Reloads,
    /// Broken edits under load
    Storm,
    /// `kill -9` while data are written
    Kills,
    /// Slow and hostile clients
    Hostile,
    /// How much is answered, beside a constant
    Throughput,
}

/// How scenarios are run.
#[derive(Debug)]
pub struct Run {
    ward: PathBuf,
    rounds: Option<u64>,
    quick: bool,
    rate: u32,
}

impl Run {
    /// How often: as asked for, else these numbers for a whole run and for a look.
    fn rounds(&self, whole: u64, look: u64) -> u64 {
        self.rounds.unwrap_or(if self.quick { look } else { whole })
    }
}

fn main() -> ExitCode {
    let mode = std::env::args().nth(1).unwrap_or_default();
    // The program's name is left out, so that the word takes its place.
    let own = || std::env::args().skip(1);
    let ran = match mode.as_str() {
        load::MODE => load::Load::parse_from(own()).run().map(|()| true),
        constant::MODE => constant::Constant::parse_from(own()).run().map(|()| true),
        _ => run(Args::parse()),
    };
    match ran {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::from(2)
        }
    }
}

/// Runs what was asked for; whether every promise was kept.
fn run(args: Args) -> Result<bool, Failed> {
    let ward = args.ward.map_or_else(build, Ok)?;
    let run = Run { ward, rounds: args.rounds, quick: args.quick, rate: args.rate };
    let scenarios = match args.scenarios.as_slice() {
        [] => Scenario::value_variants(),
        named => named,
    };
    println!("{}\n", machine::described());
    let mut kept = true;
    for scenario in scenarios {
        let begun = Instant::now();
        let section = scenario.run(&run)?;
        println!("{}", section.markdown());
        eprintln!("{scenario:?}: {:.0} s", begun.elapsed().as_secs_f64());
        kept &= section.is_kept();
    }
    Ok(kept)
}

impl Scenario {
    fn run(self, run: &Run) -> Result<Section, Failed> {
        match self {
            Self::Reloads => reloads::run(run),
            Self::Storm => storm::run(run),
            Self::Kills => kills::run(run),
            Self::Hostile => hostile::run(run),
            Self::Throughput => throughput::run(run),
        }
    }
}

/// Builds the `ward` command as this program was built, beside it.
fn build() -> Result<PathBuf, Failed> {
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let mut command = Command::new(cargo);
    command.args(["build", "--quiet", "-p", "ward-cli", "--bin", "ward"]);
    if !cfg!(debug_assertions) {
        command.arg("--release");
    }
    command.current_dir(env!("CARGO_MANIFEST_DIR"));
    if !command.status()?.success() {
        return Err("`ward` can't be built; name one with `--ward`".into());
    }
    let ward = std::env::current_exe()?.with_file_name("ward");
    if ward.exists() { Ok(ward) } else { Err(format!("there is no `{}`", ward.display()).into()) }
}
