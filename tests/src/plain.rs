//! Small worlds written by hand, each question asked of both evaluators.

use std::collections::BTreeSet;

use serde_json::{Map, Value as Json, json};

use crate::engine::agree;
use crate::generate::{File, World};
use crate::law::{Ready, load};
use crate::reference::{Outcome, decide};

/// A policy in text with data.
pub struct Plain {
    world: World,
    now: Option<String>,
}

impl Plain {
    /// A policy of one file, without its first line.
    pub fn policy(text: &str) -> Self {
        Self::files(&[("policy plain", text)])
    }

    /// A policy of several files, each with its first line.
    pub fn files(files: &[(&str, &str)]) -> Self {
        let file = |(at, (header, text)): (usize, &(&str, &str))| File {
            name: format!("{at}.policy"),
            header: Some(format!("{header}\n{text}")),
            items: Vec::new(),
        };
        let files = files.iter().enumerate().map(file).collect();
        let world = World {
            files,
            time_zone: None,
            entities: Vec::new(),
            assignments: Vec::new(),
            requests: Vec::new(),
        };
        Self { world, now: Some("2026-03-02T09:00:00Z".into()) }
    }

    /// With the days of this time zone.
    #[must_use]
    pub fn zone(mut self, name: &str) -> Self {
        self.world.time_zone = Some(name.into());
        self
    }

    /// At this time; at an unknown one where it is empty.
    #[must_use]
    pub fn at(mut self, now: &str) -> Self {
        self.now = (!now.is_empty()).then(|| now.to_owned());
        self
    }

    /// Stores an entity: `Type::id in Type::id, …`.
    #[must_use]
    pub fn given(self, entity: &str) -> Self {
        self.given_with(entity, json!({}))
    }

    /// Stores an entity with properties.
    #[must_use]
    pub fn given_with(mut self, entity: &str, properties: Json) -> Self {
        let (name, parents) = entity.split_once(" in ").unwrap_or((entity, ""));
        let parents: Vec<&str> = parents.split(", ").filter(|name| !name.is_empty()).collect();
        let (ty, id) = name.split_once("::").unwrap_or((name, ""));
        self.world
            .entities
            .push(json!({"type": ty, "id": id, "parents": parents, "properties": properties}));
        self
    }

    /// Assigns a role: `User::ann nurse within Ward::w1 from 2026-01-01 until 2026-02-01`.
    #[must_use]
    pub fn role(self, text: &str) -> Self {
        self.assign("role", text)
    }

    /// Assigns a class.
    #[must_use]
    pub fn class(self, text: &str) -> Self {
        self.assign("class", text)
    }

    fn assign(mut self, kind: &str, text: &str) -> Self {
        let mut words = text.split_whitespace();
        let mut given = Map::new();
        for key in ["subject", kind] {
            given.extend(words.next().map(|word| (key.to_owned(), json!(word))));
        }
        while let (Some(key), Some(value)) = (words.next(), words.next()) {
            given.insert(key.to_owned(), json!(value));
        }
        self.world.assignments.push(Json::Object(given));
        self
    }

    /// Whether the data load; both evaluators must say the same.
    ///
    /// # Errors
    /// Where they differ or the policy doesn't compile.
    pub fn loads(&self) -> Result<bool, String> {
        let policy = self.world.compile()?;
        load(&policy, &self.world.data()).map(|ready| ready.is_some())
    }

    fn ready(&self) -> Result<Ready, String> {
        let policy = self.world.compile()?;
        load(&policy, &self.world.data())?.ok_or_else(|| "the data don't load".into())
    }

    /// What both evaluators say to a request.
    ///
    /// # Errors
    /// Where they differ or there is nothing to ask.
    pub fn ask(&self, request: &Json) -> Result<Outcome, String> {
        let ready = self.ready()?;
        let expected = decide(&ready.policy, &ready.store, request);
        let found = ready.real.decide(request);
        if !agree(&expected, &found) || ready.real.permits(request) != found.permits() {
            return Err(format!("reference {expected:?}\nreal {found:?}\n{request}"));
        }
        Ok(expected)
    }

    /// A request: `User::ann view Patient.money::p1`, with properties of the record, parameters
    /// and context fields in `more`.
    pub fn request(&self, text: &str, more: &Json) -> Json {
        let words: Vec<&str> = text.split_whitespace().collect();
        let word = |at: usize| words.get(at).copied().unwrap_or("");
        let party = |text: &str| {
            let (ty, id) = text.split_once("::").unwrap_or((text, ""));
            json!({"type": ty, "id": id})
        };
        let mut request = json!({
            "subject": party(word(0)),
            "action": {"name": word(1)},
            "resource": party(word(2)),
            "context": more.get("context").cloned().unwrap_or_else(|| json!({})),
        });
        if let Some(now) = &self.now {
            request["context"]["now"] = json!(now);
        }
        for part in ["subject", "action", "resource"] {
            if let Some(properties) = more.get(part) {
                request[part]["properties"] = properties.clone();
            }
        }
        request
    }
}

/// Asks and expects `permit`, `refuse`, or the name of a fault.
///
/// # Panics
/// Where the answer is another.
#[track_caller]
#[expect(clippy::panic, reason = "it is an assertion of tests")]
pub fn expect(plain: &Plain, text: &str, more: Json, expected: &str) {
    let outcome = match plain.ask(&plain.request(text, &more)) {
        Ok(outcome) => outcome,
        Err(why) => panic!("{text}: {why}"),
    };
    let found = match &outcome {
        Outcome::Permit(_) => "permit".to_owned(),
        Outcome::Refuse(_) => "refuse".to_owned(),
        Outcome::Faulty(faults) => format!("{faults:?}"),
    };
    let expected = match expected {
        "permit" | "refuse" => expected.to_owned(),
        fault => format!("{{{fault}}}"),
    };
    assert_eq!(found, expected, "{text} {more}");
}

/// Expects a permit.
///
/// # Panics
/// Where it isn't one.
#[track_caller]
pub fn can(plain: &Plain, text: &str) {
    expect(plain, text, json!({}), "permit");
}

/// Expects a refusal that is a decision.
///
/// # Panics
/// Where it isn't one.
#[track_caller]
pub fn cannot(plain: &Plain, text: &str) {
    expect(plain, text, json!({}), "refuse");
}

/// The names of what a permit asks for.
///
/// # Errors
/// Where it isn't permitted.
pub fn obligations(plain: &Plain, text: &str) -> Result<BTreeSet<String>, String> {
    match plain.ask(&plain.request(text, &json!({})))? {
        Outcome::Permit(asked) => Ok(asked.into_iter().map(|(name, _)| name).collect()),
        other => Err(format!("{text}: {other:?}")),
    }
}
