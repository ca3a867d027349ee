//! HTTP around the API.

use serde_json::json;
use ward_server::Settings;

use crate::service::{Clinic, RULES, ask, settings, until};

const PATH: &str = "/access/v1/evaluation";
const JSON: (&str, &str) = ("content-type", "application/json");

#[test]
fn another_content_type_is_a_400() {
    let running = Clinic::new().serve();
    let mut client = running.client();
    let body = ask("ann", "read", "n1");
    for given in ["text/plain", "application/x-www-form-urlencoded", "application/jsonx"] {
        let answer = client.send(&format!("POST {PATH}"), &[("content-type", given)], &body);
        assert_eq!(answer.status, 400, "{given}");
    }
    assert_eq!(client.send(&format!("POST {PATH}"), &[], &body).status, 400);
    for given in ["application/json; charset=utf-8", "Application/JSON"] {
        let answer = client.send(&format!("POST {PATH}"), &[("content-type", given)], &body);
        assert!(answer.decision(), "{given}");
    }
    let twice = [JSON, ("content-type", "text/plain")];
    for given in [twice, [twice[1], twice[0]]] {
        assert_eq!(client.send(&format!("POST {PATH}"), &given, &body).status, 400);
    }
}

#[test]
fn a_request_id_comes_back_on_answers_and_on_errors() {
    let running = Clinic::new().serve();
    let mut client = running.client();
    let id = ("X-Request-ID", "a b/c=1");
    let post = format!("POST {PATH}");
    let answers = [
        client.send(&post, &[JSON, id], &ask("ann", "read", "n1")),
        client.send(&post, &[JSON, id], "{"),
        client.send(&post, &[id], "{}"),
        client.send("GET /nowhere", &[id], ""),
        client.send(&format!("GET {PATH}"), &[id], ""),
        client.send("GET /ready", &[id], ""),
    ];
    let statuses: Vec<_> = answers.iter().map(|answer| answer.status).collect();
    assert_eq!(statuses, [200, 400, 400, 404, 405, 200]);
    for answer in &answers {
        assert_eq!(answer.headers["x-request-id"], "a b/c=1");
        assert_eq!(answer.headers["content-type"], "application/json");
    }
    assert!(!client.post(PATH, "{}").headers.contains_key("x-request-id"));
}

#[test]
fn the_metadata_name_every_endpoint() {
    let public_url = Some("https://pdp.example.com".to_owned());
    let running = Clinic::new().serve_with(Settings { public_url, ..settings() });
    let answer = running.client().get("/.well-known/authzen-configuration");
    assert_eq!(answer.status, 200);
    let metadata = answer.json();
    assert_eq!(metadata["policy_decision_point"], "https://pdp.example.com");
    for (name, path) in [
        ("access_evaluation_endpoint", "/access/v1/evaluation"),
        ("access_evaluations_endpoint", "/access/v1/evaluations"),
        ("search_subject_endpoint", "/access/v1/search/subject"),
        ("search_resource_endpoint", "/access/v1/search/resource"),
        ("search_action_endpoint", "/access/v1/search/action"),
    ] {
        assert_eq!(metadata[name], format!("https://pdp.example.com{path}"));
        assert_ne!(running.client().post(path, "{}").status, 404);
    }
}

#[test]
fn it_lives_before_it_is_ready() {
    let clinic = Clinic::new();
    clinic.write("rules.policy", "policy {");
    let running = clinic.serve();
    let mut client = running.client();
    assert_eq!(client.get("/live").status, 200);
    assert_eq!(client.get("/ready").status, 503);
    assert_eq!(client.post(PATH, &ask("ann", "read", "n1")).status, 503);
    assert_eq!(client.get("/status").json()["last_reload"]["held_back"]["gate"], "compiles");
    clinic.write("rules.policy", RULES);
    until(|| client.get("/ready").status == 200);
    assert!(client.post(PATH, &ask("ann", "read", "n1")).decision());
}

#[test]
fn the_status_tells_what_is_in_force_and_what_is_held_back() {
    let clinic = Clinic::new();
    let running = clinic.serve();
    let mut client = running.client();
    let first = client.get("/status").json();
    assert_eq!((&first["ready"], &first["version"]["number"]), (&json!(true), &json!(1)));
    assert_eq!(first["gates"], json!(["reads", "compiles", "claims", "tests", "data"]));
    clinic.write("rules.policy", "policy {");
    until(|| client.get("/status").json()["last_reload"]["result"] == "held_back");
    let status = client.get("/status").json();
    assert_eq!(status["version"], first["version"], "the last good one stays");
    assert!(client.get("/metrics").body.contains("ward_last_reload_successful 0"));
    assert!(client.post(PATH, &ask("ann", "read", "n1")).decision());
}

#[test]
fn the_metrics_count_decisions_requests_and_reloads() {
    let running = Clinic::new().serve();
    let mut client = running.client();
    client.post(PATH, &ask("ann", "read", "n1"));
    client.post(PATH, &ask("cy", "read", "n1"));
    client.post(PATH, &ask("ann", "reed", "n1"));
    client.post(PATH, "{");
    let text = client.get("/metrics").body;
    for line in [
        "ward_decisions_total{verdict=\"permit\"} 1",
        "ward_decisions_total{verdict=\"deny\"} 1",
        "ward_decisions_total{verdict=\"unknown_name\"} 1",
        "ward_decisions_total{verdict=\"malformed\"} 1",
        "ward_responses_total{status=\"400\"} 1",
        "ward_request_seconds_count{endpoint=\"evaluation\"} 4",
        "ward_reloads_total{result=\"in_force\",gate=\"\"} 1",
        "ward_last_reload_successful 1",
        "ward_version 1",
    ] {
        assert!(text.lines().any(|found| found == line), "{line} is not in\n{text}");
    }
    assert_eq!(text.matches("# EOF").count(), 1);
}

#[test]
fn what_has_begun_is_ended_when_it_stops() {
    let mut running = Clinic::new().serve();
    let mut client = running.client();
    let body = ask("ann", "read", "n1");
    let head = format!(
        "POST {PATH} HTTP/1.1\r\nhost: w\r\ncontent-type: application/json\r\ncontent-length: {}\r\n\r\n",
        body.len()
    );
    client.raw(head.as_bytes());
    client.raw(&body.as_bytes()[..10]);
    // The head must have been read before it is told to stop.
    until(|| running.client().get("/metrics").body.contains("ward_connections 2"));
    running.tell_to_stop();
    until(|| std::net::TcpStream::connect(running.address).is_err());
    client.raw(&body.as_bytes()[10..]);
    assert!(client.answer().unwrap().decision());
    assert!(client.answer().is_none(), "and then closed");
    running.stop();
}

#[test]
fn it_listens_beyond_this_machine_only_where_callers_are_known() {
    let place = Clinic::new().place();
    let listen = std::net::SocketAddr::from(([0, 0, 0, 0], 0));
    let open = Settings { listen, ..settings() };
    let refused = ward_server::Service::new(place.clone(), open.clone()).unwrap_err();
    assert_eq!(refused.code.0, "E1102");
    assert!(ward_server::Service::new(place, Settings { allow_anyone: true, ..open }).is_ok());
}
