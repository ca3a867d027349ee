//! Who asks what a clause asks: the vendor, or an overlay, whose conditions read less.

use std::collections::BTreeMap;

use ward_compiler::Policy;
use ward_compiler::model::OverlayId;
use ward_diagnostics::FileId;

/// The overlay that each file of one belongs to.
#[derive(Clone, Debug, Default)]
pub struct Readers(BTreeMap<FileId, OverlayId>);

impl Readers {
    /// Of a policy.
    pub fn of(policy: &Policy) -> Self {
        let roles = policy.roles.iter().map(|one| (one.overlay, one.span));
        let rules = policy.rules.iter().map(|one| (one.overlay, Some(one.span)));
        let all = roles.chain(rules);
        Self(all.filter_map(|(overlay, span)| Some((span?.file, overlay?))).collect())
    }

    /// The overlay that a clause of a file is asked by; none for the vendor's.
    pub fn get(&self, file: FileId) -> Option<OverlayId> {
        self.0.get(&file).copied()
    }
}
