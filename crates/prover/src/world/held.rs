//! What is held, as far as it was asked.

use indexmap::IndexMap;
use rustc_hash::{FxBuildHasher, FxHashMap};
use ward_compiler::model::OverlayId;

use crate::circuit::Bit;
use crate::facts::Truth;
use crate::held::Holdable;
use crate::term::TermId;

/// What is held, by whom, for which record; without one: anywhere.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct HeldKey {
    /// What.
    pub what: Holdable,
    /// By whom.
    pub who: TermId,
    /// For which record.
    pub place: Option<TermId>,
    /// In which copy, where the two differ in time: assignments have days.
    pub day: u8,
}

/// What is held through assignments outside an overlay's tenant.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) struct Outside {
    /// What.
    pub(super) what: Holdable,
    /// The overlay.
    pub(super) overlay: OverlayId,
    /// Through which assignments.
    pub(super) through: Through,
}

/// Which assignments something is held through.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Through {
    /// Its own; in which copy, where the two differ in time.
    Own(u8),
    /// Those of the role whose place it takes.
    Swap,
}

/// What is held by whom and where, as far as it was asked.
#[derive(Default)]
pub(super) struct Holding {
    /// By assignments.
    pub(super) held: IndexMap<HeldKey, Truth, FxBuildHasher>,
    /// Through assignments that lie surely outside an overlay's tenant.
    pub(super) outside: FxHashMap<Outside, Bit>,
    /// Where a role that takes another's place is held through its assignments.
    pub(super) taken: FxHashMap<(TermId, Option<TermId>), Truth>,
}
