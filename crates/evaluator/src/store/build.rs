//! Putting a store together, and checking what has to hold of all data.

use std::net::IpAddr;
use std::sync::Arc;

use ward_compiler::model::{AssignmentRecord, EntityRecord, IpRange, Policy, Property, TypeId};
use ward_diagnostics::{Diagnostic, codes};

use super::close::Closed;
use super::ledger::{Ledger, Loaded};
use super::shape::{Shape, Slot};
use super::told::{About, Told};
use super::{Head, Store, number};
use crate::value::{EntityId, Names, Parts, Span, Symbol, Value, from_constant};

/// The role that everybody holds.
const ANYONE: &str = "anyone";

/// Gathers entities and assignments; [`Builder::finish`] checks them together.
pub struct Builder<'p> {
    policy: &'p Policy,
    pub(super) shape: Arc<Shape>,
    pub(super) store: Store,
    pub(super) told: Told,
    /// Of what something is said now.
    about: About,
    /// Whether something was said that is an error.
    failed: bool,
    /// The parents of the stored entities, in the order in which they were added.
    pub(super) given_parents: Vec<(EntityId, Span)>,
    pub(super) parents: Vec<EntityId>,
    /// Properties named after a container: what they must name.
    pub(super) mirrors: Vec<(EntityId, TypeId, Value)>,
    pub(super) assignments: Vec<AssignmentRecord>,
    /// The values of the policy's constants, by expression.
    constants: Vec<Option<Value>>,
    /// How many assignments were there before those that can be changed, once these have begun.
    held_from: Option<usize>,
}

impl Names for Builder<'_> {
    fn text(&mut self, text: &str) -> Symbol {
        Symbol(self.store.texts.intern(text))
    }

    fn entity(&mut self, ty: TypeId, id: &str) -> EntityId {
        let (entity, new) = self.store.uids.intern(ty, id);
        if new {
            self.store.heads.push(Head::unstored(ty));
        }
        EntityId(entity)
    }

    fn keep(&mut self, parts: &[Option<Value>]) -> Span {
        let start = number(self.store.pool.parts.len());
        self.store.pool.parts.extend_from_slice(parts);
        Span { start, len: number(parts.len()) }
    }

    fn keep_ip(&mut self, address: IpAddr) -> Value {
        self.store.pool.ips.push(address);
        Value::Ip(number(self.store.pool.ips.len() - 1))
    }

    fn keep_range(&mut self, range: IpRange) -> Value {
        self.store.pool.ranges.push(range);
        Value::IpRange(number(self.store.pool.ranges.len() - 1))
    }
}

impl Parts for Builder<'_> {
    fn item(&self, place: u32) -> Option<Value> {
        self.store.item(place)
    }

    fn ip(&self, place: u32) -> Option<IpAddr> {
        self.store.ip(place)
    }

    fn range(&self, place: u32) -> Option<IpRange> {
        self.store.range(place)
    }
}

impl<'p> Builder<'p> {
    /// A builder that knows the policy's own constants.
    pub fn new(policy: &'p Policy) -> Self {
        let shape = Arc::new(Shape::of(policy));
        let mut builder = Self::over(policy, shape, Store::default(), Told::default());
        for id in policy.exprs.values() {
            let constant = policy.exprs.constant(id);
            let value = constant.map(|constant| from_constant(constant, &mut builder));
            builder.constants.push(value);
        }
        // Whether somebody has heard of a tenant must not depend on what data name it.
        for overlay in &policy.overlays {
            if let Some(id) = &overlay.id {
                builder.entity(overlay.tenant, id);
            }
        }
        for overlay in &policy.rejected {
            if let (Some(tenant), Some(id)) = (overlay.tenant, &overlay.id) {
                builder.entity(tenant, id);
            }
        }
        let default = |property: &Property, builder: &mut Self| {
            property.default.as_ref().map(|default| from_constant(default, builder))
        };
        for ty in policy.schema.types.values() {
            let defaults = ty.properties.values().map(|one| default(one, &mut builder)).collect();
            builder.store.defaults.push(defaults);
        }
        let context = policy.schema.context.values();
        builder.store.context = context.map(|one| default(one, &mut builder)).collect();
        builder
    }

    /// A builder that adds to a store, with what was said of it.
    pub(super) fn over(policy: &'p Policy, shape: Arc<Shape>, store: Store, told: Told) -> Self {
        Self {
            policy,
            shape,
            store,
            told,
            about: About::default(),
            failed: false,
            given_parents: Vec::new(),
            parents: Vec::new(),
            mirrors: Vec::new(),
            assignments: Vec::new(),
            constants: Vec::new(),
            held_from: None,
        }
    }

    /// A builder that numbers what is new to a store.
    pub(crate) fn into(store: Store, policy: &'p Policy, shape: Arc<Shape>) -> Self {
        Self::over(policy, shape, store, Told::default())
    }

    /// The store as it is now.
    pub(crate) fn into_store(self) -> Store {
        self.store
    }

    /// What is read from now on can be changed later.
    pub(crate) fn begin_held(&mut self) {
        self.held_from = Some(self.assignments.len());
    }

    /// Whether what is read now can be changed later.
    pub(super) fn is_held(&self) -> bool {
        self.held_from.is_some()
    }

    pub(super) fn policy(&self) -> &'p Policy {
        self.policy
    }

    /// Of what the next things are said.
    pub(super) fn about(&mut self, about: About) {
        self.about = about;
    }

    pub(super) fn report(&mut self, problem: Diagnostic) {
        self.failed |= problem.is_error();
        self.told.say(&self.about, problem);
    }

    /// Whether something was said that is an error.
    pub(super) fn has_failed(&self) -> bool {
        self.failed
    }

    /// What a property name means on a type.
    pub(super) fn slot(&self, ty: TypeId, name: &str) -> Option<Slot> {
        self.shape.slot(ty, name)
    }

    /// Adds an entity whose values are written out.
    pub fn add(&mut self, record: &EntityRecord) {
        let mut parents: Vec<_> =
            record.parents.iter().map(|(ty, id)| self.entity(*ty, id)).collect();
        let mut properties = Vec::new();
        for (name, value) in &record.properties {
            if let Some(slot) = self.slot(record.ty, name) {
                properties.push((slot, from_constant(value, self)));
            }
        }
        self.add_entity(record.ty, &record.id, &mut parents, &properties);
    }

    /// Adds an entity with its parents and the properties that are given.
    pub(super) fn add_entity(
        &mut self,
        ty: TypeId,
        id: &str,
        parents: &mut Vec<EntityId>,
        properties: &[(Slot, Value)],
    ) {
        let entity = self.entity(ty, id);
        if self.store.entity(entity).is_some() {
            let message = format!("`{}` is given twice", self.name(entity));
            self.report(
                Diagnostic::error(codes::DATA_DUPLICATE, message)
                    .help("each entity stands once in all data files together"),
            );
            return;
        }
        self.check_parents(entity, parents);
        parents.sort_unstable();
        parents.dedup();
        let span = Span { start: number(self.parents.len()), len: number(parents.len()) };
        self.parents.extend_from_slice(parents);
        self.given_parents.push((entity, span));
        let row = self.store.rows.len();
        let columns = self.policy.schema.ty(ty).properties.len();
        self.store.rows.resize(row + columns, None);
        for (slot, value) in properties {
            if let Some(container) = slot.container {
                if let Value::Entity(id) = value {
                    self.store.mirrors.add(entity, container, *id);
                }
                self.mirrors.push((entity, container, *value));
            }
            if let Some(property) = slot.property {
                self.store.rows[row + property.index()] = Some(*value);
            }
        }
        self.store.heads[entity.0 as usize].row = number(row);
    }

    fn check_parents(&mut self, entity: EntityId, parents: &[EntityId]) {
        let schema = &self.policy.schema;
        let ty = self.ty(entity);
        for parent in parents {
            let parent_ty = self.ty(*parent);
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
        self.assignments.push(record);
    }

    pub(super) fn ty(&self, entity: EntityId) -> TypeId {
        self.store.head(entity).map_or(TypeId(0), |head| head.ty)
    }

    pub(super) fn name(&self, entity: EntityId) -> String {
        let (ty, id) = self.store.uid(entity).unwrap_or((TypeId(0), ""));
        format!("{}::{id}", self.policy.schema.ty(ty).name)
    }

    /// The data, and everything that is wrong or odd with them.
    pub fn finish(mut self) -> (Loaded, Vec<Diagnostic>) {
        self.tell_dangling();
        self.about(About::Structure);
        Closed::of(&mut self);
        self.check_mirrors();
        let records = std::mem::take(&mut self.assignments);
        let count = records.len();
        for (at, record) in records.into_iter().enumerate() {
            self.about(About::Assignment(number(at)));
            self.resolve_assignment(record);
        }
        self.group_assignments();
        self.store.shrink();
        let plain = self.store.unresolved.is_empty() && self.store.assignments.len() == count;
        let problems = self.told.all();
        let ledger = Ledger {
            shape: self.shape,
            told: self.told,
            held_from: self.held_from.filter(|_| plain),
            changes: 0,
        };
        (Loaded { store: self.store, constants: self.constants.into(), ledger }, problems)
    }

    /// Tells references of the entities that were added to what isn't stored.
    pub(super) fn tell_dangling(&mut self) {
        let mut named: Vec<EntityId> = Vec::new();
        let mut found = Vec::new();
        for (id, parents) in &self.given_parents {
            named.clear();
            named.extend(parents.places().filter_map(|at| self.parents.get(at as usize)));
            self.entities_of_row(*id, &mut named);
            found.extend(
                named.iter().filter(|to| self.is_missing(**to)).map(|to| self.refers(*id, *to)),
            );
        }
        found.into_iter().for_each(|message| self.told.dangle(message, true));
    }

    /// Whether an entity ought to be stored and isn't.
    pub(super) fn is_missing(&self, id: EntityId) -> bool {
        self.store.entity(id).is_none() && !self.policy.schema.ty(self.ty(id)).external
    }

    /// That an entity refers to one that isn't stored.
    pub(super) fn refers(&self, id: EntityId, to: EntityId) -> String {
        format!("`{}` refers to `{}`, which isn't stored", self.name(id), self.name(to))
    }

    /// The entities that the properties of one name.
    pub(super) fn entities_of_row(&self, id: EntityId, found: &mut Vec<EntityId>) {
        let Some(head) = self.store.head(id) else { return };
        let columns = self.policy.schema.ty(head.ty).properties.len();
        for column in 0..number(columns) {
            if let Some(value) = self.store.cell(head.row, column) {
                self.entities_in(value, found);
            }
        }
    }

    /// A name in a value that is of type `Role` and that no role or class has.
    pub(super) fn unknown_role_in(&self, value: Value) -> Option<String> {
        match value {
            Value::Role(name) => {
                let name = self.store.text(name);
                let known = name == ANYONE || self.shape.assignable.contains_key(name);
                (!known).then(|| name.to_owned())
            }
            Value::Set(parts) | Value::Record(parts) => {
                let mut parts = parts.places().filter_map(|place| self.item(place));
                parts.find_map(|part| self.unknown_role_in(part))
            }
            Value::Bool(_)
            | Value::Int(_)
            | Value::Decimal(_)
            | Value::Text(_)
            | Value::Date(_)
            | Value::Time(_)
            | Value::Duration(_)
            | Value::Ip(_)
            | Value::IpRange(_)
            | Value::Wide(_)
            | Value::Enum(_)
            | Value::Entity(_) => None,
        }
    }

    pub(super) fn entities_in(&self, value: Value, found: &mut Vec<EntityId>) {
        match value {
            Value::Entity(id) => found.push(id),
            Value::Set(parts) | Value::Record(parts) => {
                for part in parts.places().filter_map(|place| self.item(place)) {
                    self.entities_in(part, found);
                }
            }
            _ => {}
        }
    }

    /// A property named after a container's type must name one of the record's containers.
    pub(super) fn check_mirrors(&mut self) {
        for (entity, container, value) in std::mem::take(&mut self.mirrors) {
            let Some(stored) = self.store.entity(entity) else { continue };
            let mut named = Vec::new();
            self.entities_in(value, &mut named);
            let wrong = named.into_iter().find(|id| stored.ancestors().binary_search(id).is_err());
            if let Some(wrong) = wrong {
                let message = format!(
                    "`{}` has `{}` `{}`, but doesn't lie in it",
                    self.name(entity),
                    self.policy.schema.ty(container).snake,
                    self.name(wrong)
                );
                self.report(
                    Diagnostic::error(codes::DATA_MIRROR, message)
                        .help("a property named after a container names one of the record's parents, or of theirs"),
                );
            }
        }
    }
}

impl Store {
    /// Gives back what room isn't needed.
    fn shrink(&mut self) {
        self.texts.shrink();
        self.uids.shrink();
        self.heads.shrink_to_fit();
        self.links.shrink_to_fit();
        self.rows.shrink_to_fit();
        self.pool.parts.shrink_to_fit();
        self.assignments.shrink_to_fit();
    }
}
