//! Single evaluations, byte for byte.

use serde_json::{Value, json};
use ward_live::{Gates, Reloader};
use ward_server::Limits;
use ward_server::api::{Answering, Endpoint, Nobody, Reply, answer};

use crate::service::{Clinic, ask};

pub fn asked(endpoint: Endpoint, body: &str) -> Reply {
    let clinic = Clinic::new();
    asked_of(&clinic, endpoint, body, &Limits::default(), || false)
}

pub fn asked_of(
    clinic: &Clinic,
    endpoint: Endpoint,
    body: &str,
    limits: &Limits,
    time_is_up: impl Fn() -> bool + Sync,
) -> Reply {
    let reloader = Reloader::new(clinic.place(), Gates::default());
    reloader.reload();
    let version = reloader.live().current().unwrap();
    let answering = Answering {
        brief: false,
        version: &version,
        limits,
        now: Some(0),
        time_is_up: &time_is_up,
        hears: &Nobody,
    };
    answer(endpoint, body.as_bytes(), answering)
}

pub fn json_of(reply: &Reply) -> Value {
    serde_json::from_slice(&reply.body).unwrap()
}

fn evaluated(body: &str) -> (u16, Value) {
    let reply = asked(Endpoint::Evaluation, body);
    (reply.status, json_of(&reply))
}

#[test]
fn a_decision_names_its_reason_its_rules_and_the_version() {
    let (status, answer) = evaluated(&ask("ann", "edit", "n1"));
    assert_eq!((status, &answer["decision"]), (200, &json!(true)));
    let context = &answer["context"];
    assert!(context["reason"].as_str().unwrap().starts_with("permitted by nurse"));
    assert_eq!(context["rules"][0]["file"], "rules.policy");
    assert_eq!(context["version"], 1);
    assert!(context["policy"].as_str().unwrap().starts_with("sha256:"));
}

#[test]
fn a_refusal_is_a_200_that_says_what_was_missing() {
    let (status, answer) = evaluated(&ask("bo", "edit", "n1"));
    assert_eq!((status, &answer["decision"]), (200, &json!(false)));
    assert!(!answer["context"]["missing"].as_array().unwrap().is_empty());
}

#[test]
fn what_the_policy_does_not_know_is_a_refusal_that_says_so() {
    for (body, word) in [
        (ask("ann", "reed", "n1"), "reed"),
        (ask("ann", "read", "n99"), "n99"),
        (ask("ann", "read", "n1").replace("Note", "Noet"), "Noet"),
        (ask("nobody", "read", "n1"), "nobody"),
    ] {
        let (status, answer) = evaluated(&body);
        assert_eq!((status, &answer["decision"]), (200, &json!(false)));
        if word != "nobody" {
            let said = answer["context"]["error"]["message"].as_str().unwrap();
            assert!(said.contains(word), "{said}");
        }
    }
}

#[test]
fn what_is_no_request_is_a_400_that_names_the_field() {
    let good: Value = serde_json::from_str(&ask("ann", "read", "n1")).unwrap();
    for (pointer, field) in [
        ("/subject", "subject"),
        ("/subject/type", "subject.type"),
        ("/subject/id", "subject.id"),
        ("/action", "action"),
        ("/action/name", "action.name"),
        ("/resource", "resource"),
        ("/resource/type", "resource.type"),
        ("/resource/id", "resource.id"),
    ] {
        for wrong in [json!(null), json!(7), json!([]), json!("")] {
            let mut bad = good.clone();
            *bad.pointer_mut(pointer).unwrap() = wrong;
            let (status, answer) = evaluated(&bad.to_string());
            let said = answer["error"]["message"].as_str().unwrap();
            assert_eq!(status, 400, "{bad}");
            assert!(said.contains(&format!("`{field}`")), "{said} for {bad}");
        }
    }
    for pointer in ["/subject/properties", "/action/properties", "/resource/properties", "/context"]
    {
        let mut bad = good.clone();
        let (owner, name) = pointer.rsplit_once('/').unwrap();
        bad.pointer_mut(owner).unwrap()[name] = json!("text");
        assert_eq!(evaluated(&bad.to_string()).0, 400, "{bad}");
    }
}

#[test]
fn what_is_no_json_object_is_a_400() {
    for body in ["", "  ", "{", "[]", "null", "7", "\"x\"", "{\"a\":1}}", "{'a': 1}", "\u{feff}{}"]
    {
        let (status, answer) = evaluated(body);
        assert_eq!(status, 400, "{body}");
        assert!(answer["error"]["message"].is_string());
    }
}

#[test]
fn unknown_members_and_absent_ones_as_null_are_ignored() {
    let mut body: Value = serde_json::from_str(&ask("ann", "read", "n1")).unwrap();
    body["extra"] = json!({"a": [1]});
    body["subject"]["more"] = json!(true);
    body["context"] = json!(null);
    body["resource"]["properties"] = json!(null);
    assert_eq!(evaluated(&body.to_string()).1["decision"], true);
}

#[test]
fn no_error_echoes_more_than_a_little() {
    let long = "secret".repeat(10_000);
    for body in [
        ask("ann", "read", &long),
        ask("ann", &long, "n1"),
        ask(&long, "read", "n1"),
        format!("{{\"{long}\""),
        ask("ann", "print", "n1").replace(
            "\"name\": \"print\"",
            &format!("\"name\": \"print\", \"properties\": {{\"copies\": \"{long}\"}}"),
        ),
    ] {
        let reply = asked(Endpoint::Evaluation, &body);
        assert!(reply.body.len() < 3_000, "{}", reply.body.len());
    }
}

#[test]
fn parameters_count() {
    let print = |copies: u32| {
        let body = ask("ann", "print", "n1").replace(
            "\"name\": \"print\"",
            &format!("\"name\": \"print\", \"properties\": {{\"copies\": {copies}}}"),
        );
        evaluated(&body).1["decision"].clone()
    };
    assert_eq!((print(3), print(4)), (json!(true), json!(false)));
}

#[test]
fn the_time_is_the_services_own() {
    let clinic = Clinic::new();
    let rules =
        crate::service::RULES.replace("can read\n", "can read when note.opened <= context.now\n");
    clinic.write("rules.policy", &rules);
    let data = crate::service::DATA.replace(
        "{\"author\": \"User::ann\"}",
        "{\"author\": \"User::ann\", \"opened\": \"2000-01-01T00:00:00Z\"}",
    );
    clinic.write("data.json", &data);
    let claims = ask("ann", "read", "n1")
        .replace("{\"subject\"", "{\"context\": {\"now\": \"2020-01-01T00:00:00Z\"}, \"subject\"");
    let reply = asked_of(&clinic, Endpoint::Evaluation, &claims, &Limits::default(), || false);
    // 1970, where the test's clock stands, whatever the caller says.
    assert_eq!(json_of(&reply)["decision"], false);
}
