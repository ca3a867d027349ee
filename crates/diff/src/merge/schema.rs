//! Both declarations in one: by name, and twice where the two mean different things.

use std::collections::BTreeSet;

use indexmap::IndexMap;
use ward_compiler::Policy;
use ward_compiler::model::{
    Action, ActionId, ActionOn, Constant, EntityType, Enum, EnumId, FacetId, ObligationId, ParamId,
    Property, PropertyId, Schema, Ty, TypeId,
};
use ward_prover::Versions;

use super::map::IdMap;

/// What stands behind the name of the newer of two things with one name; no name can hold it.
const NEWER: &str = " (new)";

/// The common declarations, and how to come there from each policy's own.
pub(super) fn merge(policies: [&Policy; 2], versions: &mut Versions) -> (Schema, [IdMap; 2]) {
    let mut merger = Merger {
        policies,
        schema: Schema::default(),
        maps: [IdMap::default(), IdMap::default()],
        versions,
    };
    merger.names();
    merger.properties();
    merger.context();
    merger.containers();
    merger.params();
    merger.actions();
    (merger.schema, merger.maps)
}

struct Merger<'a> {
    policies: [&'a Policy; 2],
    schema: Schema,
    maps: [IdMap; 2],
    versions: &'a mut Versions,
}

impl Merger<'_> {
    fn names(&mut self) {
        for side in 0..2 {
            let own = &self.policies[side].schema;
            for (name, one) in &own.enums {
                let merged = self.schema.enums.entry(name.clone());
                let index = merged.index();
                let merged =
                    merged.or_insert_with(|| Enum { values: IndexMap::new(), ..one.clone() });
                let values = one.values.keys().map(|value| {
                    let index = merged.values.insert_full(value.clone(), ()).0;
                    u32::try_from(index).unwrap_or(u32::MAX)
                });
                let values = values.collect();
                self.maps[side].enums.push((EnumId::from_index(index), values));
            }
            for (name, one) in &own.types {
                let merged = self.schema.types.entry(name.clone());
                self.maps[side].types.push(TypeId::from_index(merged.index()));
                let merged = merged.or_insert_with(|| EntityType {
                    subject: false,
                    external: false,
                    containers: Vec::new(),
                    ancestors: Vec::new(),
                    properties: IndexMap::new(),
                    facets: IndexMap::new(),
                    ..one.clone()
                });
                merged.subject |= one.subject;
                merged.external |= one.external;
                let facets = one.facets.iter().map(|(name, notes)| {
                    FacetId::from_index(merged.facets.insert_full(name.clone(), notes.clone()).0)
                });
                let facets = facets.collect();
                self.maps[side].facets.push(facets);
            }
            for (name, one) in &own.obligations {
                let index = self.schema.obligations.insert_full(name.clone(), one.clone()).0;
                self.maps[side].obligations.push(ObligationId::from_index(index));
            }
            for (name, one) in &own.actions {
                let merged = self.schema.actions.entry(name.clone());
                self.maps[side].actions.push(ActionId::from_index(merged.index()));
                merged.or_insert_with(|| Action { name: one.name.clone(), on: IndexMap::new() });
            }
        }
    }

    /// Type and default, in common terms.
    fn meaning(&self, side: usize, property: &Property) -> (Ty, Option<Constant>) {
        let map = &self.maps[side];
        (map.ty(&property.ty), property.default.as_ref().map(|value| map.constant(value)))
    }

    fn differ(&self, old: Option<&Property>, new: Option<&Property>) -> bool {
        match (old, new) {
            (Some(old), Some(new)) => self.meaning(0, old) != self.meaning(1, new),
            _ => false,
        }
    }

    fn taken_over(&self, side: usize, property: &Property, name: &str) -> Property {
        let (ty, default) = self.meaning(side, property);
        Property { name: name.to_owned(), ty, default, ..property.clone() }
    }

    fn properties(&mut self) {
        let [old, new] = self.policies.map(|policy| &policy.schema);
        let mut differing: BTreeSet<&str> = BTreeSet::new();
        for (name, one) in &old.types {
            let Some(other) = new.types.get(name) else { continue };
            let names = one.properties.iter().filter(|(name, property)| {
                self.differ(Some(property), other.properties.get(*name))
            });
            differing.extend(names.map(|(name, _)| name.as_str()));
        }
        for name in differing {
            let newer = format!("{name}{NEWER}");
            self.versions.properties.push((name.into(), newer.as_str().into()));
            self.maps[1].renamed.insert(name.to_owned(), newer);
        }
        for (side, schema) in [old, new].into_iter().enumerate() {
            for (at, one) in schema.types.values().enumerate() {
                let mut ids = Vec::new();
                for (name, property) in &one.properties {
                    let name = self.maps[side].property_name(name).to_owned();
                    let property = self.taken_over(side, property, &name);
                    let ty = self.maps[side].types[at];
                    let merged = &mut self.schema.types[ty.index()].properties;
                    let entry = merged.entry(name);
                    ids.push(PropertyId::from_index(entry.index()));
                    entry.or_insert(property);
                }
                self.maps[side].properties.push(ids);
            }
        }
    }

    fn context(&mut self) {
        let [old, new] = self.policies.map(|policy| &policy.schema.context);
        for side in 0..2 {
            for (name, field) in [old, new][side] {
                let newer = side == 1 && self.differ(old.get(name), Some(field));
                let merged = if newer { format!("{name}{NEWER}") } else { name.clone() };
                let field = self.taken_over(side, field, &merged);
                let entry = self.schema.context.entry(merged.clone());
                let id = PropertyId::from_index(entry.index());
                entry.or_insert(field);
                self.maps[side].context.push(id);
                if newer {
                    let first = old.get_index_of(name).unwrap_or_default();
                    self.versions.context.push((self.maps[0].context[first], id));
                    self.versions.names.push((name.clone(), merged));
                }
            }
        }
    }

    fn containers(&mut self) {
        for side in 0..2 {
            for (at, one) in self.policies[side].schema.types.values().enumerate() {
                let merged = self.maps[side].types[at].index();
                let added = self.maps[side].types(&one.containers);
                let containers = &mut self.schema.types[merged].containers;
                containers.extend(added);
                containers.sort_unstable();
                containers.dedup();
            }
        }
        for at in 0..self.schema.types.len() {
            let mut found: BTreeSet<TypeId> = BTreeSet::new();
            let mut open = self.schema.types[at].containers.clone();
            while let Some(ty) = open.pop() {
                if found.insert(ty) {
                    open.extend(&self.schema.types[ty.index()].containers);
                }
            }
            self.schema.types[at].ancestors = found.into_iter().collect();
        }
    }

    /// The parameters whose type or default differ on some type.
    fn differing_params(&self) -> BTreeSet<String> {
        let [old, new] = self.policies.map(|policy| &policy.schema);
        let mut differing = BTreeSet::new();
        for (name, action) in &old.actions {
            let Some(other) = new.actions.get(name) else { continue };
            for (ty, on) in &action.on {
                let other = new.find_type(&old.ty(*ty).name).and_then(|ty| other.on.get(&ty));
                let Some(other) = other else { continue };
                for (id, param) in &on.params {
                    let name = old.param_name(*id);
                    let twin = new.find_param(name).and_then(|id| other.params.get(&id));
                    if self.differ(Some(param), twin) {
                        differing.insert(name.to_owned());
                    }
                }
            }
        }
        differing
    }

    fn params(&mut self) {
        let differing = self.differing_params();
        for side in 0..2 {
            for name in self.policies[side].schema.params.keys() {
                let newer = side == 1 && differing.contains(name);
                let merged = if newer { format!("{name}{NEWER}") } else { name.clone() };
                let id = ParamId::from_index(self.schema.params.insert_full(merged.clone(), ()).0);
                self.maps[side].params.push(id);
                if newer && let Some(first) = self.policies[0].schema.find_param(name) {
                    self.versions.params.push((self.maps[0].params[first.index()], id));
                    self.versions.names.push((name.clone(), merged));
                }
            }
        }
    }

    fn actions(&mut self) {
        for side in 0..2 {
            for (at, action) in self.policies[side].schema.actions.values().enumerate() {
                for (ty, on) in &action.on {
                    let params: Vec<(ParamId, Property)> = on
                        .params
                        .iter()
                        .map(|(id, param)| {
                            let id = self.maps[side].params[id.index()];
                            let name = self.schema.param_name(id).to_owned();
                            (id, self.taken_over(side, param, &name))
                        })
                        .collect();
                    let map = &self.maps[side];
                    let facets =
                        on.facets.iter().map(|facet| map.facets[ty.index()][facet.index()]);
                    let facets: Vec<FacetId> = facets.collect();
                    let merged = &mut self.schema.actions[map.actions[at].index()].on;
                    let merged = merged.entry(map.types[ty.index()]).or_insert_with(|| ActionOn {
                        facets: Vec::new(),
                        params: IndexMap::new(),
                        ..on.clone()
                    });
                    // The later policy's word counts where they differ; that is told by itself.
                    merged.new = on.new;
                    merged.record |= on.record;
                    merged.parts |= on.parts;
                    merged.facets.extend(facets);
                    merged.facets.sort_unstable();
                    merged.facets.dedup();
                    for (id, param) in params {
                        merged.params.entry(id).or_insert(param);
                    }
                }
            }
        }
    }
}
