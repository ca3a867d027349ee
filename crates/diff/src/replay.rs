//! Running made data and requests through both evaluators.

use std::sync::Arc;

use serde_json::{Map, Value as Json};
use ward_compiler::Policy;
use ward_compiler::model::{Property, Target, Ty};
use ward_diagnostics::has_errors;
use ward_evaluator::{DataFile, Engine};
use ward_prover::Candidate;

use crate::change::Evidence;
use crate::merge::{Merged, Side};

/// Whether the newer policy permits what the older refuses, or the reverse.
pub(crate) fn differs(merged: &Merged, target: Target, candidate: &Candidate, gain: bool) -> bool {
    let [old, new] = &merged.sides;
    decides(new, target, candidate) == Some(gain) && decides(old, target, candidate) == Some(!gain)
}

/// What one policy decides; `None` where it can't, for what is missing or malformed.
fn decides(side: &Side, target: Target, candidate: &Candidate) -> Option<bool> {
    let policy = &side.policy;
    let asks = candidate.request.pointer("/subject/type").and_then(Json::as_str);
    let asks = asks.and_then(|name| policy.schema.types.get(name));
    if !side.cells.contains_key(&target) || !asks.is_some_and(|ty| ty.subject) {
        return Some(false);
    }
    let candidate = as_read(policy, candidate);
    let engine = engine(policy, &candidate)?;
    let decision = engine.decide(&candidate.request()?).ok()?;
    decision.error.is_none().then_some(decision.permit)
}

fn engine(policy: &Arc<Policy>, candidate: &Candidate) -> Option<Engine> {
    let file = DataFile { name: "evidence".into(), text: candidate.data().to_string() };
    let (engine, problems) = Engine::load(policy.clone(), &[file]);
    (!has_errors(&problems)).then_some(engine)
}

/// What was found, for both policies.
pub(crate) fn evidence(merged: &Merged, candidate: &Candidate, permitted: bool) -> Evidence {
    let read = |side: &Side| {
        let read = as_read(&side.policy, candidate);
        (read.data(), read.request)
    };
    let [old, new] = &merged.sides;
    Evidence { old: read(old), new: read(new), permitted, line: line(&candidate.request) }
}

/// `User::user_1 approve Document::document_1`
fn line(request: &Json) -> String {
    let text = |path: &str| request.pointer(path).and_then(Json::as_str).unwrap_or_default();
    format!(
        "{}::{} {} {}::{}",
        text("/subject/type"),
        text("/subject/id"),
        text("/action/name"),
        text("/resource/type"),
        text("/resource/id")
    )
}

/// Data and request without what a policy has no declaration for.
fn as_read(policy: &Policy, candidate: &Candidate) -> Candidate {
    let reader = Reader { policy };
    let entities = candidate.entities.iter().filter_map(|entity| reader.entity(entity)).collect();
    let assignments = candidate.assignments.iter().filter(|one| reader.is_assignment(one));
    let mut request = candidate.request.clone();
    reader.request(&mut request);
    Candidate {
        entities,
        assignments: assignments.cloned().collect(),
        request,
        ..Candidate::default()
    }
}

struct Reader<'p> {
    policy: &'p Policy,
}

impl Reader<'_> {
    fn entity(&self, entity: &Json) -> Option<Json> {
        let schema = &self.policy.schema;
        let declared = schema.types.get(entity.get("type")?.as_str()?)?;
        let mut entity = entity.clone();
        if let Some(parents) = entity.get_mut("parents").and_then(Json::as_array_mut) {
            parents.retain(|parent| {
                let ty = parent.as_str().and_then(|uid| uid.split_once("::"));
                let ty = ty.and_then(|(ty, _)| schema.find_type(ty));
                ty.is_some_and(|ty| declared.containers.contains(&ty))
            });
        }
        if let Some(given) = entity.get_mut("properties").and_then(Json::as_object_mut) {
            self.keep(given, |name| declared.properties.get(name));
        }
        Some(entity)
    }

    /// Keeps what is declared and of the declared type.
    fn keep<'a>(
        &self,
        given: &mut Map<String, Json>,
        declared: impl Fn(&str) -> Option<&'a Property>,
    ) {
        given.retain(|name, value| {
            declared(name).is_some_and(|property| self.fits(value, &property.ty))
        });
    }

    fn fits(&self, value: &mut Json, ty: &Ty) -> bool {
        match (ty, value) {
            (Ty::Enum(id), Json::String(text)) => {
                self.policy.schema.enumeration(*id).values.contains_key(text)
            }
            (Ty::Entity(types), Json::String(text)) => {
                let ty = text.split_once("::").and_then(|(ty, _)| self.policy.schema.find_type(ty));
                ty.is_some_and(|ty| types.contains(&ty))
            }
            (Ty::Set(element), Json::Array(values)) => {
                values.retain_mut(|value| self.fits(value, element));
                true
            }
            (Ty::Bool, value) => value.is_boolean(),
            (Ty::Int, value) => value.is_i64(),
            _ => true,
        }
    }

    fn is_assignment(&self, one: &Json) -> bool {
        let text = |field: &str| one.get(field).and_then(Json::as_str);
        let is_entity = |text: Option<&str>| {
            let ty = text.and_then(|uid| uid.split_once("::"));
            ty.is_some_and(|(ty, _)| self.policy.schema.types.contains_key(ty))
        };
        let role = text("role").is_some_and(|name| {
            self.policy.roles.iter().any(|role| role.name == name && !role.is_abstract)
        });
        let class = text("class")
            .is_some_and(|name| self.policy.classes.iter().any(|class| class.name == name));
        (role || class)
            && is_entity(text("subject"))
            && (text("within").is_none() || is_entity(text("within")))
    }

    fn request(&self, request: &mut Json) {
        let schema = &self.policy.schema;
        let action = request.pointer("/action/name").and_then(Json::as_str);
        let action = action.and_then(|name| schema.find_action(name));
        let ty = request.pointer("/resource/type").and_then(Json::as_str);
        let ty = ty.map(|ty| ty.split_once('.').map_or(ty, |(ty, _)| ty));
        let ty = ty.and_then(|name| schema.find_type(name));
        let (Some(action), Some(ty)) = (action, ty) else { return };
        if let Some(Json::Object(given)) = request.pointer_mut("/resource/properties") {
            // What places a new record needs no declaration.
            let places = |name: &str| schema.mirrored_container(ty, name).is_some();
            given.retain(|name, value| match schema.ty(ty).properties.get(name) {
                Some(property) => self.fits(value, &property.ty),
                None => places(name),
            });
        }
        let on = schema.action(action).on.get(&ty);
        if let Some(Json::Object(given)) = request.pointer_mut("/action/properties") {
            let param = |name: &str| on.and_then(|on| on.params.get(&schema.find_param(name)?));
            self.keep(given, param);
        }
        if let Some(Json::Object(given)) = request.pointer_mut("/context") {
            let now = given.remove("now");
            self.keep(given, |name| schema.context.get(name));
            given.extend(now.map(|now| ("now".to_owned(), now)));
        }
    }
}
