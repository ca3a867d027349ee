//! How long things took.

use std::time::Duration;

/// How long each of many things took.
#[derive(Clone, Debug, Default)]
pub struct Times {
    nanos: Vec<u64>,
}

impl Times {
    /// Adds one.
    pub fn add(&mut self, time: Duration) {
        self.nanos.push(u64::try_from(time.as_nanos()).unwrap_or(u64::MAX));
    }

    /// Adds those of somebody else.
    pub fn extend(&mut self, other: Self) {
        self.nanos.extend(other.nanos);
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.nanos.len()
    }

    /// Sorted, so that shares can be asked for.
    #[must_use]
    pub fn sorted(mut self) -> Sorted {
        self.nanos.sort_unstable();
        Sorted(self.nanos)
    }
}

/// The same in order.
#[derive(Clone, Debug)]
pub struct Sorted(Vec<u64>);

impl Sorted {
    /// The time within which so many of a thousand were done; nothing where there were none.
    pub fn within(&self, thousandths: usize) -> Duration {
        // The smallest that at least this share doesn't exceed.
        let rank = (self.0.len() * thousandths).div_ceil(1000).max(1) - 1;
        Duration::from_nanos(self.0.get(rank).copied().unwrap_or_default())
    }

    /// The longest.
    pub fn longest(&self) -> Duration {
        self.within(1000)
    }

    /// Half, 99 %, 99.9 % and the longest, as cells of a table.
    pub fn cells(&self) -> [String; 4] {
        [500, 990, 999, 1000].map(|share| shown(self.within(share)))
    }
}

/// A time for people.
pub fn shown(time: Duration) -> String {
    let micros = time.as_secs_f64() * 1e6;
    match micros {
        ..1000.0 => format!("{micros:.0} µs"),
        ..10_000.0 => format!("{:.2} ms", micros / 1e3),
        ..1_000_000.0 => format!("{:.0} ms", micros / 1e3),
        _ => format!("{:.1} s", micros / 1e6),
    }
}

/// How often the one goes into the other; nothing where that can't be said.
pub fn ratio(of: Duration, over: Duration) -> f64 {
    if over.is_zero() { f64::NAN } else { of.as_secs_f64() / over.as_secs_f64() }
}

/// The middle one.
pub fn median(mut numbers: Vec<f64>) -> f64 {
    numbers.sort_by(f64::total_cmp);
    numbers.get(numbers.len() / 2).copied().unwrap_or(f64::NAN)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shares_are_of_what_is_there() {
        let mut times = Times::default();
        (1..=1000).for_each(|micros| times.add(Duration::from_micros(micros)));
        let sorted = times.sorted();
        assert_eq!(sorted.cells(), ["500 µs", "990 µs", "999 µs", "1.00 ms"]);
        assert_eq!(Times::default().sorted().within(990), Duration::ZERO);
    }
}
