//! The load generator: a process of its own that asks one service as fast as it answers.
//!
//! One thread, as many connections as named, each kept alive and with one request at a time. It
//! does as little as possible besides, since it takes its time from the same processor.

use std::io::{ErrorKind, Read, Write};
use std::net::SocketAddr;
use std::path::PathBuf;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use clap::Parser;
use mio::net::TcpStream;
use mio::{Events, Interest, Poll, Token};
use serde_json::{Value, json};

use crate::Failed;
use crate::client::head;
use crate::times::Times;

/// The word that makes this program a load generator.
pub const MODE: &str = "as-load";
/// An answer that takes longer is none.
const LONGEST: Duration = Duration::from_secs(10);

/// What to ask.
#[derive(Clone, Debug, Parser)]
pub struct Load {
    /// Who is asked
    #[arg(long)]
    pub address: SocketAddr,
    /// At which path
    #[arg(long)]
    pub path: String,
    /// The body, as a file
    #[arg(long)]
    pub body: PathBuf,
    /// On how many connections
    #[arg(long)]
    pub connections: usize,
    /// For how long
    #[arg(long)]
    pub millis: u64,
}

/// What came of it.
#[derive(Clone, Copy, Debug)]
pub struct Rate {
    /// How many answers came.
    pub answers: u64,
    /// How many a second.
    pub a_second: f64,
    /// The times within which half, 99 % and 99.9 % came.
    pub within: [Duration; 3],
    /// How many requests were not answered by a 200.
    pub failed: u64,
}

impl Load {
    /// Asks in a process of its own.
    ///
    /// # Errors
    /// Where that process fails.
    pub fn in_a_process(&self) -> Result<Rate, Failed> {
        let mut command = Command::new(std::env::current_exe()?);
        command.args([
            MODE,
            "--address",
            &self.address.to_string(),
            "--path",
            &self.path,
            "--body",
        ]);
        command.arg(&self.body).args(["--connections", &self.connections.to_string()]);
        command.args(["--millis", &self.millis.to_string()]).stderr(Stdio::inherit());
        let output = command.output()?;
        if !output.status.success() {
            return Err("the load generator failed".into());
        }
        Rate::read(&serde_json::from_slice(&output.stdout)?)
            .ok_or_else(|| "the load generator said something else".into())
    }

    /// Asks, and prints what came of it.
    ///
    /// # Errors
    /// Where there is no connection to be had.
    pub fn run(&self) -> Result<(), Failed> {
        let body = std::fs::read_to_string(&self.body)?;
        let request = format!("{}{body}", head(&format!("POST {}", self.path), body.len(), ""));
        let mut poll = Poll::new()?;
        let mut connections = Vec::new();
        for number in 0..self.connections {
            let stream = std::net::TcpStream::connect(self.address)?;
            stream.set_nodelay(true)?;
            stream.set_nonblocking(true)?;
            let mut stream = TcpStream::from_std(stream);
            poll.registry().register(&mut stream, Token(number), Interest::READABLE)?;
            connections.push(Connection { stream, asked: Instant::now(), answer: Vec::new() });
        }
        let mut asking =
            Asking { request: request.into_bytes(), times: Times::default(), failed: 0 };
        let begun = Instant::now();
        let end = begun + Duration::from_millis(self.millis);
        asking.ask(&mut poll, &mut connections, end)?;
        println!("{}", asking.told(begun.elapsed()));
        Ok(())
    }
}

struct Connection {
    stream: TcpStream,
    asked: Instant,
    /// What has come of the answer.
    answer: Vec<u8>,
}

struct Asking {
    request: Vec<u8>,
    times: Times,
    failed: u64,
}

impl Asking {
    fn ask(
        &mut self,
        poll: &mut Poll,
        connections: &mut [Connection],
        end: Instant,
    ) -> Result<(), Failed> {
        for connection in connections.iter_mut() {
            self.send(connection)?;
        }
        let mut events = Events::with_capacity(1024);
        let mut now = Instant::now();
        while now < end {
            poll.poll(&mut events, Some(end - now))?;
            for event in &events {
                let Some(connection) = connections.get_mut(event.token().0) else { continue };
                self.hear(connection)?;
            }
            now = Instant::now();
            let stuck = connections.iter().any(|one| now - one.asked > LONGEST);
            if stuck {
                return Err("an answer didn't come".into());
            }
        }
        Ok(())
    }

    fn send(&self, connection: &mut Connection) -> Result<(), Failed> {
        connection.asked = Instant::now();
        // Nothing else waits to be sent, so that a request of this size is taken whole.
        Ok(connection.stream.write_all(&self.request)?)
    }

    /// Takes what has come, and asks again where the answer is whole.
    fn hear(&mut self, connection: &mut Connection) -> Result<(), Failed> {
        let mut room = [0; 4096];
        loop {
            let read = match connection.stream.read(&mut room) {
                Ok(0) => return Err("the service closed a connection".into()),
                Ok(read) => read,
                Err(error) if error.kind() == ErrorKind::WouldBlock => return Ok(()),
                Err(error) => return Err(error.into()),
            };
            connection.answer.extend_from_slice(&room[..read]);
            if is_whole(&connection.answer)? {
                self.times.add(connection.asked.elapsed());
                self.failed += u64::from(!connection.answer.starts_with(b"HTTP/1.1 200"));
                connection.answer.clear();
                return self.send(connection);
            }
        }
    }

    fn told(self, took: Duration) -> Value {
        let answers = self.times.len();
        let sorted = self.times.sorted();
        let within = [500, 990, 999].map(|share| sorted.within(share).as_secs_f64());
        #[expect(clippy::cast_precision_loss, reason = "a rate")]
        let a_second = answers as f64 / took.as_secs_f64();
        json!({"answers": answers, "a_second": a_second, "within": within, "failed": self.failed})
    }
}

/// Whether all of an answer has come.
fn is_whole(answer: &[u8]) -> Result<bool, Failed> {
    let Some(end) = answer.windows(4).position(|four| four == b"\r\n\r\n") else {
        return Ok(false);
    };
    let head = std::str::from_utf8(&answer[..end])?;
    let mut lines = head.split("\r\n").filter_map(|line| line.split_once(':'));
    let length = lines.find(|(name, _)| name.eq_ignore_ascii_case("content-length"));
    let (_, length) = length.ok_or("the answer has no length")?;
    Ok(answer.len() >= end + 4 + length.trim().parse::<usize>()?)
}

impl Rate {
    fn read(value: &Value) -> Option<Self> {
        let within = |at: usize| Duration::try_from_secs_f64(value["within"][at].as_f64()?).ok();
        Some(Self {
            answers: value["answers"].as_u64()?,
            a_second: value["a_second"].as_f64()?,
            within: [within(0)?, within(1)?, within(2)?],
            failed: value["failed"].as_u64()?,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_answer_is_whole_when_its_body_is() {
        let text = b"HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nabc";
        for end in 0..text.len() {
            assert!(!is_whole(&text[..end]).unwrap(), "{end}");
        }
        assert!(is_whole(text).unwrap());
    }
}
