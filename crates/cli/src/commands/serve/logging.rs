//! The service's own log, on standard error.

use std::io::{self, IsTerminal};

use clap::ValueEnum;
use tracing_subscriber::EnvFilter;

use crate::failure::Failure;

/// How the service's own log is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum LogFormat {
    /// For a person.
    Human,
    /// A JSON object a line.
    Json,
}

/// Whether a person reads the log.
pub fn for_people(format: Option<LogFormat>) -> bool {
    match format {
        Some(format) => format == LogFormat::Human,
        None => io::stderr().is_terminal(),
    }
}

/// Begins to log.
///
/// # Errors
/// Where the level can't be meant.
pub fn start(format: Option<LogFormat>, level: &str) -> Result<(), Failure> {
    let filter = EnvFilter::try_new(level).map_err(|_| {
        Failure::usage(
            format!("`{level}` is no log level"),
            "write `error`, `warn`, `info`, `debug` or a filter such as `info,ward_server=debug`",
        )
    })?;
    let log = tracing_subscriber::fmt().with_env_filter(filter).with_writer(io::stderr);
    // A second start, in a test, leaves the first in force.
    let _ = if for_people(format) {
        log.with_target(false).with_ansi(io::stderr().is_terminal()).try_init()
    } else {
        log.json().flatten_event(true).with_current_span(false).with_span_list(false).try_init()
    };
    Ok(())
}
