//! Many decisions in one request, by one version.

use serde::ser::SerializeSeq;
use serde::{Serialize, Serializer};
use serde_json::{Map, Value, json};
use ward_diagnostics::codes;
use ward_evaluator::{Decision, Request};

use super::{Answering, Problem, Reply, body};

/// What may stand at the top for all items, or in each.
const MEMBERS: [&str; 4] = ["subject", "action", "resource", "context"];

/// When to stop.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Semantic {
    /// Never.
    ExecuteAll,
    /// Behind the first that isn't permitted.
    DenyOnFirstDeny,
    /// Behind the first that is.
    PermitOnFirstPermit,
}

impl Semantic {
    fn read(top: &Map<String, Value>) -> Result<Self, Problem> {
        let options = match top.get("options") {
            None | Some(Value::Null) => return Ok(Self::ExecuteAll),
            Some(Value::Object(options)) => options,
            Some(_) => return Err(Problem::shape("`options` isn't an object", "leave it out")),
        };
        match options.get("evaluations_semantic") {
            None | Some(Value::Null) => Ok(Self::ExecuteAll),
            Some(Value::String(name)) if name == "execute_all" => Ok(Self::ExecuteAll),
            Some(Value::String(name)) if name == "deny_on_first_deny" => Ok(Self::DenyOnFirstDeny),
            Some(Value::String(name)) if name == "permit_on_first_permit" => {
                Ok(Self::PermitOnFirstPermit)
            }
            Some(_) => Err(Problem::shape(
                "`options.evaluations_semantic` isn't one that is known",
                "write `execute_all`, `deny_on_first_deny` or `permit_on_first_permit`",
            )),
        }
    }

    fn ends_with(self, permitted: bool) -> bool {
        match self {
            Self::ExecuteAll => false,
            Self::DenyOnFirstDeny => !permitted,
            Self::PermitOnFirstPermit => permitted,
        }
    }
}

pub(super) fn answer(body: &[u8], answering: Answering<'_>) -> Result<Reply, Problem> {
    let top = match body::object(body, answering.limits) {
        Ok(top) => top,
        Err(problem) => {
            answering.hears.malformed();
            return Err(problem);
        }
    };
    let items = match top.get("evaluations") {
        None | Some(Value::Null) => return super::evaluation::answer(body, answering),
        Some(Value::Array(items)) if items.is_empty() => {
            return super::evaluation::answer(body, answering);
        }
        Some(Value::Array(items)) => items,
        Some(_) => {
            return Err(Problem::shape("`evaluations` isn't a list", "send a list of evaluations"));
        }
    };
    let most = answering.limits.batch;
    if items.len() > most {
        return Err(Problem::limit(
            413,
            format!("`evaluations` has {} items, and {most} are taken at once", items.len()),
            "send them in several requests",
        ));
    }
    let semantic = Semantic::read(&top)?;
    check_defaults(&top)?;
    let mut answers: Vec<Item> = Vec::with_capacity(items.len());
    for item in items {
        if (answering.time_is_up)() {
            return Err(Problem::too_slow());
        }
        let answer = one(&top, item, answering);
        let permitted = matches!(&answer, Item::Decided(decision) if decision.permit);
        answers.push(answer);
        if semantic.ends_with(permitted) {
            break;
        }
    }
    Ok(Reply::ok(&Answers { evaluations: Told { items: &answers, answering } }))
}

/// What became of an item.
enum Item {
    Decided(Decision),
    Wrong(Problem),
}

#[derive(Serialize)]
struct Answers<'a> {
    evaluations: Told<'a>,
}

struct Told<'a> {
    items: &'a [Item],
    answering: Answering<'a>,
}

impl Serialize for Told<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut list = serializer.serialize_seq(Some(self.items.len()))?;
        for item in self.items {
            match item {
                Item::Decided(decision) => list.serialize_element(&self.answering.told(decision)),
                Item::Wrong(problem) => list.serialize_element(&wrong(problem, self.answering)),
            }?;
        }
        list.end()
    }
}

/// A default that is no object can be meant by no item.
fn check_defaults(top: &Map<String, Value>) -> Result<(), Problem> {
    let wrong = MEMBERS
        .iter()
        .find(|name| top.get(**name).is_some_and(|value| !value.is_object() && !value.is_null()));
    match wrong {
        Some(name) => Err(Problem::shape(
            format!("`{name}` isn't an object"),
            "send an object, or leave it to each evaluation",
        )),
        None => Ok(()),
    }
}

/// One item; what is wrong with it is its own affair, and permits nothing.
fn one(top: &Map<String, Value>, item: &Value, answering: Answering<'_>) -> Item {
    let decided = merged(top, item).and_then(|mut request| Ok(answering.decide(&mut request)?));
    decided.map_or_else(
        |problem| {
            answering.hears.malformed();
            Item::Wrong(problem)
        },
        Item::Decided,
    )
}

fn wrong(problem: &Problem, answering: Answering<'_>) -> Undecided {
    let mut error = problem.error();
    if let Some(error) = error.as_object_mut() {
        error.insert("status".into(), problem.status.into());
    }
    if answering.brief {
        return Undecided { decision: false, context: json!({"error": error}) };
    }
    let version = answering.version;
    let context = json!({
        "reason": error.get("message"),
        "error": error,
        "policy": version.policy,
        "version": version.number,
    });
    Undecided { decision: false, context }
}

#[derive(Serialize)]
struct Undecided {
    decision: bool,
    context: Value,
}

/// The item over the defaults: a member of the item takes the whole of a default's place.
fn merged(top: &Map<String, Value>, item: &Value) -> Result<Request, Problem> {
    let Some(item) = item.as_object() else {
        return Err(Problem::coded(
            400,
            codes::REQUEST_TYPE,
            "the evaluation isn't an object",
            "send an object, or `{}` where the defaults say it all",
        ));
    };
    let own = |name: &str| item.get(name).filter(|value| !value.is_null());
    Ok(Request::from_members(|name| own(name).or_else(|| top.get(name)))?)
}
