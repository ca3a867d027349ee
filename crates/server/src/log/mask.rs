//! Fields of requests whose values stay out of the log.

use serde_json::{Map, Value};
use ward_evaluator::Request;

/// What stands in place of a masked value.
const HIDDEN: &str = "***";

/// Which fields are masked.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Mask {
    fields: Vec<Field>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Field {
    SubjectId,
    ResourceId,
    /// A property, or all of them, of one of these.
    Of(Part, Option<String>),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Part {
    Subject,
    Action,
    Resource,
    Context,
}

impl Mask {
    /// Reads paths such as `subject.properties.email`, `context.*` or `resource.id`.
    ///
    /// ```
    /// use ward_server::log::Mask;
    ///
    /// assert!(Mask::read(&["subject.properties.email", "context.*", "resource.id"]).is_ok());
    /// assert_eq!(Mask::read(&["subject.email"]), Err("subject.email".to_owned()));
    /// ```
    ///
    /// # Errors
    /// The first that names no field of a request.
    pub fn read<P: AsRef<str>>(paths: &[P]) -> Result<Self, String> {
        let fields = paths.iter().map(|path| {
            let path = path.as_ref();
            field(path).ok_or_else(|| path.to_owned())
        });
        Ok(Self { fields: fields.collect::<Result<_, _>>()? })
    }

    /// The request without what is masked, and the paths of what was there.
    pub fn apply(&self, request: &Request) -> (Request, Vec<String>) {
        let mut request = request.clone();
        let mut masked = Vec::new();
        for field in &self.fields {
            match field {
                Field::SubjectId => {
                    request.subject.id = HIDDEN.into();
                    masked.push("subject.id".to_owned());
                }
                Field::ResourceId => {
                    request.resource.id = HIDDEN.into();
                    masked.push("resource.id".to_owned());
                }
                Field::Of(part, name) => {
                    let (prefix, values) = match part {
                        Part::Subject => ("subject.properties", &mut request.subject.properties),
                        Part::Action => ("action.properties", &mut request.action.properties),
                        Part::Resource => ("resource.properties", &mut request.resource.properties),
                        Part::Context => ("context", &mut request.context),
                    };
                    hide(prefix, name.as_deref(), values, &mut masked);
                }
            }
        }
        masked.sort();
        masked.dedup();
        (request, masked)
    }

    /// Whether nothing is masked.
    pub fn is_empty(&self) -> bool {
        self.fields.is_empty()
    }
}

fn field(path: &str) -> Option<Field> {
    let named = |name: &str| match name {
        "" => None,
        "*" => Some(None),
        name => Some(Some(name.to_owned())),
    };
    let of = |part, name: &str| Some(Field::Of(part, named(name)?));
    match path {
        "subject.id" => Some(Field::SubjectId),
        "resource.id" => Some(Field::ResourceId),
        _ => {
            let prefixes = [
                ("subject.properties.", Part::Subject),
                ("action.properties.", Part::Action),
                ("resource.properties.", Part::Resource),
                ("context.", Part::Context),
            ];
            let (prefix, part) = prefixes.iter().find(|(prefix, _)| path.starts_with(prefix))?;
            of(*part, path.strip_prefix(prefix)?)
        }
    }
}

/// The time of a decision is never hidden: without it no decision can be understood.
fn hide(
    prefix: &str,
    name: Option<&str>,
    values: &mut Map<String, Value>,
    masked: &mut Vec<String>,
) {
    for (key, value) in values.iter_mut() {
        let is_time = prefix == "context" && key == "now";
        if !is_time && name.is_none_or(|name| name == key) {
            *value = Value::String(HIDDEN.into());
            masked.push(format!("{prefix}.{key}"));
        }
    }
}
