//! What is known of data beside what decisions read: enough to change them.

use std::sync::Arc;

use super::Store;
use super::shape::Shape;
use super::told::Told;
use crate::value::Value;

/// So many changes are made in place in any case.
const FEW: usize = 1_000;

/// Data that were read for a policy.
pub struct Loaded {
    pub(crate) store: Store,
    /// The values of the policy's constants, by expression.
    pub(crate) constants: Arc<[Option<Value>]>,
    pub(crate) ledger: Ledger,
}

/// How data were read.
#[derive(Clone, Debug)]
pub(crate) struct Ledger {
    /// By which declarations.
    pub shape: Arc<Shape>,
    /// What was said of them.
    pub(super) told: Told,
    /// Where among the assignments those that can be changed begin; `None` where no change can be
    /// made in place, since not every assignment that was given is one thing.
    pub held_from: Option<usize>,
    /// How much has been changed in place. What is changed leaves room behind that nobody uses.
    pub changes: usize,
}

impl Ledger {
    /// Whether so much of a store has been changed in place that it is better made anew.
    pub fn is_worn(&self, store: &Store) -> bool {
        self.changes > FEW.max(store.known() / 2)
    }

    /// What reading the data as they are now would say of them.
    pub fn problems(&self) -> Vec<ward_diagnostics::Diagnostic> {
        self.told.all()
    }
}
