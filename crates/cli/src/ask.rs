//! Requests from the command line.

use serde_json::{Map, Value, json};
use ward_compiler::Policy;
use ward_compiler::model::{Property, Ty};
use ward_diagnostics::{Diagnostic, SourceMap, codes, did_you_mean};
use ward_evaluator::{ActionInput, EntityInput, Request, parse_json, parse_target};

use crate::clock;
use crate::failure::Failure;
use crate::terminal::Terminal;

/// What a request says besides who, what and which.
#[derive(Debug, Default, clap::Args)]
pub struct Details {
    /// A parameter of the action; may be repeated
    #[arg(long, value_name = "NAME=VALUE")]
    pub param: Vec<String>,
    /// A property of the resource, where the action makes it or its type is external
    #[arg(long, value_name = "NAME=VALUE")]
    pub prop: Vec<String>,
    /// A property of the subject, where its type is external
    #[arg(long, value_name = "NAME=VALUE")]
    pub subject_prop: Vec<String>,
    /// A field of the context; may be repeated
    #[arg(long, value_name = "NAME=VALUE")]
    pub context: Vec<String>,
    /// When it is asked: a time, or a date for its start [default: now]
    #[arg(long, value_name = "TIME")]
    pub now: Option<String>,
}

/// A request before its details: an empty name asks backwards.
#[derive(Clone, Copy, Debug, Default)]
pub struct Question<'a> {
    /// `Type::id`.
    pub subject: &'a str,
    /// The action's name.
    pub action: &'a str,
    /// `Type::id`, `Type.facet::id`, or a type alone where that is allowed.
    pub resource: &'a str,
    /// The type of the records, or a part of it, where no single one is asked about.
    pub on: &'a str,
}

/// The request.
///
/// # Errors
/// Where an entity, a `name=value` or the time can't be meant.
pub fn request(
    policy: &Policy,
    question: Question<'_>,
    details: &Details,
    terminal: &mut Terminal,
) -> Result<Request, Failure> {
    let mut subject = entity(policy, question.subject, "subject")?;
    let mut resource = entity(policy, question.resource, "resource")?;
    let mut builder = Builder { policy, warnings: Vec::new() };
    subject.properties = builder.properties(&subject.ty, &details.subject_prop)?;
    resource.properties = builder.properties(&resource.ty, &details.prop)?;
    let on = if question.on.is_empty() { &resource.ty } else { question.on };
    let parameters = builder.parameters(question.action, on, &details.param)?;
    let mut context = builder.context(&details.context)?;
    terminal.complain(&builder.warnings, &SourceMap::default());
    if !context.contains_key("now") || details.now.is_some() {
        let now = clock::at(details.now.as_deref(), &policy.time_zone)?;
        context.insert("now".into(), json!(clock::as_text(now)));
    }
    let action = ActionInput { name: question.action.to_owned(), properties: parameters };
    Ok(Request { subject, action, resource, context })
}

/// The parameters for one of the actions that are asked about. What only other actions have is
/// left out.
///
/// # Errors
/// Where a `name=value` can't be meant.
pub fn parameters_for(
    policy: &Policy,
    action: &str,
    ty: &str,
    given: &[String],
) -> Result<Map<String, Value>, Failure> {
    let mut builder = Builder { policy, warnings: Vec::new() };
    let mut parameters = builder.parameters(action, ty, given)?;
    let declared = builder.declared_parameters(action, ty);
    parameters.retain(|name, _| declared.iter().any(|(known, _)| known == name));
    Ok(parameters)
}

fn entity(policy: &Policy, text: &str, what: &str) -> Result<EntityInput, Failure> {
    if text.is_empty() {
        return Ok(EntityInput::default());
    }
    parse_target(text).ok_or_else(|| {
        let types = policy.schema.subject_types();
        let example = types.first().map_or("User", |ty| policy.schema.ty(*ty).name.as_str());
        let example =
            if what == "subject" { format!(", such as `{example}::ann`") } else { "".into() };
        Failure::usage(
            format!("the {what} `{text}` is no entity"),
            format!("write `Type::id`{example}"),
        )
    })
}

struct Builder<'p> {
    policy: &'p Policy,
    warnings: Vec<Diagnostic>,
}

impl<'p> Builder<'p> {
    /// `--prop` and `--subject-prop`; `ty` may name a part.
    fn properties(&mut self, ty: &str, given: &[String]) -> Result<Map<String, Value>, Failure> {
        let schema = &self.policy.schema;
        let ty = schema.find_type(ty.split('.').next().unwrap_or_default());
        let declared = ty.map(|ty| &schema.ty(ty).properties);
        self.values(given, "property", |name| match declared.and_then(|all| all.get(name)) {
            Some(property) => Declared::As(property.ty.clone()),
            None if ty.is_some_and(|ty| schema.mirrored_container(ty, name).is_some()) => {
                Declared::Otherwise
            }
            None => Declared::Not(
                declared.into_iter().flatten().map(|(name, _)| name.as_str()).collect(),
            ),
        })
    }

    fn parameters(
        &mut self,
        action: &str,
        ty: &str,
        given: &[String],
    ) -> Result<Map<String, Value>, Failure> {
        let declared = self.declared_parameters(action, ty);
        self.values(given, "parameter", |name| {
            match declared.iter().find(|(known, _)| *known == name) {
                Some((_, property)) => Declared::As(property.ty.clone()),
                None => Declared::Not(declared.iter().map(|(name, _)| *name).collect()),
            }
        })
    }

    /// Without an action, those of all actions; without a type, those on all types.
    fn declared_parameters(&self, action: &str, ty: &str) -> Vec<(&'p str, &'p Property)> {
        let schema = &self.policy.schema;
        let ty = ty.split('.').next().unwrap_or_default();
        let actions = schema.actions.values().filter(|one| action.is_empty() || one.name == action);
        let on = actions.flat_map(|action| &action.on);
        let of_type = on.filter(|(on, _)| ty.is_empty() || schema.ty(**on).name == ty);
        let params = of_type.flat_map(|(_, on)| &on.params);
        let mut found = Vec::new();
        for (id, property) in params {
            let name = schema.param_name(*id);
            if found.iter().all(|(known, _)| *known != name) {
                found.push((name, property));
            }
        }
        found
    }

    fn context(&mut self, given: &[String]) -> Result<Map<String, Value>, Failure> {
        let declared = &self.policy.schema.context;
        self.values(given, "context field", |name| match declared.get(name) {
            Some(property) => Declared::As(property.ty.clone()),
            None if name == "now" => Declared::As(Ty::Time),
            None => Declared::Not(declared.keys().map(String::as_str).collect()),
        })
    }

    /// Reads `name=value` pairs. What isn't declared is passed on all the same, and said.
    fn values<'n>(
        &mut self,
        given: &[String],
        what: &str,
        declared: impl Fn(&str) -> Declared<'n>,
    ) -> Result<Map<String, Value>, Failure> {
        let mut values = Map::new();
        for pair in given {
            let Some((name, text)) = pair.split_once('=').filter(|(name, _)| !name.is_empty())
            else {
                return Err(Failure::usage(
                    format!("the {what} `{pair}` has no value"),
                    "write `name=value`",
                ));
            };
            let value = match declared(name) {
                Declared::As(ty) => of_type(text, &ty),
                Declared::Otherwise => json!(text),
                Declared::Not(known) => {
                    self.warnings.push(ignored(what, name, known));
                    json!(text)
                }
            };
            if values.insert(name.to_owned(), value).is_some() {
                return Err(Failure::usage(
                    format!("the {what} `{name}` is given twice"),
                    "give it once",
                ));
            }
        }
        Ok(values)
    }
}

/// What the policy says of a name.
enum Declared<'n> {
    /// It is declared, of this type.
    As(Ty),
    /// It is the name of a container.
    Otherwise,
    /// It isn't among those declared.
    Not(Vec<&'n str>),
}

fn ignored(what: &str, name: &str, known: Vec<&str>) -> Diagnostic {
    let help = did_you_mean(name, known.iter().copied()).unwrap_or_else(|| {
        if known.is_empty() { "none is declared".into() } else { known.join(", ") }
    });
    let message = format!("no {what} `{name}` is declared; it counts for nothing");
    Diagnostic::warning(codes::REQUEST_IGNORED, message).help(help)
}

/// A value as requests write it. What doesn't fit the type stays a text, and the evaluator says
/// what is wrong with it.
fn of_type(text: &str, ty: &Ty) -> Value {
    let plain = || json!(text);
    match ty {
        Ty::Bool => text.parse::<bool>().map_or_else(|_| plain(), |value| json!(value)),
        Ty::Int => text.parse::<i64>().map_or_else(|_| plain(), |value| json!(value)),
        Ty::Record(_) => parse_json(text).unwrap_or_else(|_| plain()),
        Ty::Set(_) if text.starts_with('[') => parse_json(text).unwrap_or_else(|_| plain()),
        Ty::Set(_) if text.is_empty() => json!([]),
        Ty::Set(element) => text.split(',').map(|part| of_type(part.trim(), element)).collect(),
        _ => plain(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_read_by_their_type() {
        assert_eq!(of_type("true", &Ty::Bool), json!(true));
        assert_eq!(of_type("true", &Ty::Text), json!("true"));
        assert_eq!(of_type("12", &Ty::Int), json!(12));
        assert_eq!(of_type("1, 2", &Ty::set(Ty::Int)), json!([1, 2]));
        assert_eq!(of_type("[\"a,b\"]", &Ty::set(Ty::Text)), json!(["a,b"]));
        assert_eq!(of_type("twelve", &Ty::Int), json!("twelve"));
    }
}
