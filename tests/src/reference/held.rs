//! Which roles and classes are held where.

use ward_compiler::model::{ANYONE, ClassId, OverlayId, RoleBits, RoleId};

use super::case::Case;
use super::store::{Assignment, Id};
use super::truth::Truth;

impl Case<'_> {
    /// The roles that an assignment can mean: the vendor's or a library's of that name, else
    /// that of every overlay of one tenant.
    pub fn roles_of(&self, assignment: &Assignment) -> Vec<RoleId> {
        if assignment.class {
            return Vec::new();
        }
        let named = |of_one_tenant: bool| -> Vec<RoleId> {
            let roles = self.policy.roles.iter().enumerate().filter(|(_, role)| {
                role.name == assignment.name
                    && !role.is_abstract
                    && self.tenant(role.overlay).is_some() == of_one_tenant
            });
            roles.map(|(at, _)| RoleId::from_index(at)).filter(|role| *role != ANYONE).collect()
        };
        let wide = named(false);
        if wide.is_empty() { named(true) } else { wide }
    }

    fn classes_of(&self, assignment: &Assignment) -> Vec<ClassId> {
        if !assignment.class {
            return Vec::new();
        }
        let named = |of_one_tenant: bool| -> Vec<ClassId> {
            let classes = self.policy.classes.iter().enumerate().filter(|(_, class)| {
                class.name == assignment.name
                    && self.tenant(class.overlay).is_some() == of_one_tenant
            });
            classes.map(|(at, _)| ClassId::from_index(at)).collect()
        };
        let wide = named(false);
        if wide.is_empty() { named(true) } else { wide }
    }

    /// Whether somebody holds one of these roles for a record; without one, anywhere.
    /// Nobody is a vendor's role to the vendor only because an overlay's role extends that.
    pub fn holds(
        &self,
        reader: Option<OverlayId>,
        who: &Id,
        roles: &RoleBits,
        place: Option<&Id>,
    ) -> Truth {
        if roles.is_empty() {
            return Truth::False;
        }
        let assigned = Truth::any(self.store.assignments.iter().flat_map(|assignment| {
            let named = self.roles_of(assignment).into_iter();
            named.filter(|role| roles.contains(*role)).map(move |role| {
                self.holds_through(who, assignment, role, place)
                    .and(self.counts_for(reader, role))
                    .and(self.may_hear(reader, assignment, place))
            })
        }));
        assigned.or(self.teams_unknown(who))
    }

    /// Unknown of somebody who is neither stored nor described: what they lie in is part of the
    /// record that is missing.
    fn teams_unknown(&self, who: &Id) -> Truth {
        if self.record(who).is_some() { Truth::False } else { Truth::Unknown }
    }

    fn holds_anything(&self, who: &Id, roles: &RoleBits, place: Option<&Id>) -> Truth {
        let assigned = Truth::any(self.store.assignments.iter().flat_map(|assignment| {
            let named = self.roles_of(assignment).into_iter();
            named
                .filter(|role| roles.contains(*role))
                .map(move |role| self.holds_through(who, assignment, role, place))
        }));
        assigned.or(self.teams_unknown(who))
    }

    /// Whether an assignment gives somebody a role for a record.
    pub fn holds_through(
        &self,
        who: &Id,
        assignment: &Assignment,
        role: RoleId,
        place: Option<&Id>,
    ) -> Truth {
        let role = self.policy.role(role);
        let inside = |kind| match &assignment.within {
            Some(within) => self.lies_in_some(within, kind),
            None => Truth::False,
        };
        let must = Truth::all(role.must_lie_in.iter().map(|kind| inside(*kind)));
        let library = match role.overlay {
            Some(overlay) if self.tenant(role.overlay).is_none() => {
                inside(self.policy.overlay(overlay).tenant)
            }
            _ => Truth::True,
        };
        self.reaches(who, assignment)
            .and(self.covers(assignment, place))
            .and(must)
            .and(library)
            .and(self.in_tenant(assignment, role.overlay))
    }

    /// Whether a class applies to somebody for a record; without one, anywhere.
    pub fn applies(&self, class: ClassId, who: &Id, place: Option<&Id>) -> Truth {
        let declared = self.policy.class(class);
        let everyone: RoleBits = (0..self.policy.roles.len()).map(RoleId::from_index).collect();
        let through = |assignment: &Assignment| {
            let is_library = declared.overlay.is_some() && self.tenant(declared.overlay).is_none();
            let where_held = if is_library && assignment.within.is_none() {
                self.holds_anything(who, &everyone, place)
            } else {
                Truth::True
            };
            self.reaches(who, assignment)
                .and(self.covers(assignment, place))
                .and(self.in_tenant(assignment, declared.overlay))
                .and(where_held)
        };
        let assigned = Truth::any(
            self.store
                .assignments
                .iter()
                .filter(|assignment| self.classes_of(assignment).contains(&class))
                .map(through),
        );
        let meant = match &declared.for_roles {
            Some(roles) => self.holds(declared.overlay, who, roles, place),
            None => Truth::True,
        };
        let tenant = match (self.tenant(declared.overlay), place) {
            (Some(tenant), Some(place)) => self.lies_in(place, &tenant),
            _ => Truth::True,
        };
        assigned.or(self.teams_unknown(who)).and(meant).and(tenant)
    }

    /// Whether it is to somebody, or to what they lie in. Who registers itself is who it says it is.
    fn is_assigned(&self, who: &Id, assignment: &Assignment) -> Truth {
        let registers = *who == self.asked.resource && *who == self.asked.subject;
        let own_name = self.asked.namesake.as_ref() == Some(&assignment.subject);
        if registers && own_name { Truth::True } else { self.lies_in(who, &assignment.subject) }
    }

    /// Whether it is somebody's, today.
    fn reaches(&self, who: &Id, assignment: &Assignment) -> Truth {
        let now = self.asked.now;
        let today = now.and_then(|now| self.zone.as_ref()?.date(now));
        let begun = match assignment.from {
            Some(from) => Truth::known(today.map(|today| from <= today)),
            None => Truth::True,
        };
        let going_on = match assignment.until {
            Some(until) => Truth::known(today.map(|today| today <= until)),
            None => Truth::True,
        };
        self.is_assigned(who, assignment).and(begun).and(going_on)
    }

    /// Whether it holds for a record.
    fn covers(&self, assignment: &Assignment, place: Option<&Id>) -> Truth {
        match (&assignment.within, place) {
            (Some(within), Some(place)) => self.lies_in(place, within),
            _ => Truth::True,
        }
    }

    /// Whether an assignment of what an overlay of one tenant declares lies in the tenant.
    fn in_tenant(&self, assignment: &Assignment, overlay: Option<OverlayId>) -> Truth {
        match (self.tenant(overlay), &assignment.within) {
            (None, _) => Truth::True,
            (Some(_), None) => Truth::False,
            (Some(tenant), Some(within)) => self.lies_in(within, &tenant),
        }
    }
}
