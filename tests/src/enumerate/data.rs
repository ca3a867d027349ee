//! Small data sets for small policies: a few entities of each type, with every assignment of
//! properties, parents and roles.

use serde_json::{Map, Value as Json, json};

use super::schema::{DOC, Kind, Property, Schema, USER};
use super::{Draw, Small};

/// A data set with what a request for any target says besides its target.
#[derive(Clone, Debug)]
pub struct Instance {
    /// The data.
    pub data: Json,
    /// Parameters.
    pub params: Json,
    /// The context.
    pub context: Json,
    /// Properties of a record that is made, or of an external one.
    pub described: Json,
    /// Whether everything referred to is stored, everything required is given, and no class
    /// assigned.
    pub whole: bool,
}

/// Days around those that conditions name.
const DAYS: [&str; 5] = ["2025-12-31", "2026-01-01", "2026-01-02", "2026-01-03", "2026-01-04"];

/// Draws an instance.
pub fn instance(draw: &mut Draw, small: &Small) -> Instance {
    let tidy = draw.coin();
    let mut maker = Maker { small, draw, tidy, whole: true, named: Vec::new() };
    let stored = maker.stored();
    let entities: Vec<Json> = stored.iter().map(|(ty, id)| maker.entity(*ty, id)).collect();
    let assignments = maker.assignments();
    let described = maker.described();
    let params = maker.values(&small.schema.params);
    let mut context = maker.values(&small.schema.context);
    maker.now(&mut context);
    let named = std::mem::take(&mut maker.named);
    let is_stored =
        |name: &String| stored.iter().any(|(ty, id)| *name == uid(&small.schema, *ty, id));
    let literals_stored = (0..small.schema.types.len()).all(|ty| {
        (1..=2).all(|nth| {
            let id = id_of(&small.schema, ty, nth);
            let literal = format!("{}::\"{id}\"", small.schema.types[ty].name);
            !small.rules.contains(&literal) || is_stored(&uid(&small.schema, ty, &id))
        })
    });
    let whole = maker.whole && literals_stored && named.iter().all(is_stored);
    Instance {
        data: json!({"entities": entities, "assignments": assignments}),
        params: Json::Object(params),
        context: Json::Object(context),
        described: Json::Object(described),
        whole,
    }
}

/// The same with a property of all entities of a type drawn again.
pub fn changed(
    draw: &mut Draw,
    small: &Small,
    instance: &Instance,
    ty: usize,
    name: &str,
) -> Option<Instance> {
    let property = small.schema.types[ty].properties.iter().find(|one| one.name == name)?;
    let mut other = instance.clone();
    let mut maker = Maker { small, draw, tidy: false, whole: true, named: Vec::new() };
    let entities = other.data["entities"].as_array_mut()?;
    let of_type = |entity: &&mut Json| entity["type"] == small.schema.types[ty].name;
    let mut places: Vec<&mut Map<String, Json>> = entities
        .iter_mut()
        .filter(of_type)
        .filter_map(|entity| entity["properties"].as_object_mut())
        .collect();
    if ty == DOC {
        places.extend(other.described.as_object_mut());
    }
    for properties in places {
        properties.remove(name);
        if let Some(value) = maker.value(property) {
            properties.insert(name.to_owned(), value);
        }
    }
    Some(other)
}

/// The same asked at another time, or with another context field.
pub fn asked_otherwise(draw: &mut Draw, small: &Small, instance: &Instance, now: bool) -> Instance {
    let mut other = instance.clone();
    let mut maker = Maker { small, draw, tidy: false, whole: true, named: Vec::new() };
    let mut context = if now { Map::new() } else { maker.values(&small.schema.context) };
    if now {
        maker.now(&mut context);
    }
    let kept = |name: &str| (name == "now") != now;
    for (name, value) in instance.context.as_object().into_iter().flatten() {
        if kept(name) {
            context.insert(name.clone(), value.clone());
        }
    }
    other.context = Json::Object(context);
    other
}

/// The id of the nth entity of a type.
pub fn id_of(schema: &Schema, ty: usize, nth: usize) -> String {
    format!("{}{nth}", &schema.types[ty].snake[..1])
}

/// `Type::id`
pub fn uid(schema: &Schema, ty: usize, id: &str) -> String {
    format!("{}::{id}", schema.types[ty].name)
}

struct Maker<'m> {
    small: &'m Small,
    draw: &'m mut Draw,
    /// Everything is stored and given.
    tidy: bool,
    whole: bool,
    /// What is referred to.
    named: Vec<String>,
}

impl Maker<'_> {
    fn schema(&self) -> &Schema {
        &self.small.schema
    }

    fn absent(&mut self) -> bool {
        !self.tidy && self.draw.rarely()
    }

    /// Which entities are stored; those that the request is about are, unless external.
    fn stored(&mut self) -> Vec<(usize, String)> {
        let mut stored = Vec::new();
        for ty in 0..self.schema().types.len() {
            for nth in 1..=2 {
                let asked =
                    nth == 1 && (ty == USER || (ty == DOC && !self.schema().types[ty].external));
                if asked || self.matters(ty, nth) && !self.absent() {
                    stored.push((ty, id_of(self.schema(), ty, nth)));
                }
            }
        }
        stored
    }

    /// Whether an entity can matter: something leads to its type, or a rule names it.
    fn matters(&self, ty: usize, nth: usize) -> bool {
        let schema = self.schema();
        let led = schema.types.iter().flat_map(|of| &of.properties).any(|property| {
            matches!(&property.kind, Kind::Entity(to) | Kind::Set(to) if to.contains(&ty))
                && self.small.mentions(&property.name)
        });
        let contains = schema.types.iter().any(|inner| inner.containers.contains(&ty));
        let named = self.small.rules.contains(&format!(
            "{}::\"{}\"",
            schema.types[ty].name,
            id_of(schema, ty, nth)
        ));
        led || named || (contains && (nth == 1 || ty > DOC))
    }

    /// What a reference to one of these types may name.
    fn candidates(&self, types: &[usize]) -> Vec<String> {
        let each = |ty: &usize| {
            let ty = *ty;
            (1..=2).map(move |nth| uid(self.schema(), ty, &id_of(self.schema(), ty, nth)))
        };
        types.iter().flat_map(each).collect()
    }

    fn name(&mut self, uid: String) -> Json {
        self.named.push(uid.clone());
        json!(uid)
    }

    fn entity(&mut self, ty: usize, id: &str) -> Json {
        let declared = self.schema().types[ty].clone();
        let parents = self.parents(ty, id);
        let properties = self.values(&declared.properties);
        json!({"type": declared.name, "id": id, "parents": parents, "properties": properties})
    }

    /// Parents; of its own type only later ones, so that there are no circles.
    fn parents(&mut self, ty: usize, id: &str) -> Vec<Json> {
        let containers = self.schema().types[ty].containers.clone();
        let mut parents = Vec::new();
        for container in containers {
            let mut places = self.candidates(&[container]);
            if container == ty {
                places.retain(|uid| !id.ends_with('2') && !uid.ends_with('1'));
            }
            // None, each of them, or all.
            let chosen = self.draw.below(places.len() + if places.len() > 1 { 2 } else { 1 });
            let chosen: Vec<String> = match chosen {
                0 => Vec::new(),
                at if at <= places.len() => vec![places[at - 1].clone()],
                _ => places,
            };
            for uid in chosen {
                parents.push(self.name(uid));
            }
        }
        parents
    }

    fn values(&mut self, declared: &[Property]) -> Map<String, Json> {
        let mut values = Map::new();
        for property in declared {
            if self.small.mentions(&property.name)
                && let Some(value) = self.value(property)
            {
                values.insert(property.name.clone(), value);
            }
        }
        values
    }

    /// A value, or none.
    fn value(&mut self, property: &Property) -> Option<Json> {
        let absent = if property.optional || property.default.is_some() {
            self.draw.below(3) == 2
        } else {
            self.absent()
        };
        if absent {
            self.whole &= property.optional || property.default.is_some();
            return None;
        }
        Some(match &property.kind {
            Kind::Bool => json!(self.draw.coin()),
            Kind::Pair => json!(["a", "b"][self.draw.below(2)]),
            Kind::Int => json!([0, 1, 2, -1, 3, -2][self.draw.below(6)]),
            Kind::Date => json!(DAYS[self.draw.below(DAYS.len())]),
            Kind::Entity(types) => {
                let candidates = self.candidates(types);
                let at = self.draw.below(candidates.len());
                self.name(candidates[at].clone())
            }
            Kind::Set(types) => {
                let candidates = self.candidates(types);
                let mut elements = Vec::new();
                for candidate in candidates {
                    if self.draw.below(2) == 1 {
                        elements.push(self.name(candidate));
                    }
                }
                Json::Array(elements)
            }
        })
    }

    fn assignments(&mut self) -> Vec<Json> {
        let mut assignments = Vec::new();
        let mut holders = vec![uid(self.schema(), USER, "u1")];
        if self.small.rules.contains(" holds ") {
            holders.push(uid(self.schema(), USER, "u2"));
        }
        for container in self.schema().types[USER].containers.clone() {
            holders.push(uid(self.schema(), container, &id_of(self.schema(), container, 1)));
        }
        let places: Vec<String> = self.places();
        for (nth, holder) in holders.into_iter().enumerate() {
            for role in self.small.roles.clone() {
                let often = nth == 0;
                self.assign(&mut assignments, ("role", role), &holder, &places, often);
                if often && self.draw.rarely() {
                    self.assign(&mut assignments, ("role", role), &holder, &places, often);
                }
            }
            if self.small.class {
                let before = assignments.len();
                self.assign(&mut assignments, ("class", "c1"), &holder, &places, nth == 0);
                self.whole &= assignments.len() == before;
            }
        }
        assignments
    }

    /// Where assignments may hold: records and what contains them.
    fn places(&self) -> Vec<String> {
        let schema = self.schema();
        let mut types = schema.ancestors(DOC);
        types.push(DOC);
        types.sort_unstable();
        types.dedup();
        let mut places = self.candidates(&types);
        places.retain(|place| place != "Doc::d2");
        places
    }

    fn assign(
        &mut self,
        assignments: &mut Vec<Json>,
        what: (&str, &str),
        holder: &str,
        places: &[String],
        often: bool,
    ) {
        if !often && !self.draw.rarely() {
            return;
        }
        let chosen = self.draw.below(places.len() + 2);
        if chosen == 0 {
            return;
        }
        let mut given = Map::new();
        let subject = self.name(holder.to_owned());
        given.insert("subject".into(), subject);
        given.insert(what.0.into(), json!(what.1));
        if let Some(place) = places.get(chosen.wrapping_sub(2)) {
            let place = self.name(place.clone());
            given.insert("within".into(), place);
        }
        if self.small.dated {
            match self.draw.below(3) {
                1 => drop(given.insert("from".into(), json!("2026-01-02"))),
                2 => drop(given.insert("until".into(), json!("2026-01-01"))),
                _ => {}
            }
        }
        assignments.push(Json::Object(given));
    }

    /// What a request says of a record that is made, or external.
    fn described(&mut self) -> Map<String, Json> {
        let declared = self.schema().types[DOC].clone();
        if !self.schema().makes && !declared.external {
            return Map::new();
        }
        let mut properties = self.values(&declared.properties);
        if let Some(container) = declared.containers.first() {
            let places = self.candidates(&[*container]);
            let places: Vec<String> = places.into_iter().filter(|uid| *uid != "Doc::d1").collect();
            let at = self.draw.below(places.len() + 1);
            if let Some(place) = places.get(at) {
                let place = self.name(place.clone());
                properties.insert(self.schema().types[*container].snake.into(), place);
            }
        }
        properties
    }

    fn now(&mut self, context: &mut Map<String, Json>) {
        if self.small.dated || self.small.rules.contains("context.now") {
            if self.absent() {
                self.whole = false;
            } else {
                let day = DAYS[1 + self.draw.below(3)];
                context.insert("now".into(), json!(format!("{day}T12:00:00Z")));
            }
        }
    }
}
