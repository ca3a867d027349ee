//! Callers that ask all the time and check each answer by the version that it names.

use std::io::{Read, Write};
use std::net::SocketAddr;
use std::sync::Arc;
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

use rustls::ClientConfig;

use crate::Failed;
use crate::client::{Client, EVALUATION, connect};
use crate::clinic::{Combination, QUESTIONS, Question};
use crate::heard::{Answered, Heard, Shared};
use crate::hostile::tls;

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
        self.shared.end();
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
    while !shared.is_over() {
        if plan.fresh.is_some_and(|often| heard.answers.is_multiple_of(often)) {
            client = None;
        }
        let mut begun = wait_for(due);
        let now = shared.window();
        if now != window {
            // What came too late in one window doesn't make the next one late.
            begun = Instant::now();
            due = begun;
            window = now;
        }
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
    let before = shared.newest();
    let answer = client.post(EVALUATION, &question.body())?;
    if answer.status != 200 {
        return Err(format!("status {}", answer.status).into());
    }
    Ok(Answered { json: answer.json()?, before })
}
