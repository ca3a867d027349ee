//! The cases of a real system as traffic.

use std::path::Path;
use std::sync::Arc;

use serde_json::Value as Json;
use ward_evaluator::{DataFile, Engine, Request};

use super::{Planned, Settings, Timer};
use crate::Result;
use crate::case::{Ask, Case, Uid};
use crate::engines::ward::Ward;

pub const ABOUT: &str = "420 requests to the policy of a home-health system (some 300 rules, scopes, \
restrictions, classes and overlays), each decided as its case says. Ward alone: no other engine here \
has that policy, since facets, assignments with days and places, and the customers' own roles under a \
ceiling would have to be built in each before its rules could be written.";

pub fn cases(_: &Settings) -> Vec<Planned> {
    vec![Box::new(case)]
}

fn case(timer: &mut Timer<'_>) -> Result<()> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let policy = ward_compiler::compile_dir(root.join("policies/betasky"))
        .map_err(|_| "the policy of Betasky doesn't compile")?;
    let folder = root.join("tests/cases/betasky");
    let data = std::fs::read_to_string(folder.join("data.json"))?;
    let file = DataFile { name: "data.json".to_owned(), text: data };
    let (engine, _) = Engine::load(Arc::new(policy), &[file]);
    let text = std::fs::read_to_string(folder.join("cases.jsonl"))?;
    let (mut requests, mut asks) = (Vec::new(), Vec::new());
    for line in text.lines().filter(|line| !line.is_empty()) {
        let case: Json = serde_json::from_str(line)?;
        let request = Request::from_json(&case["request"])?;
        if Some(engine.permits(&request)?) != case["decision"].as_bool() {
            return Err(format!("{} is decided otherwise", case["id"]).into());
        }
        asks.push(named(&request));
        requests.push(request);
    }
    let name = format!("{} cases", asks.len());
    let ward = Ward::over(engine, requests);
    timer.time(Case { name, requests: asks, contenders: ward.contenders()? })
}

fn named(request: &Request) -> Ask {
    let uid = |ty: &str, id: &str| Uid::new(ty, id);
    let (subject, resource) = (&request.subject, &request.resource);
    Ask::new(
        uid(&subject.ty, &subject.id),
        request.action.name.as_str(),
        uid(&resource.ty, &resource.id),
    )
}
