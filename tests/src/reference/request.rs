//! Requests, and what is wrong with them before anything is decided.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value as Json};
use ward_compiler::Policy;
use ward_compiler::model::{ActionId, Constant, FacetId, ParamId, PropertyId, TypeId};
use ward_compiler::time::parse_time;

use super::read;
use super::store::{Id, Record, Store};

/// Why a request gets no decision. One request can have several faults; any of them may be told.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Fault {
    /// It isn't a request, or what it says can't be.
    Malformed,
    /// It names what the policy doesn't know.
    Unknown,
    /// It is about what isn't stored.
    NotStored,
    /// It would make what is stored.
    Exists,
}

/// A request that can be decided.
#[derive(Clone, Debug)]
pub struct Asked {
    /// Who asks.
    pub subject: Id,
    /// For what.
    pub action: ActionId,
    /// The parts that it is about.
    pub parts: Vec<Option<FacetId>>,
    /// Whether it is about a whole that has facets.
    pub whole: bool,
    /// Of what; of a new record, what nothing else is called.
    pub resource: Id,
    /// What else bears the name of a new record: whether that is it isn't known.
    pub namesake: Option<Id>,
    /// The parameters that are given.
    pub params: BTreeMap<ParamId, Constant>,
    /// The context fields that are given.
    pub context: BTreeMap<PropertyId, Constant>,
    /// When.
    pub now: Option<i64>,
    /// What the request describes.
    pub described: BTreeMap<Id, Record>,
}

/// Reads a request.
///
/// # Errors
/// Every fault that was found.
pub fn read(policy: &Policy, store: &Store, json: &Json) -> Result<Asked, BTreeSet<Fault>> {
    let mut reading = Reading { policy, store, faults: BTreeSet::new() };
    let asked = reading.request(json);
    match asked {
        Some(asked) if reading.faults.is_empty() => Ok(asked),
        _ => Err(reading.faults),
    }
}

struct Reading<'a> {
    policy: &'a Policy,
    store: &'a Store,
    faults: BTreeSet<Fault>,
}

impl Reading<'_> {
    /// The value, or a fault where there is none.
    fn need<T>(&mut self, value: Option<T>, fault: Fault) -> Option<T> {
        if value.is_none() {
            self.faults.insert(fault);
        }
        value
    }

    fn request(&mut self, json: &Json) -> Option<Asked> {
        let subject = self.party(json, "subject");
        let resource = self.party(json, "resource");
        let action = self.need(json.get("action"), Fault::Malformed);
        let name = action.and_then(|action| self.text(action, "name"));
        let parameters = action.and_then(|action| self.object(action, "properties"));
        let context = self.object(json, "context")?;
        let now = self.now(&context);
        let context = self.context(&context);
        let (subject_ty, subject_id, subject_given) = subject?;
        let (resource_ty, resource_id, resource_given) = resource?;

        let schema = &self.policy.schema;
        let asking = schema.find_type(&subject_ty).filter(|ty| schema.ty(*ty).subject);
        let asking = self.need(asking, Fault::Unknown);
        let (about, facet) = self.about(&resource_ty)?;
        let action = name.and_then(|name| self.need(schema.find_action(&name), Fault::Unknown))?;
        let parts = self.parts(action, about, facet)?;
        let new = schema.action(action).on[&about].new;
        let whole = facet.is_none() && parts != [None];
        let params = self.params(action, about, &parameters?);

        let mut subject: Id = (asking?, subject_id);
        let mut resource: Id = (about, resource_id);
        let mut described = BTreeMap::new();
        let mut given = resource_given;
        let namesake = new.then(|| resource.clone());
        if subject == resource {
            let known = self.store.records.contains_key(&subject);
            self.need((known || schema.ty(subject.0).external).then_some(()), Fault::NotStored);
            for (name, value) in &subject_given {
                let other = given.entry(name.clone()).or_insert_with(|| value.clone());
                let counts = new || schema.ty(about).external;
                if counts && !self.same(about, name, value, other) {
                    self.faults.insert(Fault::Malformed);
                }
            }
        } else {
            let record = self.describe(&subject, &subject_given, false);
            described.extend(record.map(|record| (subject.clone(), record)));
        }
        let of_resource = self.describe(&resource, &given, new);
        if new {
            // Nothing else is the new record, so no text is its id.
            let made = (resource.0, format!("\0{}", resource.1));
            subject = if subject == resource { made.clone() } else { subject };
            resource = made;
        }
        described.extend(of_resource.map(|record| (resource.clone(), record)));
        Some(Asked {
            namesake,
            subject,
            action,
            parts,
            whole,
            resource,
            params,
            context,
            now,
            described,
        })
    }

    /// Type, id and properties of subject or resource.
    fn party(&mut self, json: &Json, key: &str) -> Option<(String, String, Map<String, Json>)> {
        let party = self.need(json.get(key), Fault::Malformed)?;
        let (ty, id) = (self.text(party, "type"), self.text(party, "id"));
        let given = self.object(party, "properties");
        Some((ty?, id?, given?))
    }

    fn text(&mut self, json: &Json, key: &str) -> Option<String> {
        let text = json.get(key).and_then(Json::as_str).map(str::to_owned);
        self.need(text, Fault::Malformed)
    }

    /// An object; an empty one where none is given.
    fn object(&mut self, json: &Json, key: &str) -> Option<Map<String, Json>> {
        match json.get(key) {
            None => Some(Map::new()),
            Some(object) => self.need(object.as_object().cloned(), Fault::Malformed),
        }
    }

    fn now(&mut self, context: &Map<String, Json>) -> Option<i64> {
        let now = context.get("now")?;
        self.need(now.as_str().and_then(parse_time), Fault::Malformed)
    }

    fn context(&mut self, context: &Map<String, Json>) -> BTreeMap<PropertyId, Constant> {
        let schema = &self.policy.schema;
        let mut given = BTreeMap::new();
        for (index, (name, field)) in schema.context.iter().enumerate() {
            let Some(json) = context.get(name) else { continue };
            let value = self.need(read::value(schema, json, &field.ty), Fault::Malformed);
            given.extend(value.map(|value| (PropertyId::from_index(index), value)));
        }
        given
    }

    fn params(
        &mut self,
        action: ActionId,
        ty: TypeId,
        parameters: &Map<String, Json>,
    ) -> BTreeMap<ParamId, Constant> {
        let schema = &self.policy.schema;
        let mut given = BTreeMap::new();
        for (id, param) in &schema.action(action).on[&ty].params {
            let Some(json) = parameters.get(&param.name) else { continue };
            let value = self.need(read::value(schema, json, &param.ty), Fault::Malformed);
            given.extend(value.map(|value| (*id, value)));
        }
        given
    }

    /// `Type` or `Type.facet`.
    fn about(&mut self, text: &str) -> Option<(TypeId, Option<FacetId>)> {
        let schema = &self.policy.schema;
        let (ty, facet) = match text.split_once('.') {
            Some((ty, facet)) => (ty, Some(facet)),
            None => (text, None),
        };
        let ty = self.need(schema.find_type(ty), Fault::Unknown)?;
        let Some(facet) = facet else { return Some((ty, None)) };
        let index = schema.ty(ty).facets.get_index_of(facet).map(FacetId::from_index);
        let facet = self.need(index, Fault::Unknown)?;
        Some((ty, Some(facet)))
    }

    /// The parts that an action on a record, or on one facet of it, is about.
    fn parts(
        &mut self,
        action: ActionId,
        ty: TypeId,
        facet: Option<FacetId>,
    ) -> Option<Vec<Option<FacetId>>> {
        let schema = &self.policy.schema;
        let on = self.need(schema.action(action).on.get(&ty), Fault::Unknown)?;
        let facets: Vec<_> = schema.facet_ids(ty).collect();
        let parts = match facet {
            Some(facet) if on.parts || on.facets.contains(&facet) => Some(vec![Some(facet)]),
            Some(_) => None,
            None if on.parts && !facets.is_empty() => Some(facets.into_iter().map(Some).collect()),
            None if on.record => Some(vec![None]),
            None => None,
        };
        self.need(parts, Fault::Unknown)
    }

    /// What the request says of subject or resource, where its word counts.
    fn describe(&mut self, id: &Id, given: &Map<String, Json>, new: bool) -> Option<Record> {
        let ty = self.policy.schema.ty(id.0);
        let stored = self.store.records.get(id);
        match stored {
            Some(_) if new => {
                self.faults.insert(Fault::Exists);
            }
            None if !new && !ty.external => {
                self.faults.insert(Fault::NotStored);
                return None;
            }
            _ => {}
        }
        let mut record = Record::default();
        let read = record.describe(self.policy, id.0, &Json::Object(given.clone()));
        let counts = stored.is_none() || ty.external;
        if counts {
            self.need(read.ok(), Fault::Malformed)?;
        }
        let named: BTreeSet<Id> = record.mirrors.values().flatten().cloned().collect();
        if named.contains(id) {
            self.faults.insert(Fault::Malformed);
        }
        let Some(stored) = stored else {
            let parents = self.place(id.0, &named, new);
            record.parents = self.need(parents, Fault::Malformed)?;
            return Some(record);
        };
        if !named.is_subset(&self.store.above(id)) {
            self.faults.insert(Fault::Malformed);
        }
        if !ty.external || new {
            return None;
        }
        let mut merged = stored.clone();
        merged.properties.extend(record.properties);
        merged.mirrors.extend(record.mirrors);
        Some(merged)
    }

    /// The parents of a record that isn't stored: the innermost of the containers that are
    /// named, where all others are it or contain it; `Some(None)` where nobody can say.
    #[expect(clippy::option_option, reason = "no place and an unknown place differ")]
    fn place(&self, ty: TypeId, named: &BTreeSet<Id>, new: bool) -> Option<Option<BTreeSet<Id>>> {
        let ty = self.policy.schema.ty(ty);
        if named.is_empty() {
            let may_stand_alone =
                ty.containers.is_empty() || ty.ancestors.iter().any(|id| self.is(*id, &ty.name));
            return match (new, ty.containers.is_empty()) {
                (_, true) => Some(Some(BTreeSet::new())),
                (true, _) => may_stand_alone.then(|| Some(BTreeSet::new())),
                (false, _) => Some(None),
            };
        }
        let innermost = named.iter().find(|inner| {
            let above = self.store.above(inner);
            ty.containers.contains(&inner.0)
                && named.iter().all(|outer| outer == *inner || above.contains(outer))
        });
        innermost.map(|id| Some([id.clone()].into()))
    }

    /// Whether two values of a property say the same.
    fn same(&self, ty: TypeId, name: &str, one: &Json, other: &Json) -> bool {
        let read = |json: &Json| {
            let mut record = Record::default();
            let given = Json::Object([(name.to_owned(), json.clone())].into_iter().collect());
            record.describe(self.policy, ty, &given).ok()?;
            Some((record.properties, record.mirrors))
        };
        read(one) == read(other)
    }

    fn is(&self, ty: TypeId, name: &str) -> bool {
        self.policy.schema.ty(ty).name == name
    }
}
