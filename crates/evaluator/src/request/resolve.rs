//! From a request's names to a question about the policy.

use serde_json::{Map, Value as Json};
use ward_compiler::model::{ActionId, ActionOn, FacetId, ParamId, Policy, PropertyId, TypeId};
use ward_diagnostics::{Diagnostic, codes};

use super::names::{Target, check_not_stored, check_stored};
use super::place::{contradiction, lies_in, mirrors, placed};
use super::{Described, EntityInput, Frame, Malformed, Request};
use crate::store::Store;
use crate::value::{EntityId, Mismatch, Names, Value, from_json};

/// A question that can be decided.
#[derive(Clone, Debug)]
pub struct Asked<'s> {
    /// What the request adds to the store.
    pub frame: Frame<'s>,
    /// Who asks.
    pub subject: EntityId,
    /// The action.
    pub action: ActionId,
    /// The record.
    pub resource: EntityId,
    /// The type of the record.
    pub ty: TypeId,
    /// The parts that are asked for, all of which must be permitted.
    pub parts: Vec<Option<FacetId>>,
    /// Whether the whole of a record with facets is asked for.
    pub whole: bool,
    /// The action's parameters that are given.
    pub params: Vec<(ParamId, Value)>,
    /// The context fields, defaults filled in; `None` where not given.
    pub context: Vec<Option<Value>>,
    /// Which context fields the request gives.
    pub context_given: Vec<bool>,
    /// The time, where it is known.
    pub now: Option<i64>,
}

/// What becomes of a well-formed request before it is decided.
#[derive(Clone, Debug)]
pub enum Outcome<'s> {
    /// It can be decided.
    Asked(Box<Asked<'s>>),
    /// It is refused, because it speaks of what isn't there; not a decision of the policy.
    Refused(Box<Diagnostic>),
}

/// Reads a request in the light of a policy and its data. `strict` makes properties that nothing
/// reads an error.
///
/// # Errors
/// Where the request is malformed.
pub fn resolve<'s>(
    policy: &Policy,
    store: &'s Store,
    request: &Request,
    strict: bool,
) -> Result<Outcome<'s>, Malformed> {
    let target = match Target::find(policy, request) {
        Ok(target) => target,
        Err(problem) => return Ok(Outcome::Refused(problem)),
    };
    let mut resolver = Resolver { policy, frame: Frame::new(store), strict };
    let subject = resolver.frame.entity(target.subject_ty, &request.subject.id);
    let resource = resolver.frame.entity(target.ty, &request.resource.id);
    if let Err(problem) = resolver.check_there(&target, request) {
        return Ok(Outcome::Refused(problem));
    }
    resolver.entity(subject, "subject", &request.subject, false)?;
    resolver.entity(resource, "resource", &request.resource, target.on.new)?;
    let params = resolver.params(target.on, &request.action.properties)?;
    let (context, context_given, now) = resolver.context(&request.context)?;
    Ok(Outcome::Asked(Box::new(Asked {
        frame: resolver.frame,
        subject,
        action: target.action,
        resource,
        ty: target.ty,
        whole: target.parts.len() > 1
            || (target.facet.is_none() && target.parts.iter().any(Option::is_some)),
        parts: target.parts,
        params,
        context,
        context_given,
        now,
    })))
}

/// "is …, and … is wanted", for a value of a request.
pub(super) fn wrong_type(path: &str, mismatch: &Mismatch) -> Malformed {
    Malformed::new(
        codes::REQUEST_TYPE,
        format!("`{path}` is {}", mismatch.found),
        format!("write {}", mismatch.wanted),
    )
}

struct Resolver<'p, 's> {
    policy: &'p Policy,
    frame: Frame<'s>,
    strict: bool,
}

impl Resolver<'_, '_> {
    /// What keeps the request from being decided: unstored records, and records to be made that
    /// exist.
    fn check_there(&self, target: &Target<'_>, request: &Request) -> Result<(), Box<Diagnostic>> {
        let store = self.frame.store();
        check_stored(self.policy, store, target.subject_ty, &request.subject)?;
        if target.on.new {
            return check_not_stored(
                self.policy,
                store,
                target.action,
                target.ty,
                &request.resource,
            );
        }
        check_stored(self.policy, store, target.ty, &request.resource)
    }

    /// Reads what the request says of its subject or resource.
    fn entity(
        &mut self,
        id: EntityId,
        who: &str,
        input: &EntityInput,
        new: bool,
    ) -> Result<(), Malformed> {
        let schema = &self.policy.schema;
        let ty = self.frame.ty(id);
        let named = mirrors(schema, ty, who, &input.properties, &mut self.frame)?;
        let stored = self.frame.store().entity(id).is_some();
        let contradicts = |outer: &EntityId| *outer == id || !lies_in(id, *outer, &self.frame);
        if let Some((name, wrong)) = named.iter().find(|(_, outer)| stored && contradicts(outer)) {
            return Err(contradiction(schema, name, *wrong, &self.frame));
        }
        if !new && !schema.ty(ty).external {
            let ignored =
                input.properties.keys().find(|name| schema.mirrored_container(ty, name).is_none());
            return match ignored.filter(|_| self.strict) {
                Some(name) => Err(not_read(
                    &format!("{who}.properties.{name}"),
                    "the store knows this record; a request can't describe it",
                )),
                None => Ok(()),
            };
        }
        let parents = if stored { None } else { self.parents(ty, new, &named)? };
        let properties = self.properties(ty, who, &input.properties)?;
        let mirrors =
            named.iter().map(|(_, container)| (self.frame.ty(*container), *container)).collect();
        self.frame.describe(Described { entity: id, properties, parents, mirrors });
        Ok(())
    }

    fn parents(
        &self,
        ty: TypeId,
        new: bool,
        named: &super::place::Mirrors,
    ) -> Result<Option<Vec<EntityId>>, Malformed> {
        let schema = &self.policy.schema;
        let declared = schema.ty(ty);
        match placed(schema, ty, named, &self.frame)? {
            Some(parent) => Ok(Some(vec![parent])),
            None if declared.containers.is_empty() => Ok(Some(Vec::new())),
            None if !new => Ok(None),
            None if declared.containers.contains(&ty) => Ok(Some(Vec::new())),
            None => {
                let names: Vec<_> = declared
                    .containers
                    .iter()
                    .map(|ty| format!("`{}`", schema.ty(*ty).snake))
                    .collect();
                Err(Malformed::new(
                    codes::REQUEST_CONTAINER,
                    format!(
                        "a new `{}` needs a place: the request names no container",
                        declared.name
                    ),
                    format!("give the property {}", names.join(" or ")),
                ))
            }
        }
    }

    fn properties(
        &mut self,
        ty: TypeId,
        who: &str,
        given: &Map<String, Json>,
    ) -> Result<Vec<Option<Value>>, Malformed> {
        let schema = &self.policy.schema;
        let declared = &schema.ty(ty).properties;
        let mut values = vec![None; declared.len()];
        for (name, json) in given.iter().filter(|(_, json)| !json.is_null()) {
            match declared.get_full(name) {
                Some((index, _, property)) => {
                    let value = from_json(json, &property.ty, schema, &mut self.frame);
                    values[index] = Some(value.map_err(|mismatch| {
                        wrong_type(&format!("{who}.properties.{name}"), &mismatch)
                    })?);
                }
                None if self.strict && schema.mirrored_container(ty, name).is_none() => {
                    return Err(not_read(
                        &format!("{who}.properties.{name}"),
                        "the policy doesn't declare it",
                    ));
                }
                None => {}
            }
        }
        Ok(values)
    }

    fn params(
        &mut self,
        on: &ActionOn,
        given: &Map<String, Json>,
    ) -> Result<Vec<(ParamId, Value)>, Malformed> {
        let schema = &self.policy.schema;
        let mut values = Vec::new();
        for (name, json) in given.iter().filter(|(_, json)| !json.is_null()) {
            let declared =
                schema.find_param(name).and_then(|id| on.params.get(&id).map(|param| (id, param)));
            match declared {
                Some((id, param)) => {
                    let value = from_json(json, &param.ty, schema, &mut self.frame);
                    values.push((
                        id,
                        value.map_err(|mismatch| {
                            wrong_type(&format!("action.properties.{name}"), &mismatch)
                        })?,
                    ));
                }
                None if self.strict => {
                    return Err(not_read(
                        &format!("action.properties.{name}"),
                        "the action has no such parameter",
                    ));
                }
                None => {}
            }
        }
        for (id, param) in on
            .params
            .iter()
            .filter(|(id, _)| !values.iter().any(|(known, _)| known == *id))
            .collect::<Vec<_>>()
        {
            if let Some(default) = &param.default {
                values.push((*id, crate::value::from_constant(default, &mut self.frame)));
            }
        }
        Ok(values)
    }

    #[expect(clippy::type_complexity, reason = "the three halves of a context")]
    fn context(
        &mut self,
        given: &Map<String, Json>,
    ) -> Result<(Vec<Option<Value>>, Vec<bool>, Option<i64>), Malformed> {
        let schema = &self.policy.schema;
        let mut values: Vec<Option<Value>> = Vec::new();
        let mut was_given = Vec::new();
        for (name, field) in &schema.context {
            let json = given.get(name).filter(|json| !json.is_null());
            was_given.push(json.is_some());
            values.push(match json {
                Some(json) => {
                    let value = from_json(json, &field.ty, schema, &mut self.frame);
                    Some(
                        value.map_err(|mismatch| {
                            wrong_type(&format!("context.{name}"), &mismatch)
                        })?,
                    )
                }
                None => field
                    .default
                    .as_ref()
                    .map(|default| crate::value::from_constant(default, &mut self.frame)),
            });
        }
        if self.strict
            && let Some(name) =
                given.keys().find(|name| *name != "now" && !schema.context.contains_key(*name))
        {
            return Err(not_read(&format!("context.{name}"), "the policy doesn't declare it"));
        }
        let now = match given.get("now").filter(|json| !json.is_null()) {
            None => None,
            Some(json) => {
                match from_json(json, &ward_compiler::model::Ty::Time, schema, &mut self.frame) {
                    Ok(Value::Time(now)) => Some(now),
                    Ok(_) => None,
                    Err(mismatch) => return Err(wrong_type("context.now", &mismatch)),
                }
            }
        };
        Ok((values, was_given, now))
    }
}

fn not_read(path: &str, why: &str) -> Malformed {
    Malformed::new(
        codes::REQUEST_IGNORED,
        format!("nothing reads `{path}`: {why}"),
        "leave it out, or ask without `--strict`",
    )
}

impl Asked<'_> {
    /// The value of a parameter, if the request gives it.
    pub fn param(&self, id: ParamId) -> Option<&Value> {
        self.params.iter().find(|(known, _)| *known == id).map(|(_, value)| value)
    }

    /// The value of a context field.
    pub fn context_field(&self, id: PropertyId) -> Option<&Value> {
        self.context.get(id.index()).and_then(Option::as_ref)
    }
}
