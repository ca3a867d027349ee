//! A policy as text in pieces, data, and requests: what a test runs on and can be cut down to.

use std::sync::Arc;

use serde_json::{Value as Json, json};
use ward_compiler::{Policy, PolicySource, Settings, compile};

/// A declaration: a single text, or a head and the statements in its braces.
#[derive(Clone, Debug, PartialEq)]
pub struct Item {
    /// Up to the `{`, or the whole.
    pub head: String,
    /// The statements.
    pub body: Option<Vec<String>>,
    /// Whether it says something that decisions can do without.
    pub removable: bool,
}

impl Item {
    /// A declaration that the others lean on.
    pub fn declaration(head: impl Into<String>) -> Self {
        Self { head: head.into(), body: None, removable: false }
    }

    /// A declaration with statements.
    pub fn block(head: impl Into<String>, body: Vec<String>) -> Self {
        Self { head: head.into(), body: Some(body), removable: true }
    }

    fn text(&self) -> String {
        match &self.body {
            None => format!("{}\n", self.head),
            Some(body) if body.is_empty() => format!("{} {{ }}\n", self.head),
            Some(body) => format!("{} {{\n  {}\n}}\n", self.head, body.join("\n  ")),
        }
    }
}

/// A file.
#[derive(Clone, Debug, PartialEq)]
pub struct File {
    /// Its name.
    pub name: String,
    /// `policy …` or `overlay …`, where it has one.
    pub header: Option<String>,
    /// What it declares.
    pub items: Vec<Item>,
}

/// A policy set as text, data, and requests.
#[derive(Clone, Debug)]
pub struct World {
    /// The files.
    pub files: Vec<File>,
    /// The time zone.
    pub time_zone: Option<String>,
    /// Entities as in `data.json`.
    pub entities: Vec<Json>,
    /// Assignments as in `data.json`.
    pub assignments: Vec<Json>,
    /// Requests.
    pub requests: Vec<Json>,
}

impl World {
    /// The policy set.
    pub fn source(&self) -> PolicySource {
        let files = self.files.iter().map(|file| {
            let items: Vec<String> = file.items.iter().map(Item::text).collect();
            let header = file.header.as_deref().map(|header| format!("{header}\n"));
            (file.name.clone(), header.unwrap_or_default() + &items.join(""))
        });
        let mut source = PolicySource::from_texts(files.collect::<Vec<_>>());
        source.settings = Settings { time_zone: self.time_zone.clone(), ..Settings::default() };
        source
    }

    /// The policy.
    ///
    /// # Errors
    /// The diagnostics with the text, where it doesn't compile or leaves an overlay out.
    pub fn compile(&self) -> Result<Arc<Policy>, String> {
        let source = self.source();
        let told = |problems: &[ward_diagnostics::Diagnostic], sources: &_| {
            let errors: Vec<_> =
                problems.iter().filter(|problem| problem.is_error()).cloned().collect();
            ward_diagnostics::render::all_to_text(&errors, sources, false)
        };
        match compile(&source) {
            Err(failure) => Err(told(&failure.diagnostics, &failure.sources)),
            Ok(policy) => match policy.rejected.first() {
                Some(overlay) => Err(told(&overlay.diagnostics, &policy.sources)),
                None => Ok(Arc::new(policy)),
            },
        }
    }

    /// The data as `data.json` holds them.
    pub fn data(&self) -> Json {
        json!({"entities": self.entities, "assignments": self.assignments})
    }
}

impl std::fmt::Display for World {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        for file in &self.source().files {
            writeln!(f, "---- {}\n{}", file.path, file.text)?;
        }
        if let Some(zone) = &self.time_zone {
            writeln!(f, "---- time zone {zone}")?;
        }
        writeln!(f, "---- data")?;
        for json in self.entities.iter().chain(&self.assignments) {
            writeln!(f, "{json}")?;
        }
        for request in &self.requests {
            writeln!(f, "---- request\n{request}")?;
        }
        Ok(())
    }
}
