//! Requests, in the shape of the OpenID AuthZEN Authorization API 1.0.

mod frame;
pub mod names;
mod once;
mod oneself;
mod place;
mod resolve;

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value as Json};
use ward_diagnostics::{Diagnostic, codes};

use crate::decision::Undecided;

pub use frame::Frame;
pub(crate) use frame::Own;
pub use once::members;
pub use resolve::Asked;
pub(crate) use resolve::{Given, Light, Outcome, resolve};

/// A request: who asks to do what to which record, and in what context.
///
/// ```
/// let request = ward_evaluator::Request::from_json(&serde_json::json!({
///     "subject": {"type": "User", "id": "ann"},
///     "action": {"name": "view"},
///     "resource": {"type": "Patient.billing", "id": "cy"}
/// })).unwrap();
/// assert_eq!(request.resource.ty, "Patient.billing");
/// ```
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Request {
    /// Who asks.
    pub subject: EntityInput,
    /// What is to be done.
    pub action: ActionInput,
    /// To which record; `Type.facet` asks for one part.
    pub resource: EntityInput,
    /// Circumstances; `now` among them.
    #[serde(default, deserialize_with = "once::object", skip_serializing_if = "Map::is_empty")]
    pub context: Map<String, Json>,
}

/// An entity as a request names it.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct EntityInput {
    /// Its type.
    #[serde(rename = "type")]
    pub ty: String,
    /// Its id.
    pub id: String,
    /// What the caller knows of it.
    #[serde(default, deserialize_with = "once::object", skip_serializing_if = "Map::is_empty")]
    pub properties: Map<String, Json>,
}

/// An action as a request names it.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct ActionInput {
    /// Its name.
    pub name: String,
    /// Its parameters.
    #[serde(default, deserialize_with = "once::object", skip_serializing_if = "Map::is_empty")]
    pub properties: Map<String, Json>,
}

/// A request that is no request: nothing is decided.
#[derive(Clone, Debug, PartialEq)]
pub struct Malformed(pub Box<Diagnostic>);

impl std::fmt::Display for Malformed {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0.message)
    }
}

impl std::error::Error for Malformed {}

impl Malformed {
    pub(crate) fn new(
        code: ward_diagnostics::Code,
        message: impl Into<String>,
        help: impl Into<String>,
    ) -> Self {
        Self(Box::new(Diagnostic::error(code, message).help(help)))
    }

    /// What isn't JSON, or says something twice.
    pub fn unreadable(error: &serde_json::Error, help: &str) -> Self {
        let problem = error.to_string();
        if problem.starts_with("duplicate field") {
            let message = format!("the request says something twice: {problem}");
            return Self::new(codes::REQUEST_SYNTAX, message, "say it once");
        }
        Self::new(codes::REQUEST_SYNTAX, format!("the request isn't JSON: {problem}"), help)
    }

    /// The error as callers get it: `{"error": {"code", "message", "help"}}`.
    pub fn to_json(&self) -> Json {
        serde_json::json!({"error": Undecided::of(&self.0)})
    }
}

impl Request {
    /// Reads a request; unknown fields are ignored.
    ///
    /// # Errors
    /// `E0802` where a field is missing, `E0803` where one is of the wrong type.
    pub fn from_json(json: &Json) -> Result<Self, Malformed> {
        let Some(top) = json.as_object() else {
            return Err(Malformed::new(
                codes::REQUEST_SYNTAX,
                "the request isn't a JSON object",
                SHAPE,
            ));
        };
        Self::from_members(|name| top.get(name))
    }

    /// Reads a request whose `subject`, `action`, `resource` and `context` stand in several
    /// places, such as an item of a batch and its defaults.
    ///
    /// # Errors
    /// As [`Request::from_json`].
    pub fn from_members<'j>(member: impl Fn(&str) -> Option<&'j Json>) -> Result<Self, Malformed> {
        let subject = entity(member("subject"), "subject")?;
        let action = object(member("action"), "action")?;
        let name = text(action, "action", "name")?;
        let resource = entity(member("resource"), "resource")?;
        let action =
            ActionInput { name, properties: map(action.get("properties"), "action.properties")? };
        Ok(Self { subject, action, resource, context: map(member("context"), "context")? })
    }

    /// Reads a request from JSON text.
    ///
    /// # Errors
    /// As [`Request::from_json`], and `E0801` for what isn't JSON.
    pub fn from_text(text: &str) -> Result<Self, Malformed> {
        // Nearly every request is well formed and needs no tree of its text.
        if let Ok(request) = serde_json::from_str::<Self>(text)
            && !request.leaves_out_a_name()
        {
            return Ok(request);
        }
        let json = once::any(text).map_err(|error| Malformed::unreadable(&error, SHAPE))?;
        Self::from_json(&json)
    }

    fn leaves_out_a_name(&self) -> bool {
        let Self { subject, action, resource, .. } = self;
        [&subject.ty, &subject.id, &action.name, &resource.ty, &resource.id]
            .into_iter()
            .any(String::is_empty)
    }
}

const SHAPE: &str = "write {\"subject\": {\"type\", \"id\"}, \"action\": {\"name\"}, \"resource\": {\"type\", \"id\"}}";

fn object<'j>(given: Option<&'j Json>, name: &str) -> Result<&'j Map<String, Json>, Malformed> {
    match given {
        None | Some(Json::Null) => {
            Err(Malformed::new(codes::REQUEST_FIELD, format!("the request has no `{name}`"), SHAPE))
        }
        Some(Json::Object(object)) => Ok(object),
        Some(_) => {
            Err(Malformed::new(codes::REQUEST_TYPE, format!("`{name}` isn't an object"), SHAPE))
        }
    }
}

fn text(object: &Map<String, Json>, owner: &str, name: &str) -> Result<String, Malformed> {
    match object.get(name) {
        None | Some(Json::Null) => Err(Malformed::new(
            codes::REQUEST_FIELD,
            format!("the request has no `{owner}.{name}`"),
            SHAPE,
        )),
        Some(Json::String(text)) if !text.is_empty() => Ok(text.clone()),
        Some(Json::String(_)) => {
            Err(Malformed::new(codes::REQUEST_FIELD, format!("`{owner}.{name}` is empty"), SHAPE))
        }
        Some(_) => Err(Malformed::new(
            codes::REQUEST_TYPE,
            format!("`{owner}.{name}` isn't a text"),
            SHAPE,
        )),
    }
}

fn map(given: Option<&Json>, path: &str) -> Result<Map<String, Json>, Malformed> {
    match given {
        None | Some(Json::Null) => Ok(Map::new()),
        Some(Json::Object(map)) => Ok(map.clone()),
        Some(_) => {
            Err(Malformed::new(codes::REQUEST_TYPE, format!("`{path}` isn't an object"), SHAPE))
        }
    }
}

fn entity(given: Option<&Json>, name: &str) -> Result<EntityInput, Malformed> {
    let given = object(given, name)?;
    Ok(EntityInput {
        ty: text(given, name, "type")?,
        id: text(given, name, "id")?,
        properties: map(given.get("properties"), &format!("{name}.properties"))?,
    })
}
