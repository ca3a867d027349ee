//! Bearer tokens.

use ward_server::Settings;

use crate::service::{Clinic, ask, settings, until};

const PATH: &str = "/access/v1/evaluation";
const TOKEN: &str = "0123456789abcdef-gateway";

fn with_tokens(clinic: &Clinic) -> Settings {
    clinic.write("tokens", &format!("gateway {TOKEN}\n"));
    Settings { tokens: Some(clinic.path("tokens")), ..settings() }
}

#[test]
fn whoever_has_no_token_is_told_to_show_one() {
    let clinic = Clinic::new();
    let running = clinic.serve_with(with_tokens(&clinic));
    let mut client = running.client();
    let body = ask("ann", "read", "n1");
    for given in ["", "Bearer", "Bearer wrong-token-altogether", "Basic abc", TOKEN] {
        let headers = [("content-type", "application/json"), ("authorization", given)];
        let headers = if given.is_empty() { &headers[..1] } else { &headers[..] };
        let answer = client.send(&format!("POST {PATH}"), headers, &body);
        assert_eq!(answer.status, 401, "{given}");
        assert!(answer.headers["www-authenticate"].starts_with("Bearer"));
        assert!(!answer.body.contains("wrong-token"), "{}", answer.body);
    }
    for given in [format!("Bearer {TOKEN}"), format!("bearer {TOKEN}")] {
        let headers = [("content-type", "application/json"), ("authorization", given.as_str())];
        assert!(client.send(&format!("POST {PATH}"), &headers, &body).decision());
    }
}

#[test]
fn whatever_is_not_open_to_all_needs_a_token() {
    let clinic = Clinic::new();
    let running = clinic.serve_with(with_tokens(&clinic));
    let mut client = running.client();
    for (path, status) in [
        ("/status", 401),
        ("/metrics", 401),
        ("/data/v1/data", 401),
        ("/nowhere", 401),
        ("/live/", 401),
        ("/live", 200),
        ("/ready", 200),
        ("/.well-known/authzen-configuration", 200),
    ] {
        assert_eq!(client.get(path).status, status, "{path}");
    }
}

#[test]
fn a_changed_file_of_tokens_counts_and_a_broken_one_does_not() {
    let clinic = Clinic::new();
    let running = clinic.serve_with(with_tokens(&clinic));
    let mut client = running.client();
    let mut status = |token: &str| {
        let given = format!("Bearer {token}");
        client.send("GET /status", &[("authorization", given.as_str())], "").status
    };
    clinic.write("tokens", "other fedcba9876543210-other\n");
    until(|| status("fedcba9876543210-other") == 200);
    assert_eq!(status(TOKEN), 401);
    clinic.write("tokens", "broken");
    let before = |state: &ward_server::State| {
        state.metrics_text().contains("ward_credential_reloads_total{result=\"held_back\"}")
    };
    until(|| before(&running.state));
    assert_eq!(status("fedcba9876543210-other"), 200);
}
