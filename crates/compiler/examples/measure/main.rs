//! Measures how long large policies take to compile.
//!
//! `cargo run --release -p ward-compiler --example measure [STATEMENTS] [SHAPE]`

mod shapes;

use std::time::{Duration, Instant};

use shapes::Shape;
use ward_compiler::incremental::{Recompiler, Report};
use ward_compiler::{PolicySource, compile};
use ward_diagnostics::FileId;

/// How often each thing is done; the median counts.
const ROUNDS: usize = 7;

/// How many changes are made one after the other.
const CHANGES: u32 = 40;

fn main() {
    let mut arguments = std::env::args().skip(1);
    let statements = arguments.next().and_then(|text| text.parse().ok()).unwrap_or(10_000);
    let only = arguments.next();
    for (name, shape) in Shape::ALL {
        if only.as_deref().is_none_or(|only| only == name) {
            measure(name, shape, statements);
        }
    }
}

fn measure(name: &str, shape: Shape, statements: usize) {
    let source = shape.source(statements, None);
    let bytes: usize = source.files.iter().map(|file| file.text.len()).sum();
    println!("{name}: {statements} statements, {} files, {bytes} bytes", source.files.len());
    show("parse", median(|| parse(&source)));
    let whole = median(|| full(&source));
    show("compile", whole);
    let mut compiler = Recompiler::default();
    let _ = compiler.update(source);
    for (what, of) in [("first", 1), ("middle", statements / 2 + 1), ("last", statements - 4)] {
        let (time, report) = changes(&mut compiler, shape, statements, of);
        show(&format!("one statement, {what}"), time);
        let ratio = whole.as_secs_f64() / time.as_secs_f64().max(f64::EPSILON);
        println!("    {ratio:.1} times faster; {report:?}");
    }
}

/// The mean time of changing one statement and changing it back; the clock is too coarse for one.
fn changes(
    compiler: &mut Recompiler,
    shape: Shape,
    statements: usize,
    of: usize,
) -> (Duration, Report) {
    let turns = [Some(of), None].map(|changed| shape.source(statements, changed));
    let sources: Vec<PolicySource> = turns.iter().cycle().take(CHANGES as usize).cloned().collect();
    let mut report = Report::default();
    let start = Clock::start();
    for source in sources {
        report = compiler.update(source).map_or(Report::default(), |(_, report)| report);
    }
    (start.elapsed() / CHANGES, report)
}

fn parse(source: &PolicySource) -> usize {
    source.files.iter().map(|file| ward_parser::parse(FileId(0), &file.text).file.items.len()).sum()
}

fn full(source: &PolicySource) -> usize {
    match compile(source) {
        Ok(policy) => policy.rules.len(),
        Err(failure) => {
            eprintln!("{failure}");
            std::process::exit(2)
        }
    }
}

/// The time that this thread has run for, which other programs disturb less than the time of day;
/// the latter where the system doesn't tell.
struct Clock {
    wall: Instant,
    ran: Option<Duration>,
}

impl Clock {
    fn start() -> Self {
        Self { wall: Instant::now(), ran: ran() }
    }

    fn elapsed(&self) -> Duration {
        match (self.ran, ran()) {
            (Some(before), Some(now)) => now.saturating_sub(before),
            _ => self.wall.elapsed(),
        }
    }
}

fn ran() -> Option<Duration> {
    let text = std::fs::read_to_string("/proc/thread-self/schedstat").ok()?;
    text.split_whitespace().next()?.parse().ok().map(Duration::from_nanos)
}

/// The median time of several rounds.
fn median<T>(mut work: impl FnMut() -> T) -> Duration {
    let mut times: Vec<Duration> = (0..ROUNDS)
        .map(|_| {
            let start = Clock::start();
            let done = std::hint::black_box(work());
            let time = start.elapsed();
            drop(done);
            time
        })
        .collect();
    times.sort();
    times[times.len() / 2]
}

fn show(what: &str, time: Duration) {
    println!("  {what:<24} {:>9.2} ms", time.as_secs_f64() * 1000.0);
}
