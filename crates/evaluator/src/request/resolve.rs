//! From a request's names to a question about the policy.

use std::cell::OnceCell;

use serde_json::{Map, Value as Json};
use ward_compiler::model::{Policy, TypeId};
use ward_diagnostics::{Diagnostic, codes};

use super::Request;
use super::asked::Asked;
use super::frame::{Frame, Own};
use super::given::Given;
use super::malformed::Malformed;
use super::names::{self, check_not_stored, check_stored};
use super::place::{contradiction, lies_in, mirrors, placed};
use crate::program::{Ask, Program};
use crate::store::{Head, Store};
use crate::value::{EntityId, Names, Value, from_json};

/// What becomes of a well-formed request before it is decided.
#[derive(Debug)]
pub enum Outcome<'s> {
    /// It can be decided.
    Asked(Asked<'s>),
    /// It is refused, because it speaks of what isn't there; not a decision of the policy.
    Refused(Box<Diagnostic>),
}

/// What a request is read in the light of.
#[derive(Clone, Copy)]
pub(crate) struct Light<'s> {
    pub policy: &'s Policy,
    pub program: &'s Program,
    pub store: &'s Store,
    /// Properties of requests that nothing reads are an error.
    pub strict: bool,
    /// The time, whatever the request says of it.
    pub at: Option<i64>,
}

/// Reads a request in the light of a policy and its data, in the room of an earlier one.
///
/// # Errors
/// Where the request is malformed.
pub(crate) fn resolve<'s>(
    light: Light<'s>,
    request: &Request,
    room: Box<Own>,
) -> Result<Outcome<'s>, Malformed> {
    let Light { policy, program, store, strict, at } = light;
    let asks = &program.asks;
    let found =
        (asks.subject(&request.subject.ty), asks.find(&request.action.name, &request.resource.ty));
    let (Some(subject_ty), Some(ask)) = found else {
        return Ok(Outcome::Refused(names::unknown_name(policy, request)));
    };
    let mut resolver = Resolver { policy, frame: Frame::reusing(store, room), strict };
    let mut subject = resolver.frame.entity(subject_ty, &request.subject.id);
    let mut resource = resolver.frame.entity(ask.ty, &request.resource.id);
    if !resolver.is_there(subject, resource, ask)
        && let Err(problem) = check_there(light, subject_ty, ask, request)
    {
        return Ok(Outcome::Refused(problem));
    }
    if ask.new {
        let made = resolver.frame.make(resource, ask.ty, &request.resource.id);
        // Somebody external may register itself.
        subject = if subject == resource { made } else { subject };
        resource = made;
    }
    if subject == resource {
        let both = resolver.one_description(ask, request)?;
        resolver.entity(resource, "resource", &both, ask.new)?;
    } else {
        resolver.entity(subject, "subject", &request.subject.properties, false)?;
        resolver.entity(resource, "resource", &request.resource.properties, ask.new)?;
    }
    resolver.params(ask, &request.action.properties)?;
    let now = resolver.context(&request.context, at)?;
    Ok(Outcome::Asked(Asked {
        frame: resolver.frame,
        subject,
        action: ask.action,
        resource,
        ty: ask.ty,
        parts: &ask.parts,
        cells: &ask.cells,
        whole: ask.whole,
        now,
        today: OnceCell::new(),
    }))
}

/// What keeps the request from being decided: unstored records, and records to be made that
/// exist.
fn check_there(
    light: Light<'_>,
    subject_ty: TypeId,
    ask: &Ask,
    request: &Request,
) -> Result<(), Box<Diagnostic>> {
    let Light { policy, store, .. } = light;
    check_stored(policy, store, subject_ty, &request.subject)?;
    if ask.new {
        return check_not_stored(policy, store, ask.action, ask.ty, &request.resource);
    }
    check_stored(policy, store, ask.ty, &request.resource)
}

pub(super) struct Resolver<'p, 's> {
    pub(super) policy: &'p Policy,
    pub(super) frame: Frame<'s>,
    strict: bool,
}

impl Resolver<'_, '_> {
    /// Whether both records are where they should be; where not, [`check_there`] says why.
    fn is_there(&self, subject: EntityId, resource: EntityId, ask: &Ask) -> bool {
        let stored = |id| self.frame.store().head(id).is_some_and(Head::is_stored);
        stored(subject) && stored(resource) != ask.new
    }

    /// Reads what the request says of its subject or resource.
    fn entity(
        &mut self,
        id: EntityId,
        who: &str,
        given: &Map<String, Json>,
        new: bool,
    ) -> Result<(), Malformed> {
        let schema = &self.policy.schema;
        let ty = self.frame.ty(id);
        if !new && !schema.ty(ty).external && given.is_empty() {
            return Ok(());
        }
        let named = mirrors(schema, ty, who, given, &mut self.frame)?;
        let stored = self.frame.store().entity(id).is_some();
        let itself = self.frame.namesake(id).unwrap_or(id);
        let contradicts =
            |outer: &EntityId| *outer == itself || stored && !lies_in(id, *outer, &self.frame);
        if let Some((name, wrong)) = named.iter().find(|(_, outer)| contradicts(outer)) {
            return Err(contradiction(schema, name, *wrong, &self.frame));
        }
        if !new && !schema.ty(ty).external {
            let ignored = given.keys().find(|name| schema.mirrored_container(ty, name).is_none());
            return match ignored.filter(|_| self.strict) {
                Some(name) => Err(not_read(
                    &format!("{who}.properties.{name}"),
                    "the store knows this record; a request can't describe it",
                )),
                None => Ok(()),
            };
        }
        let parents = if stored { None } else { self.parents(ty, new, &named)? };
        let properties = self.properties(ty, who, given)?;
        let mirrors: Vec<_> =
            named.iter().map(|(_, container)| (self.frame.ty(*container), *container)).collect();
        self.frame.describe(id, &properties, parents.as_deref(), &mirrors);
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
                        Malformed::wrong_type(&format!("{who}.properties.{name}"), &mismatch)
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

    fn params(&mut self, ask: &Ask, given: &Map<String, Json>) -> Result<(), Malformed> {
        self.frame.given_mut().params.clear();
        let schema = &self.policy.schema;
        let Some(on) = schema.action(ask.action).on.get(&ask.ty) else { return Ok(()) };
        for (name, json) in given.iter().filter(|(_, json)| !json.is_null()) {
            let declared =
                schema.find_param(name).and_then(|id| on.params.get(&id).map(|param| (id, param)));
            match declared {
                Some((id, param)) => {
                    let value = from_json(json, &param.ty, schema, &mut self.frame);
                    let value = value.map_err(|mismatch| {
                        Malformed::wrong_type(&format!("action.properties.{name}"), &mismatch)
                    })?;
                    self.frame.given_mut().params.push((id, value));
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
        for (id, param) in &on.params {
            let Some(default) = &param.default else { continue };
            if self.frame.given().param(*id).is_none() {
                let value = crate::value::from_constant(default, &mut self.frame);
                self.frame.given_mut().params.push((*id, value));
            }
        }
        Ok(())
    }

    /// Reads the context; gives the time, which is that of the request where none is set.
    fn context(
        &mut self,
        given: &Map<String, Json>,
        at: Option<i64>,
    ) -> Result<Option<i64>, Malformed> {
        let schema = &self.policy.schema;
        let defaults = self.frame.store().context_defaults();
        let Given { context, context_given, .. } = self.frame.given_mut();
        context.clear();
        context.extend_from_slice(defaults);
        context_given.clear();
        context_given.resize(defaults.len(), false);
        if given.is_empty() {
            return Ok(at);
        }
        for (place, (name, field)) in schema.context.iter().enumerate() {
            let Some(json) = given.get(name).filter(|json| !json.is_null()) else { continue };
            let value = from_json(json, &field.ty, schema, &mut self.frame)
                .map_err(|mismatch| Malformed::wrong_type(&format!("context.{name}"), &mismatch))?;
            let own = self.frame.given_mut();
            own.context[place] = Some(value);
            own.context_given[place] = true;
        }
        if self.strict
            && let Some(name) =
                given.keys().find(|name| *name != "now" && !schema.context.contains_key(*name))
        {
            return Err(not_read(&format!("context.{name}"), "the policy doesn't declare it"));
        }
        if at.is_some() {
            return Ok(at);
        }
        match given.get("now").filter(|json| !json.is_null()) {
            None => Ok(None),
            Some(json) => {
                match from_json(json, &ward_compiler::model::Ty::Time, schema, &mut self.frame) {
                    Ok(Value::Time(now)) => Ok(Some(now)),
                    Ok(_) => Ok(None),
                    Err(mismatch) => Err(Malformed::wrong_type("context.now", &mismatch)),
                }
            }
        }
    }
}

fn not_read(path: &str, why: &str) -> Malformed {
    Malformed::new(
        codes::REQUEST_IGNORED,
        format!("nothing reads `{path}`: {why}"),
        "leave it out, or ask without `--strict`",
    )
}
