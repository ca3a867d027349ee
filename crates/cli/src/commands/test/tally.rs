//! How a run of tests ended.

/// How a run ended.
#[derive(Clone, Debug, Default)]
pub struct Tally {
    /// All that were run, in order.
    pub outcomes: Vec<Outcome>,
    /// Those that did not pass.
    pub failures: Vec<Failed>,
}

/// A test or case that was run.
#[derive(Clone, Debug)]
pub struct Outcome {
    /// Its title or id.
    pub id: String,
    /// Where it is written.
    pub place: String,
    /// Which failure is its own.
    pub failure: Option<usize>,
}

/// A test or case that did not pass.
#[derive(Clone, Debug)]
pub struct Failed {
    /// Its title or id.
    pub id: String,
    /// Where it is written.
    pub place: String,
    /// What was expected.
    pub expected: String,
    /// What came.
    pub got: String,
    /// Why it came, and what the test says about itself.
    pub lines: Vec<String>,
}

impl Tally {
    /// Notes what became of a test or case.
    pub fn note(&mut self, id: String, place: String, failed: Option<Failed>) {
        let failure = failed.is_some().then_some(self.failures.len());
        self.outcomes.push(Outcome { id, place, failure });
        self.failures.extend(failed);
    }

    /// How many passed.
    pub fn passed(&self) -> usize {
        self.outcomes.len() - self.failures.len()
    }

    /// `12 passed, 1 failed`
    pub fn line(&self) -> String {
        format!("{} passed, {} failed", self.passed(), self.failures.len())
    }
}
