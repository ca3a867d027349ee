//! Requests, in the shape of the OpenID AuthZEN Authorization API 1.0.

mod asked;
mod frame;
mod given;
mod malformed;
pub mod names;
mod oneself;
mod place;
mod resolve;

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value as Json};
use ward_diagnostics::codes;

use crate::json;

pub use asked::Asked;
pub use frame::Frame;
pub(crate) use frame::Own;
pub use malformed::Malformed;
pub(crate) use resolve::{Light, Outcome, resolve};

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
    #[serde(
        default,
        deserialize_with = "crate::json::object",
        serialize_with = "crate::json::written_object",
        skip_serializing_if = "Map::is_empty"
    )]
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
    #[serde(
        default,
        deserialize_with = "crate::json::object",
        serialize_with = "crate::json::written_object",
        skip_serializing_if = "Map::is_empty"
    )]
    pub properties: Map<String, Json>,
}

/// An action as a request names it.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct ActionInput {
    /// Its name.
    pub name: String,
    /// Its parameters.
    #[serde(
        default,
        deserialize_with = "crate::json::object",
        serialize_with = "crate::json::written_object",
        skip_serializing_if = "Map::is_empty"
    )]
    pub properties: Map<String, Json>,
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
        let json = json::any(text).map_err(|error| Malformed::unreadable(&error, SHAPE))?;
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
