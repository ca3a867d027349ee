//! Requests, most of them about what there is.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value as Json, json};

use super::choices::Choices;
use super::data::{above, any_of, fields, name, properties, value};
use super::schema::{Action, Schema, USER};

const NOW: [&str; 5] = [
    "2026-03-02T09:00:00Z",
    "2026-03-02T23:30:00Z",
    "2026-03-01T22:59:59Z",
    "2026-03-01T09:00:00Z",
    "2026-07-01T09:00:00Z",
];

/// A request over these entities.
pub fn request(c: &mut Choices, schema: &Schema, entities: &[Json]) -> Json {
    let action = match c.one_of(&schema.actions) {
        Some(action) => action.clone(),
        None => return Json::Null,
    };
    let subjects = schema.subjects();
    let asking = if c.percent(80) { USER } else { c.one_of(&subjects).copied().unwrap_or(USER) };
    let mut ty = action.ty;
    if c.percent(2) {
        ty = c.below(schema.types.len());
    }
    let parents = parents_of(entities);
    let subject = mostly_stored(c, schema, asking, &parents);
    let resource = if action.new && c.percent(92) {
        let declared = &schema.types[ty];
        format!("{}::{}{}", declared.name, declared.letter, c.word(&["8", "9"]))
    } else {
        mostly_stored(c, schema, ty, &parents)
    };
    let mut body = json!({
        "subject": party(&subject, None),
        "action": {"name": if c.percent(1) { "undeclared" } else { action.name }},
        "resource": party(&resource, part(c, schema, &action)),
    });
    let mut context = fields(c, schema, &schema.context, 70);
    if c.percent(85) {
        context.insert("now".into(), json!(c.word(&NOW)));
    }
    let stored = |id: &str| parents.contains_key(id);
    let itself = subject == resource;
    if schema.types[asking].external && c.percent(if itself { 30 } else { 70 }) {
        let given = described(c, schema, asking, &subject, stored(&subject), false, &parents);
        body["subject"]["properties"] = Json::Object(given);
    }
    let external = schema.types[ty].external;
    let counts = action.new || external;
    if counts && c.percent(95) || c.percent(10) {
        let given = if counts {
            described(c, schema, ty, &resource, stored(&resource), action.new, &parents)
        } else {
            properties(c, schema, ty, 50, &above(&parents, &resource))
        };
        body["resource"]["properties"] = Json::Object(given);
    }
    let parameters = fields(c, schema, &action.params, 65);
    if !parameters.is_empty() {
        body["action"]["properties"] = Json::Object(parameters);
    }
    if !context.is_empty() {
        body["context"] = Json::Object(context);
    }
    body
}

/// An entity of a type; one that isn't stored only now and then.
fn mostly_stored(
    c: &mut Choices,
    schema: &Schema,
    ty: usize,
    parents: &BTreeMap<String, Vec<String>>,
) -> String {
    let first = any_of(c, schema, ty);
    let again = any_of(c, schema, ty);
    if parents.contains_key(&first) || schema.types[ty].external { first } else { again }
}

/// The parents of the entities that are stored, by name.
pub fn parents_of(entities: &[Json]) -> BTreeMap<String, Vec<String>> {
    let text = |json: &Json| json.as_str().unwrap_or("").to_owned();
    let one = |json: &Json| {
        let parents = json["parents"].as_array().into_iter().flatten().map(text).collect();
        (format!("{}::{}", text(&json["type"]), text(&json["id"])), parents)
    };
    entities.iter().map(one).collect()
}

fn party(id: &str, facet: Option<&str>) -> Json {
    let (ty, id) = id.split_once("::").unwrap_or((id, ""));
    let facet = facet.map(|facet| format!(".{facet}")).unwrap_or_default();
    json!({"type": format!("{ty}{facet}"), "id": id})
}

fn part<'s>(c: &mut Choices, schema: &'s Schema, action: &Action) -> Option<&'s str> {
    let facets = &schema.types[action.ty].facets;
    let wanted = match (action.facet, action.parts) {
        (Some(_), _) => 95,
        (None, true) => 60,
        (None, false) => 2,
    };
    if !c.percent(wanted) {
        return None;
    }
    match action.facet {
        Some(facet) => facets.iter().find(|other| **other == facet).copied(),
        None => c.one_of(facets).copied(),
    }
}

/// What a request says of a record whose properties count: where it lies, too.
fn described(
    c: &mut Choices,
    schema: &Schema,
    ty: usize,
    id: &str,
    stored: bool,
    new: bool,
    parents: &BTreeMap<String, Vec<String>>,
) -> Map<String, Json> {
    if stored {
        return properties(c, schema, ty, 60, &above(parents, id));
    }
    let mut around = BTreeSet::new();
    let containers = &schema.types[ty].containers;
    if let Some(container) = c.one_of(containers)
        && c.percent(if new { 92 } else { 50 })
    {
        let most = if *container == ty { 3 } else { 4 };
        let inner = name(schema, *container, c.between(1, most));
        around = above(parents, &inner);
        let mut given = properties(c, schema, ty, 80, &around);
        let snake = schema.types[*container].snake;
        given.insert(snake.to_owned(), json!(inner));
        if let Some(other) = c.one_of(&schema.above(ty))
            && c.percent(8)
        {
            let named = any_of(c, schema, *other);
            given.insert(schema.types[*other].snake.to_owned(), json!(named));
        }
        return given;
    }
    let mut given = properties(c, schema, ty, 80, &around);
    if c.percent(3)
        && let Some(field) = c.one_of(&schema.types[ty].properties)
    {
        let wrong = value(c, schema, &super::schema::Kind::Int);
        given.insert(field.name.clone(), wrong);
    }
    given
}
