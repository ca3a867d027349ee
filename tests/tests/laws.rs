//! Laws that hold of all policies, data and requests.

use serde_json::{Value as Json, json};
use ward_tests::generate::{Features, World, parents_of};
use ward_tests::law::{Ready, for_worlds, load, ready};
use ward_tests::reference::Outcome;

/// What every request gets.
fn outcomes(ready: &Ready, requests: &[Json]) -> Vec<Outcome> {
    requests.iter().map(|request| ready.real.decide(request)).collect()
}

#[test]
fn a_restriction_or_a_class_without_enable_never_adds_a_permit() {
    let done = for_worlds(Features::ALL, 150, |world| {
        let Some(with) = ready(world)? else { return Ok(()) };
        for (file, at) in prohibiting(world) {
            let mut less = world.clone();
            let head = less.files[file].items.remove(at).head;
            let name = head.split_whitespace().nth(1).unwrap_or("").to_owned();
            less.assignments.retain(|assignment| assignment["class"] != json!(name));
            let Some(without) = ready(&less)? else { continue };
            for request in &world.requests {
                if with.real.permits(request) && !without.real.permits(request) {
                    return Err(format!("`{head}` adds a permit of {request}"));
                }
            }
        }
        Ok(())
    });
    done.unwrap_or_else(|why| panic!("{why}"));
}

/// The restrictions, and the classes that enable nothing.
fn prohibiting(world: &World) -> Vec<(usize, usize)> {
    let mut found = Vec::new();
    for (file, text) in world.files.iter().enumerate() {
        for (at, item) in text.items.iter().enumerate() {
            let enables = item.body.iter().flatten().any(|line| line.starts_with("enable"));
            let class = item.head.starts_with("class ") && !enables;
            if class || item.head.starts_with("restriction ") {
                found.push((file, at));
            }
        }
    }
    found
}

#[test]
fn the_order_of_statements_files_and_data_never_matters() {
    let done = for_worlds(Features::ALL, 150, |world| {
        let Some(first) = ready(world)? else { return Ok(()) };
        let mut turned = world.clone();
        for (at, file) in turned.files.iter_mut().enumerate() {
            file.items.reverse();
            file.items
                .iter_mut()
                .filter_map(|item| item.body.as_mut())
                .for_each(|body| body.reverse());
            file.name = format!("{}_{}", 9 - at, file.name);
        }
        turned.entities.reverse();
        turned.assignments.reverse();
        let second = ready(&turned)?.ok_or("turned round, it doesn't compile or load")?;
        if outcomes(&first, &world.requests) == outcomes(&second, &world.requests) {
            Ok(())
        } else {
            Err("turned round, it decides otherwise".into())
        }
    });
    done.unwrap_or_else(|why| panic!("{why}"));
}

#[test]
fn taking_out_what_is_known_never_turns_a_refusal_into_a_permit() {
    let features = Features { has: false, ..Features::ALL };
    let done = for_worlds(features, 60, |world| {
        let Some(full) = ready(world)? else { return Ok(()) };
        let before = outcomes(&full, &world.requests);
        let refused = |at: usize| match &before[at] {
            Outcome::Permit(_) => false,
            Outcome::Refuse(_) => true,
            Outcome::Faulty(faults) => !faults.contains(&ward_tests::reference::Fault::Malformed),
        };
        for (told, data) in poorer_data(world, &full) {
            let Some(poorer) = load(&full.policy, &data)? else { continue };
            for (at, request) in world.requests.iter().enumerate() {
                if refused(at) && !is_about(request, &told, &full) && poorer.real.permits(request) {
                    return Err(format!("without {told}: a permit of {request}"));
                }
            }
        }
        for (at, request) in world.requests.iter().enumerate().filter(|(at, _)| refused(*at)) {
            for (told, poorer) in poorer_requests(world, request, &full) {
                if full.real.permits(&poorer) {
                    return Err(format!(
                        "without {told}: {:?} becomes a permit of {poorer}",
                        before[at]
                    ));
                }
            }
        }
        Ok(())
    });
    done.unwrap_or_else(|why| panic!("{why}"));
}

/// The data without one entity, or without one property that has no default.
fn poorer_data(world: &World, full: &Ready) -> Vec<(String, Json)> {
    let mut found = Vec::new();
    for (at, entity) in world.entities.iter().enumerate() {
        let mut data = world.data();
        if let Some(entities) = data["entities"].as_array_mut() {
            entities.remove(at);
        }
        let name = format!("{}::{}", text(&entity["type"]), text(&entity["id"]));
        found.push((name.clone(), data));
        for key in entity["properties"].as_object().into_iter().flat_map(|given| given.keys()) {
            if without_default(full, text(&entity["type"]), key) {
                let mut data = world.data();
                if let Some(given) = data["entities"][at]["properties"].as_object_mut() {
                    given.remove(key);
                }
                found.push((format!("{key} of {name}"), data));
            }
        }
    }
    found
}

fn text(json: &Json) -> &str {
    json.as_str().unwrap_or("")
}

fn without_default(full: &Ready, ty: &str, property: &str) -> bool {
    let ty = full.policy.schema.types.get(ty);
    let declared = ty.and_then(|ty| ty.properties.get(property));
    declared.is_none_or(|declared| declared.default.is_none())
}

/// Whether a request would make the record that was taken out.
fn is_about(request: &Json, told: &str, full: &Ready) -> bool {
    let schema = &full.policy.schema;
    let ty = text(&request["resource"]["type"]);
    let ty = ty.split_once('.').map_or(ty, |(ty, _)| ty);
    let new = schema.find_type(ty).zip(schema.actions.get(text(&request["action"]["name"])));
    let new = new.and_then(|(ty, action)| action.on.get(&ty)).is_some_and(|on| on.new);
    new && told == format!("{ty}::{}", text(&request["resource"]["id"]))
}

/// The request without one property or context field that has no default. Left alone: what places
/// a record, and what stands before a stored property.
fn poorer_requests(world: &World, request: &Json, full: &Ready) -> Vec<(String, Json)> {
    let schema = &full.policy.schema;
    let stored = parents_of(&world.entities);
    let mut found = Vec::new();
    let mut without = |path: &str, key: &str| {
        let mut poorer = request.clone();
        if let Some(given) = poorer.pointer_mut(path).and_then(Json::as_object_mut) {
            given.remove(key);
        }
        found.push((format!("{key} in {path}"), poorer));
    };
    for key in keys(request, "/context") {
        if schema.context.get(&key).is_none_or(|field| field.default.is_none()) {
            without("/context", &key);
        }
    }
    for party in ["subject", "resource"] {
        let ty = text(&request[party]["type"]);
        let ty = ty.split_once('.').map_or(ty, |(ty, _)| ty);
        if stored.contains_key(&format!("{ty}::{}", text(&request[party]["id"]))) {
            continue;
        }
        for key in keys(request, &format!("/{party}/properties")) {
            let places = schema.types.values().any(|ty| ty.snake == key);
            if !places && without_default(full, ty, &key) {
                without(&format!("/{party}/properties"), &key);
            }
        }
    }
    found
}

fn keys(json: &Json, path: &str) -> Vec<String> {
    let object = json.pointer(path).and_then(Json::as_object);
    object.into_iter().flat_map(|object| object.keys().cloned()).collect()
}

#[test]
fn roles_add_up_where_nothing_asks_for_one() {
    let features = Features { holds: false, classes: false, on_what: false, ..Features::ALL };
    let done = for_worlds(features, 100, |world| {
        let Some(all) = ready(world)? else { return Ok(()) };
        let mut each = Vec::new();
        for assignments in world.assignments.iter().map(|one| vec![one.clone()]).chain([Vec::new()])
        {
            let one = World { assignments, ..world.clone() };
            each.extend(ready(&one)?);
        }
        for request in world.requests.iter().filter(|request| !is_whole(request, &all)) {
            let alone = each.iter().any(|one| one.real.permits(request));
            if alone != all.real.permits(request) {
                return Err(format!("together otherwise than one by one: {request}"));
            }
        }
        Ok(())
    });
    done.unwrap_or_else(|why| panic!("{why}"));
}

/// Whether a request asks for a record of several parts.
fn is_whole(request: &Json, ready: &Ready) -> bool {
    let ty = ready.policy.schema.types.get(text(&request["resource"]["type"]));
    ty.is_some_and(|ty| !ty.facets.is_empty())
}

#[test]
fn a_request_cannot_describe_what_is_stored() {
    let done = for_worlds(Features::ALL, 150, |world| {
        let Some(ready) = ready(world)? else { return Ok(()) };
        let schema = &ready.policy.schema;
        for request in &world.requests {
            for party in ["subject", "resource"] {
                let ty = text(&request[party]["type"]);
                let ty = ty.split_once('.').map_or(ty, |(ty, _)| ty);
                let external = schema.types.get(ty).is_none_or(|ty| ty.external);
                let outcome = ready.real.decide(request);
                if external || matches!(outcome, Outcome::Faulty(_)) || is_new(request, &ready) {
                    continue;
                }
                for other in world.entities.iter().filter(|other| other["type"] == json!(ty)) {
                    let mut claims = other["properties"].clone();
                    if let Some(claims) = claims.as_object_mut() {
                        claims.retain(|key, _| schema.types.values().all(|ty| ty.snake != *key));
                    }
                    let mut claiming = request.clone();
                    claiming[party]["properties"] = claims;
                    if ready.real.decide(&claiming) != outcome {
                        return Err(format!("its own word decides: {claiming}"));
                    }
                }
            }
        }
        Ok(())
    });
    done.unwrap_or_else(|why| panic!("{why}"));
}

fn is_new(request: &Json, ready: &Ready) -> bool {
    let action = ready.policy.schema.actions.get(text(&request["action"]["name"]));
    action.is_none_or(|action| action.on.values().any(|on| on.new))
}

#[test]
fn an_assignment_that_has_ended_or_not_begun_is_as_none() {
    let done = for_worlds(Features::ALL, 100, |world| {
        if ready(world)?.is_none() {
            return Ok(());
        }
        let dated: Vec<Json> = world
            .requests
            .iter()
            .filter(|request| !request["context"]["now"].is_null())
            .cloned()
            .collect();
        for at in 0..world.assignments.len() {
            let mut without = world.clone();
            without.assignments.remove(at);
            let Some(without) = ready(&without)? else { continue };
            let expected = outcomes(&without, &dated);
            for (key, day) in [("until", "2020-01-01"), ("from", "2030-01-01")] {
                let mut dead = world.clone();
                dead.assignments[at][key] = json!(day);
                let Some(dead) = ready(&dead)? else { continue };
                if outcomes(&dead, &dated) != expected {
                    return Err(format!("{} counts", world.assignments[at]));
                }
            }
        }
        Ok(())
    });
    done.unwrap_or_else(|why| panic!("{why}"));
}
