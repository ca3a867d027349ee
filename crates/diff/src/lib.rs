//! Which decisions change between two policies.
//!
//! ```text
//! OLD ─┐                      ┌─ equal as written ──────────────▶ unchanged, proved
//!      ├─merge──▶ per cell ───┼─ no data tell them apart ───────▶ unchanged, proved
//! NEW ─┘                      └─ some do: by role, with evidence ▶ sentences
//! ```
//!
//! Holds: bringing two policies into one set of tables, asking the prover where they decide
//! differently, running what it finds through both evaluators, and saying it in sentences. Does
//! not hold: where policies come from, and how an answer is printed.
//!
//! Invariants: what is called unchanged is proved for all data and requests that both policies'
//! declarations allow; a gain or loss has been replayed; everything else is said to be
//! undecided; the same two policies give the same answer, in the same order.

mod allowed;
mod asked;
mod cell;
mod change;
mod compare;
mod declared;
mod group;
mod merge;
mod promised;
mod replay;
mod tail;
mod words;

use std::sync::Arc;

use ward_compiler::Policy;

pub use change::{CellName, Change, Declared, Diff, Evidence, Kind, Who};

use merge::Merged;

/// Every difference in decisions between an older policy and a newer one.
pub fn diff(old: &Arc<Policy>, new: &Arc<Policy>) -> Diff {
    let merged = Merged::new(old, new);
    let found = compare::all(&merged);
    Diff {
        policies: [old.hash.clone(), new.hash.clone()],
        cells: merged.targets().len(),
        unchanged: found.unchanged,
        changes: group::sentences(&merged, found.findings),
        declared: declared::all(&merged).into_iter().chain(allowed::all(&merged)).collect(),
        promised: promised::all(old, new),
    }
}

/// Whether it is proved that two policies decide every request alike. It looks for no evidence
/// and ends with the first cell that may differ, which makes it faster than [`diff`].
pub fn decide_alike(old: &Arc<Policy>, new: &Arc<Policy>) -> bool {
    let merged = Merged::new(old, new);
    !declared::all(&merged).iter().any(|one| one.counts) && compare::alike(&merged)
}
