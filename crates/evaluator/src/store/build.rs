//! Putting a store together, and checking what has to hold of all data.

use std::collections::BTreeSet;

use ward_compiler::model::{
    AssignedKind, AssignmentRecord, EntityRecord, Expr, ExprId, Policy, TypeId,
};
use ward_diagnostics::{Diagnostic, codes, did_you_mean};

use super::{Assigned, Assignment, Entity, Store, Unresolved, WhyUnresolved};
use crate::value::{EntityId, Names, Symbol, Value, from_constant};

/// Gathers entities and assignments; [`Builder::finish`] checks them together.
pub struct Builder<'p> {
    policy: &'p Policy,
    store: Store,
    problems: Vec<Diagnostic>,
    /// Properties named after a container: what they must name.
    mirrors: Vec<(EntityId, String, Value)>,
    names: Vec<AssignmentRecord>,
}

impl Names for Builder<'_> {
    fn text(&mut self, text: &str) -> Symbol {
        intern(&mut self.store, text)
    }

    fn entity(&mut self, ty: TypeId, id: &str) -> EntityId {
        let symbol = intern(&mut self.store, id);
        if let Some(known) = self.store.ids.get(&(ty, symbol)) {
            return *known;
        }
        let entity = EntityId(u32::try_from(self.store.uids.len()).unwrap_or(u32::MAX));
        self.store.uids.push((ty, symbol));
        self.store.entities.push(None);
        self.store.ids.insert((ty, symbol), entity);
        entity
    }
}

fn intern(store: &mut Store, text: &str) -> Symbol {
    if let Some(known) = store.symbols.get(text) {
        return *known;
    }
    let symbol = Symbol(u32::try_from(store.texts.len()).unwrap_or(u32::MAX));
    store.texts.push(text.to_owned());
    store.symbols.insert(text.to_owned(), symbol);
    symbol
}

impl<'p> Builder<'p> {
    /// A builder that knows the policy's own constants.
    pub fn new(policy: &'p Policy) -> Self {
        let mut builder = Self {
            policy,
            store: Store::default(),
            problems: Vec::new(),
            mirrors: Vec::new(),
            names: Vec::new(),
        };
        for index in 0..policy.exprs.len() {
            let value = match policy.exprs.get(ExprId::from_index(index)) {
                Expr::Constant(constant) => Some(from_constant(constant, &mut builder)),
                _ => None,
            };
            builder.store.constants.push(value);
        }
        for ty in policy.schema.types.values() {
            let defaults = ty.properties.values().map(|property| {
                property.default.as_ref().map(|default| from_constant(default, &mut builder))
            });
            let defaults = defaults.collect();
            builder.store.defaults.push(defaults);
        }
        builder
    }

    pub(super) fn policy(&self) -> &'p Policy {
        self.policy
    }

    pub(super) fn report(&mut self, problem: Diagnostic) {
        self.problems.push(problem);
    }

    /// Adds an entity whose values are written out.
    pub fn add(&mut self, record: &EntityRecord) {
        let parents = record.parents.iter().map(|(ty, id)| self.entity(*ty, id)).collect();
        let properties = record
            .properties
            .iter()
            .map(|(name, value)| (name.clone(), from_constant(value, self)));
        let properties = properties.collect();
        self.add_entity(record.ty, &record.id, parents, properties);
    }

    /// Adds an entity with its parents and the properties that are given, by name.
    pub(super) fn add_entity(
        &mut self,
        ty: TypeId,
        id: &str,
        mut parents: Vec<EntityId>,
        properties: Vec<(String, Value)>,
    ) {
        let entity = self.entity(ty, id);
        let name = self.name(entity);
        if self.store.entity(entity).is_some() {
            self.report(
                Diagnostic::error(codes::DATA_DUPLICATE, format!("`{name}` is given twice"))
                    .help("each entity stands once in all data files together"),
            );
            return;
        }
        self.check_parents(entity, &parents);
        parents.sort_unstable();
        parents.dedup();
        let declared = &self.policy.schema.ty(ty).properties;
        let mut values: Vec<Option<Value>> = vec![None; declared.len()];
        let mut mirrors = Vec::new();
        for (property, value) in properties {
            if let Some(container) = self.policy.schema.mirrored_container(ty, &property) {
                if let Value::Entity(id) = &value {
                    mirrors.push((container, *id));
                }
                self.mirrors.push((entity, property.clone(), value.clone()));
            }
            if let Some(index) = declared.get_index_of(&property) {
                values[index] = Some(value);
            }
        }
        self.store.entities[entity.0 as usize] = Some(Entity {
            parents: parents.into(),
            ancestors: Box::default(),
            complete: false,
            properties: values.into(),
            mirrors: mirrors.into(),
        });
    }

    fn check_parents(&mut self, entity: EntityId, parents: &[EntityId]) {
        let schema = &self.policy.schema;
        let (ty, _) = self.store.uids[entity.0 as usize];
        for parent in parents {
            let (parent_ty, _) = self.store.uids[parent.0 as usize];
            if schema.ty(ty).containers.contains(&parent_ty) {
                continue;
            }
            let declared = &schema.ty(ty).containers;
            let help = if declared.is_empty() {
                format!("the policy says of `{}` no `in …`", schema.ty(ty).name)
            } else {
                let names: Vec<_> =
                    declared.iter().map(|ty| format!("`{}`", schema.ty(*ty).name)).collect();
                format!("a `{}` lies in {}", schema.ty(ty).name, names.join(" or "))
            };
            let message = format!("`{}` can't lie in `{}`", self.name(entity), self.name(*parent));
            self.report(Diagnostic::error(codes::DATA_PARENT, message).help(help));
        }
    }

    /// Adds an assignment; its name is resolved when all entities are known.
    pub fn assign(&mut self, record: AssignmentRecord) {
        self.names.push(record);
    }

    fn name(&self, entity: EntityId) -> String {
        let (ty, symbol) = self.store.uids[entity.0 as usize];
        format!("{}::{}", self.policy.schema.ty(ty).name, self.store.text(symbol))
    }

    /// The store, and everything that is wrong or odd with the data.
    pub fn finish(mut self) -> (Store, Vec<Diagnostic>) {
        let references = self.dangling();
        self.close_containers();
        self.check_mirrors();
        for record in std::mem::take(&mut self.names) {
            self.resolve_assignment(record);
        }
        for message in references {
            self.report(
                Diagnostic::warning(codes::DATA_DANGLING, message)
                    .help("add it to the data; until then everything about it is unknown"),
            );
        }
        (self.store, self.problems)
    }

    /// References to what isn't stored.
    fn dangling(&self) -> Vec<String> {
        let mut found = BTreeSet::new();
        for index in 0..self.store.entities.len() {
            let id = EntityId(u32::try_from(index).unwrap_or(u32::MAX));
            let Some(entity) = self.store.entity(id) else { continue };
            let mut named: Vec<EntityId> = entity.parents.to_vec();
            entity.properties.iter().flatten().for_each(|value| entities_in(value, &mut named));
            for to in named {
                let external = self.policy.schema.ty(self.store.uids[to.0 as usize].0).external;
                if self.store.entity(to).is_none() && !external {
                    found.insert(format!(
                        "`{}` refers to `{}`, which isn't stored",
                        self.name(id),
                        self.name(to)
                    ));
                }
            }
        }
        found.into_iter().collect()
    }

    /// What every entity lies in at any depth; reports containers that contain one another.
    fn close_containers(&mut self) {
        let count = self.store.entities.len();
        let mut state = vec![State::Open; count];
        for start in 0..count {
            self.close(start, &mut state);
        }
    }

    /// Visits parents before children, without recursion, so that no depth can overflow.
    fn close(&mut self, start: usize, state: &mut [State]) {
        let mut stack = vec![start];
        while let Some(at) = stack.last().copied() {
            let parents: Vec<usize> = match &self.store.entities[at] {
                Some(entity) if state[at] != State::Done => {
                    entity.parents.iter().map(|id| id.0 as usize).collect()
                }
                _ => {
                    state[at] = State::Done;
                    stack.pop();
                    continue;
                }
            };
            state[at] = State::Entered;
            let mut waiting = false;
            let mut circle = None;
            for parent in &parents {
                match state[*parent] {
                    State::Open => {
                        stack.push(*parent);
                        waiting = true;
                    }
                    State::Entered => circle = Some(*parent),
                    State::Done => {}
                }
            }
            if let Some(parent) = circle {
                self.report_circle(at, parent);
                self.cut(at, parent);
            } else if !waiting {
                self.close_one(at, &parents);
                state[at] = State::Done;
                stack.pop();
            }
        }
    }

    fn report_circle(&mut self, at: usize, parent: usize) {
        let id = |index: usize| EntityId(u32::try_from(index).unwrap_or(u32::MAX));
        let message = if at == parent {
            format!("`{}` contains itself", self.name(id(at)))
        } else {
            format!("`{}` and `{}` contain one another", self.name(id(at)), self.name(id(parent)))
        };
        self.report(
            Diagnostic::error(codes::DATA_CYCLE, message).help("take one of the parents away"),
        );
    }

    /// Takes a parent away, so that the walk ends; the data don't load in any case.
    fn cut(&mut self, at: usize, parent: usize) {
        if let Some(entity) = &mut self.store.entities[at] {
            entity.parents =
                entity.parents.iter().copied().filter(|id| id.0 as usize != parent).collect();
        }
    }

    fn close_one(&mut self, at: usize, parents: &[usize]) {
        let mut ancestors: Vec<EntityId> = Vec::new();
        let mut complete = true;
        for parent in parents {
            ancestors.push(EntityId(u32::try_from(*parent).unwrap_or(u32::MAX)));
            match &self.store.entities[*parent] {
                Some(entity) => {
                    ancestors.extend_from_slice(&entity.ancestors);
                    complete &= entity.complete;
                }
                None => complete = false,
            }
        }
        ancestors.sort_unstable();
        ancestors.dedup();
        if let Some(entity) = &mut self.store.entities[at] {
            entity.ancestors = ancestors.into();
            entity.complete = complete;
        }
    }

    /// A property named after a container's type must name one of the record's containers.
    fn check_mirrors(&mut self) {
        for (entity, property, value) in std::mem::take(&mut self.mirrors) {
            let Some(stored) = self.store.entity(entity) else { continue };
            let mut named = Vec::new();
            entities_in(&value, &mut named);
            let wrong = named.into_iter().find(|id| stored.ancestors.binary_search(id).is_err());
            if let Some(wrong) = wrong {
                let message = format!(
                    "`{}` has `{property}` `{}`, but doesn't lie in it",
                    self.name(entity),
                    self.name(wrong)
                );
                self.report(
                    Diagnostic::error(codes::DATA_MIRROR, message)
                        .help("a property named after a container names one of the record's parents, or of theirs"),
                );
            }
        }
    }

    fn resolve_assignment(&mut self, record: AssignmentRecord) {
        let subject = self.entity(record.subject.0, &record.subject.1);
        let within = record.within.as_ref().map(|(ty, id)| self.entity(*ty, id));
        self.check_assignment(&record, subject, within);
        let meanings = match self.meanings(&record, within) {
            Ok(meanings) => meanings,
            Err(why) => {
                self.store.unresolved.push(Unresolved { record, why });
                return;
            }
        };
        for what in meanings {
            let index = u32::try_from(self.store.assignments.len()).unwrap_or(u32::MAX);
            self.store.assignments.push(Assignment {
                subject,
                what,
                within,
                from: record.from,
                until: record.until,
            });
            self.store.by_subject.entry(subject).or_default().push(index);
            if self.is_container(record.subject.0) {
                self.store.to_teams.push(index);
            }
        }
    }

    fn is_container(&self, ty: TypeId) -> bool {
        self.policy.schema.types.values().any(|other| other.ancestors.contains(&ty))
    }

    fn check_assignment(
        &mut self,
        record: &AssignmentRecord,
        subject: EntityId,
        within: Option<EntityId>,
    ) {
        let schema = &self.policy.schema;
        let (name, what) = (self.name(subject), &record.name);
        let may_ask =
            schema.subject_types().into_iter().any(|ty| schema.can_lie_in(ty, record.subject.0));
        if !may_ask {
            self.report(
                Diagnostic::error(
                    codes::DATA_ASSIGNMENT,
                    format!("`{what}` is assigned to `{name}`, which can't ask"),
                )
                .help("assign it to a subject, or to an entity that contains subjects"),
            );
        }
        for id in [Some(subject), within].into_iter().flatten() {
            let external = schema.ty(self.store.uids[id.0 as usize].0).external;
            if self.store.entity(id).is_none() && !external {
                let place = if id == subject {
                    String::new()
                } else {
                    format!(" within `{}`", self.name(id))
                };
                let message =
                    format!("`{what}` is assigned to `{name}`{place}, which isn't stored");
                self.report(
                    Diagnostic::warning(codes::DATA_DANGLING, message)
                        .help("add it to the data; until then everything about it is unknown"),
                );
            }
        }
        if let (Some(from), Some(until)) = (record.from, record.until)
            && from > until
        {
            self.report(
                Diagnostic::warning(
                    codes::DATA_HOLDS_NOWHERE,
                    format!("the assignment of `{what}` to `{name}` ends before it begins"),
                )
                .help("`from` is its first day and `until` its last"),
            );
        }
    }

    /// What an assignment's name means: the vendor's or a library's role or class of that name,
    /// else that of the overlay whose tenant the place lies in.
    fn meanings(
        &mut self,
        record: &AssignmentRecord,
        within: Option<EntityId>,
    ) -> Result<Vec<Assigned>, WhyUnresolved> {
        let policy = self.policy;
        let assignable = policy.assignable();
        let wants = |kind| record.kind.is_none_or(|wanted| wanted == kind);
        let Some(found) = assignable.get(&record.name) else {
            return Err(self.unknown_name(record));
        };
        let roles = found.roles.iter().filter(|_| wants(AssignedKind::Role));
        let classes = found.classes.iter().filter(|_| wants(AssignedKind::Class));
        let all: Vec<Assigned> = roles
            .map(|id| Assigned::Role(*id))
            .chain(classes.map(|id| Assigned::Class(*id)))
            .collect();
        if all.is_empty() {
            self.wrong_kind(record);
            return Err(WhyUnresolved::WrongKind);
        }
        let here: Vec<Assigned> =
            all.into_iter().filter(|what| self.may_be_meant(*what, within)).collect();
        if let Some(Assigned::Role(role)) = here
            .iter()
            .find(|what| matches!(what, Assigned::Role(id) if policy.role(*id).is_abstract))
        {
            let name = policy.role(*role).name.clone();
            self.report(
                Diagnostic::error(
                    codes::ABSTRACT_ASSIGNED,
                    format!("`{name}` is abstract and can't be assigned"),
                )
                .help("assign a role that extends it"),
            );
            return Err(WhyUnresolved::Abstract);
        }
        if here.is_empty() {
            let message = format!(
                "`{}` is assigned to `{}::{}` outside of the tenant whose overlay declares it",
                record.name,
                policy.schema.ty(record.subject.0).name,
                record.subject.1
            );
            self.report(
                Diagnostic::warning(codes::DATA_HOLDS_NOWHERE, message)
                    .help("an overlay's role or class is assigned `within` the overlay's tenant"),
            );
            return Err(WhyUnresolved::NotHere);
        }
        Ok(here)
    }

    fn may_be_meant(&self, what: Assigned, within: Option<EntityId>) -> bool {
        let overlay = match what {
            Assigned::Role(id) => self.policy.role(id).overlay,
            Assigned::Class(id) => self.policy.class(id).overlay,
        };
        let Some(overlay) = overlay.map(|id| self.policy.overlay(id)) else { return true };
        let Some(tenant) = &overlay.id else { return true };
        let Some(within) = within else { return false };
        let (within_ty, within_id) = self.store.uids[within.0 as usize];
        if within_ty == overlay.tenant && self.store.text(within_id) == tenant {
            return true;
        }
        if !self.policy.schema.can_lie_in(within_ty, overlay.tenant) {
            return false;
        }
        let tenant = self.store.find(overlay.tenant, tenant);
        match self.store.entity(within) {
            None => true,
            Some(entity) => {
                let inside = tenant.is_some_and(|id| entity.ancestors.binary_search(&id).is_ok());
                inside || !entity.complete
            }
        }
    }

    fn unknown_name(&mut self, record: &AssignmentRecord) -> WhyUnresolved {
        let who = format!("{}::{}", self.policy.schema.ty(record.subject.0).name, record.subject.1);
        let rejected =
            self.policy.rejected.iter().find(|overlay| overlay.declared.contains(&record.name));
        if let Some(overlay) = rejected {
            let message = format!(
                "`{}`, assigned to `{who}`, belongs to the overlay `{}`, which is left out",
                record.name, overlay.name
            );
            self.report(
                Diagnostic::warning(codes::DATA_HOLDS_NOWHERE, message)
                    .help("mend the overlay: `ward check` says what is wrong with it"),
            );
            return WhyUnresolved::OverlayLeftOut;
        }
        let assignable = self.policy.assignable();
        let help = if record.name == "anyone" {
            Some("`anyone` is held by every known subject and can't be assigned".to_owned())
        } else {
            did_you_mean(&record.name, assignable.keys().map(String::as_str))
        };
        self.report(
            Diagnostic::error(
                codes::DATA_UNKNOWN_ROLE,
                format!("there is no role or class `{}`, assigned to `{who}`", record.name),
            )
            .help(
                help.unwrap_or_else(|| {
                    "declare it in the policy, or take the assignment away".into()
                }),
            ),
        );
        WhyUnresolved::UnknownName
    }

    fn wrong_kind(&mut self, record: &AssignmentRecord) {
        let (is, said) = match record.kind {
            Some(AssignedKind::Role) => ("class", "role"),
            _ => ("role", "class"),
        };
        self.report(
            Diagnostic::error(
                codes::DATA_UNKNOWN_ROLE,
                format!("`{}` is a {is}, and is assigned as a {said}", record.name),
            )
            .help(format!("write `\"{is}\": \"{}\"`", record.name)),
        );
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum State {
    Open,
    Entered,
    Done,
}

fn entities_in(value: &Value, found: &mut Vec<EntityId>) {
    match value {
        Value::Entity(id) => found.push(*id),
        Value::Set(values) => values.iter().for_each(|value| entities_in(value, found)),
        Value::Record(fields) => {
            fields.iter().flatten().for_each(|value| entities_in(value, found))
        }
        _ => {}
    }
}
