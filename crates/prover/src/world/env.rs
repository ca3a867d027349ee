//! What a condition is asked of, and what was made of those that were asked before.

use rustc_hash::FxHashMap;
use ward_compiler::model::{ConditionId, OverlayId, ScopeId, ValueId};

use crate::facts::{Truth, Val};
use crate::term::TermId;

/// What a condition is asked of.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Env {
    /// What `resource` stands for.
    pub resource: TermId,
    /// The variables, outermost first.
    pub variables: Vec<Val>,
    /// Which copy of the data.
    pub copy: u8,
    /// How deep inside scopes that lean on themselves.
    pub depth: u8,
    /// The overlay that asks; none where the vendor does.
    pub reader: Option<OverlayId>,
}

impl Env {
    /// For a condition about the resource, in a copy of the data.
    pub fn of(resource: TermId, copy: u8) -> Self {
        Self { resource, variables: Vec::new(), copy, depth: 0, reader: None }
    }
}

/// Conditions that were made before.
#[derive(Default)]
pub(super) struct Made {
    pub(super) truths: FxHashMap<(ConditionId, Env), Truth>,
    /// Paths and sets: those that aren't followed are opaque, and the same each time.
    pub(super) values: FxHashMap<(ValueId, Env), Val>,
    /// Scopes that lean on themselves, where they are left open.
    pub(super) circles: FxHashMap<(ScopeId, TermId, u8), Truth>,

    /// Whether a condition may come to something else in the other copy.
    pub(super) differing: FxHashMap<ConditionId, bool>,
}
