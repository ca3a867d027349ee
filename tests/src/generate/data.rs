//! Entities and assignments with everything that can go wrong and still loads.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value as Json, json};

use super::choices::Choices;
use super::rules::Assignable;
use super::schema::{Field, Kind, STATUS, Schema};

/// How many entities of a type there are.
const PER_TYPE: usize = 3;

/// Days around which everything happens.
pub const DAYS: [&str; 5] = ["2026-03-01", "2026-03-02", "2026-03-03", "2026-02-01", "2026-06-30"];

/// Entities and assignments.
pub fn data(c: &mut Choices, schema: &Schema, assignable: &Assignable) -> (Vec<Json>, Vec<Json>) {
    let mut parents: BTreeMap<String, Vec<String>> = BTreeMap::new();
    let mut stored = Vec::new();
    for ty in 0..schema.types.len() {
        for at in 1..=PER_TYPE {
            if c.percent(85) {
                let id = name(schema, ty, at);
                parents.insert(id.clone(), choose_parents(c, schema, ty, at));
                stored.push((ty, at, id));
            }
        }
    }
    let mut entities = Vec::new();
    for (ty, at, id) in &stored {
        let above = above(&parents, id);
        let properties = properties(c, schema, *ty, 80, &above);
        entities.push(json!({
            "type": schema.types[*ty].name,
            "id": format!("{}{at}", schema.types[*ty].letter),
            "parents": parents[id],
            "properties": properties,
        }));
    }
    if c.percent(4) {
        spoil(c, schema, &mut entities);
    }
    let assignments = (0..c.between(2, 7)).filter_map(|_| assignment(c, schema, assignable));
    (entities, assignments.collect())
}

/// Makes the data such that they don't load, most of the time.
fn spoil(c: &mut Choices, schema: &Schema, entities: &mut Vec<Json>) {
    let at = c.below(entities.len());
    let Some(mut entity) = entities.get(at).cloned() else { return };
    let ty = c.below(schema.types.len());
    let other = any_of(c, schema, ty);
    match c.below(4) {
        0 => entity["parents"] = json!([other]),
        1 => entity["properties"][schema.types[ty].snake] = json!(other),
        2 => entity["properties"]["level"] = json!("high"),
        _ => entities.push(entity.clone()),
    }
    entities[at] = entity;
}

fn choose_parents(c: &mut Choices, schema: &Schema, ty: usize, at: usize) -> Vec<String> {
    let mut found = BTreeSet::new();
    for container in &schema.types[ty].containers {
        for _ in 0..2 {
            if !c.percent(55) {
                continue;
            }
            // Along one type towards smaller numbers, so that nothing lies in itself.
            let most = if schema.can_lie(*container, ty) { at.saturating_sub(1) } else { PER_TYPE };
            if most > 0 {
                found.insert(name(schema, *container, c.between(1, most)));
            }
        }
    }
    found.into_iter().collect()
}

/// Everything above an entity, as far as it is stored.
pub fn above(parents: &BTreeMap<String, Vec<String>>, id: &str) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    let mut open = vec![id.to_owned()];
    while let Some(id) = open.pop() {
        for parent in parents.get(&id).into_iter().flatten() {
            if found.insert(parent.clone()) {
                open.push(parent.clone());
            }
        }
    }
    found
}

/// The name of an entity; now and then of one that is never stored.
pub fn name(schema: &Schema, ty: usize, at: usize) -> String {
    let declared = &schema.types[ty];
    format!("{}::{}{at}", declared.name, declared.letter)
}

/// Any entity of a type.
pub fn any_of(c: &mut Choices, schema: &Schema, ty: usize) -> String {
    let at = if c.percent(6) { 9 } else { c.between(1, PER_TYPE) };
    name(schema, ty, at)
}

/// Values for the declared properties, each given in so many percent; what is named after a
/// container tells the truth.
pub fn properties(
    c: &mut Choices,
    schema: &Schema,
    ty: usize,
    percent: usize,
    above: &BTreeSet<String>,
) -> Map<String, Json> {
    let mut given = Map::new();
    let containers = schema.above(ty);
    for field in &schema.types[ty].properties {
        let mirrors = containers.iter().any(|at| schema.types[*at].snake == field.name);
        if !mirrors && c.percent(percent) {
            given.insert(field.name.clone(), value(c, schema, &field.kind));
        }
    }
    for container in containers {
        let prefix = format!("{}::", schema.types[container].name);
        let all: Vec<&String> = above.iter().filter(|id| id.starts_with(&prefix)).collect();
        if let Some(id) = c.one_of(&all)
            && container != ty
            && c.percent(percent / 3)
        {
            given.insert(schema.types[container].snake.to_owned(), json!(id));
        }
    }
    given
}

/// Values for fields of the context or an action.
pub fn fields(
    c: &mut Choices,
    schema: &Schema,
    fields: &[Field],
    percent: usize,
) -> Map<String, Json> {
    let mut given = Map::new();
    for field in fields {
        if c.percent(percent) {
            given.insert(field.name.clone(), value(c, schema, &field.kind));
        }
    }
    given
}

/// A value of a kind.
pub fn value(c: &mut Choices, schema: &Schema, kind: &Kind) -> Json {
    match kind {
        Kind::Bool => json!(c.percent(50)),
        Kind::Int => json!(c.below(4)),
        Kind::Status => json!(c.word(&STATUS)),
        Kind::Date => json!(c.word(&DAYS)),
        Kind::Time => json!(c.word(&["2026-03-02T09:00:00Z", "2026-03-01T23:30:00Z"])),
        Kind::Text => json!(c.word(&["ab", "ba", "acb", ""])),
        Kind::Role => json!(c.word(&["r0", "r1", "x0", "nobody_knows"])),
        Kind::Ip => {
            json!(c.word(&["10.1.2.3", "10.200.0.1", "192.168.1.1", "::1", "::ffff:10.1.2.3"]))
        }
        Kind::Extra => match c.below(3) {
            0 => json!({"a": c.below(4), "b": c.word(&STATUS)}),
            1 => json!({"a": c.below(4)}),
            _ => json!({"b": c.word(&STATUS)}),
        },
        Kind::Entity(types) => {
            let ty = c.one_of(types).copied().unwrap_or(0);
            json!(any_of(c, schema, ty))
        }
        Kind::Set(element) => {
            let count = c.below(4);
            Json::Array((0..count).map(|_| value(c, schema, element)).collect())
        }
    }
}

fn assignment(c: &mut Choices, schema: &Schema, assignable: &Assignable) -> Option<Json> {
    let mut given = Map::new();
    let subjects = schema.subjects();
    let mut who: Vec<usize> = subjects.iter().flat_map(|ty| [*ty; 4]).collect();
    who.extend(subjects.iter().flat_map(|ty| schema.above(*ty)));
    let who = *c.one_of(&who)?;
    given.insert("subject".into(), json!(any_of(c, schema, who)));
    let class = !assignable.classes.is_empty() && c.percent(30) || assignable.roles.is_empty();
    let (key, names) =
        if class { ("class", &assignable.classes) } else { ("role", &assignable.roles) };
    given.insert(key.into(), json!(c.one_of(names)?));
    if c.percent(if class { 45 } else { 60 }) {
        let ty = if c.percent(45) { 0 } else { c.below(schema.types.len()) };
        given.insert("within".into(), json!(any_of(c, schema, ty)));
    }
    for key in ["from", "until"] {
        if c.percent(15) {
            given.insert(key.into(), json!(c.word(&DAYS)));
        }
    }
    Some(Json::Object(given))
}
