//! `ward test`

mod blocks;
mod cases;
mod coverage;
mod junit;
mod mutation;
mod tally;

use std::path::PathBuf;

use clap::ValueEnum;
use serde_json::json;
use ward_compiler::incremental::Recompiler;
use ward_coverage::{Report, Seen, lcov};

use crate::clock;
use crate::engine::{self, DataArgs};
use crate::failure::Failure;
use crate::options::Common;
use crate::policy::{self, Loaded, locate};
use crate::sources::joined;
use crate::status::Status;
use crate::terminal::{Paint, Terminal};
use cases::{Asked, Cases};
use mutation::Mutation;
use tally::Tally;

/// Options of `ward test`.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  ward test                           the `test` blocks of the policy
  ward test policies/betasky --data data.json --cases cases.jsonl
  ward test --format junit > results.xml
  ward test --coverage --threshold 90
  ward test --mutate                  would the tests notice if a statement were missing?

A line of a cases file is `{\"id\", \"request\", \"decision\", \"facts\", \"note\"}`, and may bring its own
\"data\". The policy's own tests run with the cases.
Exit status: 0 all passed, 1 some failed or the threshold isn't reached, 2 where none can be run.")]
pub struct Args {
    /// The policy set: a folder, a file of it, or `-` [default: the nearest folder upwards with a
    /// `ward.toml`]
    #[arg(value_name = "PATH")]
    pub path: Option<PathBuf>,
    /// A file of expected decisions, one a line; `-` is standard input
    #[arg(long, value_name = "FILE")]
    pub cases: Option<PathBuf>,
    /// The time for requests that don't say: a time, or a date for its start [default: now]
    #[arg(long, value_name = "TIME")]
    pub now: Option<String>,
    /// The data of the cases that bring none
    #[command(flatten)]
    pub data: DataArgs,
    /// Say which statements, conditions and permissions the tests and cases decided by
    #[arg(long)]
    pub coverage: bool,
    /// Change the policy in one thing after the other, and say which changes no test notices
    #[arg(long)]
    pub mutate: bool,
    /// With less than so many percent of the statements covered, or of the changes noticed, the
    /// answer is no
    #[arg(long, value_name = "PERCENT")]
    pub threshold: Option<f64>,
    /// Pass where nothing is tested: no test, no case, or a test that expects nothing
    #[arg(long)]
    pub allow_empty: bool,
    /// How to print what failed
    #[arg(long, value_name = "FORMAT", default_value = "human")]
    pub format: TestFormat,
}

/// The formats of test results.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum TestFormat {
    /// For a person
    Human,
    /// For a program
    Json,
    /// JUnit XML, for build servers
    Junit,
    /// Coverage as an lcov tracefile, for editors and code hosts
    Lcov,
}

/// Runs the tests.
///
/// # Errors
/// Where policy, data or cases can't be used.
pub fn run(args: &Args, common: &Common, terminal: &mut Terminal) -> Result<Status, Failure> {
    run_again(args, common, &mut Recompiler::default(), terminal)
}

/// The same, with what is known from the last time.
///
/// # Errors
/// As [`run`].
pub fn run_again(
    args: &Args,
    common: &Common,
    compiler: &mut Recompiler,
    terminal: &mut Terminal,
) -> Result<Status, Failure> {
    if common.policy.is_some() && args.path.is_some() {
        return Err(Failure::named_twice());
    }
    let asked = Wanted::of(args)?;
    let located = locate(args.path.as_deref().or(common.policy.as_deref()))?;
    let loaded = policy::load_again(located, compiler, terminal)?;
    let results = results(args, &asked, &loaded, terminal)?;
    print(&results, args.format, &loaded, terminal)?;
    if results.tested_nothing() && !args.allow_empty {
        return Err(nothing_tested());
    }
    Ok(match results.all_passed() && results.reach(asked.threshold) {
        // The tests of an overlay that is left out have not been run.
        true => Status::if_told(loaded.policy.rejected.is_empty()),
        false => Status::No,
    })
}

/// No failure of the policy, but no pass either.
fn nothing_tested() -> Failure {
    Failure::usage(
        "nothing was tested: there is no `test` block and no case",
        "write one, name a file with `--cases`, or allow it with `--allow-empty`",
    )
}

/// Runs what is asked for. Mutants are tried only where everything passes: on a policy whose
/// tests fail, they would show nothing.
fn results(
    args: &Args,
    wanted: &Wanted,
    loaded: &Loaded,
    terminal: &mut Terminal,
) -> Result<Results, Failure> {
    let now = clock::at(args.now.as_deref(), &loaded.policy.time_zone)?;
    let mut seen = wanted.coverage.then(Seen::default);
    let blocks = blocks::run(loaded, now, args.allow_empty);
    if let Some(seen) = &mut seen {
        seen.tests(&loaded.policy, Some(now));
    }
    let cases = args.cases.as_deref().map(Cases::read).transpose()?;
    let data = match cases.as_ref().is_some_and(Cases::lean_on_data) {
        true => Some(engine::read(loaded, &args.data)?),
        false => None,
    };
    let shared = data.as_ref().map(|files| engine::over(loaded, files, &args.data, &[], terminal));
    let shared = shared.transpose()?;
    let asked = Asked { policy: &loaded.policy, shared: shared.as_ref(), now };
    let ran = cases.as_ref().map(|cases| cases.run(asked, args.data.strict, seen.as_mut()));
    let report = seen.map(|seen| seen.report(&loaded.policy));
    let mut results = Results { blocks, cases: ran.transpose()?, report, mutation: None };
    if args.mutate && results.all_passed() {
        let (cases, data) = (cases.as_ref(), data.as_deref());
        let tried = mutation::Tried { loaded, cases, data, strict: args.data.strict, now };
        results.mutation = Some(mutation::run(tried));
    }
    Ok(results)
}

/// What a run came to.
struct Results {
    blocks: Tally,
    cases: Option<Tally>,
    report: Option<Report>,
    mutation: Option<Mutation>,
}

impl Results {
    fn all_passed(&self) -> bool {
        let failed = |tally: &Tally| !tally.failures.is_empty();
        !failed(&self.blocks) && !self.cases.as_ref().is_some_and(failed)
    }

    fn tested_nothing(&self) -> bool {
        let empty = |tally: &Tally| tally.outcomes.is_empty();
        empty(&self.blocks) && self.cases.as_ref().is_none_or(empty)
    }

    /// Whether enough is covered, and enough noticed, of what was asked for.
    fn reach(&self, threshold: f64) -> bool {
        let covered = self.report.as_ref().map(|report| report.rules.percent());
        let noticed = self.mutation.as_ref().map(Mutation::percent);
        [covered, noticed].into_iter().flatten().all(|percent| percent >= threshold)
    }
}

/// What is wanted beside the tests.
struct Wanted {
    coverage: bool,
    /// In percent; none, where nothing is asked for.
    threshold: f64,
}

impl Wanted {
    fn of(args: &Args) -> Result<Self, Failure> {
        // The format says nothing else.
        let coverage = args.coverage || args.format == TestFormat::Lcov;
        match args.threshold {
            Some(_) if !coverage && !args.mutate => Err(Failure::usage(
                "`--threshold` is about coverage or changes, and neither is asked for",
                "add `--coverage` or `--mutate`",
            )),
            Some(percent) if !(0.0..=100.0).contains(&percent) => Err(Failure::usage(
                format!("`{percent}` is no share in percent"),
                "write a number from 0 to 100",
            )),
            percent => Ok(Self { coverage, threshold: percent.unwrap_or(0.0) }),
        }
    }
}

fn print(
    results: &Results,
    format: TestFormat,
    loaded: &Loaded,
    terminal: &mut Terminal,
) -> Result<(), Failure> {
    let folder = &loaded.located.folder;
    let (blocks, cases) = (&results.blocks, results.cases.as_ref());
    match format {
        TestFormat::Human => {
            if let Some(report) = &results.report {
                coverage::human(report, folder, terminal)?;
            }
            if let Some(found) = &results.mutation {
                mutation::human(found, folder, terminal)?;
            }
            human(blocks, cases, terminal)?;
        }
        TestFormat::Json => {
            let mut value = json!({
                "tests": tally_json(blocks),
                "cases": cases.map(tally_json),
            });
            if let (Some(report), Some(object)) = (&results.report, value.as_object_mut()) {
                object.insert("coverage".into(), coverage::json(report, folder));
            }
            if let (Some(found), Some(object)) = (&results.mutation, value.as_object_mut()) {
                object.insert("mutation".into(), mutation::json(found, folder));
            }
            terminal.json(&value)?;
        }
        TestFormat::Junit => {
            let changes = results.mutation.as_ref().map(|found| mutation::outcomes(found, folder));
            let suites = [Some(("tests", blocks)), cases.map(|cases| ("cases", cases))];
            let changes = changes.as_ref().map(|changes| ("changes", changes));
            let suites: Vec<_> = suites.into_iter().chain([changes]).flatten().collect();
            terminal.print(&junit::document(&loaded.policy.name, &suites))?;
        }
        TestFormat::Lcov => {
            if let Some(report) = &results.report {
                terminal.print(&lcov(report, |path| joined(folder, path)))?;
            }
        }
    }
    Ok(())
}

/// The failures, and how many there are; the cases' number stands last.
fn human(blocks: &Tally, cases: Option<&Tally>, terminal: &mut Terminal) -> Result<(), Failure> {
    for failed in blocks.failures.iter().chain(cases.iter().flat_map(|tally| &tally.failures)) {
        let word = terminal.paint(Paint::Bad, "failed");
        terminal.line(&format!("{word}  {}  {}", failed.id, failed.place))?;
        terminal.line(&format!("  expected {}, got {}", failed.expected, failed.got))?;
        for line in &failed.lines {
            terminal.line(&format!("  {line}"))?;
        }
    }
    match cases {
        None => terminal.line(&blocks.line())?,
        Some(cases) => {
            terminal.line(&format!("the policy's own tests: {}", blocks.line()))?;
            terminal.line(&cases.line())?;
        }
    }
    Ok(())
}

fn tally_json(tally: &Tally) -> serde_json::Value {
    let failures: Vec<_> = tally
        .failures
        .iter()
        .map(|failed| {
            json!({
                "id": failed.id,
                "place": failed.place,
                "expected": failed.expected,
                "got": failed.got,
                "lines": failed.lines,
            })
        })
        .collect();
    json!({"passed": tally.passed(), "failed": tally.failures.len(), "failures": failures})
}
