//! Whatever bytes come, there is an answer.

use std::sync::LazyLock;

use proptest::prelude::*;
use serde_json::{Value, json};
use ward_live::{Gates, Reloader, Version};
use ward_server::Limits;
use ward_server::api::{Answering, Endpoint, Nobody, Reply, answer};

use crate::service::Clinic;

static VERSION: LazyLock<std::sync::Arc<Version>> = LazyLock::new(|| {
    let clinic = Clinic::new();
    let reloader = Reloader::new(clinic.place(), Gates::default());
    reloader.reload();
    reloader.live().current().unwrap()
});

fn answered(endpoint: Endpoint, body: &[u8]) -> Reply {
    let limits = Limits { batch: 4, page: 2, depth: 6, ..Limits::default() };
    let answering = Answering {
        brief: false,
        version: &VERSION,
        limits: &limits,
        now: Some(0),
        time_is_up: &|| false,
        hears: &Nobody,
    };
    answer(endpoint, body, answering)
}

/// An answer is JSON; it permits only where it is a 200; an error is short.
fn check(endpoint: Endpoint, body: &[u8]) -> Result<(), TestCaseError> {
    let reply = answered(endpoint, body);
    let json: Value = serde_json::from_slice(&reply.body).unwrap();
    prop_assert!([200, 400, 413].contains(&reply.status), "{}", reply.status);
    if reply.status != 200 {
        prop_assert!(json["error"]["message"].is_string() && json.get("decision").is_none());
        prop_assert!(reply.body.len() < 400);
    }
    prop_assert_eq!(&answered(endpoint, body), &reply, "asked again");
    Ok(())
}

fn endpoints() -> impl Strategy<Value = Endpoint> {
    prop::sample::select(Endpoint::ALL.to_vec())
}

/// JSON of the words that requests have.
fn nearly_requests() -> impl Strategy<Value = Value> {
    let words = [
        "User",
        "Note",
        "Patient",
        "Patient.chart",
        "ann",
        "bo",
        "n1",
        "n2",
        "p",
        "read",
        "edit",
        "write",
        "print",
        "view",
        "",
        "execute_all",
        "permit_on_first_permit",
        "Note::n1",
        "2026-01-01T00:00:00Z",
    ];
    let names = [
        "subject",
        "action",
        "resource",
        "context",
        "type",
        "id",
        "name",
        "properties",
        "evaluations",
        "options",
        "evaluations_semantic",
        "page",
        "limit",
        "token",
        "patient",
        "author",
        "copies",
        "now",
    ];
    let leaf = prop_oneof![
        prop::sample::select(words.to_vec()).prop_map(|word| json!(word)),
        any::<i64>().prop_map(|number| json!(number)),
        any::<bool>().prop_map(|value| json!(value)),
        Just(Value::Null),
    ];
    leaf.prop_recursive(5, 40, 5, move |inner| {
        let name = prop::sample::select(names.to_vec()).prop_map(str::to_owned);
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..5).prop_map(Value::Array),
            prop::collection::btree_map(name, inner, 0..6)
                .prop_map(|members| Value::Object(members.into_iter().collect())),
        ]
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, ..ProptestConfig::default() })]

    #[test]
    fn any_bytes_are_answered(endpoint in endpoints(), body in prop::collection::vec(any::<u8>(), 0..200)) {
        check(endpoint, &body)?;
    }

    #[test]
    fn anything_like_a_request_is_answered(
        endpoint in endpoints(),
        extra in nearly_requests(),
        at in prop::sample::select(vec![
            "", "/subject", "/subject/type", "/subject/id", "/subject/properties", "/action", "/action/name",
            "/action/properties", "/resource", "/resource/id", "/resource/properties", "/context", "/evaluations",
            "/evaluations/0", "/options", "/page", "/page/token", "/page/limit",
        ]),
    ) {
        let mut body = json!({
            "subject": {"type": "User", "id": "ann", "properties": {}},
            "action": {"name": "read", "properties": {}},
            "resource": {"type": "Note", "id": "n1", "properties": {}},
            "context": {}, "evaluations": [{}, {}], "options": {}, "page": {"token": "", "limit": 1},
        });
        *body.pointer_mut(at).unwrap() = extra;
        check(endpoint, body.to_string().as_bytes())?;
    }

    #[test]
    fn what_is_cut_off_is_a_400(endpoint in endpoints(), cut in 0_usize..150) {
        let whole = crate::service::ask("ann", "read", "n1");
        let body = &whole.as_bytes()[..cut.min(whole.len() - 1)];
        prop_assert_eq!(answered(endpoint, body).status, 400);
    }
}
