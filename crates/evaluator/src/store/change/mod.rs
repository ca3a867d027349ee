//! A store with a few records changed, and all others as they are.
//!
//! The compact parts of a store are copied, which costs a small share of reading the data, and
//! what a change reaches is written anew behind them: the rows of its entities, what lies in
//! these, the assignments that concern them. Where anything is wrong with a change, nothing comes
//! of it here, and reading all data says what it is. What isn't used any more stays where it is,
//! until so much has been changed that the store is made anew.
//!
//! Invariant: the store decides, and is told about, as one that reading the data makes; only its
//! numbers are others.

mod assignments;
mod closing;
mod entities;

use ward_compiler::Policy;

use super::ledger::Ledger;
use super::{Builder, Store};

/// What is changed of the data that can be; see [`crate::Engine::load_with`].
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Change {
    /// The name of the data in messages.
    pub name: String,
    /// The entities that go, each `Type::id`. One that is put in the place of another of its
    /// name stands here, too.
    pub gone: Vec<String>,
    /// The entities that are put, as JSON.
    pub entities: Vec<String>,
    /// Which assignments go, counted from 0 among those that can be changed, as they stand
    /// before; ascending.
    pub assignments_gone: Vec<usize>,
    /// The assignments that are put, as JSON, each with where it stands among those that can be
    /// changed, as they are then; ascending.
    pub assignments: Vec<(usize, String)>,
}

impl Change {
    fn size(&self) -> usize {
        let entities = self.gone.len() + self.entities.len();
        entities + self.assignments_gone.len() + self.assignments.len()
    }
}

/// A store that has been changed.
pub(crate) struct Changed {
    pub store: Store,
    pub ledger: Ledger,
    /// The assignments, by where they stand among those that reach somebody, of which it must be
    /// found out whether their place is one where their role can be held.
    pub unplaced: Vec<usize>,
}

/// Changes data; `None` where they have to be read again.
pub(crate) fn change(
    policy: &Policy,
    store: &Store,
    ledger: &Ledger,
    change: &Change,
) -> Option<Changed> {
    let held_from = ledger.held_from?;
    let ledger = Ledger { changes: ledger.changes + change.size(), ..ledger.clone() };
    if ledger.is_worn(store) {
        return None;
    }
    let mut builder = Builder::over(policy, ledger.shape.clone(), store.clone(), ledger.told);
    let moved = entities::change(&mut builder, store, change)?;
    let unplaced = assignments::change(&mut builder, held_from, change, &moved)?;
    if builder.has_failed() {
        return None;
    }
    let Builder { store, told, .. } = builder;
    Some(Changed { store, ledger: Ledger { told, ..ledger }, unplaced })
}
