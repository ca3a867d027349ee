//! Decisions asked backwards: who, on what, what.
//!
//! Each candidate is decided as an evaluation would decide it, so that every result, asked for
//! alone, is permitted. What the policy doesn't know gives no results.

use serde_json::{Map, Value, json};
use ward_compiler::model::TypeId;
use ward_diagnostics::codes;
use ward_evaluator::{ActionInput, EntityInput, Request, Scratch};

use super::page::Page;
use super::{Answering, Problem, Reply, body};

/// The clock is looked at once for so many candidates.
const BETWEEN_LOOKS: usize = 64;

/// Who may do this?
pub(super) fn subjects(body: &[u8], answering: Answering<'_>) -> Result<Reply, Problem> {
    let top = body::object(body, answering.limits)?;
    let searched = ty_of(&top, "subject")?;
    let request = read(with_id(&top, "subject")?)?;
    let of_type = searched.clone();
    let candidates = ids(answering, &searched, true);
    search(&top, answering, request, candidates, |request, id| {
        request.subject = entity(&of_type, id);
        json!({"type": of_type, "id": id})
    })
}

/// On what may they do this?
pub(super) fn resources(body: &[u8], answering: Answering<'_>) -> Result<Reply, Problem> {
    let top = body::object(body, answering.limits)?;
    let searched = ty_of(&top, "resource")?;
    let request = read(with_id(&top, "resource")?)?;
    let of_type = searched.clone();
    let record_type = searched.split('.').next().unwrap_or_default();
    let candidates = ids(answering, record_type, false);
    search(&top, answering, request, candidates, |request, id| {
        request.resource = entity(&of_type, id);
        json!({"type": of_type, "id": id})
    })
}

/// What may they do with this?
pub(super) fn actions(body: &[u8], answering: Answering<'_>) -> Result<Reply, Problem> {
    let mut top = body::object(body, answering.limits)?;
    let properties = match top.get("action") {
        Some(Value::Object(action)) => action.get("properties").cloned().unwrap_or(Value::Null),
        _ => Value::Null,
    };
    let any = json!({"name": "any", "properties": properties});
    top.insert("action".into(), any);
    let request = read(top.clone())?;
    let mut names: Vec<&str> = schema(answering).actions.keys().map(String::as_str).collect();
    names.sort_unstable();
    let candidates = names.into_iter();
    search(&top, answering, request, candidates, |request, name| {
        request.action = ActionInput { name: name.to_owned(), ..ActionInput::default() };
        json!({"name": name})
    })
}

fn schema<'a>(answering: Answering<'a>) -> &'a ward_compiler::model::Schema {
    &answering.version.engine.policy().schema
}

/// Tries each candidate, in order, behind the last one of the page before.
fn search<'c>(
    top: &Map<String, Value>,
    answering: Answering<'_>,
    mut request: Request,
    candidates: impl Iterator<Item = &'c str>,
    mut become_one: impl FnMut(&mut Request, &str) -> Value,
) -> Result<Reply, Problem> {
    let page = Page::read(top, answering.limits)?;
    answering.stamp(&mut request);
    let behind = |name: &&str| page.after.as_deref().is_none_or(|after| *name > after);
    let mut results: Vec<Value> = Vec::new();
    let (mut last, mut more) = (None, false);
    let mut scratch = Scratch::default();
    for (at, candidate) in candidates.filter(behind).enumerate() {
        if at % BETWEEN_LOOKS == 0 && (answering.time_is_up)() {
            return Err(Problem::too_slow());
        }
        let result = become_one(&mut request, candidate);
        if !answering.version.engine.permits_in(&mut scratch, &request)? {
            continue;
        }
        if results.len() == page.limit {
            more = true;
            break;
        }
        results.push(result);
        last = Some(candidate);
    }
    let version = answering.version;
    Ok(Reply::ok(&json!({
        "page": page.response(results.len(), last.filter(|_| more)),
        "results": results,
        "context": {"policy": version.policy, "version": version.number},
    })))
}

/// The stored ids of a type, sorted; none where the policy doesn't know it, or it can't ask.
fn ids<'a>(
    answering: Answering<'a>,
    ty: &str,
    asking: bool,
) -> impl Iterator<Item = &'a str> + use<'a> {
    let schema = schema(answering);
    let version = answering.version;
    let can = |ty: &TypeId| !asking || schema.ty(*ty).subject;
    let sorted = schema.find_type(ty).filter(can).map(|ty| version.ids(ty)).unwrap_or_default();
    let store = version.engine.store();
    sorted.iter().filter_map(|id| store.uid(*id)).map(|(_, id)| id)
}

fn entity(ty: &str, id: &str) -> EntityInput {
    EntityInput { ty: ty.to_owned(), id: id.to_owned(), ..EntityInput::default() }
}

fn read(top: Map<String, Value>) -> Result<Request, Problem> {
    Ok(Request::from_json(&Value::Object(top))?)
}

/// The type of what is searched for.
fn ty_of(top: &Map<String, Value>, name: &str) -> Result<String, Problem> {
    match top.get(name).and_then(Value::as_object).map(|entity| entity.get("type")) {
        Some(Some(Value::String(ty))) if !ty.is_empty() => Ok(ty.clone()),
        Some(_) => Err(Problem::coded(
            400,
            codes::REQUEST_FIELD,
            format!("the request has no `{name}.type`, or it isn't a text"),
            "say of what type the results are to be",
        )),
        None => Err(Problem::coded(
            400,
            codes::REQUEST_FIELD,
            format!("the request has no `{name}`, or it isn't an object"),
            format!("write `\"{name}\": {{\"type\": …}}`"),
        )),
    }
}

/// The request with an id for what is searched for: its own counts for nothing.
fn with_id(top: &Map<String, Value>, name: &str) -> Result<Map<String, Value>, Problem> {
    let mut top = top.clone();
    if let Some(entity) = top.get_mut(name).and_then(Value::as_object_mut) {
        entity.insert("id".into(), json!("any"));
        entity.remove("properties");
    }
    Ok(top)
}
