//! Entities with properties and parents, as Cedar's entity format has them, and their forms for
//! the other engines.

use std::collections::{BTreeSet, HashMap};

use serde_json::{Map, Value as Json, json};

use crate::Result;
use crate::case::Uid;

/// An entity.
#[derive(Clone, Debug)]
pub struct Entity {
    /// Its name.
    pub uid: Uid,
    /// Its properties; references are `{"__entity": {"type", "id"}}`.
    pub properties: Map<String, Json>,
    /// What it directly lies in.
    pub parents: Vec<Uid>,
}

impl Entity {
    /// An entity.
    pub fn new(uid: Uid, properties: Map<String, Json>, parents: Vec<Uid>) -> Self {
        Self { uid, properties, parents }
    }

    /// An entity without properties.
    pub fn bare(uid: Uid, parents: Vec<Uid>) -> Self {
        Self::new(uid, Map::new(), parents)
    }
}

/// All entities, and who has which role.
#[derive(Clone, Debug, Default)]
pub struct World {
    /// The entities.
    pub entities: Vec<Entity>,
    /// Subjects and the roles that they are assigned, for the scenarios about roles.
    pub roles: Vec<(Uid, String)>,
}

/// A reference to an entity in a property.
pub fn reference(uid: &Uid) -> Json {
    json!({"__entity": {"type": uid.ty, "id": uid.id}})
}

/// The entity that a value refers to.
pub fn referred(value: &Json) -> Option<Uid> {
    let entity = value.as_object()?.get("__entity")?;
    Some(Uid::new(entity.get("type")?.as_str()?, entity.get("id")?.as_str()?))
}

/// A value with its references written as `Type::id`.
pub fn plain(value: &Json) -> Json {
    if let Some(uid) = referred(value) {
        return Json::String(uid.to_string());
    }
    match value {
        Json::Array(items) => Json::Array(items.iter().map(plain).collect()),
        Json::Object(fields) => {
            Json::Object(fields.iter().map(|(name, value)| (name.clone(), plain(value))).collect())
        }
        other => other.clone(),
    }
}

impl World {
    /// Reads entities in Cedar's format.
    ///
    /// # Errors
    /// Where the text isn't that.
    pub fn from_cedar_json(text: &str) -> Result<Self> {
        let rows: Vec<Json> = serde_json::from_str(text)?;
        let entities = rows.iter().map(entity_from).collect::<Option<Vec<_>>>();
        let entities = entities.ok_or("an entity has no `uid`, `attrs` and `parents`")?;
        Ok(Self { entities, roles: Vec::new() })
    }

    /// The entities in Cedar's format; an assigned role is a parent.
    pub fn to_cedar_json(&self) -> Json {
        let mut roles: HashMap<&Uid, Vec<Json>> = HashMap::new();
        for (subject, role) in &self.roles {
            roles.entry(subject).or_default().push(json!({"type": "Role", "id": role}));
        }
        let rows = self.entities.iter().map(|entity| {
            let mut parents: Vec<Json> = entity
                .parents
                .iter()
                .map(|parent| json!({"type": parent.ty, "id": parent.id}))
                .collect();
            parents.extend(roles.remove(&entity.uid).unwrap_or_default());
            json!({
                "uid": {"type": entity.uid.ty, "id": entity.uid.id},
                "attrs": entity.properties,
                "parents": parents,
            })
        });
        rows.collect()
    }

    /// The entities and assignments as a Ward data file.
    pub fn to_ward_json(&self) -> Json {
        let rows = self.entities.iter().map(|entity| {
            let properties: Map<String, Json> = entity
                .properties
                .iter()
                .map(|(name, value)| (name.clone(), plain(value)))
                .collect();
            let parents: Vec<String> = entity.parents.iter().map(Uid::to_string).collect();
            json!({
                "type": entity.uid.ty,
                "id": entity.uid.id,
                "parents": parents,
                "properties": properties,
            })
        });
        let assignments = self
            .roles
            .iter()
            .map(|(subject, role)| json!({"subject": subject.to_string(), "role": role}));
        json!({"entities": rows.collect::<Json>(), "assignments": assignments.collect::<Json>()})
    }

    /// The ids of one type, in their order.
    pub fn ids(&self, ty: &str) -> Vec<Uid> {
        let of_type = self.entities.iter().filter(|entity| entity.uid.ty == ty);
        of_type.map(|entity| entity.uid.clone()).collect()
    }

    /// Every entity with itself and all that it lies in.
    pub fn ancestors(&self) -> Ancestors<'_> {
        let parents =
            self.entities.iter().map(|entity| (&entity.uid, entity.parents.as_slice())).collect();
        Ancestors { parents }
    }
}

/// Walks upwards.
pub struct Ancestors<'w> {
    parents: HashMap<&'w Uid, &'w [Uid]>,
}

impl<'w> Ancestors<'w> {
    /// The entity itself and all that it lies in at any depth.
    pub fn of(&self, uid: &'w Uid) -> BTreeSet<&'w Uid> {
        let mut found = BTreeSet::from([uid]);
        let mut open = vec![uid];
        while let Some(next) = open.pop() {
            for parent in self.parents.get(next).copied().unwrap_or_default() {
                if found.insert(parent) {
                    open.push(parent);
                }
            }
        }
        found
    }
}

fn entity_from(row: &Json) -> Option<Entity> {
    let uid = named(row.get("uid")?)?;
    let properties = row.get("attrs")?.as_object()?.clone();
    let parents = row.get("parents")?.as_array()?.iter().map(named).collect::<Option<_>>()?;
    Some(Entity { uid, properties, parents })
}

/// An entity's name, with or without the `__entity` around it.
fn named(value: &Json) -> Option<Uid> {
    referred(value)
        .or_else(|| Some(Uid::new(value.get("type")?.as_str()?, value.get("id")?.as_str()?)))
}
