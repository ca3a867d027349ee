//! Putting a store together, and checking what has to hold of all data.

use std::collections::BTreeSet;
use std::net::IpAddr;

use indexmap::IndexMap;
use rustc_hash::FxHashMap;
use ward_compiler::model::{
    Assignable, AssignmentRecord, EntityRecord, Expr, ExprId, IpRange, Policy, PropertyId, TypeId,
};
use ward_diagnostics::{Diagnostic, codes};

use super::close::Closed;
use super::{Head, Store, number};
use crate::value::{EntityId, Names, Parts, Span, Symbol, Value, from_constant};

/// Gathers entities and assignments; [`Builder::finish`] checks them together.
pub struct Builder<'p> {
    policy: &'p Policy,
    pub(super) store: Store,
    problems: Vec<Diagnostic>,
    /// The parents of the stored entities, in the order in which they were added.
    pub(super) given_parents: Vec<(EntityId, Span)>,
    pub(super) parents: Vec<EntityId>,
    /// What each property name means on each type.
    slots: Vec<FxHashMap<String, Slot>>,
    /// Properties named after a container: what they must name.
    mirrors: Vec<(EntityId, TypeId, Value)>,
    assignments: Vec<AssignmentRecord>,
    /// What each role or class name means to an assignment.
    pub(super) assignable: IndexMap<String, Assignable>,
}

/// What a property name means on a type.
#[derive(Clone, Copy, Debug)]
pub(super) struct Slot {
    /// A declared property.
    pub property: Option<PropertyId>,
    /// The kind of container that it names.
    pub container: Option<TypeId>,
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
        let mut builder = Self {
            policy,
            store: Store::default(),
            problems: Vec::new(),
            given_parents: Vec::new(),
            parents: Vec::new(),
            slots: slots(policy),
            mirrors: Vec::new(),
            assignments: Vec::new(),
            assignable: policy.assignable(),
        };
        for index in 0..policy.exprs.len() {
            let value = match policy.exprs.get(ExprId::from_index(index)) {
                Expr::Constant(constant) => Some(from_constant(constant, &mut builder)),
                _ => None,
            };
            builder.store.constants.push(value);
        }
        let default = |property: &ward_compiler::model::Property, builder: &mut Self| {
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

    pub(super) fn policy(&self) -> &'p Policy {
        self.policy
    }

    pub(super) fn report(&mut self, problem: Diagnostic) {
        self.problems.push(problem);
    }

    /// What a property name means on a type.
    pub(super) fn slot(&self, ty: TypeId, name: &str) -> Option<Slot> {
        self.slots.get(ty.index())?.get(name).copied()
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
                    self.store.mirrors.entry(entity).or_default().push((container, *id));
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

    /// The store, and everything that is wrong or odd with the data.
    pub fn finish(mut self) -> (Store, Vec<Diagnostic>) {
        let references = self.dangling();
        Closed::of(&mut self);
        self.check_mirrors();
        for record in std::mem::take(&mut self.assignments) {
            self.resolve_assignment(record);
        }
        self.group_assignments();
        for message in references {
            self.report(
                Diagnostic::warning(codes::DATA_DANGLING, message)
                    .help("add it to the data; until then everything about it is unknown"),
            );
        }
        self.store.shrink();
        (self.store, self.problems)
    }

    /// References to what isn't stored.
    fn dangling(&self) -> Vec<String> {
        let mut found = BTreeSet::new();
        let mut named: Vec<EntityId> = Vec::new();
        for (id, parents) in &self.given_parents {
            named.clear();
            named.extend(parents.places().filter_map(|at| self.parents.get(at as usize)));
            self.entities_of_row(*id, &mut named);
            for to in &named {
                let external = self.policy.schema.ty(self.ty(*to)).external;
                if self.store.entity(*to).is_none() && !external {
                    found.insert(format!(
                        "`{}` refers to `{}`, which isn't stored",
                        self.name(*id),
                        self.name(*to)
                    ));
                }
            }
        }
        found.into_iter().collect()
    }

    fn entities_of_row(&self, id: EntityId, found: &mut Vec<EntityId>) {
        let Some(head) = self.store.head(id) else { return };
        let columns = self.policy.schema.ty(head.ty).properties.len();
        for column in 0..number(columns) {
            if let Some(value) = self.store.cell(head.row, column) {
                self.entities_in(value, found);
            }
        }
    }

    fn entities_in(&self, value: Value, found: &mut Vec<EntityId>) {
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
    fn check_mirrors(&mut self) {
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

/// What every property name means, by type.
fn slots(policy: &Policy) -> Vec<FxHashMap<String, Slot>> {
    let schema = &policy.schema;
    let of_type = |ty: TypeId| {
        let mut slots: FxHashMap<String, Slot> = FxHashMap::default();
        for (at, name) in schema.ty(ty).properties.keys().enumerate() {
            let property = Some(PropertyId::from_index(at));
            let container = schema.mirrored_container(ty, name);
            slots.insert(name.clone(), Slot { property, container });
        }
        // Of two kinds with one name in snake case the first is meant, as everywhere.
        for ancestor in &schema.ty(ty).ancestors {
            let container = Some(*ancestor);
            slots
                .entry(schema.ty(*ancestor).snake.clone())
                .or_insert(Slot { property: None, container });
        }
        slots
    };
    schema.type_ids().map(of_type).collect()
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
