//! The one representation that every user of a policy shares.
//!
//! Per target the grants and prohibitions that can matter. A decision permits a target exactly
//! if a grant is *true* — one of its holders is held for the resource, its clauses are true, its
//! `may` is switched on where it is one — that no narrowing prohibition takes away, and every
//! other prohibition that applies is *false*.

use std::sync::Arc;

use indexmap::IndexMap;
use rustc_hash::FxBuildHasher;

use super::{
    CellId, ClassId, Clause, HoldersId, ObligationUse, OverlayId, RestrictionId, RoleBits, RuleId,
    Target,
};

/// Every target's cell.
#[derive(Clone, Debug, Default)]
pub struct Cells {
    /// Which contents each target has; every declared target is listed.
    pub index: IndexMap<Target, CellId, FxBuildHasher>,
    /// The distinct contents.
    pub contents: Vec<Cell>,
    /// The distinct sets of holders.
    pub holders: Vec<RoleBits>,
}

/// What can decide a target.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Cell {
    /// What gives.
    pub grants: Vec<Grant>,
    /// What switches on a `may`.
    pub enables: Vec<Enable>,
    /// What takes.
    pub prohibitions: Vec<Prohibition>,
}

/// A `can` or `may` with everything that narrows it on the way to its holders.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Grant {
    /// The statement.
    pub rule: RuleId,
    /// It gives only what a class switches on.
    pub may: bool,
    /// The roles through which it is held: the one that wrote it and those that inherit it
    /// under the same clauses.
    pub holders: HoldersId,
    /// All must be true.
    pub clauses: Arc<[Clause]>,
    /// What it asks for, those of the vendor for an overlay's grant included; sorted.
    pub obligations: Arc<[ObligationUse]>,
}

/// An `enable` of a class.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Enable {
    /// The statement.
    pub rule: RuleId,
    /// The class, which must apply.
    pub class: ClassId,
    /// All must be true.
    pub clauses: Arc<[Clause]>,
    /// What it asks for; sorted.
    pub obligations: Arc<[ObligationUse]>,
}

/// A `forbid`.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Prohibition {
    /// The statement.
    pub rule: RuleId,
    /// Whose it is.
    pub source: Source,
    /// It applies unless one of these is false.
    pub clauses: Arc<[Clause]>,
    /// It takes only from what is held through these roles.
    pub on_what: Option<HoldersId>,
    /// It takes only from what assignments inside this overlay's tenant give.
    pub only_inside: Option<OverlayId>,
}

impl Prohibition {
    /// Whether it takes from everything the subject has.
    pub fn is_general(&self) -> bool {
        self.on_what.is_none() && self.only_inside.is_none()
    }
}

/// Whose a prohibition is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Source {
    /// A restriction's: it always applies.
    Restriction(RestrictionId),
    /// A class's: it applies where the class does.
    Class(ClassId),
}

impl Cells {
    /// The cell of a target, if the policy declares the target.
    pub fn get(&self, target: Target) -> Option<&Cell> {
        self.index.get(&target).map(|id| &self.contents[id.index()])
    }

    /// A set of holders.
    pub fn holders(&self, id: HoldersId) -> &RoleBits {
        &self.holders[id.index()]
    }
}
