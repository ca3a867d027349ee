//! Everything that a question depends on.

use std::collections::BTreeMap;

use ward_compiler::model::{OverlayId, Policy, Target};
use ward_diagnostics::FileId;

use super::env::Made;
use super::held::Holding;
use super::quantifiers::Quantifiers;
use super::readers::readers;
use super::setting::Setting;
use crate::facts::Facts;
use crate::means::Means;

/// The facts of one question, with what roles and conditions make of them.
pub struct World<'p> {
    /// The facts about terms.
    pub facts: Facts<'p>,
    /// What the question supposes.
    pub setting: Setting<'p>,
    pub(super) holding: Holding,
    pub(super) quantifiers: Quantifiers,
    pub(super) made: Made,
    /// The overlay that each file of one belongs to.
    pub(super) readers: BTreeMap<FileId, OverlayId>,
}

impl<'p> World<'p> {
    /// The facts about a target, nothing asserted yet.
    pub fn new(policy: &'p Policy, means: &Means, target: Target) -> Self {
        Self {
            facts: Facts::new(policy, means, target),
            setting: Setting::default(),
            holding: Holding::default(),
            quantifiers: Quantifiers::default(),
            made: Made::default(),
            readers: readers(policy),
        }
    }
}
