//! What becomes of a claim.

use crate::evidence::Evidence;

/// What becomes of a claim.
#[derive(Clone, Debug, PartialEq)]
pub enum Verdict {
    /// It holds for every data set and request that the declarations allow.
    Proved,
    /// It doesn't, and this shows it.
    Refuted(Box<Evidence>),
    /// It can't be told, because of this.
    Undecided(String),
    /// It can't be told, because of this, and the claim says to take it on trust.
    Assumed(String),
}

impl Verdict {
    /// Whether `check` may go on.
    pub fn is_fine(&self) -> bool {
        matches!(self, Self::Proved | Self::Assumed(_))
    }

    /// `proved`, `refuted`, `undecided` or `assumed`.
    pub fn word(&self) -> &'static str {
        match self {
            Self::Proved => "proved",
            Self::Refuted(_) => "refuted",
            Self::Undecided(_) => "undecided",
            Self::Assumed(_) => "assumed",
        }
    }
}
