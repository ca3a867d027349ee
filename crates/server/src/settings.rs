//! How a service runs: `[serve]` of `ward.toml`, over which the command line goes.

mod millis;
mod traces;

use std::net::SocketAddr;
use std::path::PathBuf;
use std::time::Duration;

use serde::Deserialize;

use millis::millis;
pub use traces::Traces;

/// How a service runs.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Settings {
    /// Where it listens.
    pub listen: SocketAddr,
    /// The URL by which callers reach it, for the metadata; that of `listen` unless set.
    pub public_url: Option<String>,
    /// The gates that a new version has to pass besides the fixed ones.
    pub gates: Vec<String>,
    /// Whether `context.now` of a request counts, instead of the service's clock.
    pub trust_caller_time: bool,
    /// Whether answers are the decisions with what they ask for, without reasons.
    pub brief: bool,
    /// Whether callers may be anybody although it listens beyond this machine.
    pub allow_anyone: bool,
    /// A file with the bearer tokens of callers.
    pub tokens: Option<PathBuf>,
    /// A file in which the service keeps data that callers change.
    pub store: Option<PathBuf>,
    /// The names of callers who may change and read these data, by their tokens or certificates;
    /// all that are known where none is named.
    pub writers: Vec<String>,
    /// Certificates.
    pub tls: Option<Tls>,
    /// How much a caller may ask for.
    pub limits: Limits,
    /// The decision log.
    pub log: Option<Log>,
    /// Where spans go.
    pub traces: Traces,
    /// How long it must be quiet before changes to files count as one whole, in milliseconds.
    #[serde(deserialize_with = "millis")]
    pub quiet: Duration,
    /// How long files must have stayed the same before they are taken, in milliseconds.
    #[serde(deserialize_with = "millis")]
    pub settle: Duration,
    /// How often files are looked at without any event, in milliseconds.
    #[serde(deserialize_with = "millis")]
    pub poll: Duration,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            listen: SocketAddr::from(([127, 0, 0, 1], 8181)),
            public_url: None,
            gates: vec!["claims".into(), "tests".into()],
            trust_caller_time: false,
            brief: false,
            allow_anyone: false,
            tokens: None,
            store: None,
            writers: Vec::new(),
            tls: None,
            limits: Limits::default(),
            log: None,
            traces: Traces::default(),
            quiet: Duration::from_millis(100),
            settle: Duration::from_millis(50),
            poll: Duration::from_secs(2),
        }
    }
}

/// Certificate, key, and whose certificates callers must have.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Tls {
    /// The certificate chain, PEM.
    pub cert: PathBuf,
    /// Its key, PEM.
    pub key: PathBuf,
    /// The authorities of callers' certificates, PEM; callers without one are then refused.
    pub client_ca: Option<PathBuf>,
    /// Which of their certificates are revoked, PEM: a list of each authority that stands between
    /// a caller and one of these.
    pub client_crl: Option<PathBuf>,
}

/// How much a caller may ask for.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Limits {
    /// How many bytes a body may have.
    pub body: usize,
    /// How many bytes a transaction of data may have.
    pub data_body: usize,
    /// How many bytes all large bodies that are being read may have together; two of the largest
    /// find a place in any case.
    pub bodies: usize,
    /// How many evaluations one request may ask for.
    pub batch: usize,
    /// How deeply JSON may be nested.
    pub depth: usize,
    /// How many results a page has at most.
    pub page: usize,
    /// How long one request may take to decide, in milliseconds.
    #[serde(deserialize_with = "millis")]
    pub time: Duration,
    /// How long a caller may take to send a request, in milliseconds; also how long a connection
    /// may be idle.
    #[serde(deserialize_with = "millis")]
    pub read_time: Duration,
    /// How many requests are decided at once.
    pub concurrency: usize,
    /// How many connections are open at once.
    pub connections: usize,
    /// How long what has begun may take to end when the service stops, in milliseconds.
    #[serde(deserialize_with = "millis")]
    pub grace: Duration,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            body: 1 << 20,
            data_body: 16 << 20,
            bodies: 64 << 20,
            batch: 1_000,
            depth: 32,
            page: 1_000,
            time: Duration::from_secs(5),
            read_time: Duration::from_secs(10),
            concurrency: 256,
            connections: 10_000,
            grace: Duration::from_secs(30),
        }
    }
}

/// The decision log.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Log {
    /// The file; `-` is standard output.
    pub file: PathBuf,
    /// How many decisions wait to be written.
    #[serde(default = "queue")]
    pub queue: usize,
    /// What happens when the queue is full.
    #[serde(default)]
    pub full: WhenFull,
    /// After how many bytes a new file is begun; 0 for never.
    #[serde(default = "max_bytes")]
    pub max_bytes: u64,
    /// How many older files are kept.
    #[serde(default = "keep")]
    pub keep: usize,
    /// Fields of requests whose values are left out, such as `subject.properties.email` or
    /// `context.*`.
    #[serde(default)]
    pub mask: Vec<String>,
    /// Which share of decisions is written, from 0 to 1.
    #[serde(default = "all")]
    pub sample: f64,
}

impl Log {
    /// A log of everything, in a file.
    pub fn to(file: impl Into<PathBuf>) -> Self {
        Self {
            file: file.into(),
            queue: queue(),
            full: WhenFull::default(),
            max_bytes: max_bytes(),
            keep: keep(),
            mask: Vec::new(),
            sample: all(),
        }
    }
}

/// What happens when decisions come faster than they can be written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum WhenFull {
    /// Requests wait: nothing is missing from the log.
    #[default]
    Block,
    /// Lines are dropped and counted: no request waits.
    Drop,
}

fn queue() -> usize {
    10_000
}

fn max_bytes() -> u64 {
    100 << 20
}

fn keep() -> usize {
    5
}

fn all() -> f64 {
    1.0
}

/// What is wrong, and behind it in which setting, where that isn't said.
fn in_a_line(error: &toml::de::Error) -> String {
    let text = error.to_string();
    let place = text.lines().skip(1).find_map(|line| line.strip_prefix("in "));
    match place {
        Some(place) => format!("{}: {}", place, error.message()),
        None => error.message().to_owned(),
    }
}

impl Settings {
    /// Reads `[serve]`.
    ///
    /// # Errors
    /// What is wrong with it, in a line.
    pub fn read(table: Option<&toml::Table>) -> Result<Self, String> {
        let Some(table) = table else { return Ok(Self::default()) };
        let settings: Self = table.clone().try_into().map_err(|error| in_a_line(&error))?;
        settings.check_values()?;
        Ok(settings)
    }

    /// What can't be meant, once it is all together.
    ///
    /// # Errors
    /// The setting, in a line.
    pub fn check(&self) -> Result<(), String> {
        self.check_values()?;
        let certified = self.tls.as_ref().is_some_and(|tls| tls.client_ca.is_some());
        if !self.writers.is_empty() && self.tokens.is_none() && !certified {
            return Err(
                "`writers` names callers, and without `tokens` or `tls.client_ca` callers \
                        have no names"
                    .into(),
            );
        }
        Ok(())
    }

    /// What can't be meant, whatever else is said.
    fn check_values(&self) -> Result<(), String> {
        let limits = &self.limits;
        let numbers = [
            ("limits.body", limits.body),
            ("limits.data_body", limits.data_body),
            ("limits.batch", limits.batch),
            ("limits.depth", limits.depth),
            ("limits.page", limits.page),
            ("limits.concurrency", limits.concurrency),
            ("limits.connections", limits.connections),
            ("log.queue", self.log.as_ref().map_or(1, |log| log.queue)),
        ];
        if let Some((name, _)) = numbers.iter().find(|(_, number)| *number == 0) {
            return Err(format!("`{name}` is 0, so nothing could be asked"));
        }
        let times = [
            ("limits.time", limits.time),
            ("limits.read_time", limits.read_time),
            ("poll", self.poll),
        ];
        if let Some((name, _)) = times.iter().find(|(_, time)| time.is_zero()) {
            return Err(format!("`{name}` is 0, so there would be no time for anything"));
        }
        if self.tls.as_ref().is_some_and(|tls| tls.client_crl.is_some() && tls.client_ca.is_none())
        {
            return Err("`tls.client_crl` is for certificates of `tls.client_ca`".into());
        }
        self.traces.check()?;
        match &self.log {
            Some(log) if !(0.0..=1.0).contains(&log.sample) => {
                Err("`log.sample` isn't a share from 0 to 1".into())
            }
            _ => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "what must not fail in a test fails it")]

    use super::*;

    fn read(text: &str) -> Result<Settings, String> {
        Settings::read(Some(&text.parse().unwrap()))
    }

    #[test]
    fn what_is_not_said_is_as_if_nothing_were() {
        assert_eq!(read("").unwrap(), Settings::default());
        let some = read("listen = \"127.0.0.1:1\"\n[limits]\nbatch = 2\ntime = 3").unwrap();
        assert_eq!((some.limits.batch, some.limits.time), (2, Duration::from_millis(3)));
        assert_eq!(some.limits.depth, Limits::default().depth);
    }

    #[test]
    fn what_is_misspelt_or_can_not_be_meant_is_an_error() {
        assert!(read("lisen = \"127.0.0.1:1\"").unwrap_err().contains("lisen"));
        assert!(read("listen = \"8181\"").unwrap_err().contains("`listen`: "));
        assert!(read("[limits]\nbatch = 0").unwrap_err().contains("limits.batch"));
        assert!(read("[limits]\ntime = 0").unwrap_err().contains("limits.time"));
        assert!(read("poll = 0").unwrap_err().contains("poll"));
        assert!(read("[log]\nfile = \"x\"\nsample = 1.5").unwrap_err().contains("log.sample"));
        for wrong in ["endpoint = \"collector:4318\"", "endpoint = \"\"", "sample = -1.0"] {
            assert!(read(&format!("[traces]\n{wrong}")).unwrap_err().contains("traces."));
        }
    }

    #[test]
    fn writers_need_callers_with_names_by_tokens_or_certificates() {
        let tls = "[tls]\ncert = \"c\"\nkey = \"k\"\n";
        let check = |more: &str| read(&format!("writers = [\"a\"]\n{more}")).unwrap().check();
        assert!(check("").unwrap_err().contains("`writers`"));
        assert!(check(tls).is_err());
        assert_eq!(check("tokens = \"t\""), Ok(()));
        assert_eq!(check(&format!("{tls}client_ca = \"a\"")), Ok(()));
        assert!(read(&format!("{tls}client_crl = \"l\"")).unwrap_err().contains("client_ca"));
    }
}
