//! Many requests, one a line: one response a line, in order.
//!
//! Invariants: memory is bounded whatever the length of the stream; a line that can't be decided
//! is answered by an `{"error": …}` line, and the others are decided.

use std::borrow::Cow;
use std::fs::File;
use std::io::{self, Read};
use std::num::NonZeroUsize;
use std::path::Path;
use std::thread;

use serde_json::json;
use ward_diagnostics::codes;
use ward_evaluator::{Engine, Malformed, Request, Session, Verdict};

use super::args::Args;
use super::lines::{LONGEST, Line, Lines};
use crate::clock;
use crate::failure::Failure;
use crate::input;
use crate::plural::count;
use crate::progress::Progress;
use crate::status::Status;
use crate::terminal::Terminal;

/// How many requests are held in memory for each job.
const PER_JOB: usize = 4096;
/// How few requests are not worth a thread.
const FEW: usize = 32;

/// A response, and whether the policy decided it.
type Answer = (Cow<'static, str>, bool);

/// Decides every request of a file.
///
/// # Errors
/// Where it can't be read.
pub fn run(
    engine: &Engine,
    path: &Path,
    args: &Args,
    terminal: &mut Terminal,
) -> Result<Status, Failure> {
    let cores = || thread::available_parallelism().map_or(1, NonZeroUsize::get);
    let jobs = args.jobs.map_or_else(cores, NonZeroUsize::get).min(256);
    let fixed = match &args.details.now {
        Some(text) => Some(clock::at(Some(text), &engine.policy().time_zone)?),
        None => None,
    };
    let (reader, total) = open(path)?;
    let mut lines = Lines::new(reader);
    let mut progress = Progress::new("bytes", total);
    let (mut asked, mut undecided) = (0, 0);
    loop {
        let chunk = lines
            .chunk(jobs * PER_JOB)
            .map_err(|error| Failure::from(input::unreadable(path, &error)))?;
        if chunk.is_empty() {
            break;
        }
        let now = clock::as_text(fixed.unwrap_or_else(clock::now));
        let manner = Manner { engine, jobs, now: &now, brief: args.brief };
        for (response, decided) in answers(manner, &chunk) {
            asked += 1;
            undecided += usize::from(!decided);
            terminal.raw_line(&response)?;
        }
        terminal.flush()?;
        progress.at(lines.bytes);
    }
    drop(progress);
    if undecided > 0 {
        let all = count(asked, "request");
        terminal.say(&format!("{undecided} of {all} could not be decided"));
    }
    Ok(Status::if_told(undecided == 0))
}

fn open(path: &Path) -> Result<(Box<dyn Read>, Option<u64>), Failure> {
    if path.as_os_str() == input::STDIN {
        input::take_stdin()?;
        return Ok((Box::new(io::stdin().lock()), None));
    }
    let file = File::open(path).map_err(|error| input::unreadable(path, &error))?;
    let total = file.metadata().ok().map(|about| about.len());
    Ok((Box::new(file), total))
}

/// How a batch is answered.
#[derive(Clone, Copy)]
struct Manner<'a> {
    engine: &'a Engine,
    jobs: usize,
    /// The time of requests that give none.
    now: &'a str,
    brief: bool,
}

/// The answers to a chunk, in its order.
fn answers(manner: Manner<'_>, chunk: &[Line]) -> Vec<Answer> {
    let answer_all = |part: &[Line]| {
        let mut session = manner.engine.session();
        part.iter().map(|line| answer(manner, &mut session, line)).collect::<Vec<_>>()
    };
    if manner.jobs == 1 || chunk.len() <= FEW {
        return answer_all(chunk);
    }
    thread::scope(|scope| {
        let parts = chunk.chunks(chunk.len().div_ceil(manner.jobs));
        let workers: Vec<_> =
            parts.map(|part| (part, scope.spawn(move || answer_all(part)))).collect();
        let joined = workers.into_iter().flat_map(|(part, worker)| {
            worker.join().unwrap_or_else(|_| part.iter().map(|_| lost()).collect())
        });
        joined.collect()
    })
}

fn answer(manner: Manner<'_>, session: &mut Session<'_>, line: &Line) -> Answer {
    match decide(manner, session, line) {
        Ok(answer) => answer,
        Err(malformed) => (malformed.to_json().to_string().into(), false),
    }
}

fn decide(manner: Manner<'_>, session: &mut Session<'_>, line: &Line) -> Result<Answer, Malformed> {
    let Line::Bytes(bytes) = line else {
        return Err(not_a_request(format!("the line is longer than {LONGEST} bytes")));
    };
    let text = std::str::from_utf8(bytes)
        .map_err(|_| not_a_request("the line isn't UTF-8 text".into()))?;
    let mut request = Request::from_text(text)?;
    request.context.entry("now").or_insert_with(|| json!(manner.now));
    if manner.brief
        && let Ok(verdict) = session.verdict(&request)?
    {
        return Ok((in_brief(&verdict), true));
    }
    let decision = session.decide(&request)?;
    let text = serde_json::to_string(&decision.answer()).unwrap_or_default();
    Ok((text.into(), decision.error.is_none()))
}

/// Nearly all verdicts are one of two texts.
fn in_brief(verdict: &Verdict) -> Cow<'static, str> {
    match (verdict.permit, verdict.obligations.as_slice()) {
        (true, []) => "{\"decision\":true}".into(),
        (false, []) => "{\"decision\":false}".into(),
        _ => serde_json::to_string(&verdict.answer()).unwrap_or_default().into(),
    }
}

fn not_a_request(message: String) -> Malformed {
    let help = "write one AuthZEN request a line";
    Malformed(Box::new(
        ward_diagnostics::Diagnostic::error(codes::REQUEST_SYNTAX, message).help(help),
    ))
}

/// The answer where deciding failed on our side: nothing is permitted by it.
fn lost() -> Answer {
    let error =
        json!({"error": {"code": "internal", "message": "the request could not be decided"}});
    (error.to_string().into(), false)
}
