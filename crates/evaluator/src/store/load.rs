//! Reading data files.

use serde::Deserialize;
use serde_json::{Map, Value as Json};
use ward_compiler::model::{AssignedKind, AssignmentRecord, Ty, TypeId};
use ward_compiler::time::parse_date;
use ward_diagnostics::{Diagnostic, codes, did_you_mean};

use super::Builder;
use crate::value::{EntityId, Names, Value, from_json, parse_entity};

/// A data file: its name for messages, and its text.
#[derive(Clone, Debug)]
pub struct DataFile {
    /// The name that messages show.
    pub name: String,
    /// JSON with `entities` and `assignments`.
    pub text: String,
}

#[derive(Deserialize)]
struct File {
    #[serde(default)]
    entities: Vec<RawEntity>,
    #[serde(default)]
    assignments: Vec<RawAssignment>,
}

#[derive(Deserialize)]
struct RawEntity {
    #[serde(rename = "type")]
    ty: String,
    id: String,
    #[serde(default)]
    parents: Vec<String>,
    #[serde(default)]
    properties: Map<String, Json>,
}

#[derive(Deserialize)]
struct RawAssignment {
    subject: String,
    role: Option<String>,
    class: Option<String>,
    within: Option<String>,
    from: Option<String>,
    until: Option<String>,
}

/// Reads a data file into a builder; what is wrong is reported there.
pub fn read_json(builder: &mut Builder<'_>, file: &DataFile) {
    match serde_json::from_str::<File>(file.text.trim_start_matches('\u{feff}')) {
        Err(error) => builder.report(
            Diagnostic::error(codes::DATA_SYNTAX, format!("`{}`: {error}", file.name)).help(
                "data are `{\"entities\": [{\"type\", \"id\", \"parents\", \"properties\"}], \"assignments\": [{\"subject\", \"role\"}]}`",
            ),
        ),
        Ok(read) => {
            let mut reader = Reader { builder, file: &file.name };
            read.entities.iter().for_each(|entity| reader.entity(entity));
            read.assignments.iter().for_each(|assignment| reader.assignment(assignment));
        }
    }
}

struct Reader<'b, 'p> {
    builder: &'b mut Builder<'p>,
    file: &'b str,
}

impl Reader<'_, '_> {
    fn report(&mut self, problem: Diagnostic) {
        let message = format!("`{}`: {}", self.file, problem.message);
        self.builder.report(Diagnostic { message, ..problem });
    }

    fn entity(&mut self, raw: &RawEntity) {
        let schema = &self.builder.policy().schema;
        let Some(ty) = schema.find_type(&raw.ty) else {
            let help = did_you_mean(&raw.ty, schema.types.keys().map(String::as_str));
            self.report(
                Diagnostic::warning(
                    codes::DATA_UNKNOWN_TYPE,
                    format!(
                        "`{}::{}` is of a type that the policy doesn't declare",
                        raw.ty, raw.id
                    ),
                )
                .help(help.unwrap_or_else(|| "it is left out".into())),
            );
            return;
        };
        if raw.id.is_empty() {
            self.report(
                Diagnostic::error(codes::DATA_SYNTAX, format!("a `{}` has an empty id", raw.ty))
                    .help("give it an id"),
            );
            return;
        }
        let name = format!("{}::{}", raw.ty, raw.id);
        let parents = raw
            .parents
            .iter()
            .filter_map(|parent| self.reference(&format!("a parent of `{name}`"), parent))
            .collect();
        let properties = raw
            .properties
            .iter()
            .filter_map(|(key, json)| self.property(ty, &name, key, json))
            .collect();
        self.builder.add_entity(ty, &raw.id, parents, properties);
    }

    fn reference(&mut self, what: &str, text: &str) -> Option<EntityId> {
        let (ty, id) = self.parse(what, text)?;
        Some(self.builder.entity(ty, &id))
    }

    fn parse(&mut self, what: &str, text: &str) -> Option<(TypeId, String)> {
        let schema = &self.builder.policy().schema;
        if let Some((ty, id)) = parse_entity(text, schema) {
            return Some((ty, id.to_owned()));
        }
        let help = match text.split_once("::") {
            Some((ty, _)) => did_you_mean(ty, schema.types.keys().map(String::as_str)),
            None => None,
        };
        self.report(
            Diagnostic::error(
                codes::DATA_TYPE,
                format!("{what} is `{text}`, not an entity of a declared type"),
            )
            .help(help.unwrap_or_else(|| "an entity is written `\"Type::id\"`".into())),
        );
        None
    }

    fn property(
        &mut self,
        ty: TypeId,
        owner: &str,
        key: &str,
        json: &Json,
    ) -> Option<(String, Value)> {
        let schema = &self.builder.policy().schema;
        let declared = schema.ty(ty).properties.get(key).map(|property| property.ty.clone());
        let expected = declared.or_else(|| schema.mirrored_container(ty, key).map(Ty::entity));
        let Some(expected) = expected else {
            let help = did_you_mean(key, schema.ty(ty).properties.keys().map(String::as_str));
            let message =
                format!("`{owner}` has a property `{key}` that the policy doesn't declare");
            self.report(
                Diagnostic::warning(codes::DATA_UNKNOWN_PROPERTY, message)
                    .help(help.unwrap_or_else(|| "it is left out".into())),
            );
            return None;
        };
        if json.is_null() {
            return None;
        }
        match from_json(json, &expected, schema, self.builder) {
            Ok(value) => Some((key.to_owned(), value)),
            Err(mismatch) => {
                let message = format!("`{owner}` has `{key}` {}", mismatch.found);
                self.report(
                    Diagnostic::error(codes::DATA_TYPE, message)
                        .help(format!("write {}", mismatch.wanted)),
                );
                None
            }
        }
    }

    fn assignment(&mut self, raw: &RawAssignment) {
        let (name, kind) = match (&raw.role, &raw.class) {
            (Some(role), None) => (role.clone(), AssignedKind::Role),
            (None, Some(class)) => (class.clone(), AssignedKind::Class),
            _ => {
                self.report(
                    Diagnostic::error(
                        codes::DATA_ASSIGNMENT,
                        format!(
                            "an assignment to `{}` names {}",
                            raw.subject,
                            if raw.role.is_some() {
                                "a role and a class"
                            } else {
                                "neither a role nor a class"
                            }
                        ),
                    )
                    .help("write one `role` or one `class`"),
                );
                return;
            }
        };
        let what = format!("the assignment of `{name}`");
        let Some(subject) = self.parse(&format!("the subject of {what}"), &raw.subject) else {
            return;
        };
        let within = match &raw.within {
            None => None,
            Some(text) => match self.parse(&format!("the place of {what}"), text) {
                None => return,
                place => place,
            },
        };
        let (Ok(from), Ok(until)) =
            (self.day(&what, raw.from.as_deref()), self.day(&what, raw.until.as_deref()))
        else {
            return;
        };
        self.builder.assign(AssignmentRecord {
            subject,
            name,
            kind: Some(kind),
            within,
            from,
            until,
        });
    }

    fn day(&mut self, what: &str, text: Option<&str>) -> Result<Option<i32>, ()> {
        let Some(text) = text else { return Ok(None) };
        match parse_date(text) {
            Some(day) => Ok(Some(day)),
            None => {
                self.report(
                    Diagnostic::error(codes::DATA_TYPE, format!("{what} has the day `{text}`"))
                        .help("write a date such as \"2026-03-02\""),
                );
                Err(())
            }
        }
    }
}
