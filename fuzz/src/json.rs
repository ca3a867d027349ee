//! JSON of nearly the right shape, made as bytes say.

use serde_json::{Map, Number, Value as Json, json};

use crate::engines;

/// What is made.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Shape {
    /// A data file.
    Data,
    /// A request.
    Request,
    /// A body of the service's API: a request, a batch or a search.
    Body,
}

/// Texts that mean something to the policies, or come close to it.
const WORDS: &[&str] = &[
    "User",
    "Team",
    "Org",
    "Folder",
    "Note",
    "Note.money",
    "Note.text",
    "Bot",
    "User::ann",
    "User::bob",
    "Bot::b",
    "Team::t",
    "Team::u",
    "Org::o",
    "Org::p",
    "Folder::f",
    "Folder::g",
    "Note::n",
    "Note::m",
    "ann",
    "bob",
    "b",
    "t",
    "o",
    "p",
    "f",
    "g",
    "n",
    "m",
    "nurse",
    "admin",
    "boss",
    "locum",
    "anyone",
    "view",
    "edit",
    "create",
    "move",
    "pay",
    "open",
    "closed",
    "",
    "::",
    "User::",
    "::ann",
    "2026-03-02",
    "2026-02-30",
    "0000-01-01",
    "9999-12-31",
    "2026-03-02T09:00:00Z",
    "2026-03-02T23:59:60Z",
    "9999-12-31T23:59:59Z",
    "3 hours",
    "-3 days",
    "1.50",
    "10.1.2.3",
    "10.0.0.0/8",
    "10.0.0.0/99",
    "::1",
    "fe80::/10",
    "::ffff:10.1.2.3",
    "10.1.2.3/8",
    "::ffff:10.0.0.0/104",
    "::/0",
    "2026-03-02T09:00:00.1234567Z",
    "9999-12-31T23:59:59-01:00",
    "12345678901.123456",
    "9223372036854.775808",
    "\u{0}",
    "é\u{301}",
    "9223372036854775807",
];

/// Names of properties and fields.
const KEYS: &[&str] = &[
    "type",
    "id",
    "parents",
    "properties",
    "subject",
    "role",
    "class",
    "within",
    "from",
    "until",
    "name",
    "org",
    "team",
    "folder",
    "status",
    "level",
    "rate",
    "born",
    "seen",
    "spent",
    "address",
    "range",
    "held",
    "crew",
    "tags",
    "owner",
    "place",
    "parent",
    "note",
    "mfa",
    "now",
    "ip",
    "day",
    "to",
    "amount",
    "street",
    "city",
    "closed",
    "due",
    "readers",
];

/// Takes numbers off bytes; after the last come zeros.
struct Bytes<'b> {
    bytes: &'b [u8],
    budget: usize,
}

/// What the bytes make; `None` where they stand for themselves.
pub fn made(bytes: &[u8], shape: Shape) -> Option<Json> {
    let (first, rest) = bytes.split_first()?;
    // What begins like JSON is JSON.
    if matches!(first, b'{' | b'[' | b'"' | b' ') {
        return None;
    }
    let mut from = Bytes { bytes: rest, budget: 400 };
    Some(match shape {
        Shape::Data => from.data(),
        Shape::Request => from.request(),
        Shape::Body => from.body(),
    })
}

impl Bytes<'_> {
    fn next(&mut self) -> usize {
        match self.bytes.split_first() {
            Some((first, rest)) => {
                self.bytes = rest;
                usize::from(*first)
            }
            None => 0,
        }
    }

    fn word(&mut self) -> String {
        let words = WORDS.len();
        match self.next() {
            at if at < words => WORDS[at].to_owned(),
            at if at < 2 * words => format!("{}::{}", WORDS[at % 8], WORDS[self.next() % words]),
            _ => {
                let length = (self.next() % 24).min(self.bytes.len());
                let (text, rest) = self.bytes.split_at(length);
                self.bytes = rest;
                String::from_utf8_lossy(text).into_owned()
            }
        }
    }

    fn key(&mut self) -> String {
        match self.next() {
            at if at < 240 => KEYS[at % KEYS.len()].to_owned(),
            _ => self.word(),
        }
    }

    fn value(&mut self, depth: usize) -> Json {
        self.budget = self.budget.saturating_sub(1);
        if self.budget == 0 {
            return Json::Null;
        }
        match self.next() % 16 {
            0..=6 => json!(self.word()),
            7 => json!(self.next().is_multiple_of(2)),
            8 | 9 => json!(self.next() as i64 - 3),
            10 => json!(i64::MAX - self.next() as i64),
            11 => Number::from_f64(self.next() as f64 / 7.0).map_or(Json::Null, Json::Number),
            12 | 13 if depth > 0 => {
                let count = self.next() % 5;
                Json::Array((0..count).map(|_| self.value(depth - 1)).collect())
            }
            14 if depth > 0 => self.object(depth - 1),
            _ => Json::Null,
        }
    }

    fn object(&mut self, depth: usize) -> Json {
        let count = self.next() % 6;
        let mut object = Map::new();
        for _ in 0..count {
            let key = self.key();
            object.insert(key, self.value(depth));
        }
        Json::Object(object)
    }

    /// Mostly what should be there, sometimes anything.
    fn mostly(&mut self, right: impl FnOnce(&mut Self) -> Json) -> Json {
        if self.next() < 240 { right(self) } else { self.value(3) }
    }

    fn party(&mut self) -> Json {
        let mut party = Map::new();
        let ty = self.mostly(|from| json!(WORDS[from.next() % 8]));
        let id = self.mostly(|from| json!(WORDS[19 + from.next() % 10]));
        party.insert("type".into(), ty);
        party.insert("id".into(), id);
        if self.next().is_multiple_of(2) {
            let properties = self.mostly(|from| from.object(2));
            party.insert("properties".into(), properties);
        }
        Json::Object(party)
    }

    fn reference(&mut self) -> Json {
        self.mostly(|from| json!(WORDS[8 + from.next() % 11]))
    }

    fn data(&mut self) -> Json {
        let mut entities = Vec::new();
        for _ in 0..self.next() % 8 {
            let mut entity = self.mostly(Self::party);
            if let Some(entity) = entity.as_object_mut() {
                let count = self.next() % 4;
                let parents: Vec<Json> = (0..count).map(|_| self.reference()).collect();
                entity.insert("parents".into(), json!(parents));
            }
            entities.push(entity);
        }
        let mut assignments = Vec::new();
        for _ in 0..self.next() % 5 {
            assignments.push(self.mostly(Self::assignment));
        }
        json!({"entities": entities, "assignments": assignments})
    }

    fn assignment(&mut self) -> Json {
        let mut assignment = Map::new();
        assignment.insert("subject".into(), self.reference());
        let what = self.mostly(|from| json!(WORDS[29 + from.next() % 5]));
        let kind = if self.next().is_multiple_of(3) { "class" } else { "role" };
        assignment.insert(kind.into(), what);
        for key in ["within", "from", "until"] {
            if self.next().is_multiple_of(3) {
                let value = self.mostly(|from| json!(from.word()));
                assignment.insert(key.into(), value);
            }
        }
        Json::Object(assignment)
    }

    /// One body for every endpoint: each takes what it knows of it.
    fn body(&mut self) -> Json {
        let mut body = self.likely();
        if self.next().is_multiple_of(2) {
            let items: Vec<Json> = (0..self.next() % 6).map(|_| self.item()).collect();
            body["evaluations"] = self.mostly(|_| json!(items));
            let semantics = ["execute_all", "deny_on_first_deny", "permit_on_first_permit"];
            let semantic = self.mostly(|from| json!(semantics[from.next() % 3]));
            body["options"] = self.mostly(|_| json!({"evaluations_semantic": semantic}));
        }
        if self.next().is_multiple_of(2) {
            let limit = self.mostly(|from| json!(1 + from.next() % 3));
            body["page"] = self.mostly(|_| json!({"limit": limit}));
        }
        // A search says no id, and defaults of a batch may be left out.
        for (member, field) in [("subject", "id"), ("resource", "id"), ("action", "name")] {
            match self.next() % 6 {
                0 => drop(body[member].as_object_mut().map(|member| member.remove(field))),
                1 => drop(body.as_object_mut().map(|body| body.remove(member))),
                _ => {}
            }
        }
        self.spoiled(body)
    }

    /// A request of which some are permitted, or any.
    fn likely(&mut self) -> Json {
        let right = engines::requests();
        match self.next() {
            at if at < 192 => {
                let mut right = right[at % right.len()].clone();
                // Those are for records that are made; what is stored has properties of its own.
                if at < 144 {
                    right["resource"].as_object_mut().map(|record| record.remove("properties"));
                }
                right
            }
            _ => self.request(),
        }
    }

    /// Members of a request, over the defaults.
    fn item(&mut self) -> Json {
        let mut item = self.mostly(Self::likely);
        let keep = self.next();
        for (at, name) in ["subject", "action", "resource", "context"].iter().enumerate() {
            if let Some(item) = item.as_object_mut().filter(|_| keep >> at & 1 == 0) {
                item.remove(*name);
            }
        }
        item
    }

    /// Sometimes with anything in some place.
    fn spoiled(&mut self, mut body: Json) -> Json {
        if self.next() >= 224 {
            let depth = 1 + self.next() % 4;
            self.spoil(&mut body, depth);
        }
        body
    }

    fn spoil(&mut self, place: &mut Json, depth: usize) {
        let at = self.next();
        if depth > 0
            && let Some(inner) = inner(place, at)
        {
            return self.spoil(inner, depth - 1);
        }
        *place = self.value(3);
    }

    fn request(&mut self) -> Json {
        let (subject, resource) = (self.mostly(Self::party), self.mostly(Self::party));
        let name = self.mostly(|from| json!(WORDS[34 + from.next() % 5]));
        let properties = self.mostly(|from| from.object(2));
        let context = self.mostly(|from| from.object(2));
        json!({
            "subject": subject,
            "action": {"name": name, "properties": properties},
            "resource": resource,
            "context": context,
        })
    }
}

/// What stands at a place within, counted around.
fn inner(json: &mut Json, at: usize) -> Option<&mut Json> {
    match json {
        Json::Object(object) => {
            let at = at.checked_rem(object.len())?;
            object.values_mut().nth(at)
        }
        Json::Array(items) => {
            let at = at.checked_rem(items.len())?;
            items.get_mut(at)
        }
        _ => None,
    }
}
