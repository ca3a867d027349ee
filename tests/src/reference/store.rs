//! Entities and assignments, as `data.json` gives them.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value as Json;
use ward_compiler::Policy;
use ward_compiler::model::{Constant, TypeId};
use ward_compiler::time::parse_date;

use super::read;

/// An entity's type and id.
pub type Id = (TypeId, String);

/// What is known of an entity.
#[derive(Clone, Debug, Default)]
pub struct Record {
    /// Its parents; `None` where nobody says which they are.
    pub parents: Option<BTreeSet<Id>>,
    /// The declared properties that are given.
    pub properties: BTreeMap<String, Constant>,
    /// The properties named after a kind of container that are given, declared or not.
    pub mirrors: BTreeMap<TypeId, BTreeSet<Id>>,
}

/// An assignment of a role or a class.
#[derive(Clone, Debug)]
pub struct Assignment {
    /// To whom.
    pub subject: Id,
    /// The name of the role or class.
    pub name: String,
    /// Whether it is a class.
    pub class: bool,
    /// Where it holds.
    pub within: Option<Id>,
    /// Its first day.
    pub from: Option<i32>,
    /// Its last day.
    pub until: Option<i32>,
}

/// All data.
#[derive(Clone, Debug, Default)]
pub struct Store {
    /// Entities.
    pub records: BTreeMap<Id, Record>,
    /// Assignments.
    pub assignments: Vec<Assignment>,
}

impl Store {
    /// Reads `data.json`; says why where it doesn't load.
    ///
    /// # Errors
    /// What is wrong, in words for the author of a test.
    pub fn read(policy: &Policy, data: &Json) -> Result<Self, String> {
        let mut store = Self::default();
        for json in list(data, "entities") {
            store.add_entity(policy, json)?;
        }
        for json in list(data, "assignments") {
            store.assignments.push(assignment(policy, json)?);
        }
        for (id, record) in &store.records {
            let above = store.above(id);
            if above.contains(id) {
                return Err(format!("{id:?} lies in itself"));
            }
            if !record.mirrors.values().all(|named| named.is_subset(&above)) {
                return Err(format!("{id:?} doesn't lie in what a property of it says"));
            }
        }
        Ok(store)
    }

    fn add_entity(&mut self, policy: &Policy, json: &Json) -> Result<(), String> {
        let schema = &policy.schema;
        let name = text(json, "type").ok_or("an entity without type")?;
        let Some(ty) = schema.find_type(name) else { return Ok(()) };
        let id = text(json, "id").ok_or("an entity without id")?;
        let mut parents = BTreeSet::new();
        for parent in list(json, "parents") {
            let parent = parent.as_str().and_then(|parent| read::entity(schema, parent));
            let parent = parent.ok_or("a parent of no known type")?;
            if !schema.ty(ty).containers.contains(&parent.0) {
                return Err(format!("{parent:?} can't be a parent of {name}::{id}"));
            }
            parents.insert(parent);
        }
        let mut record = Record { parents: Some(parents), ..Record::default() };
        if let Some(given) = json.get("properties") {
            record.describe(policy, ty, given)?;
        }
        match self.records.insert((ty, id.to_owned()), record) {
            Some(_) => Err(format!("{name}::{id} is given twice")),
            None => Ok(()),
        }
    }

    /// Everything that an entity lies in as far as it is stored, by name.
    pub fn above(&self, id: &Id) -> BTreeSet<Id> {
        let mut found = BTreeSet::new();
        let mut open = vec![id.clone()];
        while let Some(id) = open.pop() {
            let parents = self.records.get(&id).and_then(|record| record.parents.as_ref());
            for parent in parents.into_iter().flatten() {
                if found.insert(parent.clone()) {
                    open.push(parent.clone());
                }
            }
        }
        found
    }
}

impl Record {
    /// Adds the properties that are given; what isn't declared is ignored.
    ///
    /// # Errors
    /// A value of the wrong type.
    pub fn describe(&mut self, policy: &Policy, ty: TypeId, given: &Json) -> Result<(), String> {
        let schema = &policy.schema;
        let given = given.as_object().ok_or("properties that are no object")?;
        for (name, json) in given {
            if let Some(property) = schema.ty(ty).properties.get(name) {
                let value = read::value(schema, json, &property.ty);
                let value = value.ok_or_else(|| format!("`{name}` is of the wrong type"))?;
                self.properties.insert(name.clone(), value);
            }
            if let Some(container) = schema.mirrored_container(ty, name) {
                let named = read::containers(schema, json, container);
                let named = named.ok_or_else(|| format!("`{name}` names no container"))?;
                self.mirrors.insert(container, named.into_iter().collect());
            }
        }
        Ok(())
    }
}

fn assignment(policy: &Policy, json: &Json) -> Result<Assignment, String> {
    let schema = &policy.schema;
    let fields = json.as_object().ok_or("an assignment that is no object")?;
    if let Some((name, _)) = fields.iter().find(|(_, value)| value.is_null()) {
        return Err(format!("`{name}` is null, which is no absence here"));
    }
    let entity = |key: &str| match text(json, key) {
        Some(id) => read::entity(schema, id).map(Some).ok_or(format!("`{key}` is no entity")),
        None => Ok(None),
    };
    let day = |key: &str| match text(json, key) {
        Some(day) => parse_date(day).map(Some).ok_or(format!("`{key}` is no date")),
        None => Ok(None),
    };
    let class = json.get("class").is_some();
    let name =
        text(json, if class { "class" } else { "role" }).ok_or("an assignment of nothing")?;
    let known = if class {
        policy.classes.iter().any(|class| class.name == name)
    } else {
        policy.roles.iter().skip(1).any(|role| role.name == name && !role.is_abstract)
    };
    if !known {
        return Err(format!("`{name}` can't be assigned"));
    }
    Ok(Assignment {
        subject: entity("subject")?.ok_or("an assignment to nobody")?,
        name: name.to_owned(),
        class,
        within: entity("within")?,
        from: day("from")?,
        until: day("until")?,
    })
}

fn list<'j>(json: &'j Json, key: &str) -> impl Iterator<Item = &'j Json> {
    json.get(key).and_then(Json::as_array).into_iter().flatten()
}

fn text<'j>(json: &'j Json, key: &str) -> Option<&'j str> {
    json.get(key).and_then(Json::as_str)
}
