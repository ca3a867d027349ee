//! Three-valued truth, by Kleene's strong logic.

/// What a condition comes to. The order is that of [`Truth::and`] as minimum and [`Truth::or`]
/// as maximum, and that in which recursion grows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Truth {
    /// It doesn't hold.
    False,
    /// It can't be told.
    Unknown,
    /// It holds.
    True,
}

impl Truth {
    /// Both.
    #[must_use]
    pub fn and(self, other: Self) -> Self {
        self.min(other)
    }

    /// One of them at least.
    #[must_use]
    pub fn or(self, other: Self) -> Self {
        self.max(other)
    }

    /// The opposite; what can't be told stays so.
    #[must_use]
    pub fn negated(self) -> Self {
        match self {
            Self::False => Self::True,
            Self::Unknown => Self::Unknown,
            Self::True => Self::False,
        }
    }

    /// Whether it holds for sure.
    pub fn is_true(self) -> bool {
        self == Self::True
    }

    /// Whether it doesn't hold for sure.
    pub fn is_false(self) -> bool {
        self == Self::False
    }

    /// All of them; true where there is none.
    pub fn all(truths: impl IntoIterator<Item = Self>) -> Self {
        let mut all = Self::True;
        for truth in truths {
            all = all.and(truth);
            if all.is_false() {
                break;
            }
        }
        all
    }

    /// One of them; false where there is none.
    pub fn any(truths: impl IntoIterator<Item = Self>) -> Self {
        let mut any = Self::False;
        for truth in truths {
            any = any.or(truth);
            if any.is_true() {
                break;
            }
        }
        any
    }
}

impl From<bool> for Truth {
    fn from(value: bool) -> Self {
        if value { Self::True } else { Self::False }
    }
}

impl From<Option<bool>> for Truth {
    fn from(value: Option<bool>) -> Self {
        value.map_or(Self::Unknown, Self::from)
    }
}

#[cfg(test)]
mod tests {
    use super::Truth::{self, False, True, Unknown};

    #[test]
    fn unknown_is_decided_only_by_what_decides_alone() {
        assert_eq!(Unknown.and(False), False);
        assert_eq!(Unknown.and(True), Unknown);
        assert_eq!(Unknown.or(True), True);
        assert_eq!(Unknown.or(False), Unknown);
        assert_eq!(Unknown.negated(), Unknown);
    }

    #[test]
    fn none_of_none_is_false_and_all_of_none_is_true() {
        assert_eq!(Truth::any([]), False);
        assert_eq!(Truth::all([]), True);
    }
}
