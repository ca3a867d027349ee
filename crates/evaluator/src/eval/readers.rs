//! What an overlay's conditions may read, and what its roles are to others.
//!
//! What one tenant writes is about that tenant: its conditions read only what surely lies in it or
//! lies in no tenant at all, and nobody is one of the vendor's roles for the vendor only because
//! an overlay's role extends that.

use ward_compiler::model::{ClassId, OverlayId, RoleBits, RoleId, ValueId};

use super::{Env, Eval};
use crate::store::Assignment;
use crate::truth::Truth;
use crate::value::EntityId;

impl Eval<'_> {
    /// The entity that an expression names, where whoever asks may read it.
    pub(crate) fn to_read(&self, of: ValueId, env: &Env<'_>) -> Option<EntityId> {
        let entity = self.entity(of, env)?;
        match env.reader {
            None => Some(entity),
            Some(reader) => self.may_read(reader, entity).then_some(entity),
        }
    }

    fn may_read(&self, reader: OverlayId, entity: EntityId) -> bool {
        let overlay = self.policy.overlay(reader);
        overlay.id.is_none()
            || self.inside_tenant(entity, reader).is_true()
            || self.lies_in_type(entity, overlay.tenant).is_false()
    }

    /// Whether one entity is, or lies in, another, where whoever asks may read where it lies.
    pub(super) fn lies_in_for(
        &self,
        reader: Option<OverlayId>,
        inner: EntityId,
        outer: EntityId,
    ) -> Truth {
        if reader.is_none_or(|reader| inner == outer || self.may_read(reader, inner)) {
            self.lies_in(inner, outer)
        } else {
            Truth::Unknown
        }
    }

    /// Whether an entity holds one of these roles, or one of these classes applies to it, as the
    /// vendor's conditions ask it.
    pub fn holds(
        &self,
        who: EntityId,
        roles: &RoleBits,
        classes: &[ClassId],
        place: Option<EntityId>,
    ) -> Truth {
        self.holds_for(None, who, roles, classes, place)
    }

    /// The same as an overlay's condition asks it.
    pub(super) fn holds_for(
        &self,
        reader: Option<OverlayId>,
        who: EntityId,
        roles: &RoleBits,
        classes: &[ClassId],
        place: Option<EntityId>,
    ) -> Truth {
        let by_role = self.holds_role(reader, who, roles, place);
        by_role.or(Truth::any(classes.iter().map(|class| self.class_applies(*class, who, place))))
    }

    /// How sure it is to whoever asks that a role which is held makes its holder what it extends.
    pub(super) fn counts_for(&self, reader: Option<OverlayId>, role: RoleId) -> Truth {
        let Some(owner) = self.policy.role(role).overlay else { return Truth::True };
        let is_own = |reader: OverlayId| {
            let is_library = |overlay| self.policy.overlay(overlay).id.is_none();
            reader == owner || !is_library(reader) && is_library(owner)
        };
        if reader.is_some_and(is_own) { Truth::True } else { Truth::Unknown }
    }

    /// Whether an overlay that asks for a role anywhere may hear of an assignment: it reaches into
    /// the tenant.
    pub(super) fn reaches_reader(
        &self,
        reader: Option<OverlayId>,
        assignment: &Assignment,
        place: Option<EntityId>,
    ) -> Truth {
        match (reader, assignment.within, place) {
            (Some(reader), Some(within), None) => {
                let tenant = self.tenant(reader);
                let around = tenant.map_or(Truth::True, |tenant| self.lies_in(tenant, within));
                self.inside_tenant(within, reader).or(around)
            }
            _ => Truth::True,
        }
    }

    fn tenant(&self, overlay: OverlayId) -> Option<EntityId> {
        let overlay = self.policy.overlay(overlay);
        self.asked.frame.store().find(overlay.tenant, overlay.id.as_deref()?)
    }
}
