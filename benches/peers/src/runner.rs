//! Lets the engines of a case take turns, and keeps what each needed in each round.
//!
//! On a machine that others use too, times drift by half within seconds. So no engine is timed by
//! itself: every round asks each of them a batch of requests, in an order that turns from round
//! to round, and a ratio is the middle one of the rounds' ratios.

use std::time::{Duration, Instant};

use crate::Result;
use crate::case::{Case, Contender, Form};
use crate::measure::{clock_cost, median, nanoseconds, quantile};

/// How long to measure.
#[derive(Clone, Copy, Debug)]
pub struct Effort {
    /// Time for one case, beyond which no further round begins.
    pub time: Duration,
    /// Rounds at least.
    pub least_rounds: usize,
    /// Aim of one batch.
    pub batch: Duration,
}

impl Effort {
    /// For figures that are kept.
    pub const FULL: Self =
        Self { time: Duration::from_secs(3), least_rounds: 21, batch: Duration::from_micros(400) };
    /// For a look.
    pub const QUICK: Self = Self {
        time: Duration::from_millis(200),
        least_rounds: 5,
        batch: Duration::from_micros(100),
    };
}

/// Requests of one batch, at most.
const MOST_CALLS: usize = 4_096;
/// Calls of a round that are timed one by one, at most.
const MOST_SINGLE: usize = 64;

/// What one engine needed in one case.
#[derive(Clone, Debug)]
pub struct Measured {
    /// The engine.
    pub engine: &'static str,
    /// What it was given.
    pub form: Form,
    /// Nanoseconds per decision: the middle of the rounds.
    pub median: f64,
    /// Nanoseconds that 99 of 100 decisions don't go beyond.
    pub p99: f64,
    /// Its time over that of the first engine with the same form.
    pub ratio: f64,
}

/// Checks that all engines decide alike, and how many requests are permitted.
///
/// # Errors
/// The first request on which one fails or decides otherwise.
pub fn agree(case: &mut Case<'_>) -> Result<usize> {
    let mut permits = 0;
    for (number, ask) in case.requests.iter().enumerate() {
        let mut expected = None;
        for contender in &mut case.contenders {
            let name = contender.name();
            let Some(decision) = contender.decide(number) else {
                return Err(format!("{}: {name} fails on {ask}", case.name).into());
            };
            let wanted = *expected.get_or_insert(decision);
            if decision != wanted {
                return Err(format!(
                    "{}: {name} says {decision} and not {wanted} to {ask}",
                    case.name
                )
                .into());
            }
        }
        permits += usize::from(expected == Some(true));
    }
    Ok(permits)
}

/// Times a case, after checking that all engines decide alike.
///
/// # Errors
/// Where they don't.
pub fn run(case: &mut Case<'_>, effort: Effort) -> Result<Vec<Measured>> {
    agree(case)?;
    let requests = case.requests.len();
    let mut lanes: Vec<Lane<'_, '_>> =
        case.contenders.iter_mut().map(|it| Lane::new(it.as_mut(), requests, effort)).collect();
    let clock = clock_cost();
    let start = Instant::now();
    let mut round = 0;
    while round < effort.least_rounds || start.elapsed() < effort.time {
        for turn in 0..lanes.len() {
            let at = (turn + round) % lanes.len();
            lanes[at].round(clock);
        }
        round += 1;
    }
    Ok(summary(&mut lanes))
}

fn summary(lanes: &mut [Lane<'_, '_>]) -> Vec<Measured> {
    let mut first: Vec<(Form, Vec<f64>)> = Vec::new();
    let mut all = Vec::new();
    for lane in lanes {
        let form = lane.contender.form();
        let known = first.iter().find(|(known, _)| *known == form);
        let mut ratios: Vec<f64> = match known {
            Some((_, base)) => {
                lane.batches.iter().zip(base).map(|(own, base)| own / base).collect()
            }
            None => vec![1.0],
        };
        if known.is_none() {
            first.push((form, lane.batches.clone()));
        }
        all.push(Measured {
            engine: lane.contender.name(),
            form,
            ratio: median(&mut ratios),
            p99: quantile(&mut lane.single, 0.99),
            median: median(&mut lane.batches),
        });
    }
    all
}

/// One engine during the rounds.
struct Lane<'c, 'e> {
    contender: &'c mut (dyn Contender + 'e),
    requests: usize,
    next: usize,
    calls: usize,
    batches: Vec<f64>,
    single: Vec<f64>,
}

impl<'c, 'e> Lane<'c, 'e> {
    /// Warms the engine up, and finds how many calls make a batch.
    fn new(contender: &'c mut (dyn Contender + 'e), requests: usize, effort: Effort) -> Self {
        let mut calls = 1;
        loop {
            let (taken, _) = nanoseconds(|| contender.run(0, calls));
            if taken * 2.0 > effort.batch.as_nanos() as f64 || calls >= MOST_CALLS {
                break;
            }
            calls *= 2;
        }
        Self { contender, requests, next: 0, calls, batches: Vec::new(), single: Vec::new() }
    }

    /// A batch, and some calls one by one. A few calls before them bring the engine back into the
    /// caches that the others have used meanwhile.
    fn round(&mut self, clock: f64) {
        self.contender.run(self.next, self.calls / 4);
        let (taken, _) = nanoseconds(|| self.contender.run(self.next, self.calls));
        self.batches.push(taken / self.calls as f64);
        self.next = (self.next + self.calls) % self.requests;
        for _ in 0..self.calls.min(MOST_SINGLE) {
            let (taken, _) = nanoseconds(|| self.contender.run(self.next, 1));
            self.single.push((taken - clock).max(0.0));
            self.next = (self.next + 1) % self.requests;
        }
    }
}

/// Work that is done as a whole, by one engine.
pub struct Task<'t> {
    /// The engine.
    pub engine: &'static str,
    /// The work; what it gives is the number of nanoseconds it took.
    pub work: Box<dyn FnMut() -> Result<f64> + 't>,
}

/// Lets tasks take turns, and gives the middle time of each with its ratio to the first.
///
/// # Errors
/// Where a task fails.
pub fn turns(tasks: &mut [Task<'_>], rounds: usize) -> Result<Vec<(&'static str, f64, f64)>> {
    let mut taken = vec![Vec::new(); tasks.len()];
    for round in 0..rounds {
        for turn in 0..tasks.len() {
            let at = (turn + round) % tasks.len();
            taken[at].push((tasks[at].work)()?);
        }
    }
    let base = taken.first().cloned().unwrap_or_default();
    let results = tasks.iter().zip(taken).map(|(task, mut times)| {
        let mut ratios: Vec<f64> = times.iter().zip(&base).map(|(own, base)| own / base).collect();
        (task.engine, median(&mut times), median(&mut ratios))
    });
    Ok(results.collect())
}
