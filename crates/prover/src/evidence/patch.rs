//! What one of two copies of data and request has in place of the other's.

use serde_json::{Map, Value as Json};
use ward_compiler::Policy;

use super::Candidate;
use crate::world::Differing;

/// The values in which a second copy differs from the first.
pub(crate) struct Patch {
    /// The type whose property it is; `None` for what the context gives.
    ty: Option<String>,
    /// The property or field.
    name: String,
    /// The value of each entity of that type, or of the context.
    given: Vec<(String, Json)>,
    /// The value of the record that the request describes.
    described: Json,
}

impl Patch {
    /// What a copy has.
    pub(crate) fn of(policy: &Policy, copy: &Candidate, differing: &Differing) -> Self {
        let in_context = |name: &str| Self {
            ty: None,
            name: name.to_owned(),
            given: Vec::new(),
            described: copy.request["context"][name].clone(),
        };
        match differing {
            Differing::Now => in_context("now"),
            Differing::Context(id) => {
                let field = policy.schema.context.get_index(id.index());
                in_context(field.map_or("", |(name, _)| name))
            }
            Differing::Property(ty, name) => {
                let ty = &policy.schema.ty(*ty).name;
                let of_type = copy.entities.iter().filter(|entity| entity["type"] == ty.as_str());
                let given = of_type.map(|entity| {
                    let id = entity["id"].as_str().unwrap_or_default().to_owned();
                    (id, entity["properties"][name].clone())
                });
                Self {
                    ty: Some(ty.clone()),
                    name: name.clone(),
                    given: given.collect(),
                    described: copy.request["resource"]["properties"][name].clone(),
                }
            }
        }
    }

    /// What the copies differ in, as a claim names it.
    pub(crate) fn name(&self) -> String {
        format!("{}.{}", self.ty.as_deref().unwrap_or("context"), self.name)
    }

    /// The second copy of a candidate.
    pub(crate) fn applied(&self, candidate: &Candidate) -> Candidate {
        let mut other = candidate.clone();
        let Some(ty) = &self.ty else {
            self.put(other.request["context"].as_object_mut(), &self.described);
            return other;
        };
        for entity in other.entities.iter_mut().filter(|entity| entity["type"] == ty.as_str()) {
            let value = self.given.iter().find(|(id, _)| entity["id"] == id.as_str());
            if let Some((_, value)) = value {
                self.put(entity["properties"].as_object_mut(), value);
            }
        }
        let resource = &mut other.request["resource"];
        let asked = resource["type"].as_str().and_then(|name| name.split('.').next());
        if asked == Some(ty.as_str()) && resource.get("properties").is_some() {
            self.put(resource["properties"].as_object_mut(), &self.described);
        }
        other
    }

    fn put(&self, fields: Option<&mut Map<String, Json>>, value: &Json) {
        let Some(fields) = fields else { return };
        if value.is_null() {
            fields.remove(&self.name);
        } else {
            fields.insert(self.name.clone(), value.clone());
        }
    }
}
