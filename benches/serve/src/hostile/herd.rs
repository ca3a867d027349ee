//! Many connections that all behave badly in the same way, driven by one thread.

use std::collections::BTreeMap;
use std::io::{ErrorKind, Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::thread;
use std::time::{Duration, Instant};

use crate::Failed;

/// So many connections are opened before the others are looked at again.
const OPENED_AT_ONCE: usize = 500;

/// How every connection behaves.
#[derive(Clone, Debug, Default)]
pub struct Manner {
    /// What it sends at once when it is opened.
    pub first: Vec<u8>,
    /// What it sends after that, again and again.
    pub then: Vec<u8>,
    /// How long it pauses before each `then`; without a pause it sends as much as is taken.
    pub pause: Duration,
    /// Whether it begins again with `first` after each answer, instead of opening another.
    pub again: bool,
}

/// So many connections of one manner.
#[derive(Clone, Debug)]
pub struct Herd {
    /// How many are open at a time; each that is closed is replaced.
    pub size: usize,
    /// How they behave.
    pub manner: Manner,
    /// How long all of them are left alone between two looks.
    pub rest: Duration,
}

/// What became of the connections.
#[derive(Clone, Debug, Default)]
pub struct Fate {
    /// How many were opened.
    pub opened: u64,
    /// The most that were open at once.
    pub most: usize,
    /// How many the service closed.
    pub closed: u64,
    /// Answers by their status.
    pub answers: BTreeMap<u16, u64>,
}

/// One of them.
struct One {
    stream: TcpStream,
    /// How much of `first` has been sent.
    sent: usize,
    /// When it sends again.
    due: Instant,
}

enum Next {
    Stays,
    Answered(u16),
    Closed,
}

impl Herd {
    /// Behaves badly for so long.
    ///
    /// # Errors
    /// Where no connection can be opened at all.
    pub fn run(&self, address: SocketAddr, time: Duration) -> Result<Fate, Failed> {
        let mut fate = Fate::default();
        let mut all: Vec<One> = Vec::with_capacity(self.size);
        let end = Instant::now() + time;
        while Instant::now() < end {
            for _ in 0..OPENED_AT_ONCE.min(self.size - all.len()) {
                let Some(one) = open(address)? else { break };
                fate.opened += 1;
                all.push(one);
            }
            fate.most = fate.most.max(all.len());
            all.retain_mut(|one| match self.look(one) {
                Next::Stays => true,
                Next::Closed => {
                    fate.closed += 1;
                    false
                }
                Next::Answered(status) => {
                    *fate.answers.entry(status).or_default() += 1;
                    one.sent = 0;
                    self.manner.again
                }
            });
            thread::sleep(self.rest);
        }
        Ok(fate)
    }

    /// Sends what is due and hears what has come.
    fn look(&self, one: &mut One) -> Next {
        let mut room = [0; 4096];
        match one.stream.read(&mut room) {
            Ok(0) => return Next::Closed,
            Ok(read) => return Next::Answered(status(&room[..read])),
            Err(error) if error.kind() == ErrorKind::WouldBlock => {}
            Err(_) => return Next::Closed,
        }
        while let Some(rest) = self.manner.first.get(one.sent..).filter(|rest| !rest.is_empty()) {
            match one.stream.write(rest) {
                Ok(written) => one.sent += written,
                Err(error) if error.kind() == ErrorKind::WouldBlock => return Next::Stays,
                Err(_) => return Next::Closed,
            }
        }
        let now = Instant::now();
        while !self.manner.then.is_empty() && one.due <= now {
            one.due += self.manner.pause;
            match one.stream.write(&self.manner.then) {
                Ok(_) => {}
                Err(error) if error.kind() == ErrorKind::WouldBlock => return Next::Stays,
                Err(_) => return Next::Closed,
            }
        }
        Next::Stays
    }
}

/// Opens a connection; none where the service or the system has no more.
fn open(address: SocketAddr) -> Result<Option<One>, Failed> {
    let Ok(stream) = TcpStream::connect_timeout(&address, Duration::from_secs(1)) else {
        return Ok(None);
    };
    stream.set_nonblocking(true)?;
    Ok(Some(One { stream, sent: 0, due: Instant::now() }))
}

/// The status of an answer; 0 for what is none, such as an alert of TLS.
fn status(answer: &[u8]) -> u16 {
    let text = String::from_utf8_lossy(answer);
    let words = text.strip_prefix("HTTP/1.1 ");
    words.and_then(|words| words.get(..3)?.parse().ok()).unwrap_or_default()
}

impl Fate {
    /// In words for a table.
    pub fn told(&self) -> String {
        let mut told = vec![format!("{} opened, {} at once", self.opened, self.most)];
        told.extend(self.answers.iter().map(|(status, count)| match status {
            0 => format!("{count} alerts of TLS"),
            status => format!("{count} × {status}"),
        }));
        if self.closed > 0 {
            told.push(format!("{} closed by the service", self.closed));
        }
        told.join(", ")
    }
}
