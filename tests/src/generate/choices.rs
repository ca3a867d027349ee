//! A stream of choices: what a generator draws from. Numbers that shrink make simpler choices.

use proptest::collection::vec;
use proptest::prelude::any;
use proptest::strategy::Strategy;

/// A stream of numbers; where it ends, it goes on with the simplest choice.
#[derive(Clone, Debug, Default)]
pub struct Choices {
    numbers: Vec<u16>,
    at: usize,
}

impl Choices {
    /// A strategy for streams of at most so many numbers.
    pub fn strategy(longest: usize) -> impl Strategy<Value = Self> {
        vec(any::<u16>(), longest / 2..longest).prop_map(|numbers| Self { numbers, at: 0 })
    }

    /// A number below `end`; 0 where `end` is 0.
    pub fn below(&mut self, end: usize) -> usize {
        let number = self.numbers.get(self.at).copied().unwrap_or(0);
        self.at += 1;
        usize::from(number) % end.max(1)
    }

    /// Whether a thing of so many percent happens; where the stream has ended, it doesn't.
    pub fn percent(&mut self, percent: usize) -> bool {
        self.below(100) >= 100 - percent.min(100)
    }

    /// From `low` to `high`, both included.
    pub fn between(&mut self, low: usize, high: usize) -> usize {
        low + self.below(high + 1 - low)
    }

    /// One of them, if there is any.
    pub fn one_of<'t, T>(&mut self, of: &'t [T]) -> Option<&'t T> {
        let at = self.below(of.len());
        of.get(at)
    }

    /// One of these words.
    pub fn word(&mut self, of: &[&'static str]) -> &'static str {
        self.one_of(of).copied().unwrap_or("")
    }

    /// Some of them, in their order, each of so many percent.
    pub fn some<T: Clone>(&mut self, of: &[T], percent: usize) -> Vec<T> {
        of.iter().filter(|_| self.percent(percent)).cloned().collect()
    }
}
