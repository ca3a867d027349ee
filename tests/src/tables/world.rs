//! Small data sets with a request, full of extremes: absent, unknown, not stored, two nearest
//! containers, each member of a union.

use serde_json::{Map, Value as Json, json};

use super::schema::{CALL, CONTAINERS, Given, OTHERS, Property, REC};
use super::speech::Asked;
use super::values::{id, values};
use crate::enumerate::Draw;

/// A data set and a request.
#[derive(Clone, Debug)]
pub struct World {
    /// The data.
    pub data: Json,
    /// The request.
    pub request: Json,
}

impl World {
    /// Draws one for a request of this kind.
    pub fn draw(draw: &mut Draw, asked: Asked) -> Self {
        let mut entities = Vec::new();
        for (ty, properties) in OTHERS {
            for nth in 1..=2 {
                let asks = *ty == "User" && nth == 1;
                if asks || draw.below(5) > 0 {
                    entities.push(entity(draw, ty, nth, properties));
                }
            }
        }
        for nth in 1..=2 {
            if (nth == 1 && asked == Asked::Stored) || draw.coin() {
                entities.push(entity(draw, "Rec", nth, REC));
            }
        }
        if asked == Asked::External && draw.coin() {
            entities.push(entity(draw, "Call", 1, CALL));
        }
        let data = json!({"entities": entities, "assignments": assignments(draw)});
        Self { data, request: request(draw, asked) }
    }
}

fn entity(draw: &mut Draw, ty: &str, nth: usize, declared: &[Property]) -> Json {
    json!({
        "type": ty,
        "id": id(ty, nth),
        "parents": parents(draw, ty, nth),
        "properties": properties(draw, declared),
    })
}

fn containers(ty: &str) -> &'static [&'static str] {
    CONTAINERS.iter().find(|(name, _)| *name == ty).map_or(&[], |(_, containers)| containers)
}

/// None, one or two places, stored or not; of its own type only later ones, so that there are no
/// cycles.
fn parents(draw: &mut Draw, ty: &str, nth: usize) -> Vec<String> {
    let mut places = Vec::new();
    for container in containers(ty) {
        let first = if *container == ty { nth + 1 } else { 1 };
        places.extend((first..=3).map(|nth| format!("{container}::{}", id(container, nth))));
    }
    let mut chosen = Vec::new();
    for _ in 0..draw.below(3) {
        if let Some(place) = draw.one_of(&places)
            && !chosen.contains(place)
        {
            chosen.push(place.clone());
        }
    }
    chosen
}

fn properties(draw: &mut Draw, declared: &[Property]) -> Map<String, Json> {
    let mut given = Map::new();
    for (name, kind, many, how) in declared {
        let absent = match how {
            Given::Required => draw.below(6) == 0,
            Given::Optional | Given::Default => draw.below(3) == 0,
        };
        if absent {
            continue;
        }
        let values = values(*kind);
        let value = if *many {
            Json::Array(values.into_iter().filter(|_| draw.below(3) == 0).collect())
        } else {
            draw.one_of(&values).cloned().unwrap_or(Json::Null)
        };
        given.insert((*name).to_owned(), value);
    }
    given
}

fn assignments(draw: &mut Draw) -> Vec<Json> {
    let subjects = ["User::u1", "User::u1", "User::u2", "User::u3", "Team::t1", "Org::o1"];
    let places = ["Org::o1", "Org::o2", "Org::o3", "Folder::f1", "Rec::rec1", "Team::t1"];
    let mut all = Vec::new();
    for _ in 0..draw.below(4) {
        let mut one = Map::new();
        one.insert("subject".into(), json!(draw.word(&subjects)));
        match draw.below(5) {
            0 => one.insert("class".into(), json!("watched")),
            1 => one.insert("role".into(), json!("free")),
            2 => one.insert("role".into(), json!("lead")),
            _ => one.insert("role".into(), json!("base")),
        };
        if draw.below(4) > 0 {
            one.insert("within".into(), json!(draw.word(&places)));
        }
        match draw.below(6) {
            0 => drop(one.insert("until".into(), json!("2026-03-01"))),
            1 => drop(one.insert("from".into(), json!("2026-03-02"))),
            _ => {}
        }
        all.push(Json::Object(one));
    }
    all
}

fn request(draw: &mut Draw, asked: Asked) -> Json {
    let mut resource = json!({"type": asked.ty(), "id": id(asked.ty(), 1)});
    match asked {
        Asked::Stored => {}
        Asked::New => {
            let mut given = properties(draw, REC);
            let places = ["Folder::f1", "Folder::f2", "Folder::f3"];
            given.insert("folder".into(), json!(draw.word(&places)));
            resource["id"] = json!("made");
            resource["properties"] = Json::Object(given);
        }
        Asked::External => {
            let mut given = properties(draw, CALL);
            if draw.coin() {
                given.insert("org".into(), json!(draw.word(&["Org::o1", "Org::o2", "Org::o3"])));
            }
            if draw.coin() {
                resource["properties"] = Json::Object(given);
            }
        }
    }
    let mut action = Map::new();
    let mut context = Map::new();
    let maybe = |draw: &mut Draw, name: &str, values: &[Json], into: &mut Map<String, Json>| {
        if draw.below(4) > 0
            && let Some(value) = draw.one_of(values)
        {
            into.insert(name.to_owned(), value.clone());
        }
    };
    use super::schema::Kind;
    maybe(draw, "p", &values(Kind::Int), &mut action);
    maybe(draw, "r", &values(Kind::Decimal), &mut action);
    maybe(draw, "d", &values(Kind::Date), &mut action);
    maybe(draw, "e", &values(Kind::Entity(&["User"])), &mut action);
    maybe(draw, "k", &values(Kind::Int), &mut context);
    maybe(draw, "q", &values(Kind::Decimal), &mut context);
    maybe(draw, "today", &values(Kind::Date), &mut context);
    maybe(draw, "ip", &values(Kind::Ip), &mut context);
    maybe(draw, "ok", &values(Kind::Bool), &mut context);
    maybe(draw, "person", &values(Kind::Entity(&["User"])), &mut context);
    maybe(draw, "now", &values(Kind::Time), &mut context);
    json!({
        "subject": {"type": "User", "id": "u1"},
        "action": {"name": asked.action(), "properties": action},
        "resource": resource,
        "context": context,
    })
}
