//! What was said of data when they were read, by what it was said of.
//!
//! A change of the data takes back what was said of the things that it reaches, and leaves the
//! rest; [`Told::all`] is what reading everything would have said, in that order.

use std::collections::{BTreeMap, BTreeSet};

use ward_diagnostics::{Diagnostic, codes};

/// Everything that is wrong or odd with data.
#[derive(Clone, Debug, Default)]
pub(super) struct Told {
    /// Of the data files, and of files as such.
    files: Vec<Diagnostic>,
    /// Of the entities that can be changed, by `Type::id`.
    held: BTreeMap<String, Vec<Diagnostic>>,
    /// Of how entities lie in one another.
    structure: Vec<Diagnostic>,
    /// Of the assignments, by their number.
    assignments: BTreeMap<u32, Vec<Diagnostic>>,
    /// References of entities to what isn't stored.
    dangling: BTreeSet<String>,
}

/// Of what something is said.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) enum About {
    /// Of data files.
    #[default]
    Files,
    /// Of an entity that can be changed.
    Held(String),
    /// Of how entities lie in one another.
    Structure,
    /// Of an assignment.
    Assignment(u32),
}

impl Told {
    /// Says something.
    pub fn say(&mut self, about: &About, problem: Diagnostic) {
        match about {
            About::Files => self.files.push(problem),
            About::Held(name) => self.held.entry(name.clone()).or_default().push(problem),
            About::Structure => self.structure.push(problem),
            About::Assignment(at) => self.assignments.entry(*at).or_default().push(problem),
        }
    }

    /// Takes back what reading an entity that can be changed said.
    pub fn forget_entity(&mut self, name: &str) {
        self.held.remove(name);
    }

    /// Takes back what was said of an assignment.
    pub fn forget_assignment(&mut self, at: u32) {
        self.assignments.remove(&at);
    }

    /// Gives the assignments other numbers; `None` for those that are gone.
    pub fn renumber(&mut self, new: impl Fn(u32) -> Option<u32>) {
        let old = std::mem::take(&mut self.assignments);
        self.assignments =
            old.into_iter().filter_map(|(at, said)| Some((new(at)?, said))).collect();
    }

    /// Says, or takes back, that an entity refers to something that isn't stored.
    pub fn dangle(&mut self, message: String, does: bool) {
        if does {
            self.dangling.insert(message);
        } else {
            self.dangling.remove(&message);
        }
    }

    /// Everything, in the order in which reading the data says it.
    pub fn all(&self) -> Vec<Diagnostic> {
        let dangling = self.dangling.iter().map(|message| {
            Diagnostic::warning(codes::DATA_DANGLING, message.clone())
                .help("add it to the data; until then everything about it is unknown")
        });
        let held = self.held.values().flatten();
        let assignments = self.assignments.values().flatten();
        let first = self.files.iter().chain(held).chain(&self.structure).chain(assignments);
        first.cloned().chain(dangling).collect()
    }
}
