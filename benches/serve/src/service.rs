//! `ward serve` as a child process.

use std::fs;
use std::io::{BufRead, BufReader};
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::channel;
use std::thread;
use std::time::Duration;

use serde_json::Value;

use crate::Failed;
use crate::client::Client;
use crate::clinic::Clinic;

/// So long a service may take to start.
const PATIENCE: Duration = Duration::from_secs(30);

/// A service that runs until it is dropped.
#[derive(Debug)]
pub struct Service {
    child: Child,
    /// Where it listens.
    pub address: SocketAddr,
}

impl Service {
    /// Starts `ward serve` for a policy set on any free port of this machine's loopback, and waits
    /// until it listens.
    ///
    /// # Errors
    /// Where it doesn't start.
    pub fn start(ward: &Path, clinic: &Clinic, options: &[&str]) -> Result<Self, Failed> {
        let mut command = Command::new(ward);
        command.args(["serve", "--listen", "127.0.0.1:0", "--log-format", "json", "--policy"]);
        command.arg(clinic.set()).args(options);
        Self::spawn(command, |line| {
            let told: Value = serde_json::from_str(line).ok()?;
            let url = (told["message"] == "listening").then(|| told["url"].as_str())??;
            url.split_once("://")?.1.parse().ok()
        })
    }

    /// Starts a process that says on standard error where it listens.
    ///
    /// # Errors
    /// Where it ends before.
    pub fn spawn(
        mut command: Command,
        address: impl Fn(&str) -> Option<SocketAddr> + Send + 'static,
    ) -> Result<Self, Failed> {
        let mut child = command.stdin(Stdio::null()).stderr(Stdio::piped()).spawn()?;
        let said = child.stderr.take().ok_or("the process has no standard error")?;
        let (sender, found) = channel();
        thread::spawn(move || {
            let mut last = String::new();
            // It reads on to the end, or the process would wait for whoever reads.
            for line in BufReader::new(said).lines().map_while(Result::ok) {
                if let Some(address) = address(&line) {
                    let _ = sender.send(Ok(address));
                }
                last = line;
            }
            let _ = sender.send(Err(last));
        });
        let told = found.recv_timeout(PATIENCE);
        match told {
            Ok(Ok(address)) => Ok(Self { child, address }),
            other => {
                let _ = child.kill();
                let _ = child.wait();
                Err(format!("the service didn't start: {other:?}").into())
            }
        }
    }

    /// A client of it.
    ///
    /// # Errors
    /// Where it takes no connection.
    pub fn client(&self) -> Result<Client<std::net::TcpStream>, Failed> {
        Client::plain(self.address)
    }

    /// What it says of itself.
    ///
    /// # Errors
    /// Where it doesn't.
    pub fn status(&self) -> Result<Value, Failed> {
        self.client()?.get("/status")?.json()
    }

    /// Ends it at once, as `kill -9` does.
    ///
    /// # Errors
    /// Where the system doesn't let us.
    pub fn kill(&mut self) -> Result<(), Failed> {
        self.child.kill()?;
        self.child.wait()?;
        Ok(())
    }

    /// How it ended, where it did so by itself; in words for a promise.
    pub fn ended(&mut self) -> String {
        let status = self.child.try_wait().ok().flatten();
        status.map_or_else(String::new, |status| format!("; the service ended: {status}"))
    }

    /// Its resident memory in KiB: now, and the most there has been.
    ///
    /// # Errors
    /// Where the system doesn't tell.
    pub fn memory(&self) -> Result<(u64, u64), Failed> {
        let text = fs::read_to_string(self.proc("status"))?;
        let of = |name: &str| {
            let line = text.lines().find_map(|line| line.strip_prefix(name));
            line.and_then(|rest| rest.split_whitespace().next()?.parse().ok())
        };
        let found = of("VmRSS:").zip(of("VmHWM:"));
        found.ok_or_else(|| "the system doesn't tell the memory".into())
    }

    /// From now on, the most memory is counted anew.
    pub fn forget_peak(&self) {
        // Only said to the kernel; where it doesn't take it, the peak since the start is told.
        let _ = fs::write(self.proc("clear_refs"), "5");
    }

    /// The processor time that it has used.
    ///
    /// # Errors
    /// Where the system doesn't tell.
    pub fn processor(&self) -> Result<Duration, Failed> {
        let text = fs::read_to_string(self.proc("stat"))?;
        // The name in brackets may hold anything; user and system time are the 12th and 13th after it.
        let rest = text.rsplit_once(')').map_or("", |(_, rest)| rest);
        let ticks = rest.split_whitespace().skip(11).take(2).map(str::parse::<u64>);
        let ticks = ticks.sum::<Result<u64, _>>()?;
        // Linux tells processes hundredths of a second on every architecture.
        Ok(Duration::from_millis(ticks * 10))
    }

    fn proc(&self, name: &str) -> PathBuf {
        PathBuf::from(format!("/proc/{}/{name}", self.child.id()))
    }
}

impl Drop for Service {
    fn drop(&mut self) {
        let _ = self.kill();
    }
}
