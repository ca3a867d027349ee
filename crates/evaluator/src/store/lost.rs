//! Assignments whose names an overlay has taken away: they give nothing, and a class that nobody
//! declares any more may have forbidden. What one tenant edits keeps nobody's data from loading.

use ward_compiler::model::{AssignedKind, AssignmentRecord, RejectedOverlay, TypeId};
use ward_diagnostics::{Diagnostic, codes};

use super::assignment::{Assigned, Assignment, WhyUnresolved};
use super::{Builder, number};
use crate::value::{EntityId, Names};

const MEND: &str = "mend the overlay: `ward check` says what is wrong with it";

impl Builder<'_> {
    /// Notes a class that may have forbidden.
    pub(super) fn lose(&mut self, record: &AssignmentRecord, why: WhyUnresolved) {
        let within = record.within.as_ref().map(|(ty, id)| self.entity(*ty, id));
        let lost = match why {
            WhyUnresolved::OverlayLeftOut => self.may_have_applied(record, within),
            WhyUnresolved::NoLonger => true,
            WhyUnresolved::UnknownName
            | WhyUnresolved::WrongKind
            | WhyUnresolved::Abstract
            | WhyUnresolved::NotHere => false,
        };
        if !lost || record.kind != Some(AssignedKind::Class) {
            return;
        }
        let what = Assigned::Lost(self.text(&record.name));
        let subject = self.entity(record.subject.0, &record.subject.1);
        let (from, until) = (record.from, record.until);
        self.store.lost.push(number(self.store.assignments.len()));
        self.store.assignments.push(Assignment { subject, what, within, from, until });
    }

    /// Whether a name would be another's inside the tenant of an overlay that declared it and is
    /// left out: the assignment was made for the overlay's.
    pub(super) fn was_of_one_left_out(
        &self,
        record: &AssignmentRecord,
        within: Option<EntityId>,
    ) -> bool {
        let Some(within) = within else { return false };
        let is_meant = |one: &&RejectedOverlay| {
            let Some(tenant) = one.tenant else { return false };
            one.declared.contains(&record.name)
                && match &one.id {
                    Some(id) => self.may_lie_in(within, tenant, id),
                    None => self.may_lie_in_type(within, tenant),
                }
        };
        self.policy().rejected.iter().any(|one| is_meant(&one))
    }

    /// Whether a name of an overlay that is left out could have meant something here: a library's
    /// anywhere, that of one tenant inside it.
    fn may_have_applied(&self, record: &AssignmentRecord, within: Option<EntityId>) -> bool {
        let mut of_libraries = self.policy().rejected.iter().filter(|one| one.id.is_none());
        of_libraries.any(|one| may_declare(one, record)) || self.was_of_one_left_out(record, within)
    }

    /// Whether an overlay that is left out declares a name, or may.
    pub(super) fn names_one_left_out(&self, record: &AssignmentRecord) -> bool {
        self.policy().rejected.iter().any(|one| may_declare(one, record))
    }

    pub(super) fn belongs_to_one_left_out(&mut self, record: &AssignmentRecord) -> WhyUnresolved {
        let rejected = self.policy().rejected.iter();
        let declares = |one: &&RejectedOverlay| one.declared.contains(&record.name);
        let may = |one: &&RejectedOverlay| may_declare(one, record);
        let overlay = rejected.clone().find(declares).or_else(|| rejected.clone().find(may));
        let name = overlay.map_or("", |overlay| overlay.name.as_str());
        let message = format!(
            "`{}`, assigned to `{}`, belongs to the overlay `{name}`, which is left out",
            record.name,
            self.assigned_to(record),
        );
        self.report(Diagnostic::warning(codes::DATA_HOLDS_NOWHERE, message).help(MEND));
        WhyUnresolved::OverlayLeftOut
    }

    pub(super) fn no_longer(&mut self, record: &AssignmentRecord, why: &str) -> WhyUnresolved {
        let what = if record.kind == Some(AssignedKind::Class) {
            "which may have forbidden, so that everything there is refused"
        } else {
            "and isn't held"
        };
        let message = format!(
            "`{}`, assigned to `{}` inside a tenant, {why}, {what}",
            record.name,
            self.assigned_to(record),
        );
        self.report(
            Diagnostic::warning(codes::DATA_HOLDS_NOWHERE, message)
                .help("declare it in the tenant's overlay, or take the assignment away"),
        );
        WhyUnresolved::NoLonger
    }

    pub(super) fn assigned_to(&self, record: &AssignmentRecord) -> String {
        format!("{}::{}", self.policy().schema.ty(record.subject.0).name, record.subject.1)
    }

    /// Whether an entity may be, or lie in, a tenant of any kind.
    pub(super) fn may_lie_in_a_tenant(&self, within: EntityId) -> bool {
        self.policy().ceilings.iter().any(|one| self.may_lie_in_type(within, one.tenant))
    }

    fn may_lie_in_type(&self, within: EntityId, tenant: TypeId) -> bool {
        self.may_be_inside(within, tenant, |id| self.ty(id) == tenant)
    }

    /// Whether an entity may be, or lie in, the tenant of this id.
    pub(super) fn may_lie_in(&self, within: EntityId, tenant: TypeId, id: &str) -> bool {
        self.may_be_inside(within, tenant, |found| self.store.uid(found) == Some((tenant, id)))
    }

    fn may_be_inside(
        &self,
        within: EntityId,
        tenant: TypeId,
        is_tenant: impl Fn(EntityId) -> bool,
    ) -> bool {
        if is_tenant(within) {
            return true;
        }
        // Of one type, only a type that lies in itself leads to another.
        if !self.policy().schema.ty(self.ty(within)).ancestors.contains(&tenant) {
            return false;
        }
        match self.store.entity(within) {
            None => true,
            Some(entity) => {
                !entity.is_complete() || entity.ancestors().iter().any(|id| is_tenant(*id))
            }
        }
    }
}

/// Whether an overlay that is left out declares a name; of a library that can't be read it isn't
/// known which names it would have declared.
fn may_declare(overlay: &RejectedOverlay, record: &AssignmentRecord) -> bool {
    overlay.declared.contains(&record.name) || overlay.id.is_none() && overlay.is_unreadable
}
