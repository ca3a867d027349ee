//! The decision asked backwards: who can, what can, which records.

use ward_compiler::model::TypeId;

use crate::engine::Engine;
use crate::request::{EntityInput, Malformed, Outcome, Request};

/// What a subject can do with one kind of record or part.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WhatCan {
    /// The action.
    pub action: String,
    /// `Type` or `Type.facet`.
    pub target: String,
    /// The ids of the records that it is permitted on, sorted.
    pub resources: Vec<String>,
    /// How many records of the type are stored.
    pub of: usize,
}

/// `Type::id` or `Type.facet::id` as an entity of a request.
///
/// ```
/// let entity = ward_evaluator::parse_target("Patient.billing::cy").unwrap();
/// assert_eq!((entity.ty.as_str(), entity.id.as_str()), ("Patient.billing", "cy"));
/// assert!(ward_evaluator::parse_target("cy").is_none());
/// ```
pub fn parse_target(text: &str) -> Option<EntityInput> {
    let (ty, id) = text.split_once("::")?;
    if ty.is_empty() || id.is_empty() {
        return None;
    }
    let id = id.strip_prefix('"').and_then(|id| id.strip_suffix('"')).unwrap_or(id);
    Some(EntityInput { ty: ty.to_owned(), id: id.to_owned(), ..EntityInput::default() })
}

impl Engine {
    /// The stored subjects who are permitted what a request asks, sorted; its own subject counts
    /// for nothing but its type, where it names one.
    ///
    /// # Errors
    /// Where the request is malformed.
    pub fn who_can(&self, request: &Request) -> Result<Vec<(String, String)>, Malformed> {
        let schema = &self.policy().schema;
        let mut found = Vec::new();
        for ty in schema.subject_types() {
            let name = &schema.ty(ty).name;
            if !request.subject.ty.is_empty() && request.subject.ty != *name {
                continue;
            }
            for id in self.ids(ty) {
                let subject =
                    EntityInput { ty: name.clone(), id: id.clone(), ..EntityInput::default() };
                if self.permits(&Request { subject, ..request.clone() })? {
                    found.push((name.clone(), id));
                }
            }
        }
        found.sort();
        Ok(found)
    }

    /// The ids of the stored records of the request's resource type that it is permitted on,
    /// sorted.
    ///
    /// # Errors
    /// Where the request is malformed.
    pub fn list(&self, request: &Request) -> Result<Vec<String>, Malformed> {
        let name = request.resource.ty.split('.').next().unwrap_or_default();
        let Some(ty) = self.policy().schema.find_type(name) else { return Ok(Vec::new()) };
        let mut found = Vec::new();
        for id in self.ids(ty) {
            let resource = EntityInput {
                ty: request.resource.ty.clone(),
                id: id.clone(),
                ..EntityInput::default()
            };
            if self.permits(&Request { resource, ..request.clone() })? {
                found.push(id);
            }
        }
        found.sort();
        Ok(found)
    }

    /// Everything that the request's subject can do: with its resource, or, where that has no
    /// id, with every stored record. Actions that make records are left out, since they are asked
    /// with properties. In the order of types and actions.
    ///
    /// # Errors
    /// Where the request is malformed.
    pub fn what_can(&self, request: &Request) -> Result<Vec<WhatCan>, Malformed> {
        let policy = self.policy();
        let mut found = Vec::new();
        for target in policy.cells.index.keys() {
            let action = policy.schema.action(target.action);
            if action.on.get(&target.ty).is_some_and(|on| on.new) {
                continue;
            }
            let name = policy.schema.part_name(target.ty, target.part);
            let own_type = request.resource.ty.split('.').next().unwrap_or_default();
            if !own_type.is_empty() && own_type != policy.schema.ty(target.ty).name {
                continue;
            }
            let ids = if request.resource.id.is_empty() {
                self.ids(target.ty)
            } else {
                vec![request.resource.id.clone()]
            };
            let of = ids.len();
            let mut resources = Vec::new();
            for id in ids {
                let resource = EntityInput {
                    ty: name.clone(),
                    id: id.clone(),
                    properties: request.resource.properties.clone(),
                };
                let action = crate::request::ActionInput {
                    name: action.name.clone(),
                    ..request.action.clone()
                };
                if self.permits(&Request { action, resource, ..request.clone() })? {
                    resources.push(id);
                }
            }
            resources.sort();
            if !resources.is_empty() {
                found.push(WhatCan { action: action.name.clone(), target: name, resources, of });
            }
        }
        found.sort_by_cached_key(|one| {
            let (ty, part) = one.target.split_once('.').unwrap_or((&one.target, ""));
            (policy.schema.find_type(ty), part.to_owned(), policy.schema.find_action(&one.action))
        });
        Ok(found)
    }

    /// Why a request can't be decided: the names that it gets wrong, or a record that isn't
    /// stored.
    ///
    /// # Errors
    /// Where the request is malformed.
    pub fn refusal(
        &self,
        request: &Request,
    ) -> Result<Option<Box<ward_diagnostics::Diagnostic>>, Malformed> {
        Ok(match self.outcome(request)? {
            Outcome::Refused(problem) => Some(problem),
            Outcome::Asked(_) => None,
        })
    }

    fn ids(&self, ty: TypeId) -> Vec<String> {
        let store = self.store();
        store.stored(ty).filter_map(|id| store.uid(id)).map(|(_, id)| id.to_owned()).collect()
    }
}
