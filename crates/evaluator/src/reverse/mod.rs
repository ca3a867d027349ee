//! The decision asked backwards: who can, what can, which records.
//!
//! From what grants ask for follows which records or subjects come into question
//! ([`candidates`]); each of these is decided, so that an answer is exactly what is permitted.

mod candidates;

use std::cell::RefCell;

use serde_json::{Map, Value};
use ward_compiler::model::TypeId;

use crate::engine::Engine;
use crate::request::{ActionInput, EntityInput, Malformed, Outcome, Request};
use crate::value::EntityId;
use candidates::Candidates;

/// After how many candidates it is asked whether to stop.
const BETWEEN_LOOKS: usize = 256;

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
        Ok(self.who_can_until(request, &|| false)?.unwrap_or_default())
    }

    /// The same as [`Engine::who_can`], until it is told to stop; then there is no answer.
    ///
    /// # Errors
    /// Where the request is malformed.
    pub fn who_can_until(
        &self,
        request: &Request,
        stop: &dyn Fn() -> bool,
    ) -> Result<Option<Vec<(String, String)>>, Malformed> {
        let schema = &self.policy().schema;
        let mut found = Vec::new();
        for ty in schema.subject_types() {
            let name = &schema.ty(ty).name;
            if !request.subject.ty.is_empty() && request.subject.ty != *name {
                continue;
            }
            let Some(first) = self.store().stored(ty).next() else { continue };
            let subject = self.input(name, first);
            let Some(mut asked) = self.resolve(&Request { subject, ..request.clone() })? else {
                continue;
            };
            let candidates = {
                let work = RefCell::default();
                let eval = self.eval(&asked, &work);
                asked.cells.first().copied().flatten().map_or(Some(Vec::new()), |cell| {
                    candidates::subjects(&eval, self.index(), cell)
                })
            };
            let mut session = self.session();
            for (at, id) in self.stored_among(ty, candidates).into_iter().enumerate() {
                if at.is_multiple_of(BETWEEN_LOOKS) && stop() {
                    return Ok(None);
                }
                asked.subject = id;
                if session.permits_asked(&asked) {
                    found.push((name.clone(), self.id(id)));
                }
            }
        }
        found.sort();
        Ok(Some(found))
    }

    /// The ids of the stored records of the request's resource type that it is permitted on,
    /// sorted.
    ///
    /// # Errors
    /// Where the request is malformed.
    pub fn list(&self, request: &Request) -> Result<Vec<String>, Malformed> {
        Ok(self.list_until(request, &|| false)?.unwrap_or_default())
    }

    /// The same as [`Engine::list`], until it is told to stop; then there is no answer.
    ///
    /// # Errors
    /// Where the request is malformed.
    pub fn list_until(
        &self,
        request: &Request,
        stop: &dyn Fn() -> bool,
    ) -> Result<Option<Vec<String>>, Malformed> {
        let none = Ok(Some(Vec::new()));
        let name = request.resource.ty.split('.').next().unwrap_or_default();
        let Some(ty) = self.policy().schema.find_type(name) else { return none };
        let Some(first) = self.store().stored(ty).next() else { return none };
        let resource = self.input(&request.resource.ty, first);
        let Some(mut asked) = self.resolve(&Request { resource, ..request.clone() })? else {
            return none;
        };
        let candidates = {
            let work = RefCell::default();
            let eval = self.eval(&asked, &work);
            let search = Candidates { eval: &eval, index: self.index(), ty };
            let cell = asked.cells.first().copied().flatten();
            cell.map_or(Some(Vec::new()), |cell| search.of_cell(cell))
        };
        let mut found = Vec::new();
        let mut session = self.session();
        for (at, id) in self.stored_among(ty, candidates).into_iter().enumerate() {
            if at.is_multiple_of(BETWEEN_LOOKS) && stop() {
                return Ok(None);
            }
            asked.resource = id;
            if session.permits_asked(&asked) {
                found.push(self.id(id));
            }
        }
        found.sort();
        Ok(Some(found))
    }

    /// Everything that the request's subject can do: with its resource, or, where that has no
    /// id, with every stored record. Actions that make records are left out, since they are asked
    /// with properties. In the order of types and actions.
    ///
    /// # Errors
    /// Where the request is malformed.
    pub fn what_can(&self, request: &Request) -> Result<Vec<WhatCan>, Malformed> {
        self.what_can_by(request, |_, _| request.action.properties.clone())
    }

    /// The same, with parameters that depend on the action and on the type of the records: two
    /// actions may have parameters of one name and different types.
    ///
    /// # Errors
    /// Where the request is malformed.
    pub fn what_can_by(
        &self,
        request: &Request,
        parameters: impl Fn(&str, &str) -> Map<String, Value>,
    ) -> Result<Vec<WhatCan>, Malformed> {
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
            let of = match request.resource.id.is_empty() {
                true => self.store().stored(target.ty).count(),
                false => 1,
            };
            let properties = parameters(&action.name, &policy.schema.ty(target.ty).name);
            let action = ActionInput { name: action.name.clone(), properties };
            let resource = EntityInput { ty: name.clone(), ..request.resource.clone() };
            let asked = Request { action: action.clone(), resource, ..request.clone() };
            let resources = self.permitted(&asked)?;
            if !resources.is_empty() {
                found.push(WhatCan { action: action.name, target: name, resources, of });
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

    /// The records among those that a request names on which it is permitted: the one with its
    /// id, or all of its type.
    fn permitted(&self, request: &Request) -> Result<Vec<String>, Malformed> {
        let id = &request.resource.id;
        if !id.is_empty() {
            return Ok(if self.permits(request)? { vec![id.clone()] } else { Vec::new() });
        }
        if request.resource.properties.is_empty() {
            return self.list(request);
        }
        // What a request says of a record may contradict what is stored, record by record.
        let name = request.resource.ty.split('.').next().unwrap_or_default();
        let ty = self.policy().schema.find_type(name);
        let mut found = Vec::new();
        for id in ty.into_iter().flat_map(|ty| self.store().stored(ty)) {
            let resource = EntityInput { id: self.id(id), ..request.resource.clone() };
            if self.permits(&Request { resource, ..request.clone() })? {
                found.push(self.id(id));
            }
        }
        found.sort();
        Ok(found)
    }

    /// The stored entities of a type among those that come into question, each once.
    fn stored_among(&self, ty: TypeId, candidates: Option<Vec<EntityId>>) -> Vec<EntityId> {
        let Some(mut candidates) = candidates else { return self.store().stored(ty).collect() };
        candidates.sort_unstable();
        candidates.dedup();
        let is_stored = |id: &EntityId| {
            self.store().head(*id).is_some_and(|head| head.is_stored() && head.ty == ty)
        };
        candidates.retain(is_stored);
        candidates
    }

    fn input(&self, ty: &str, id: EntityId) -> EntityInput {
        EntityInput { ty: ty.to_owned(), id: self.id(id), ..EntityInput::default() }
    }

    fn id(&self, id: EntityId) -> String {
        self.store().uid(id).map_or_else(String::new, |(_, id)| id.to_owned())
    }
}
