//! What a subject holds: roles and classes, by assignments to it and to what contains it.

use ward_compiler::model::{ClassId, OverlayId, RoleBits, RoleId};

use super::Eval;
use crate::store::{Assigned, Assignment, Reaching};
use crate::truth::Truth;
use crate::value::EntityId;

/// A role that is held for a record, through one assignment.
#[derive(Clone, Copy, Debug)]
pub struct Held {
    /// The role.
    pub role: RoleId,
    /// Through which assignment.
    pub assignment: Assignment,
    /// Whether it is held for the record.
    pub truth: Truth,
}

impl Eval<'_> {
    /// Goes through the assignments that reach an entity, each with how sure it is that they do:
    /// those to itself, to what contains it, and, where that can't be told, to what may contain
    /// it. Says whether one was found that is wanted.
    pub(crate) fn any_reaching(
        &self,
        who: EntityId,
        mut wanted: impl FnMut(&Reaching, Truth) -> bool,
    ) -> bool {
        let store = self.asked.frame.store();
        if store.reaching(who).iter().any(|one| wanted(one, Truth::True)) {
            return true;
        }
        let namesake = self.asked.frame.namesake(who).filter(|_| self.asked.frame.is_new(who));
        if let Some(namesake) = namesake {
            // Who registers itself is who it says it is; any other new record may be another.
            let same = if who == self.asked.subject { Truth::True } else { Truth::Unknown };
            if store.reaching(namesake).iter().any(|one| wanted(one, same)) {
                return true;
            }
        }
        let teams = store.to_teams();
        if teams.len() == 0 {
            return false;
        }
        let is_own = |subject| subject == who || namesake == Some(subject);
        match self.all_above(who) {
            Some(above) if above.len() <= teams.len() => above
                .iter()
                .any(|team| store.reaching(*team).iter().any(|one| wanted(one, Truth::True))),
            _ => teams.filter(|one| !is_own(one.assignment.subject)).any(|one| {
                let member = self.lies_in(who, one.assignment.subject);
                !member.is_false() && wanted(one, member)
            }),
        }
    }

    /// The roles that an entity holds for a record; without a record, wherever they hold.
    /// Those that surely don't hold are left out.
    pub fn held_roles(&self, who: EntityId, place: Option<EntityId>) -> Vec<Held> {
        let mut held = Vec::new();
        self.any_reaching(who, |one, member| {
            if let Assigned::Role(role) = one.assignment.what {
                let truth = member.and(self.role_holds(role, one, place));
                if !truth.is_false() {
                    held.push((one.index, Held { role, assignment: one.assignment, truth }));
                }
            }
            false
        });
        // First its own, then those of its teams, as they were given.
        held.sort_by_key(|(index, one)| (one.assignment.subject != who, *index));
        held.into_iter().map(|(_, one)| one).collect()
    }

    /// Whether a role's assignment holds for a record.
    pub(super) fn role_holds(
        &self,
        role: RoleId,
        one: &Reaching,
        place: Option<EntityId>,
    ) -> Truth {
        let placed = one.placed.unwrap_or_else(|| self.is_placed(role, &one.assignment));
        placed.and(self.holds_here(&one.assignment, place))
    }

    /// Whether a role's assignment holds for a record: its place, its days, and the types that
    /// the role must lie in.
    pub fn role_assignment_holds(
        &self,
        role: RoleId,
        assignment: &Assignment,
        place: Option<EntityId>,
    ) -> Truth {
        self.is_placed(role, assignment).and(self.holds_here(assignment, place))
    }

    /// Whether an assignment's place contains a record, on the day of the request.
    fn holds_here(&self, assignment: &Assignment, place: Option<EntityId>) -> Truth {
        let here = match (assignment.within, place) {
            (Some(within), Some(place)) => self.lies_in(place, within),
            _ => Truth::True,
        };
        if here.is_false() { here } else { here.and(self.on_its_days(assignment)) }
    }

    /// Whether an assignment's place is one where its role can be held.
    pub(crate) fn is_placed(&self, role: RoleId, assignment: &Assignment) -> Truth {
        let role = self.policy.role(role);
        let inside = role.must_lie_in.iter().map(|ty| match assignment.within {
            Some(within) => self.lies_in_type(within, *ty),
            None => Truth::False,
        });
        let tenant =
            role.overlay.map_or(Truth::True, |overlay| self.inside_overlay(assignment, overlay));
        Truth::all(inside).and(tenant)
    }

    /// Whether an assignment lies where an overlay's roles and classes may be held: inside its
    /// tenant, or for a library inside any tenant of the kind.
    fn inside_overlay(&self, assignment: &Assignment, overlay: OverlayId) -> Truth {
        let Some(within) = assignment.within else { return Truth::False };
        match &self.policy.overlay(overlay).id {
            Some(_) => self.inside_tenant(within, overlay),
            None => self.lies_in_type(within, self.policy.overlay(overlay).tenant),
        }
    }

    /// Whether an entity is, or lies in, the one tenant of an overlay; true for a library.
    pub fn inside_tenant(&self, entity: EntityId, overlay: OverlayId) -> Truth {
        let overlay = self.policy.overlay(overlay);
        let Some(id) = &overlay.id else { return Truth::True };
        // A store knows the tenants of all overlays, whether they are stored or not.
        let tenant = self.asked.frame.store().find(overlay.tenant, id);
        tenant.map_or(Truth::Unknown, |tenant| self.lies_in(entity, tenant))
    }

    /// Whether the day of the request is one of the assignment's.
    pub fn on_its_days(&self, assignment: &Assignment) -> Truth {
        if assignment.from.is_none() && assignment.until.is_none() {
            return Truth::True;
        }
        let Some(today) = self.today() else { return Truth::Unknown };
        let begun = assignment.from.is_none_or(|from| from <= today);
        let not_ended = assignment.until.is_none_or(|until| today <= until);
        (begun && not_ended).into()
    }

    /// Whether an entity holds one of these roles, to an overlay that asks, or the vendor.
    pub(super) fn holds_role(
        &self,
        reader: Option<OverlayId>,
        who: EntityId,
        roles: &RoleBits,
        place: Option<EntityId>,
    ) -> Truth {
        if roles.is_empty() {
            return Truth::False;
        }
        self.strongest(who, |one, member| match one.assignment.what {
            Assigned::Role(role) if roles.contains(role) => member
                .and(self.counts_for(reader, role))
                .and(self.role_holds(role, one, place))
                .and(self.reaches_reader(reader, &one.assignment, place)),
            _ => Truth::False,
        })
    }

    /// Whether an entity holds any role at all.
    fn holds_any_role(&self, who: EntityId, place: Option<EntityId>) -> Truth {
        self.strongest(who, |one, member| match one.assignment.what {
            Assigned::Role(role) => member.and(self.role_holds(role, one, place)),
            Assigned::Class(_) | Assigned::Lost(_) => Truth::False,
        })
    }

    /// Whether something is so of one of the assignments that reach an entity. Of somebody who is
    /// neither stored nor described nobody knows the teams, so only its own assignments are sure.
    fn strongest(&self, who: EntityId, mut truth: impl FnMut(&Reaching, Truth) -> Truth) -> Truth {
        let mut strongest = Truth::False;
        self.any_reaching(who, |one, member| {
            strongest = strongest.or(truth(one, member));
            strongest.is_true()
        });
        if strongest.is_false() && !self.is_known(who) { Truth::Unknown } else { strongest }
    }

    /// Whether a class applies to an entity for a record; without a record, wherever it may.
    pub fn class_applies(&self, class: ClassId, who: EntityId, place: Option<EntityId>) -> Truth {
        let assigned = self.strongest(who, |one, member| {
            if one.assignment.what == Assigned::Class(class) {
                member.and(self.class_assignment_holds(class, &one.assignment, who, place))
            } else {
                Truth::False
            }
        });
        if assigned.is_false() {
            return Truth::False;
        }
        let declared = self.policy.class(class);
        let for_roles = declared
            .for_roles
            .as_ref()
            .map_or(Truth::True, |roles| self.holds_role(declared.overlay, who, roles, place));
        let tenant = match (declared.overlay, place) {
            (Some(overlay), Some(place)) => self.inside_tenant(place, overlay),
            _ => Truth::True,
        };
        assigned.and(for_roles).and(tenant)
    }

    fn class_assignment_holds(
        &self,
        class: ClassId,
        assignment: &Assignment,
        who: EntityId,
        place: Option<EntityId>,
    ) -> Truth {
        let days = self.on_its_days(assignment);
        let overlay = self.policy.class(class).overlay;
        let library = overlay.is_some_and(|overlay| self.policy.overlay(overlay).id.is_none());
        let here = match (assignment.within, place) {
            (Some(within), Some(place)) => self.lies_in(place, within),
            (None, _) if library => self.holds_any_role(who, place),
            _ => Truth::True,
        };
        let tenant = match overlay {
            Some(overlay) if !library => self.inside_overlay(assignment, overlay),
            _ => Truth::True,
        };
        days.and(here).and(tenant)
    }
}
