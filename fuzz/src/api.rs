//! The service's answers, from bytes to bytes.

use std::fs;
use std::sync::{Arc, OnceLock};

use serde_json::{Map, Value as Json, json};
use ward_evaluator::Request;
use ward_live::{Gates, Place, Reloader, Version};
use ward_server::Limits;
use ward_server::api::{Answering, Endpoint, Nobody, Reply, answer};

use crate::engines::{DATA, POLICY};
use crate::json::{self, Shape};

/// 2026-03-02T09:00:00Z, when the data's assignments hold.
const NOW: i64 = 1_772_442_000_000_000;

/// What may stand at the top of a batch or in its items.
const MEMBERS: [&str; 4] = ["subject", "action", "resource", "context"];

/// No error takes more bytes, whatever it is about.
const LONGEST_ERROR: usize = 400;

/// Whoever follows pages comes to an end.
const MOST_PAGES: usize = 64;

/// Answers bytes, as they are or as what they say to make, at every endpoint.
pub fn api(bytes: &[u8]) {
    let body = match json::made(bytes, Shape::Body) {
        Some(made) => made.to_string().into_bytes(),
        None => bytes.to_vec(),
    };
    for endpoint in Endpoint::ALL {
        let reply = asked(endpoint, &body);
        let told = read(&reply);
        assert_eq!(reply, asked(endpoint, &body), "asked again");
        if reply.status != 200 {
            is_short(&reply, &told);
        }
        match endpoint {
            Endpoint::Evaluation => is_decided_alike(&body, &reply, &told),
            Endpoint::Evaluations if reply.status == 200 => is_each_alone(&body, &told),
            Endpoint::Evaluations => {}
            _ if reply.status == 200 => is_permitted(endpoint, &body, &told),
            _ => {}
        }
    }
}

fn asked(endpoint: Endpoint, body: &[u8]) -> Reply {
    asked_for(endpoint, body, false)
}

fn asked_for(endpoint: Endpoint, body: &[u8], brief: bool) -> Reply {
    static LIMITS: OnceLock<Limits> = OnceLock::new();
    let limits = LIMITS.get_or_init(|| Limits { batch: 4, page: 2, depth: 8, ..Limits::default() });
    let answering = Answering {
        version: version(),
        limits,
        now: Some(NOW),
        brief,
        time_is_up: &|| false,
        hears: &Nobody,
    };
    answer(endpoint, body, answering)
}

/// The policy that has everything, in force with its data.
fn version() -> &'static Version {
    static VERSION: OnceLock<Arc<Version>> = OnceLock::new();
    VERSION.get_or_init(|| {
        let folder = std::env::temp_dir().join(format!("ward-fuzz-{}", std::process::id()));
        fs::create_dir_all(&folder).unwrap();
        fs::write(folder.join("ward.toml"), "data = [\"data.json\"]\n").unwrap();
        fs::write(folder.join("everything.policy"), POLICY).unwrap();
        fs::write(folder.join("data.json"), DATA).unwrap();
        let reloader = Reloader::new(Place::new(&folder), Gates::default());
        let reload = reloader.reload();
        fs::remove_dir_all(&folder).unwrap();
        reloader.live().current().unwrap_or_else(|| panic!("{:?}", reload.outcome))
    })
}

fn read(reply: &Reply) -> Json {
    assert!([200, 400, 413].contains(&reply.status), "{}", reply.status);
    serde_json::from_slice(&reply.body).unwrap()
}

/// An error says what is wrong, permits nothing, and gives back no more than a little of what came.
fn is_short(reply: &Reply, told: &Json) {
    assert!(told["error"]["message"].is_string() && told.get("decision").is_none(), "{told}");
    assert!(reply.body.len() < LONGEST_ERROR, "{}: {told}", reply.body.len());
}

/// What is a request is decided as the engine decides it, with reasons or in brief.
fn is_decided_alike(body: &[u8], reply: &Reply, told: &Json) {
    let brief = asked_for(Endpoint::Evaluation, body, true);
    assert_eq!((brief.status, &read(&brief)["decision"]), (reply.status, &told["decision"]));
    let Ok(text) = str::from_utf8(body) else { return };
    let Ok(mut request) = Request::from_text(text) else { return };
    request.context.insert("now".into(), json!("2026-03-02T09:00:00Z"));
    match version().engine.decide(&request) {
        Ok(decision) if reply.status == 200 => {
            let expected = decision.to_json();
            assert_eq!(expected["decision"], told["decision"], "{text}");
            for name in ["rules", "facets", "obligations", "missing", "policy"] {
                assert_eq!(expected["context"][name], told["context"][name], "{text}");
            }
        }
        Ok(_) => assert_eq!(told["error"]["code"], "E0810", "{text}"),
        Err(_) => assert_eq!(reply.status, 400, "{text}"),
    }
}

/// Each item of a batch is answered as it would be alone.
fn is_each_alone(body: &[u8], told: &Json) {
    let Ok(whole) = serde_json::from_slice::<Json>(body) else { return };
    let Some(items) = whole["evaluations"].as_array().filter(|items| !items.is_empty()) else {
        let alone = asked(Endpoint::Evaluation, body);
        return assert_eq!(&read(&alone), told);
    };
    let answers = told["evaluations"].as_array().unwrap();
    let last = match whole["options"]["evaluations_semantic"].as_str() {
        Some("deny_on_first_deny") => Some(false),
        Some("permit_on_first_permit") => Some(true),
        _ => None,
    };
    let ends = |answer: &Json| last.is_some_and(|last| answer["decision"] == last);
    let until = answers.iter().position(ends).map_or(items.len(), |at| at + 1);
    assert_eq!(answers.len(), until, "{whole}");
    for (item, answer) in items.iter().zip(answers) {
        let Some(item) = item.as_object() else {
            assert_eq!(answer["decision"], false);
            continue;
        };
        let own = |name: &str| item.get(name).filter(|value| !value.is_null());
        let member = |name: &str| Some((name.to_owned(), own(name).or(whole.get(name))?.clone()));
        let merged: Map<String, Json> = MEMBERS.iter().filter_map(|name| member(name)).collect();
        let merged = Json::Object(merged).to_string();
        let alone = asked(Endpoint::Evaluation, merged.as_bytes());
        let told = read(&alone);
        if alone.status == 200 {
            assert_eq!(&told, answer, "{merged}");
        } else {
            assert_eq!(answer["decision"], false, "{merged}");
            assert_eq!(told["error"]["code"], answer["context"]["error"]["code"], "{merged}");
        }
    }
}

/// Each result, asked for alone, is permitted; pages follow one another and leave none out.
fn is_permitted(endpoint: Endpoint, body: &[u8], first: &Json) {
    let Ok(mut whole) = serde_json::from_slice::<Json>(body) else { return };
    let searched = match endpoint {
        Endpoint::SubjectSearch => "subject",
        Endpoint::ResourceSearch => "resource",
        _ => "action",
    };
    let begun = whole["page"]["token"].as_str().is_some_and(|token| !token.is_empty());
    let mut found: Vec<Json> = Vec::new();
    let mut page = first.clone();
    for _ in 0..MOST_PAGES {
        let results = page["results"].as_array().unwrap();
        assert_eq!(page["page"]["count"], results.len());
        found.extend(results.iter().cloned());
        let token = page["page"]["next_token"].as_str().unwrap().to_owned();
        if token.is_empty() {
            break;
        }
        let limit = whole["page"]["limit"].clone();
        whole["page"] = json!({"token": token, "limit": limit});
        let next = asked(endpoint, whole.to_string().as_bytes());
        assert_eq!(next.status, 200, "{whole}");
        page = read(&next);
    }
    assert_eq!(page["page"]["next_token"], "", "the pages end");
    let key = if searched == "action" { "name" } else { "id" };
    let keys: Vec<_> = found.iter().map(|one| one[key].as_str().unwrap()).collect();
    assert!(keys.is_sorted_by(|one, next| one < next), "{keys:?}");
    for result in &found {
        assert!(permits(&whole, searched, result), "{result}: {whole}");
    }
    if searched == "action" && !begun {
        for name in version().engine.policy().schema.actions.keys() {
            let listed = keys.contains(&name.as_str());
            assert_eq!(
                permits(&whole, searched, &json!({"name": name})),
                listed,
                "{name}: {whole}"
            );
        }
    }
}

/// Whether the request is permitted with a result in the place of what was searched for.
fn permits(whole: &Json, searched: &str, result: &Json) -> bool {
    let member = |name: &&str| Some(((*name).to_owned(), whole.get(*name)?.clone()));
    let mut request: Map<String, Json> = MEMBERS.iter().filter_map(|name| member(name)).collect();
    request.insert(searched.to_owned(), result.clone());
    let reply = asked(Endpoint::Evaluation, Json::Object(request).to_string().as_bytes());
    read(&reply)["decision"] == true
}
