//! Counts what each engine allocates on the heap for a decision.
//!
//! A program of its own: counting slows every allocation down, which would make engines that
//! allocate much look worse in the table of times.

use std::alloc::System;
use std::process::ExitCode;

use stats_alloc::{INSTRUMENTED_SYSTEM, Region, StatsAlloc};
use ward_peers::Result;
use ward_peers::case::{Case, Form};
use ward_peers::report::{Cell, Row, Section, Unit, markdown};
use ward_peers::runner::{Effort, agree};
use ward_peers::scenarios::{ALL, Settings};

#[global_allocator]
static COUNTING: &StatsAlloc<System> = &INSTRUMENTED_SYSTEM;

/// The cases that stand for the rest: their numbers hardly depend on size.
const CASES: [&str; 8] = [
    "gdrive 50, first",
    "github 50, first",
    "tinytodo 50, first",
    "1000 rules",
    "100 policies",
    "10000 entities",
    "cases",
    "JSON lines",
];

const ABOUT: &str = "Allocations and reallocations per decision, once the engine has decided all \
requests before: `cargo run --release -p ward-peers --bin allocations`.";

fn main() -> ExitCode {
    match run() {
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

fn run() -> Result<String> {
    let settings = Settings { effort: Effort::QUICK, quick: true, data: None };
    let mut rows = Vec::new();
    for scenario in ALL {
        rows.extend(scenario.decisions(&settings, &mut count)?);
    }
    let title = "Allocations";
    Ok(markdown(&[Section { name: "allocations", title, about: ABOUT, rows }]))
}

fn count(case: &mut Case<'_>) -> Result<Vec<Row>> {
    if !CASES.iter().any(|name| case.name.ends_with(name)) {
        return Ok(Vec::new());
    }
    agree(case)?;
    let requests = case.requests.len();
    let mut rows = Vec::new();
    for form in [Form::Resolved, Form::Strings] {
        let mut cells: Vec<Cell> = Vec::new();
        for contender in case.contenders.iter_mut().filter(|it| it.form() == form) {
            let region = Region::new(COUNTING);
            contender.run(0, requests);
            let change = region.change();
            let value = (change.allocations + change.reallocations) as f64 / requests as f64;
            // Ward's are nothing, and nothing is no measure for others.
            let ratio = f64::NAN;
            cells.push(Cell {
                engine: contender.name(),
                unit: Unit::Count,
                value,
                p99: None,
                ratio,
            });
        }
        if !cells.is_empty() {
            rows.push(Row { case: case.name.clone(), form: Some(form.word()), cells });
        }
    }
    Ok(rows)
}
