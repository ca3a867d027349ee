//! What a rule is.

use std::fmt;

use ward_diagnostics::Code;

use crate::input::Input;
use crate::problem::Problem;

/// How grave the findings of a rule are.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Level {
    /// It isn't asked.
    Off,
    /// It is told, and changes no exit status.
    Advice,
    /// A finding.
    Warn,
    /// A grave finding.
    Error,
}

impl Level {
    /// The word for it in `ward.toml`.
    pub fn word(self) -> &'static str {
        match self {
            Self::Off => "off",
            Self::Advice => "advice",
            Self::Warn => "warn",
            Self::Error => "error",
        }
    }

    /// The level that a word names.
    pub fn named(word: &str) -> Option<Self> {
        [Self::Off, Self::Advice, Self::Warn, Self::Error]
            .into_iter()
            .find(|level| level.word() == word)
    }
}

/// What a rule is about; the second and third digit of its code.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Group {
    /// Allowances themselves.
    Allowances,
    /// What is written and never takes effect.
    Effect,
    /// More than the least privilege.
    Risk,
    /// What probably isn't meant.
    Correctness,
    /// How it reads.
    Style,
}

impl Group {
    /// Its heading.
    pub fn title(self) -> &'static str {
        match self {
            Self::Allowances => "Allowances",
            Self::Effect => "What never takes effect",
            Self::Risk => "Least privilege and risk",
            Self::Correctness => "What is probably not meant",
            Self::Style => "Style",
        }
    }
}

/// What a rule asks a policy.
pub type Check = fn(&Input<'_>) -> Vec<Problem>;

/// When a rule is asked.
#[derive(Clone, Copy)]
pub enum Run {
    /// Always.
    Always(Check),
    /// Where proofs are wanted: it asks the prover.
    Proofs(Check),
    /// After all others, of their findings and the allowances.
    Allowances,
}

/// A rule.
#[derive(Clone, Copy)]
pub struct Rule {
    /// Its stable code.
    pub code: Code,
    /// Its name in `ward.toml` and in allowances.
    pub name: &'static str,
    /// What it is about.
    pub group: Group,
    /// Its level unless `ward.toml` sets another.
    pub level: Level,
    /// How it is asked.
    pub run: Run,
    /// The text of its file, whose head is its documentation.
    pub(crate) source: &'static str,
}

impl Rule {
    /// The lines of its documentation.
    pub(crate) fn docs(&self) -> impl Iterator<Item = &'static str> {
        let lines = self.source.lines().take_while(|line| line.starts_with("//!"));
        lines.map(|line| line.strip_prefix("//! ").unwrap_or_default())
    }

    /// What it finds, in a line.
    pub fn title(&self) -> &'static str {
        self.docs().next().unwrap_or_default().trim_end_matches('.')
    }
}

impl fmt::Debug for Rule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.code, self.name)
    }
}
