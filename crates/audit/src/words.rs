//! How findings name things.

use ward_compiler::model::{AssignmentRecord, RoleBits, RoleId, TypeId};
use ward_evaluator::EntityId;
use ward_evaluator::store::{Assigned, Assignment};

use crate::days::Days;
use crate::finding::AssignmentRef;
use crate::holdings::Holding;
use crate::view::View;

/// How many of a list are written out.
const LONGEST_LIST: usize = 6;

/// `a`, `a and b`, `a, b and c`; the rest of a long list is counted.
pub fn listed(names: &[String], word: &str) -> String {
    match names {
        [] => String::new(),
        [one] => one.clone(),
        _ if names.len() > LONGEST_LIST => {
            let shown = names[..LONGEST_LIST].join(", ");
            format!("{shown} {word} {} more", names.len() - LONGEST_LIST)
        }
        [first @ .., last] => format!("{} {word} {last}", first.join(", ")),
    }
}

impl View<'_> {
    /// `Type::id`
    pub fn entity(&self, id: EntityId) -> String {
        let (ty, id) = self.store.uid(id).unwrap_or((TypeId(0), ""));
        format!("{}::{id}", self.policy.schema.ty(ty).name)
    }

    /// `Type::id` of each, sorted.
    pub fn entities(&self, ids: impl IntoIterator<Item = EntityId>) -> Vec<String> {
        let mut names: Vec<_> = ids.into_iter().map(|id| self.entity(id)).collect();
        names.sort();
        names
    }

    /// Somebody's id where only one type may ask and so the id says it all, else `Type::id`.
    pub fn person(&self, who: EntityId) -> String {
        match (self.store.uid(who), self.subject_types.as_slice()) {
            (Some((ty, id)), [only]) if ty == *only => id.to_owned(),
            _ => self.entity(who),
        }
    }

    /// The name of a role.
    pub fn role(&self, id: RoleId) -> &str {
        &self.policy.role(id).name
    }

    /// The names of roles that a rule speaks of, those that extend another of them left out:
    /// `a or b`.
    pub fn roles(&self, roles: &RoleBits) -> String {
        let names: Vec<_> =
            self.highest(roles).into_iter().map(|id| self.role(id).to_owned()).collect();
        listed(&names, "or")
    }

    /// The roles of a set that extend no other of it.
    pub fn highest(&self, roles: &RoleBits) -> Vec<RoleId> {
        let extends_one = |id: &RoleId| {
            self.policy.role(*id).is_a.iter().any(|other| other != *id && roles.contains(other))
        };
        roles.iter().filter(|id| !extends_one(id)).collect()
    }

    /// ` in Agency::a and Agency::b`, or ` everywhere` where there is no place.
    pub fn in_places(&self, places: &[EntityId]) -> String {
        if places.is_empty() {
            return " everywhere".into();
        }
        format!(" in {}", listed(&self.entities(places.iter().copied()), "and"))
    }

    /// ` within Agency::a`, or ` without a place`.
    pub fn within(&self, assignment: &Assignment) -> String {
        match assignment.within {
            Some(place) => format!(" within {}", self.entity(place)),
            None => " without a place".into(),
        }
    }

    /// The name of what is assigned.
    pub fn assigned(&self, what: Assigned) -> &str {
        match what {
            Assigned::Role(id) => self.role(id),
            Assigned::Class(id) => &self.policy.class(id).name,
            Assigned::Lost(name) => self.store.text(name),
        }
    }

    /// An assignment as findings name it.
    pub fn named(&self, assignment: &Assignment) -> AssignmentRef {
        AssignmentRef {
            subject: self.entity(assignment.subject),
            name: self.assigned(assignment.what).to_owned(),
            is_class: matches!(assignment.what, Assigned::Class(_) | Assigned::Lost(_)),
            within: assignment.within.map(|place| self.entity(place)),
            days: Days { from: assignment.from, until: assignment.until },
        }
    }

    /// The assignments behind holdings, as findings name them.
    pub fn named_all<'h>(
        &self,
        holdings: impl IntoIterator<Item = &'h Holding<'h>>,
    ) -> Vec<AssignmentRef> {
        holdings.into_iter().map(|holding| self.named(holding.assignment)).collect()
    }

    /// An assignment whose name means nothing, as findings name it.
    pub fn named_record(&self, record: &AssignmentRecord) -> AssignmentRef {
        let entity =
            |(ty, id): &(TypeId, String)| format!("{}::{id}", self.policy.schema.ty(*ty).name);
        AssignmentRef {
            subject: entity(&record.subject),
            name: record.name.clone(),
            is_class: AssignmentRef::kind_is_class(record.kind),
            within: record.within.as_ref().map(entity),
            days: Days { from: record.from, until: record.until },
        }
    }
}
