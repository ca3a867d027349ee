//! Kleene's strong three-valued logic.

/// A truth value, in the order in which recursion rises.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Truth {
    /// It doesn't hold.
    False,
    /// It can't be told.
    Unknown,
    /// It holds.
    True,
}

use Truth::{False, True, Unknown};

impl Truth {
    /// True or false.
    pub fn of(value: bool) -> Self {
        if value { True } else { False }
    }

    /// Unknown where there is no answer.
    pub fn known(value: Option<bool>) -> Self {
        value.map_or(Unknown, Self::of)
    }

    /// Both.
    pub fn and(self, other: Self) -> Self {
        self.min(other)
    }

    /// One at least.
    pub fn or(self, other: Self) -> Self {
        self.max(other)
    }

    /// All of them; of none, true.
    pub fn all(parts: impl IntoIterator<Item = Self>) -> Self {
        parts.into_iter().fold(True, Self::and)
    }

    /// One of them at least; of none, false.
    pub fn any(parts: impl IntoIterator<Item = Self>) -> Self {
        parts.into_iter().fold(False, Self::or)
    }
}

impl std::ops::Not for Truth {
    type Output = Self;

    fn not(self) -> Self {
        match self {
            False => True,
            Unknown => Unknown,
            True => False,
        }
    }
}
