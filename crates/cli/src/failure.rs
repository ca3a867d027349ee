//! Why a command could not tell.

use std::io;

use ward_diagnostics::{Diagnostic, SourceMap, codes};

use crate::terminal::Terminal;

/// What keeps a command from an answer; the exit status is 2.
#[derive(Debug)]
pub enum Failure {
    /// The input is not usable.
    Input(Box<InputFailure>),
    /// The answer can't be written.
    Output(io::Error),
}

/// Problems with the texts that they point into.
#[derive(Debug, Default)]
pub struct InputFailure {
    /// What is wrong.
    pub diagnostics: Vec<Diagnostic>,
    /// The texts.
    pub sources: SourceMap,
}

impl Failure {
    /// Problems that point into texts.
    pub fn at(diagnostics: Vec<Diagnostic>, sources: SourceMap) -> Self {
        Self::Input(Box::new(InputFailure { diagnostics, sources }))
    }

    /// A command line that can't be meant, and what to write instead.
    pub fn usage(message: impl Into<String>, help: impl Into<String>) -> Self {
        Diagnostic::error(codes::USAGE, message).help(help).into()
    }

    /// A policy set that is named by `--policy` and as an argument.
    pub fn named_twice() -> Self {
        Self::usage(
            "a policy set is named twice, by `--policy` and as PATH",
            "leave `--policy` out",
        )
    }

    /// Says on standard error what is wrong. A reader that went away is told nothing: it can't
    /// hear, and it went on its own account.
    pub fn report(&self, terminal: &mut Terminal) {
        match self {
            Self::Input(failure) => terminal.complain(&failure.diagnostics, &failure.sources),
            Self::Output(error) if error.kind() == io::ErrorKind::BrokenPipe => {}
            Self::Output(error) => terminal.say(&format!("the answer can't be written: {error}")),
        }
    }
}

impl From<Diagnostic> for Failure {
    fn from(diagnostic: Diagnostic) -> Self {
        Self::at(vec![diagnostic], SourceMap::default())
    }
}

impl From<io::Error> for Failure {
    fn from(error: io::Error) -> Self {
        Self::Output(error)
    }
}

impl From<Box<Diagnostic>> for Failure {
    fn from(diagnostic: Box<Diagnostic>) -> Self {
        (*diagnostic).into()
    }
}
