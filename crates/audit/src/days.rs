//! Days of assignments.

use ward_compiler::time::format_date;

/// A span of days, both ends included; open where an end is missing.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Days {
    /// The first day, in days since 1970-01-01.
    pub from: Option<i32>,
    /// The last day.
    pub until: Option<i32>,
}

impl Days {
    /// Whether there is no such day.
    pub fn is_empty(self) -> bool {
        matches!((self.from, self.until), (Some(from), Some(until)) if until < from)
    }

    /// Whether a day is one of them.
    pub fn contains(self, day: i32) -> bool {
        self.from.is_none_or(|from| from <= day) && self.until.is_none_or(|until| day <= until)
    }

    /// Whether all of them lie before a day.
    pub fn are_over(self, day: i32) -> bool {
        self.until.is_some_and(|until| until < day)
    }

    /// The days of both, where there are any.
    pub fn shared(self, other: Self) -> Option<Self> {
        let shared = Self {
            from: self.from.max(other.from),
            until: [self.until, other.until].into_iter().flatten().min(),
        };
        (!self.is_empty() && !other.is_empty() && !shared.is_empty()).then_some(shared)
    }

    /// "from 2026-01-01 until 2026-06-30"; empty where both ends are open.
    pub fn text(self) -> String {
        match (self.from, self.until) {
            (None, None) => String::new(),
            (Some(from), None) => format!("from {}", format_date(from)),
            (None, Some(until)) => format!("until {}", format_date(until)),
            (Some(from), Some(until)) if from == until => format!("on {}", format_date(from)),
            (Some(from), Some(until)) => {
                format!("from {} until {}", format_date(from), format_date(until))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Days;

    fn days(from: impl Into<Option<i32>>, until: impl Into<Option<i32>>) -> Days {
        Days { from: from.into(), until: until.into() }
    }

    #[test]
    fn days_that_touch_share_that_day() {
        assert_eq!(days(1, 5).shared(days(5, 9)), Some(days(5, 5)));
        assert_eq!(days(1, 5).shared(days(6, 9)), None);
        assert_eq!(days(None, 5).shared(days(None, None)), Some(days(None, 5)));
    }

    #[test]
    fn days_that_end_before_they_begin_share_nothing() {
        assert!(days(5, 4).is_empty());
        assert_eq!(days(5, 4).shared(days(None, None)), None);
        assert_eq!(days(0, 0).text(), "on 1970-01-01");
    }
}
