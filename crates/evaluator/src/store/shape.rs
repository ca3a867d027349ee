//! What reading data takes from a policy.
//!
//! Two policies with the same [`Footing`] read the same data into the same store, and find the
//! same odd with them: a store outlives a change of the policy that leaves it as it is. The
//! constants of conditions are no part of it; whoever keeps a store gives them numbers anew.

use indexmap::IndexMap;
use rustc_hash::FxHashMap;
use ward_compiler::model::{
    Assignable, Constant, OverlayId, Policy, Property, PropertyId, Schema, Ty, TypeId,
};

/// What reading data takes from a policy, laid out for reading.
#[derive(Debug)]
pub(crate) struct Shape {
    footing: Footing,
    /// What each property name means on each type.
    slots: Vec<FxHashMap<String, Slot>>,
    /// What each role or class name means to an assignment.
    pub assignable: IndexMap<String, Assignable>,
    /// Whether entities of a type can contain others.
    pub contains: Vec<bool>,
}

/// What a property name means on a type.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Slot {
    /// A declared property.
    pub property: Option<PropertyId>,
    /// The kind of container that it names.
    pub container: Option<TypeId>,
}

/// Everything of a policy that reading data, or telling what is odd with them, depends on: the
/// types with their properties, who contains whom, enums, defaults, and what the names of
/// assignments mean. Places in files, rules, actions and facets are no part of it. What is not
/// sure to be left out stands here: taking too much costs time, too little would be wrong.
#[derive(Debug, PartialEq)]
struct Footing {
    types: Vec<TypeFooting>,
    enums: Vec<(String, Vec<String>)>,
    context: Vec<PropertyFooting>,
    roles: Vec<RoleFooting>,
    classes: Vec<(String, Option<OverlayId>)>,
    /// Kind of tenant, its id, the overlay's name.
    overlays: Vec<(TypeId, Option<String>, String)>,
    /// Those that are left out, with the names that they would have declared.
    rejected: Vec<RejectedFooting>,
    /// The kinds of tenant.
    tenants: Vec<TypeId>,
}

#[derive(Debug, PartialEq)]
struct RejectedFooting {
    name: String,
    declared: Vec<String>,
    tenant: Option<TypeId>,
    id: Option<String>,
    is_unreadable: bool,
}

#[derive(Debug, PartialEq)]
struct TypeFooting {
    name: String,
    snake: String,
    subject: bool,
    external: bool,
    containers: Vec<TypeId>,
    ancestors: Vec<TypeId>,
    properties: Vec<PropertyFooting>,
}

#[derive(Debug, PartialEq)]
struct PropertyFooting {
    name: String,
    ty: Ty,
    optional: bool,
    default: Option<Constant>,
}

#[derive(Debug, PartialEq)]
struct RoleFooting {
    name: String,
    is_abstract: bool,
    overlay: Option<OverlayId>,
    must_lie_in: Vec<TypeId>,
}

impl Shape {
    /// Of a policy.
    pub fn of(policy: &Policy) -> Self {
        let types = &policy.schema.types;
        let contains = |ty: TypeId| types.values().any(|other| other.ancestors.contains(&ty));
        Self {
            footing: Footing::of(policy),
            slots: slots(&policy.schema),
            assignable: policy.assignable(),
            contains: policy.schema.type_ids().map(contains).collect(),
        }
    }

    /// Whether it is the shape of this policy, too.
    pub fn is_of(&self, policy: &Policy) -> bool {
        self.footing == Footing::of(policy)
    }

    /// What a property name means on a type.
    pub(super) fn slot(&self, ty: TypeId, name: &str) -> Option<Slot> {
        self.slots.get(ty.index())?.get(name).copied()
    }
}

impl Footing {
    fn of(policy: &Policy) -> Self {
        let schema = &policy.schema;
        let types = schema.types.values().map(|ty| TypeFooting {
            name: ty.name.clone(),
            snake: ty.snake.clone(),
            subject: ty.subject,
            external: ty.external,
            containers: ty.containers.clone(),
            ancestors: ty.ancestors.clone(),
            properties: ty.properties.values().map(PropertyFooting::of).collect(),
        });
        let roles = policy.roles.iter().map(|role| RoleFooting {
            name: role.name.clone(),
            is_abstract: role.is_abstract,
            overlay: role.overlay,
            must_lie_in: role.must_lie_in.clone(),
        });
        let enums = schema.enums.values();
        let overlays = policy.overlays.iter();
        let rejected = policy.rejected.iter();
        Self {
            types: types.collect(),
            enums: enums
                .map(|one| (one.name.clone(), one.values.keys().cloned().collect()))
                .collect(),
            context: schema.context.values().map(PropertyFooting::of).collect(),
            roles: roles.collect(),
            classes: policy.classes.iter().map(|one| (one.name.clone(), one.overlay)).collect(),
            overlays: overlays.map(|one| (one.tenant, one.id.clone(), one.name.clone())).collect(),
            rejected: rejected
                .map(|one| RejectedFooting {
                    name: one.name.clone(),
                    declared: one.declared.clone(),
                    tenant: one.tenant,
                    id: one.id.clone(),
                    is_unreadable: one.is_unreadable,
                })
                .collect(),
            tenants: policy.ceilings.iter().map(|one| one.tenant).collect(),
        }
    }
}

impl PropertyFooting {
    fn of(property: &Property) -> Self {
        Self {
            name: property.name.clone(),
            ty: property.ty.clone(),
            optional: property.optional,
            default: property.default.clone(),
        }
    }
}

/// What every property name means, by type.
fn slots(schema: &Schema) -> Vec<FxHashMap<String, Slot>> {
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
