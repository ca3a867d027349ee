//! From a solution to data and a request.

use std::collections::BTreeMap;

use serde_json::{Map, Value as Json, json};
use ward_compiler::model::{Decimal, RoleId, Ty, TypeId};
use ward_compiler::time;

use super::Candidate;
use super::facts::{Body, Values, bodies};
use crate::held::Holdable;
use crate::term::{Function, Term, TermId};
use crate::world::{Differing, HeldKey, Swap, World};

/// Data and a request that a solution describes, in one of its copies.
pub(crate) fn build(world: &mut World<'_>, copy: u8) -> Candidate {
    let (bodies, place) = bodies(world);
    let values = Values::of(world);
    let mut builder = Builder {
        world,
        bodies,
        place,
        values,
        copy,
        fillers: Vec::new(),
        parents: BTreeMap::new(),
        lacks_a_value: false,
    };
    builder.contain();
    builder.place_new();
    let assignments = builder.assignments();
    let request = builder.request();
    let entities = builder.entities();
    let lacks_a_value = builder.lacks_a_value;
    Candidate { entities, assignments, request, lacks_a_value }
}

pub(super) struct Builder<'w, 'p> {
    pub(super) world: &'w mut World<'p>,
    pub(super) bodies: Vec<Body>,
    place: BTreeMap<TermId, usize>,
    pub(super) values: Values,
    pub(super) copy: u8,
    /// Entities that no term stands for: type, id, parents.
    fillers: Vec<(TypeId, String, Vec<String>)>,
    pub(super) parents: BTreeMap<usize, Vec<String>>,
    lacks_a_value: bool,
}

impl Builder<'_, '_> {
    fn uid(&self, at: usize) -> String {
        let body = &self.bodies[at];
        format!("{}::{}", self.world.facts.policy.schema.ty(body.ty).name, body.id)
    }

    pub(super) fn asked(&mut self, term: TermId) -> usize {
        self.place.get(&term).copied().unwrap_or(0)
    }

    /// Finds parents so that everything lies where the solution says, and nowhere else.
    fn contain(&mut self) {
        for at in 0..self.bodies.len() {
            let mut parents = Vec::new();
            let outer = self.bodies[at].inside.clone();
            for to in &outer {
                let through =
                    outer.iter().any(|via| via != to && self.bodies[*via].inside.contains(to));
                if through {
                    continue;
                }
                let (ty, to_ty) = (self.bodies[at].ty, self.bodies[*to].ty);
                let target = self.uid(*to);
                parents.extend(self.chain(ty, to_ty, target));
            }
            let missing =
                !self.bodies[at].complete && outer.iter().all(|to| self.bodies[*to].complete);
            if self.bodies[at].known && missing {
                let containers = &self.world.facts.policy.schema.ty(self.bodies[at].ty).containers;
                if let Some(container) = containers.first() {
                    parents.push(format!(
                        "{}::not_stored_{at}",
                        self.world.facts.policy.schema.ty(*container).name
                    ));
                }
            }
            self.parents.insert(at, parents);
        }
    }

    /// A parent for a record of type `from` that lies in `target` of type `to`: the target, or
    /// the first of some entities between.
    fn chain(&mut self, from: TypeId, to: TypeId, target: String) -> Option<String> {
        let path = self.path(from, to)?;
        let mut parent = target;
        for ty in path.iter().rev() {
            let id = format!(
                "{}_between_{}",
                self.world.facts.policy.schema.ty(*ty).snake,
                self.fillers.len() + 1
            );
            let uid = format!("{}::{id}", self.world.facts.policy.schema.ty(*ty).name);
            self.fillers.push((*ty, id, vec![parent]));
            parent = uid;
        }
        Some(parent)
    }

    /// The types between two, on a shortest way of containers.
    fn path(&self, from: TypeId, to: TypeId) -> Option<Vec<TypeId>> {
        let schema = &self.world.facts.policy.schema;
        let mut came: BTreeMap<TypeId, TypeId> = BTreeMap::new();
        let mut open = vec![from];
        let mut at = 0;
        while let Some(ty) = open.get(at).copied() {
            for container in &schema.ty(ty).containers {
                if !came.contains_key(container) {
                    came.insert(*container, ty);
                    open.push(*container);
                }
            }
            at += 1;
        }
        let mut path = Vec::new();
        let mut ty = *came.get(&to)?;
        while ty != from {
            path.push(ty);
            ty = *came.get(&ty)?;
        }
        path.reverse();
        Some(path)
    }

    /// Gives a record that is made a place, where nothing says which and it needs one.
    fn place_new(&mut self) {
        let resource = self.world.facts.resource();
        let at = self.asked(resource);
        let ty = self.bodies[at].ty;
        let containers = self.world.facts.policy.schema.ty(ty).containers.clone();
        let placed = self.parents.get(&at).is_some_and(|parents| !parents.is_empty());
        if self.world.facts.makes_record()
            && !placed
            && !containers.contains(&ty)
            && let Some(container) = containers.first()
        {
            self.put_inside(at, self.outermost(*container));
        }
    }

    /// Of an entity and what it lies in, one that nothing of the solution lies around which could
    /// lie in a type: what that has to be put into.
    fn uppermost_below(&self, at: usize, ty: TypeId) -> usize {
        let schema = &self.world.facts.policy.schema;
        let below = |to: &usize| schema.ty(self.bodies[*to].ty).ancestors.contains(&ty);
        let mut inner = at;
        let mut seen = vec![at];
        while let Some(next) =
            self.bodies[inner].inside.iter().copied().find(|to| below(to) && !seen.contains(to))
        {
            seen.push(next);
            inner = next;
        }
        inner
    }

    /// The kind at the upper end of a way of containers.
    fn outermost(&self, from: TypeId) -> TypeId {
        let mut seen = vec![from];
        loop {
            let last = seen.last().copied().unwrap_or(from);
            let containers = &self.world.facts.policy.schema.ty(last).containers;
            match containers.iter().find(|ty| !seen.contains(ty)) {
                Some(next) => seen.push(*next),
                None => return last,
            }
        }
    }

    /// Whether an entity lies in one of a type through entities that no term stands for.
    fn lies_in_filler(&self, at: usize, ty: TypeId) -> bool {
        let wanted = format!("{}::", self.world.facts.policy.schema.ty(ty).name);
        let mut open = self.parents.get(&at).cloned().unwrap_or_default();
        let mut at = 0;
        while let Some(uid) = open.get(at).cloned() {
            if uid.starts_with(&wanted) {
                return true;
            }
            let filler = self.fillers.iter().find(|(ty, id, _)| {
                uid.split_once("::")
                    == Some((self.world.facts.policy.schema.ty(*ty).name.as_str(), id.as_str()))
            });
            open.extend(filler.map(|(_, _, parents)| parents.clone()).unwrap_or_default());
            at += 1;
        }
        false
    }

    /// Makes sure that an entity lies in one of a type.
    fn put_inside(&mut self, at: usize, ty: TypeId) {
        let own = self.bodies[at].ty;
        let inside = self.bodies[at].inside.iter().any(|to| self.bodies[*to].ty == ty);
        if own == ty || inside {
            return;
        }
        let inner = self.uppermost_below(at, ty);
        if self.lies_in_filler(inner, ty) {
            return;
        }
        let schema = &self.world.facts.policy.schema;
        let id = format!("{}_around", schema.ty(ty).snake);
        let uid = format!("{}::{id}", schema.ty(ty).name);
        if !self.fillers.iter().any(|(known, known_id, _)| *known == ty && *known_id == id) {
            self.fillers.push((ty, id, Vec::new()));
        }
        let from = self.bodies[inner].ty;
        if let Some(parent) = self.chain(from, ty, uid) {
            let parents = self.parents.entry(inner).or_default();
            if !parents.contains(&parent) {
                parents.push(parent);
            }
        }
    }

    fn assignments(&mut self) -> Vec<Json> {
        let keys: Vec<_> = self.world.held_keys();
        let held: Vec<_> = keys
            .into_iter()
            .filter(|(_, truth)| self.world.facts.circuit.value(truth.yes))
            .map(|(key, _)| key)
            .collect();
        let mut assignments: Vec<Json> = Vec::new();
        for key in &held {
            let Some(who) = self.place.get(&key.who).copied() else { continue };
            let place = match key.place {
                None if held.iter().any(|other| {
                    other.what == key.what
                        && other.who == key.who
                        && other.day == key.day
                        && other.place.is_some()
                }) =>
                {
                    continue;
                }
                None => None,
                Some(term) => match self.place.get(&term) {
                    None => continue,
                    at => at.copied(),
                },
            };
            let mut assignment = Map::new();
            assignment.insert("subject".into(), json!(self.uid(who)));
            let needs: Vec<TypeId> = match key.what {
                Holdable::Role(role) => {
                    assignment
                        .insert("role".into(), json!(self.world.facts.policy.role(role).name));
                    self.needs(role)
                }
                Holdable::Class(class) => {
                    assignment
                        .insert("class".into(), json!(self.world.facts.policy.class(class).name));
                    Vec::new()
                }
                // Of the role that a ceiling stands for nothing can be said; the one that takes
                // its place is held instead.
                Holdable::Ceiling(_) => {
                    let Some(swap) = self.world.setting.swap else { continue };
                    assignment
                        .insert("role".into(), json!(self.world.facts.policy.role(swap.to).name));
                    self.needs(swap.to)
                }
            };
            let place = place.filter(|_| !self.world.given_nowhere(key));
            if let Some(at) = place {
                needs.iter().for_each(|ty| self.put_inside(at, *ty));
                if let Some(within) = self.within(at) {
                    assignment.insert("within".into(), json!(within));
                }
            }
            let days = self.days(key, &held);
            assignment.extend(days);
            let assignment = Json::Object(assignment);
            if !assignments.contains(&assignment) {
                assignments.push(assignment);
            }
        }
        assignments.extend(self.given_without_effect());
        assignments
    }

    /// Assignments of a role whose place another takes that only the other is held by: without a
    /// place where that one needs none.
    fn given_without_effect(&mut self) -> Vec<Json> {
        let Some(Swap { from: Holdable::Role(from), to }) = self.world.setting.swap else {
            return Vec::new();
        };
        let mut assignments: Vec<Json> = Vec::new();
        for (who, place) in self.world.taken_beyond() {
            let Some(who) = self.place.get(&who).copied() else { continue };
            let mut assignment =
                json!({"subject": self.uid(who), "role": self.world.facts.policy.role(from).name});
            let place = place.and_then(|place| self.place.get(&place).copied());
            if let Some(at) = place.filter(|_| !self.needs(to).is_empty())
                && let Some(within) = self.within(at)
            {
                assignment["within"] = json!(within);
            }
            if !assignments.contains(&assignment) {
                assignments.push(assignment);
            }
        }
        assignments
    }

    /// The days of an assignment that holds at one of two times and not at the other.
    fn days(&self, key: &HeldKey, held: &[HeldKey]) -> Option<(String, Json)> {
        let other = HeldKey { day: 1 - key.day.min(1), ..*key };
        if self.world.setting.differing != Some(Differing::Now) || held.contains(&other) {
            return None;
        }
        let [own, other] = [key.day, other.day].map(|copy| {
            let term = self.world.facts.find(&Term::Now(copy))?;
            let given = self.world.facts.circuit.value(self.world.facts.defined(term));
            given.then(|| self.values.number(self.world, term))
        });
        let (own, day) = (own?, time::DAY);
        let (word, days) = match other {
            Some(other) if other < own => ("from", own.div_euclid(day) - 1),
            _ => ("until", own.div_euclid(day) + 1),
        };
        let days = i32::try_from(days).ok()?;
        Some((word.into(), json!(time::format_date(days))))
    }

    /// The types that an assignment of a role must lie in.
    fn needs(&self, role: RoleId) -> Vec<TypeId> {
        let role = self.world.facts.policy.role(role);
        let overlay = role.overlay.map(|overlay| self.world.facts.policy.overlay(overlay).tenant);
        role.must_lie_in.iter().copied().chain(overlay).collect()
    }

    /// Where an assignment for a record is given: the record, or what a new record is put into.
    fn within(&mut self, at: usize) -> Option<String> {
        let resource = self.world.facts.resource();
        if self.world.facts.makes_record() && self.asked(resource) == at {
            return self.parents.get(&at).and_then(|parents| parents.first().cloned());
        }
        Some(self.uid(at))
    }

    fn entities(&mut self) -> Vec<Json> {
        let resource = self.world.facts.resource();
        let made = self.world.facts.makes_record().then(|| self.asked(resource));
        let mut entities = Vec::new();
        for at in 0..self.bodies.len() {
            if !self.bodies[at].known || Some(at) == made {
                continue;
            }
            let (ty, id) = (
                self.world.facts.policy.schema.ty(self.bodies[at].ty).name.clone(),
                self.bodies[at].id.clone(),
            );
            let parents = self.parents.get(&at).cloned().unwrap_or_default();
            let properties = self.properties(at);
            entities
                .push(json!({"type": ty, "id": id, "parents": parents, "properties": properties}));
        }
        for (ty, id, parents) in &self.fillers {
            let ty = &self.world.facts.policy.schema.ty(*ty).name;
            entities.push(json!({"type": ty, "id": id, "parents": parents, "properties": {}}));
        }
        entities
    }

    /// The properties that the solution gives an entity.
    pub(super) fn properties(&mut self, at: usize) -> Map<String, Json> {
        let mut properties = Map::new();
        for term in self.world.facts.ids() {
            let Term::Of(Function::Property(name, _, copy), of) =
                self.world.facts.terms[term].clone()
            else {
                continue;
            };
            if self.place.get(&of) != Some(&at)
                || !self.world.facts.circuit.value(self.world.facts.defined(term))
            {
                continue;
            }
            let differs = matches!(
                &self.world.setting.differing,
                Some(Differing::Property(ty, property))
                    if *property == *name && self.world.facts.entity_types(of).contains(ty)
            );
            if differs && copy != self.copy {
                continue;
            }
            let declared = self
                .world
                .facts
                .policy
                .schema
                .ty(self.bodies[at].ty)
                .properties
                .contains_key(&*name);
            if declared {
                match self.json(term) {
                    Some(value) => drop(properties.insert(name.to_string(), value)),
                    None => self.lacks_a_value = true,
                }
            }
        }
        properties
    }

    /// A term's value as data write it.
    pub(super) fn json(&mut self, term: TermId) -> Option<Json> {
        let ty = self.world.facts.ty(term).clone();
        Some(match &ty {
            Ty::Bool => {
                let bit = self.world.facts.boolean_bit(term);
                json!(self.world.facts.circuit.value(bit))
            }
            Ty::Enum(id) => {
                let values: Vec<String> = self
                    .world
                    .facts
                    .policy
                    .schema
                    .enumeration(*id)
                    .values
                    .keys()
                    .cloned()
                    .collect();
                let chosen = (0..values.len()).find(|index| {
                    let bit = self.world.facts.enum_bit(term, u32::try_from(*index).unwrap_or(0));
                    self.world.facts.circuit.value(bit)
                });
                json!(values.get(chosen.unwrap_or(0))?)
            }
            Ty::Int => json!(self.values.number(self.world, term)),
            Ty::Decimal => json!(Decimal(self.values.number(self.world, term)).to_string()),
            Ty::Date => {
                let days = i32::try_from(self.values.number(self.world, term)).ok()?;
                json!(time::format_date(days))
            }
            Ty::Time => {
                json!(time::format_time(self.values.number(self.world, term)))
            }
            Ty::Duration => {
                json!(time::format_duration(self.values.number(self.world, term)))
            }
            Ty::Text | Ty::Role | Ty::Ip | Ty::IpRange => json!(self.values.text(term)),
            Ty::Entity(_) => json!(self.uid(*self.place.get(&term)?)),
            Ty::Set(_) => Json::Array(self.elements(term)),
            Ty::Record(fields) => return self.record(term, fields),
        })
    }

    fn elements(&mut self, set: TermId) -> Vec<Json> {
        let mut elements: Vec<Json> = Vec::new();
        for (value, bit) in self.world.facts.members_of(set) {
            if self.world.facts.circuit.value(bit)
                && self.world.facts.circuit.value(self.world.facts.defined(value))
                && let Some(json) = self.json(value)
                && !elements.contains(&json)
            {
                elements.push(json);
            }
        }
        elements
    }
}
