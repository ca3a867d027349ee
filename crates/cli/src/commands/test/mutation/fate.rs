//! What became of mutants.

use ward_coverage::Mutant;

/// What became of a mutant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fate {
    /// It has errors that the policy hasn't: nobody can run it.
    Invalid,
    /// A test or case comes out otherwise.
    Noticed,
    /// It is proved that it decides every request as the policy does.
    Same,
    /// No test and no case notices it.
    Unnoticed,
}

/// All mutants, and what became of them.
pub struct Mutation {
    /// In the order of the files.
    pub mutants: Vec<(Mutant, Fate)>,
}

impl Mutation {
    /// How many have come to this.
    pub fn count(&self, fate: Fate) -> usize {
        self.mutants.iter().filter(|(_, one)| *one == fate).count()
    }

    /// Those that have come to this.
    pub fn of(&self, fate: Fate) -> impl Iterator<Item = &Mutant> {
        self.mutants.iter().filter(move |(_, one)| *one == fate).map(|(mutant, _)| mutant)
    }

    /// How many a test could notice.
    pub fn all(&self) -> usize {
        self.count(Fate::Noticed) + self.count(Fate::Unnoticed)
    }

    /// How many of them are noticed, in percent; of none, all are.
    pub fn percent(&self) -> f64 {
        let count = |number: usize| f64::from(u32::try_from(number).unwrap_or(u32::MAX));
        match self.all() {
            0 => 100.0,
            all => count(self.count(Fate::Noticed)) / count(all) * 100.0,
        }
    }
}
