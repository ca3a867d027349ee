//! Whole evidence: what may not be taken away from it.
//!
//! The same as [`crate::facts`] says of whole data: everything referred to is stored, and
//! everything required is given.

use serde_json::Value as Json;
use ward_compiler::Policy;
use ward_compiler::model::{Constant, Property, Target};

use super::Candidate;
use crate::term::Term;
use crate::world::World;

/// What keeps evidence whole.
pub(crate) struct Whole<'p> {
    policy: &'p Policy,
    target: Target,
    /// The entities that the question names.
    literals: Vec<String>,
}

impl<'p> Whole<'p> {
    /// For a question, where it is about whole data.
    pub(crate) fn of(world: &World<'p>) -> Option<Self> {
        if !world.setting.whole {
            return None;
        }
        let policy = world.facts.policy;
        let literal = |term| match &world.facts.terms[term] {
            Term::Constant(Constant::Entity(ty, id)) => {
                Some(format!("{}::{id}", policy.schema.ty(*ty).name))
            }
            _ => None,
        };
        let literals = world.facts.ids().filter_map(literal).collect();
        Some(Self { policy, target: world.facts.target, literals })
    }

    /// Whether an entity may be taken away: nothing refers to it.
    pub(super) fn spares_entity(&self, candidate: &Candidate, at: usize) -> bool {
        let Some(entity) = candidate.entities.get(at) else { return true };
        let text = |field: &str| entity[field].as_str().unwrap_or_default();
        let uid = format!("{}::{}", text("type"), text("id"));
        let others = candidate.entities.iter().enumerate().filter(|(other, _)| *other != at);
        let mut others = others.map(|(_, other)| other).chain(&candidate.assignments);
        !self.literals.contains(&uid)
            && !others.any(|other| refers(other, &uid))
            && !refers(&candidate.request, &uid)
    }

    /// Whether a property of an entity may be taken away.
    pub(super) fn spares_property(&self, ty: &str, name: &str) -> bool {
        let schema = &self.policy.schema;
        let ty = ty.split('.').next().and_then(|ty| schema.find_type(ty));
        !ty.and_then(|ty| schema.ty(ty).properties.get(name)).is_some_and(is_required)
    }

    /// Whether a parameter may be taken away.
    pub(super) fn spares_param(&self, name: &str) -> bool {
        let schema = &self.policy.schema;
        let on = schema.action(self.target.action).on.get(&self.target.ty);
        let mut params = on.into_iter().flat_map(|on| &on.params);
        !params.any(|(id, param)| schema.param_name(*id) == name && is_required(param))
    }

    /// Whether something of the context may be taken away.
    pub(super) fn spares_context(&self, name: &str) -> bool {
        name != "now" && !self.policy.schema.context.get(name).is_some_and(is_required)
    }
}

fn is_required(property: &Property) -> bool {
    !property.optional && property.default.is_none()
}

/// Whether an entity is named anywhere in a value.
fn refers(json: &Json, uid: &str) -> bool {
    match json {
        Json::String(text) => text == uid,
        Json::Array(parts) => parts.iter().any(|part| refers(part, uid)),
        Json::Object(fields) => fields.values().any(|field| refers(field, uid)),
        Json::Null | Json::Bool(_) | Json::Number(_) => false,
    }
}
