//! Reading data files.

use serde::de::DeserializeSeed;
use serde_json::error::Category;
use serde_json::{Map, Value as Json};
use ward_compiler::model::{AssignedKind, AssignmentRecord, Ty, TypeId};
use ward_compiler::time::parse_date;
use ward_diagnostics::{Diagnostic, codes, did_you_mean};

use super::shape::Slot;
use super::stream::{Draft, File, Sink, add_assignment, add_entity};
use super::told::About;
use super::{Builder, Change};
use crate::json;
use crate::value::{EntityId, Names, Value, from_json, parse_entity};

/// A data file: its name for messages, and its text.
#[derive(Clone, Debug)]
pub struct DataFile {
    /// The name that messages show.
    pub name: String,
    /// JSON with `entities` and `assignments`.
    pub text: String,
}

const FILE_FIELDS: &[&str] = &["entities", "assignments"];
const ENTITY_FIELDS: &[&str] = &["type", "id", "parents", "properties"];
const ASSIGNMENT_FIELDS: &[&str] = &["subject", "role", "class", "within", "from", "until"];
const ONCE: &str = "say it once: one reader takes the first and another the last";
const UNREADABLE: &str = "correct it: half of the data would be worse than none";
const SHAPE: &str = "data are `{\"entities\": [{\"type\", \"id\", \"parents\", \"properties\"}], \"assignments\": [{\"subject\", \"role\"}]}`";

/// Reads a data file into a builder; what is wrong is reported there.
pub fn read_json(builder: &mut Builder<'_>, file: &DataFile) {
    read_json_telling(builder, file, &mut |_| {});
}

/// The same; says after each entity how many there were.
pub fn read_json_telling(builder: &mut Builder<'_>, file: &DataFile, tell: &mut dyn FnMut(usize)) {
    let mut reader =
        Reader { builder, file: &file.name, text: &file.text, draft: Draft::default(), tell };
    let mut input = serde_json::Deserializer::from_str(file.text.trim_start_matches('\u{feff}'));
    let read = File(&mut reader).deserialize(&mut input).and_then(|()| input.end());
    // Nothing of a file with a wrong shape is dropped silently: a misspelt `until` would make an
    // assignment last forever.
    if let Err(error) = read {
        let message = match error.classify() {
            Category::Data => "the file isn't of the right shape".to_owned(),
            _ => error.to_string(),
        };
        reader.report(Diagnostic::error(codes::DATA_SYNTAX, message).help(SHAPE));
    }
}

/// Reads what is put by a change, which can be changed again.
pub(super) fn read_change(builder: &mut Builder<'_>, change: &Change) {
    let tell = &mut |_| {};
    let mut reader =
        Reader { builder, file: &change.name, text: "", draft: Draft::default(), tell };
    change.entities.iter().enumerate().for_each(|(at, text)| reader.entity(at, text));
    let assignments = change.assignments.iter().enumerate();
    assignments.for_each(|(at, (_, text))| reader.assignment(at, text));
}

struct Reader<'b, 'p> {
    builder: &'b mut Builder<'p>,
    file: &'b str,
    /// The file's text; empty where the elements don't stand in one.
    text: &'b str,
    draft: Draft,
    tell: &'b mut dyn FnMut(usize),
}

impl Sink for Reader<'_, '_> {
    fn entity(&mut self, at: usize, text: &str) {
        if !add_entity(self.builder, &mut self.draft, text)
            && let Some(json) = self.tree("entities", at, text)
        {
            self.odd_entity(&format!("entities[{at}]"), &json);
            self.builder.about(About::Files);
        }
        (self.tell)(at + 1);
    }

    fn assignment(&mut self, at: usize, text: &str) {
        if !add_assignment(self.builder, text)
            && let Some(json) = self.tree("assignments", at, text)
        {
            self.odd_assignment(&format!("assignments[{at}]"), &json);
        }
    }

    fn unknown_field(&mut self, name: &str) {
        self.report_unknown_field("the file", name, FILE_FIELDS);
    }

    fn repeated_field(&mut self, name: &str) {
        self.wrong(format!("the file says `{name}` twice"), ONCE);
    }
}

impl Reader<'_, '_> {
    fn report(&mut self, problem: Diagnostic) {
        let message = format!("`{}`: {}", self.file, problem.message);
        self.builder.report(Diagnostic { message, ..problem });
    }

    fn wrong(&mut self, message: String, help: impl Into<String>) {
        self.report(Diagnostic::error(codes::DATA_SYNTAX, message).help(help));
    }

    /// The tree of an element; one that can't be read is never left out in silence, since what it
    /// says may forbid.
    fn tree(&mut self, list: &str, at: usize, text: &str) -> Option<Json> {
        match json::any(text) {
            Ok(json) => Some(json),
            Err(error) => {
                let (line, column) = self.place(text, &error);
                let what = format!("`{list}[{at}]`, at line {line}, column {column},");
                match json::repeated(&error) {
                    Some(name) => self.wrong(format!("{what} says `{name}` twice"), ONCE),
                    None => {
                        let reason = json::reason(&error);
                        self.wrong(format!("{what} can't be read: {reason}"), UNREADABLE);
                    }
                }
                None
            }
        }
    }

    /// Where in the file an error of an element stands, both counted from 1.
    fn place(&self, element: &str, error: &serde_json::Error) -> (usize, usize) {
        let start = (element.as_ptr().addr()).checked_sub(self.text.as_ptr().addr());
        let before = start.and_then(|start| self.text.get(..start)).unwrap_or_default();
        let line = before.matches('\n').count() + error.line();
        let in_line = before.rsplit('\n').next().unwrap_or_default().len();
        (line, error.column() + if error.line() == 1 { in_line } else { 0 })
    }

    fn check_fields(&mut self, what: &str, given: &Map<String, Json>, known: &[&str]) {
        for field in given.keys().filter(|field| !known.contains(&field.as_str())) {
            self.report_unknown_field(what, field, known);
        }
    }

    fn report_unknown_field(&mut self, what: &str, field: &str, known: &[&str]) {
        let help = did_you_mean(field, known.iter().copied());
        let help = help.unwrap_or_else(|| format!("the fields are {}", known.join(", ")));
        self.wrong(format!("{what} has an unknown field `{field}`"), help);
    }

    fn object<'j>(
        &mut self,
        what: &str,
        json: &'j Json,
        known: &[&str],
    ) -> Option<&'j Map<String, Json>> {
        match json.as_object() {
            Some(object) => {
                self.check_fields(what, object, known);
                Some(object)
            }
            None => {
                self.wrong(format!("{what} isn't an object"), SHAPE);
                None
            }
        }
    }

    /// A text field; `Err` where it is something else, which is reported.
    fn text<'j>(
        &mut self,
        what: &str,
        given: &'j Map<String, Json>,
        field: &str,
    ) -> Result<Option<&'j str>, ()> {
        match given.get(field) {
            None => Ok(None),
            Some(Json::String(text)) => Ok(Some(text)),
            Some(Json::Null) => {
                self.report(
                    Diagnostic::error(codes::DATA_TYPE, format!("{what} has `{field}` null"))
                        .help(format!("write a text, or leave `{field}` out where there is none")),
                );
                Err(())
            }
            Some(other) => {
                self.wrong(format!("{what} has `{field}` {other}"), "write a text");
                Err(())
            }
        }
    }

    fn needed<'j>(
        &mut self,
        what: &str,
        given: &'j Map<String, Json>,
        field: &str,
    ) -> Option<&'j str> {
        match self.text(what, given, field) {
            Ok(Some(text)) if !text.is_empty() => Some(text),
            Ok(_) => {
                self.wrong(format!("{what} has no `{field}`"), SHAPE);
                None
            }
            Err(()) => None,
        }
    }

    /// An entity about which something is odd; what can be used of it is added.
    fn odd_entity(&mut self, place: &str, json: &Json) {
        let Some(given) = self.object(place, json, ENTITY_FIELDS) else { return };
        let Some(ty_name) = self.needed(place, given, "type") else { return };
        let Some(id) = self.needed(place, given, "id") else { return };
        let name = format!("{ty_name}::{id}");
        if self.builder.is_held() {
            self.builder.about(About::Held(name.clone()));
        }
        let schema = &self.builder.policy().schema;
        let Some(ty) = schema.find_type(ty_name) else {
            let help = did_you_mean(ty_name, schema.types.keys().map(String::as_str));
            self.report(
                Diagnostic::warning(
                    codes::DATA_UNKNOWN_TYPE,
                    format!("`{name}` is of a type that the policy doesn't declare"),
                )
                .help(help.unwrap_or_else(|| "it is left out".into())),
            );
            return;
        };
        let Some(mut parents) = self.parents(&name, given.get("parents")) else { return };
        let properties = match given.get("properties") {
            None | Some(Json::Null) => Vec::new(),
            Some(Json::Object(given)) => given
                .iter()
                .filter_map(|(key, json)| self.property(ty, &name, key, json))
                .collect::<Vec<_>>(),
            Some(_) => {
                self.wrong(format!("`{name}` has `properties` that aren't an object"), SHAPE);
                return;
            }
        };
        self.builder.add_entity(ty, id, &mut parents, &properties);
    }

    fn parents(&mut self, name: &str, json: Option<&Json>) -> Option<Vec<EntityId>> {
        let items = match json {
            None => return Some(Vec::new()),
            Some(Json::Null) => {
                self.report(
                    Diagnostic::error(codes::DATA_TYPE, format!("`{name}` has `parents` null"))
                        .help("write a list, or leave `parents` out for what lies in nothing"),
                );
                return None;
            }
            Some(Json::Array(items)) => items,
            Some(_) => {
                self.wrong(
                    format!("`{name}` has `parents` that aren't a list"),
                    "write `\"parents\": [\"Type::id\"]`",
                );
                return None;
            }
        };
        let mut parents = Vec::new();
        for item in items {
            let Json::String(text) = item else {
                self.wrong(
                    format!("`{name}` has the parent {item}"),
                    "a parent is written `\"Type::id\"`",
                );
                continue;
            };
            parents.extend(
                self.parse(&format!("a parent of `{name}`"), text)
                    .map(|(ty, id)| self.builder.entity(ty, &id)),
            );
        }
        Some(parents)
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
    ) -> Option<(Slot, Value)> {
        let schema = &self.builder.policy().schema;
        let Some(slot) = self.builder.slot(ty, key) else {
            self.undeclared(owner, key, schema.ty(ty).properties.keys().map(String::as_str));
            return None;
        };
        let declared = slot.property.map(|id| schema.property(ty, id).ty.clone());
        let expected = declared.or_else(|| slot.container.map(Ty::entity))?;
        if json.is_null() {
            return None;
        }
        self.undeclared_inside(owner, key, &expected, json);
        match from_json(json, &expected, schema, self.builder) {
            Ok(value) => {
                self.check_roles(owner, key, value);
                Some((slot, value))
            }
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

    fn check_roles(&mut self, owner: &str, key: &str, value: Value) {
        let Some(name) = self.builder.unknown_role_in(value) else { return };
        let known = self.builder.shape.assignable.keys().map(String::as_str);
        let help = did_you_mean(&name, known);
        let message =
            format!("`{owner}` has `{key}` \"{name}\", and the policy has no such role or class");
        self.report(
            Diagnostic::warning(codes::DATA_UNKNOWN_ROLE_VALUE, message)
                .help(help.unwrap_or_else(|| "it equals none of the policy's roles".into())),
        );
    }

    fn undeclared<'n>(&mut self, owner: &str, key: &str, known: impl IntoIterator<Item = &'n str>) {
        let last = key.rsplit('.').next().unwrap_or(key);
        let help = did_you_mean(last, known).unwrap_or_else(|| "it is left out".into());
        let message = format!("`{owner}` has a property `{key}` that the policy doesn't declare");
        self.report(Diagnostic::warning(codes::DATA_UNKNOWN_PROPERTY, message).help(help));
    }

    /// Reports fields inside record values that their type doesn't have.
    fn undeclared_inside(&mut self, owner: &str, path: &str, ty: &Ty, json: &Json) {
        match (ty, json) {
            (Ty::Record(fields), Json::Object(given)) => {
                for (name, inner) in given {
                    let path = format!("{path}.{name}");
                    match fields.iter().find(|field| field.name == *name) {
                        Some(field) => self.undeclared_inside(owner, &path, &field.ty, inner),
                        None => self.undeclared(
                            owner,
                            &path,
                            fields.iter().map(|field| field.name.as_str()),
                        ),
                    }
                }
            }
            (Ty::Set(element), Json::Array(items)) => {
                items.iter().for_each(|item| self.undeclared_inside(owner, path, element, item));
            }
            _ => {}
        }
    }

    /// An assignment about which something is odd.
    fn odd_assignment(&mut self, place: &str, json: &Json) {
        let Some(given) = self.object(place, json, ASSIGNMENT_FIELDS) else { return };
        let Some(subject) = self.needed(place, given, "subject") else { return };
        let (Ok(role), Ok(class)) =
            (self.text(place, given, "role"), self.text(place, given, "class"))
        else {
            return;
        };
        let (name, kind) = match (role, class) {
            (Some(role), None) => (role.to_owned(), AssignedKind::Role),
            (None, Some(class)) => (class.to_owned(), AssignedKind::Class),
            (role, _) => {
                let names = if role.is_some() {
                    "a role and a class"
                } else {
                    "neither a role nor a class"
                };
                self.report(
                    Diagnostic::error(
                        codes::DATA_ASSIGNMENT,
                        format!("an assignment to `{subject}` names {names}"),
                    )
                    .help("write one `role` or one `class`"),
                );
                return;
            }
        };
        let what = format!("the assignment of `{name}`");
        let Some(subject) = self.parse(&format!("the subject of {what}"), subject) else { return };
        let within = match self.text(place, given, "within") {
            Err(()) => return,
            Ok(None) => None,
            Ok(Some(text)) => match self.parse(&format!("the place of {what}"), text) {
                None => return,
                place => place,
            },
        };
        let (Ok(from), Ok(until)) =
            (self.day(place, &what, given, "from"), self.day(place, &what, given, "until"))
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

    fn day(
        &mut self,
        place: &str,
        what: &str,
        given: &Map<String, Json>,
        field: &str,
    ) -> Result<Option<i32>, ()> {
        let Some(text) = self.text(place, given, field)? else { return Ok(None) };
        match parse_date(text) {
            Some(day) => Ok(Some(day)),
            None => {
                self.report(
                    Diagnostic::error(codes::DATA_TYPE, format!("{what} has `{field}` `{text}`"))
                        .help("write a date such as \"2026-03-02\""),
                );
                Err(())
            }
        }
    }
}
