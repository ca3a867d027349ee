//! Cutting a world down to what matters.

use serde_json::Value as Json;

use super::world::World;

/// The smallest world that can be reached by leaving one thing out after the other while it
/// still fails.
pub fn cut_down(mut world: World, fails: &dyn Fn(&World) -> bool) -> World {
    loop {
        let mut smaller = false;
        for candidate in Cuts::of(&world) {
            if let Some(cut) = candidate.apply(&world)
                && fails(&cut)
            {
                world = cut;
                smaller = true;
            }
        }
        if !smaller {
            return world;
        }
    }
}

/// One thing to leave out; positions count from the end, so that earlier ones stay right.
enum Cuts {
    Request(usize),
    File(usize),
    Item(usize, usize),
    Statement(usize, usize, usize),
    Clause(usize, usize, usize, &'static str),
    Entity(usize),
    Assignment(usize),
    Member(Part, usize, &'static str, String),
    Zone,
}

#[derive(Clone, Copy)]
enum Part {
    Entity,
    Assignment,
    Request,
}

impl Cuts {
    fn of(world: &World) -> Vec<Self> {
        let mut cuts = Vec::new();
        cuts.extend((0..world.requests.len()).rev().map(Self::Request));
        cuts.extend((2..world.files.len()).rev().map(Self::File));
        for (file, text) in world.files.iter().enumerate() {
            for (at, item) in text.items.iter().enumerate().rev() {
                cuts.push(Self::Item(file, at));
                for statement in (0..item.body.as_ref().map_or(0, Vec::len)).rev() {
                    cuts.push(Self::Statement(file, at, statement));
                    for word in [" except ", " with ", " unless ", " when ", " within "] {
                        cuts.push(Self::Clause(file, at, statement, word));
                    }
                }
            }
        }
        cuts.extend((0..world.assignments.len()).rev().map(Self::Assignment));
        cuts.extend((0..world.entities.len()).rev().map(Self::Entity));
        for (part, list) in [
            (Part::Entity, &world.entities),
            (Part::Assignment, &world.assignments),
            (Part::Request, &world.requests),
        ] {
            for (at, json) in list.iter().enumerate() {
                cuts.extend(
                    members(json).into_iter().map(|(path, key)| Self::Member(part, at, path, key)),
                );
            }
        }
        cuts.push(Self::Zone);
        cuts
    }

    fn apply(&self, world: &World) -> Option<World> {
        let mut world = world.clone();
        match self {
            Self::Request(at) => remove(&mut world.requests, *at)?,
            Self::File(at) => {
                (*at < world.files.len()).then(|| world.files.remove(*at))?;
            }
            Self::Item(file, at) => {
                let items = &mut world.files.get_mut(*file)?.items;
                (*at < items.len()).then(|| items.remove(*at))?;
            }
            Self::Statement(file, at, statement) => {
                let body = world.files.get_mut(*file)?.items.get_mut(*at)?.body.as_mut()?;
                (*statement < body.len()).then(|| body.remove(*statement))?;
            }
            Self::Clause(file, at, statement, word) => {
                let body = world.files.get_mut(*file)?.items.get_mut(*at)?.body.as_mut()?;
                let text = body.get_mut(*statement)?;
                *text = without(text, word)?;
            }
            Self::Entity(at) => remove(&mut world.entities, *at)?,
            Self::Assignment(at) => remove(&mut world.assignments, *at)?,
            Self::Member(part, at, path, key) => {
                let list = match part {
                    Part::Entity => &mut world.entities,
                    Part::Assignment => &mut world.assignments,
                    Part::Request => &mut world.requests,
                };
                let json = list.get_mut(*at)?.pointer_mut(path)?;
                match json {
                    Json::Object(object) => drop(object.remove(key)?),
                    Json::Array(parts) => {
                        let at = parts.iter().position(|part| part.as_str() == Some(key))?;
                        parts.remove(at);
                    }
                    _ => return None,
                }
            }
            Self::Zone => drop(world.time_zone.take()?),
        }
        Some(world)
    }
}

fn remove(list: &mut Vec<Json>, at: usize) -> Option<()> {
    (at < list.len()).then(|| drop(list.remove(at)))
}

/// The members of objects and lists that can be left out.
fn members(json: &Json) -> Vec<(&'static str, String)> {
    let paths = [
        "",
        "/properties",
        "/parents",
        "/context",
        "/subject/properties",
        "/resource/properties",
        "/action/properties",
    ];
    let needed = ["type", "id", "subject", "action", "resource", "role", "class"];
    let mut found = Vec::new();
    for path in paths {
        match json.pointer(path) {
            Some(Json::Object(object)) => {
                let keys =
                    object.keys().filter(|key| !path.is_empty() || !needed.contains(&key.as_str()));
                found.extend(keys.map(|key| (path, key.clone())));
            }
            Some(Json::Array(parts)) => {
                let texts = parts.iter().filter_map(Json::as_str);
                found.extend(texts.map(|text| (path, text.to_owned())));
            }
            _ => {}
        }
    }
    found
}

/// A statement without one part, up to the next.
fn without(text: &str, word: &str) -> Option<String> {
    let (before, after) = text.split_once(word)?;
    let next =
        [" when ", " unless ", " with ", " except "].iter().filter_map(|next| after.find(next));
    let end = next.min().unwrap_or(after.len());
    Some(format!("{before}{}", &after[end..]))
}
