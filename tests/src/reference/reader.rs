//! What an overlay's conditions may read, and what its roles are to whoever asks.

use ward_compiler::model::{OverlayId, RoleId, ValueId};

use super::case::{Case, Env};
use super::store::{Assignment, Id};
use super::truth::Truth;

impl Case<'_> {
    /// The entity that an expression names, where whoever asks may read it: an overlay of one
    /// tenant reads what surely lies in that, or in no tenant.
    pub fn readable(&self, id: ValueId, env: &Env) -> Option<Id> {
        self.entity(id, env).filter(|found| self.may_read(env.reader, found))
    }

    /// Whether an overlay, or the vendor, may read an entity.
    pub fn may_read(&self, reader: Option<OverlayId>, id: &Id) -> bool {
        match self.tenant(reader) {
            None => true,
            Some(tenant) => {
                self.lies_in(id, &tenant) == Truth::True
                    || self.lies_in_some(id, tenant.0) == Truth::False
            }
        }
    }

    /// Whether an overlay that asks for a role anywhere hears of an assignment: it reaches into
    /// its tenant.
    pub fn may_hear(
        &self,
        reader: Option<OverlayId>,
        assignment: &Assignment,
        place: Option<&Id>,
    ) -> Truth {
        match (self.tenant(reader), &assignment.within, place) {
            (Some(tenant), Some(within), None) => {
                self.lies_in(within, &tenant).or(self.lies_in(&tenant, within))
            }
            _ => Truth::True,
        }
    }

    /// How sure it is that whoever holds a role is what it extends: the vendor's and one's own
    /// roles count, and a library's for an overlay of one tenant.
    pub fn counts_for(&self, reader: Option<OverlayId>, role: RoleId) -> Truth {
        let owner = self.policy.role(role).overlay;
        let of_library = owner.is_some() && self.tenant(owner).is_none();
        if owner.is_none() || owner == reader || of_library && self.tenant(reader).is_some() {
            Truth::True
        } else {
            Truth::Unknown
        }
    }
}
