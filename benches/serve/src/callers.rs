//! Callers that ask all the time and check each answer by the version that it names.

use std::io::{Read, Write};
use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, AtomicUsize, Ordering};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

use rustls::ClientConfig;
use serde_json::Value;

use crate::Failed;
use crate::client::{Client, EVALUATION, connect};
use crate::clinic::{Combination, QUESTIONS, Question};
use crate::hostile::tls;
use crate::times::Times;

/// So many of the things that went wrong are told.
const TOLD: usize = 3;

/// Who asks how often.
#[derive(Clone, Debug)]
pub struct Plan {
    /// Who is asked.
    pub address: SocketAddr,
    /// How many callers, each with a connection.
    pub callers: u32,
    /// How many requests a second all of them send.
    pub rate: u32,
    /// What a version decides.
    pub combination: fn(u64) -> Combination,
    /// After so many requests of a caller, the next is sent on a new connection.
    pub fresh: Option<u64>,
    /// What a caller trusts, where the service speaks TLS.
    pub tls: Option<Arc<ClientConfig>>,
}

/// A connection, with or without TLS.
trait Stream: Read + Write + Send {}
impl<S: Read + Write + Send> Stream for S {}

type Connected = Client<Box<dyn Stream>>;

impl Plan {
    /// Callers on connections that stay open, without TLS.
    pub fn new(
        address: SocketAddr,
        callers: u32,
        rate: u32,
        combination: fn(u64) -> Combination,
    ) -> Self {
        Self { address, callers, rate, combination, fresh: None, tls: None }
    }

    fn connect(&self) -> Result<Connected, Failed> {
        let stream = connect(self.address)?;
        Ok(Client::over(match &self.tls {
            None => Box::new(stream),
            Some(config) => Box::new(tls::over(stream, config)?),
        }))
    }
}

/// What callers and whoever changes the files tell each other.
#[derive(Debug, Default)]
pub struct Shared {
    done: AtomicBool,
    /// In which window answers are counted.
    window: AtomicUsize,
    /// The newest version that anybody was answered by.
    newest: AtomicU64,
    /// The newest version that may be.
    allowed: AtomicU64,
}

impl Shared {
    /// From now on answers count in this window.
    pub fn enter(&self, window: usize) {
        self.window.store(window, Ordering::SeqCst);
    }

    /// From now on this version may decide.
    pub fn allow(&self, version: u64) {
        self.allowed.store(version, Ordering::SeqCst);
    }

    /// Waits until a version decides; how long that took.
    ///
    /// # Errors
    /// Where it never does.
    pub fn until(&self, version: u64, longest: Duration) -> Result<Duration, Failed> {
        let begun = Instant::now();
        while self.newest.load(Ordering::SeqCst) < version {
            if begun.elapsed() > longest {
                return Err(format!("version {version} didn't come into force").into());
            }
            thread::sleep(Duration::from_micros(200));
        }
        Ok(begun.elapsed())
    }
}

/// What callers heard.
#[derive(Debug, Default)]
pub struct Heard {
    /// How many answers came.
    pub answers: u64,
    /// How many were not what the version that they name decides.
    pub wrong: u64,
    /// How many requests were not answered with a decision.
    pub failed: u64,
    /// The first of what was wrong or failed.
    pub told: Vec<String>,
    /// How long answers took, by window.
    pub times: Vec<Times>,
    /// The hashes of the second and the first policy, as they were named.
    policies: [Option<String>; 2],
}

/// Callers that go on until they are told to end.
#[derive(Debug)]
pub struct Callers {
    /// What they and others tell each other.
    pub shared: Arc<Shared>,
    threads: Vec<JoinHandle<Heard>>,
}

impl Callers {
    /// Begins to ask.
    pub fn start(plan: Plan) -> Self {
        let shared = Arc::new(Shared::default());
        shared.allow(1);
        let threads = (0..plan.callers).map(|number| {
            let shared = shared.clone();
            let plan = plan.clone();
            thread::spawn(move || call(&plan, number, &shared))
        });
        Self { threads: threads.collect(), shared }
    }

    /// Ends, and says what was heard.
    ///
    /// # Errors
    /// Where a caller broke down.
    pub fn end(self) -> Result<Heard, Failed> {
        self.shared.done.store(true, Ordering::SeqCst);
        let mut all = Heard::default();
        for thread in self.threads {
            all.add(thread.join().map_err(|_| "a caller broke down")?);
        }
        Ok(all)
    }
}

fn call(plan: &Plan, number: u32, shared: &Shared) -> Heard {
    let mut heard = Heard::default();
    let mut client = None;
    let interval = Duration::from_secs(1) * plan.callers / plan.rate.max(1);
    // They don't all begin at once.
    let mut due = Instant::now() + interval * number / plan.callers.max(1);
    let mut turns = (0..QUESTIONS.len()).cycle().skip(number as usize);
    let mut window = 0;
    while !shared.done.load(Ordering::Relaxed) {
        let now = shared.window.load(Ordering::SeqCst);
        if now != window {
            // What came too late in one window doesn't make the next one late.
            due = due.max(Instant::now());
            window = now;
        }
        if plan.fresh.is_some_and(|often| heard.answers.is_multiple_of(often)) {
            client = None;
        }
        let begun = wait_for(due);
        due += interval;
        let Some(question) = turns.next().and_then(|turn| QUESTIONS.get(turn)) else { break };
        let answered = ask(&mut client, plan, question, shared);
        match answered {
            Ok(answer) => {
                heard.took(window, begun.elapsed());
                heard.check(&answer, question, plan.combination, shared);
            }
            Err(error) => {
                client = None;
                heard.failed += 1;
                heard.tell(format!("no decision: {error}"));
            }
        }
    }
    heard
}

/// Waits until it is time. Whoever is late, because an answer came late, counts from when it was
/// time: so that a service that stands still isn't asked less for it.
fn wait_for(due: Instant) -> Instant {
    let left = due.saturating_duration_since(Instant::now());
    if left.is_zero() {
        return due;
    }
    thread::sleep(left);
    Instant::now()
}

/// An answer, and the newest version that somebody had been answered by before it was asked for.
struct Answered {
    json: Value,
    before: u64,
}

fn ask(
    client: &mut Option<Connected>,
    plan: &Plan,
    question: &Question,
    shared: &Shared,
) -> Result<Answered, Failed> {
    let client = match client {
        Some(client) => client,
        none => none.insert(plan.connect()?),
    };
    let before = shared.newest.load(Ordering::SeqCst);
    let answer = client.post(EVALUATION, &question.body())?;
    if answer.status != 200 {
        return Err(format!("status {}", answer.status).into());
    }
    Ok(Answered { json: answer.json()?, before })
}

impl Heard {
    fn took(&mut self, window: usize, time: Duration) {
        if self.times.len() <= window {
            self.times.resize_with(window + 1, Times::default);
        }
        if let Some(times) = self.times.get_mut(window) {
            times.add(time);
        }
    }

    fn check(
        &mut self,
        answer: &Answered,
        question: &Question,
        combination: fn(u64) -> Combination,
        shared: &Shared,
    ) {
        self.answers += 1;
        let context = &answer.json["context"];
        let version = context["version"].as_u64().unwrap_or_default();
        let given = combination(version);
        // Noted before it is looked up what may decide: that is said before the files change.
        shared.newest.fetch_max(version, Ordering::SeqCst);
        let mays =
            (answer.before.max(1)..=shared.allowed.load(Ordering::SeqCst)).contains(&version);
        let decided = answer.json["decision"] == question.expected(given);
        let named = self.names(given, context["policy"].as_str().unwrap_or_default());
        if !(mays && decided && named) {
            self.wrong += 1;
            self.tell(format!("{} to {}", answer.json, question.body()));
        }
    }

    /// Whether a policy has the name that it always has.
    fn names(&mut self, given: Combination, policy: &str) -> bool {
        let known = &mut self.policies[usize::from(given.first_policy)];
        known.get_or_insert_with(|| policy.to_owned()) == policy && policy.starts_with("sha256:")
    }

    fn tell(&mut self, what: String) {
        if self.told.len() < TOLD {
            self.told.push(what);
        }
    }

    fn add(&mut self, other: Self) {
        self.answers += other.answers;
        self.wrong += other.wrong;
        self.failed += other.failed;
        other.told.into_iter().for_each(|what| self.tell(what));
        for (window, times) in other.times.into_iter().enumerate() {
            if self.times.len() <= window {
                self.times.resize_with(window + 1, Times::default);
            }
            if let Some(mine) = self.times.get_mut(window) {
                mine.extend(times);
            }
        }
        for (known, policy) in self.policies.iter_mut().zip(other.policies) {
            let differs = known.is_some() && policy.is_some() && *known != policy;
            if differs {
                self.wrong += 1;
                self.told.push("one policy has two names".into());
            }
            *known = known.take().or(policy);
        }
        if let [Some(second), Some(first)] = &self.policies
            && second == first
        {
            self.wrong += 1;
            self.tell(format!("two policies have the name `{first}`"));
        }
    }

    /// What went wrong first, in a line for a promise.
    pub fn troubles(&self) -> String {
        if self.told.is_empty() { String::new() } else { format!(" ({})", self.told.join("; ")) }
    }
}
