//! Choices: at random, or all of them in turn.

/// A stream of choices.
#[derive(Clone, Debug)]
pub struct Draw {
    /// What was chosen of how many, from the first choice on.
    path: Vec<(usize, usize)>,
    at: usize,
    /// The state of the random numbers; `None` where all choices come in turn.
    random: Option<u64>,
}

impl Draw {
    /// Choices at random.
    pub fn random(seed: u64) -> Self {
        Self { path: Vec::new(), at: 0, random: Some(seed.wrapping_add(0x9E37_79B9)) }
    }

    /// The first of all choices; [`Draw::turn`] goes on to the next.
    pub fn all() -> Self {
        Self { path: Vec::new(), at: 0, random: None }
    }

    /// A number below `end`; 0 where `end` is 0.
    pub fn below(&mut self, end: usize) -> usize {
        if end <= 1 {
            return 0;
        }
        if let Some((chosen, _)) = self.path.get(self.at) {
            self.at += 1;
            return *chosen;
        }
        let chosen = match &mut self.random {
            Some(state) => usize::try_from(next(state) % end as u64).unwrap_or(0),
            None => 0,
        };
        self.path.push((chosen, end));
        self.at += 1;
        chosen
    }

    /// Whether; even where all choices come in turn.
    pub fn coin(&mut self) -> bool {
        self.below(2) == 1
    }

    /// Whether something happens that mostly doesn't; in turn it is a choice like any other.
    pub fn rarely(&mut self) -> bool {
        if self.random.is_some() { self.below(6) == 5 } else { self.coin() }
    }

    /// Whether a thing of so many percent happens.
    pub fn percent(&mut self, percent: usize) -> bool {
        self.below(100) < percent
    }

    /// One of them, if there is any.
    pub fn one_of<'t, T>(&mut self, of: &'t [T]) -> Option<&'t T> {
        let at = self.below(of.len());
        of.get(at)
    }

    /// One of these words.
    pub fn word<'t>(&mut self, of: &[&'t str]) -> &'t str {
        self.one_of(of).copied().unwrap_or("")
    }

    /// Goes on to the next choices; `false` where all have been made.
    pub fn turn(&mut self) -> bool {
        self.at = 0;
        if self.random.is_some() {
            self.path.clear();
            return true;
        }
        while let Some((chosen, end)) = self.path.pop() {
            if chosen + 1 < end {
                self.path.push((chosen + 1, end));
                return true;
            }
        }
        false
    }

    /// How many ways there were to choose, along this one.
    pub fn ways(&self) -> f64 {
        self.path.iter().map(|(_, end)| *end as f64).product()
    }
}

/// Splitmix.
fn next(state: &mut u64) -> u64 {
    *state = state.wrapping_add(0x9E37_79B9_7F4A_7C15);
    let mut mixed = *state;
    mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    mixed ^ (mixed >> 31)
}

#[cfg(test)]
mod tests {
    use super::Draw;

    #[test]
    fn in_turn_every_way_comes_up_once() {
        let mut draw = Draw::all();
        let mut seen = Vec::new();
        loop {
            let first = draw.below(3);
            let second = if first == 1 { draw.below(2) } else { 7 };
            seen.push((first, second));
            if !draw.turn() {
                break;
            }
        }
        assert_eq!(seen, [(0, 7), (1, 0), (1, 1), (2, 7)]);
    }
}
