//! What a subject holds: roles and classes, by assignments to it and to what contains it.

use ward_compiler::model::{ClassId, OverlayId, RoleBits, RoleId};

use super::Eval;
use crate::store::{Assigned, Assignment};
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
    /// The assignments that reach an entity, each with how sure it is that they do: those to
    /// itself, to what contains it, and, where that can't be told, to what may contain it.
    fn assignments_reaching(&self, who: EntityId) -> Vec<(Assignment, Truth)> {
        let store = self.asked.frame.store();
        let mut found: Vec<_> = store.assignments_of(who).map(|one| (*one, Truth::True)).collect();
        for one in store.team_assignments().filter(|one| one.subject != who) {
            let member = self.lies_in(who, one.subject);
            if !member.is_false() {
                found.push((*one, member));
            }
        }
        found
    }

    /// The roles that an entity holds for a record; without a record, wherever they hold.
    /// Those that surely don't hold are left out.
    pub fn held_roles(&self, who: EntityId, place: Option<EntityId>) -> Vec<Held> {
        let mut held = Vec::new();
        for (assignment, member) in self.assignments_reaching(who) {
            let Assigned::Role(role) = assignment.what else { continue };
            let truth = member.and(self.role_assignment_holds(role, &assignment, place));
            if !truth.is_false() {
                held.push(Held { role, assignment, truth });
            }
        }
        held
    }

    /// Whether a role's assignment holds for a record: its place, its days, and the types that
    /// the role must lie in.
    pub fn role_assignment_holds(
        &self,
        role: RoleId,
        assignment: &Assignment,
        place: Option<EntityId>,
    ) -> Truth {
        let here = match (assignment.within, place) {
            (Some(within), Some(place)) => self.lies_in(place, within),
            _ => Truth::True,
        };
        let role = self.policy.role(role);
        let inside = role.must_lie_in.iter().map(|ty| match assignment.within {
            Some(within) => self.lies_in_type(within, *ty),
            None => Truth::False,
        });
        let tenant =
            role.overlay.map_or(Truth::True, |overlay| self.inside_overlay(assignment, overlay));
        Truth::all(inside.chain([here, tenant, self.on_its_days(assignment)]))
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
        match self.asked.frame.store().find(overlay.tenant, id) {
            Some(tenant) => self.lies_in(entity, tenant),
            None => self.not_in_unheard_of(entity, overlay.tenant),
        }
    }

    /// Whether an entity lies in a tenant that neither data nor request name.
    fn not_in_unheard_of(&self, entity: EntityId, tenant: ward_compiler::model::TypeId) -> Truth {
        let possible = self.policy.schema.can_lie_in(self.asked.frame.ty(entity), tenant);
        let complete =
            self.asked.frame.store().entity(entity).is_some_and(|stored| stored.complete);
        if possible && !complete { Truth::Unknown } else { Truth::False }
    }

    /// Whether the day of the request is one of the assignment's.
    pub fn on_its_days(&self, assignment: &Assignment) -> Truth {
        if assignment.from.is_none() && assignment.until.is_none() {
            return Truth::True;
        }
        let Some(today) = self.today else { return Truth::Unknown };
        let begun = assignment.from.is_none_or(|from| from <= today);
        let not_ended = assignment.until.is_none_or(|until| today <= until);
        (begun && not_ended).into()
    }

    /// Whether an entity holds one of these roles, or one of these classes applies to it.
    pub fn holds(
        &self,
        who: EntityId,
        roles: &RoleBits,
        classes: &[ClassId],
        place: Option<EntityId>,
    ) -> Truth {
        let by_role = self.holds_role(who, roles, place);
        by_role.or(Truth::any(classes.iter().map(|class| self.class_applies(*class, who, place))))
    }

    fn holds_role(&self, who: EntityId, roles: &RoleBits, place: Option<EntityId>) -> Truth {
        if roles.is_empty() {
            return Truth::False;
        }
        let held = self.held_roles(who, place);
        Truth::any(held.iter().filter(|held| roles.contains(held.role)).map(|held| held.truth))
    }

    /// Whether a class applies to an entity for a record; without a record, wherever it may.
    pub fn class_applies(&self, class: ClassId, who: EntityId, place: Option<EntityId>) -> Truth {
        let declared = self.policy.class(class);
        let assigned =
            self.assignments_reaching(who).into_iter().filter_map(|(assignment, member)| {
                let given = assignment.what == Assigned::Class(class);
                given.then(|| {
                    member.and(self.class_assignment_holds(class, &assignment, who, place))
                })
            });
        let assigned = Truth::any(assigned);
        if assigned.is_false() {
            return Truth::False;
        }
        let for_roles = declared
            .for_roles
            .as_ref()
            .map_or(Truth::True, |roles| self.holds_role(who, roles, place));
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
            (None, _) if library => {
                Truth::any(self.held_roles(who, place).iter().map(|held| held.truth))
            }
            _ => Truth::True,
        };
        let tenant = match overlay {
            Some(overlay) if !library => self.inside_overlay(assignment, overlay),
            _ => Truth::True,
        };
        days.and(here).and(tenant)
    }
}
