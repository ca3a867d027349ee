//! The exit status: one meaning for every command, as grep has it.

use std::process::ExitCode;

/// What a command found out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Status {
    /// Valid, permitted, all passed, found.
    Yes,
    /// Findings, refused, failed, nothing found.
    No,
    /// Usage, unreadable or invalid input.
    CouldNotTell,
}

impl Status {
    /// Yes or no.
    pub fn of(yes: bool) -> Self {
        if yes { Self::Yes } else { Self::No }
    }

    /// Yes, or "could not tell".
    pub fn if_told(told: bool) -> Self {
        if told { Self::Yes } else { Self::CouldNotTell }
    }

    /// The worse of two. "Could not tell" is worse than "no": what was not read may hold anything.
    #[must_use]
    pub fn worse(self, other: Self) -> Self {
        let rank = |status| match status {
            Self::Yes => 0,
            Self::No => 1,
            Self::CouldNotTell => 2,
        };
        if rank(other) > rank(self) { other } else { self }
    }
}

impl From<Status> for ExitCode {
    fn from(status: Status) -> Self {
        Self::from(match status {
            Status::Yes => 0,
            Status::No => 1,
            Status::CouldNotTell => 2,
        })
    }
}
