//! Decisions asked backwards: who, on what, what.
//!
//! The evaluator finds what comes into question and decides each as an evaluation would, so that
//! every result, asked for alone, is permitted. What the policy doesn't know gives no results.

use serde::Serialize;
use serde_json::{Map, Value, json};
use ward_diagnostics::codes;
use ward_evaluator::Request;

use super::page::Page;
use super::{Answering, Problem, Reply, body};

/// The clock is looked at once for so many names.
const BETWEEN_LOOKS: usize = 64;

/// Who may do this?
pub(super) fn subjects(body: &[u8], answering: Answering<'_>) -> Result<Reply, Problem> {
    let top = body::object(body, answering.limits)?;
    let searched = ty_of(&top, "subject")?;
    let page = Page::read(&top, answering.limits)?;
    let mut request = read(with_id(&top, "subject")?)?;
    answering.stamp(&mut request);
    let found = answering.version.engine.who_can_until(&request, &|| (answering.time_is_up)())?;
    let found = found.ok_or_else(Problem::too_slow)?;
    let ids = found.into_iter().filter(|(ty, _)| *ty == searched).map(|(_, id)| id).collect();
    Ok(entities(answering, &page, &searched, ids))
}

/// On what may they do this?
pub(super) fn resources(body: &[u8], answering: Answering<'_>) -> Result<Reply, Problem> {
    let top = body::object(body, answering.limits)?;
    let searched = ty_of(&top, "resource")?;
    let page = Page::read(&top, answering.limits)?;
    let mut request = read(with_id(&top, "resource")?)?;
    answering.stamp(&mut request);
    let ids = answering.version.engine.list_until(&request, &|| (answering.time_is_up)())?;
    let ids = ids.ok_or_else(Problem::too_slow)?;
    Ok(entities(answering, &page, &searched, ids))
}

/// An entity that was found. Members have no order in JSON; this one is the specification's, for
/// callers that compare texts.
#[derive(Serialize)]
struct Found<'a> {
    #[serde(rename = "type")]
    ty: &'a str,
    id: &'a str,
}

/// A page of the entities that were found, which are sorted.
fn entities(answering: Answering<'_>, page: &Page, ty: &str, ids: Vec<String>) -> Reply {
    let behind = |id: &String| page.after.as_deref().is_none_or(|after| id.as_str() > after);
    let mut ids = ids.into_iter().filter(behind);
    let shown: Vec<String> = ids.by_ref().take(page.limit).collect();
    let more = ids.next().is_some();
    let results: Vec<_> = shown.iter().map(|id| Found { ty, id }).collect();
    reply(answering, page, &results, shown.last().map(String::as_str).filter(|_| more))
}

/// A page of results.
#[derive(Serialize)]
struct Response<'a, R> {
    results: &'a [R],
    page: Value,
    context: Value,
}

fn reply(
    answering: Answering<'_>,
    page: &Page,
    results: &[impl Serialize],
    next_after: Option<&str>,
) -> Reply {
    let version = answering.version;
    Reply::ok(&Response {
        results,
        page: page.response(results.len(), next_after),
        context: json!({"policy": version.policy, "version": version.number}),
    })
}

/// What may they do with this?
pub(super) fn actions(body: &[u8], answering: Answering<'_>) -> Result<Reply, Problem> {
    let mut top = body::object(body, answering.limits)?;
    top.insert("action".into(), json!({"name": "any"}));
    let request = read(top.clone())?;
    let mut names: Vec<&str> = schema(answering).actions.keys().map(String::as_str).collect();
    names.sort_unstable();
    try_names(&top, answering, request, names.into_iter())
}

fn schema<'a>(answering: Answering<'a>) -> &'a ward_compiler::model::Schema {
    &answering.version.engine.policy().schema
}

/// Tries each name, in order, behind the last one of the page before.
fn try_names<'c>(
    top: &Map<String, Value>,
    answering: Answering<'_>,
    mut request: Request,
    names: impl Iterator<Item = &'c str>,
) -> Result<Reply, Problem> {
    let page = Page::read(top, answering.limits)?;
    answering.stamp(&mut request);
    let behind = |name: &&str| page.after.as_deref().is_none_or(|after| *name > after);
    let mut results: Vec<Value> = Vec::new();
    let (mut last, mut more) = (None, false);
    let mut session = answering.version.engine.session();
    for (at, name) in names.filter(behind).enumerate() {
        if at % BETWEEN_LOOKS == 0 && (answering.time_is_up)() {
            return Err(Problem::too_slow());
        }
        name.clone_into(&mut request.action.name);
        if !session.permits(&request)? {
            continue;
        }
        if results.len() == page.limit {
            more = true;
            break;
        }
        results.push(json!({"name": name}));
        last = Some(name);
    }
    Ok(reply(answering, &page, &results, last.filter(|_| more)))
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
