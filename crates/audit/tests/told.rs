//! How findings are handed on, and that the documentation has them all.

mod common;

use std::fs;
use std::path::Path;

use common::{data, found, on_days, policy, role};
use serde_json::json;
use ward_diagnostics::codes;

#[test]
fn a_finding_names_the_rule_the_assignments_and_the_people() {
    let policy = policy(
        "role author { can view }  role approver { can edit }\n\
         advice two \"Two pairs of eyes\": exclusive author, approver per Agency",
    );
    let data = data(
        &[("ann", &["Agency::a"])],
        &[
            role("ann", "author", None),
            on_days(role("ann", "approver", Some("Agency::a")), Some("2026-01-01"), None),
        ],
    );
    let findings = found(&policy, &data, "2026-03-02");
    let told: Vec<_> = findings.iter().map(|one| one.to_json(&policy.sources)).collect();
    assert_eq!(
        json!(told),
        json!([{
            "code": "A0101",
            "severity": "warning",
            "rule": {"kind": "advice", "name": "two", "title": "Two pairs of eyes",
                     "file": "policy.policy", "line": 10},
            "message": "ann holds approver and author in Agency::a from 2026-01-01",
            "assignments": [
                {"subject": "User::ann", "role": "approver", "within": "Agency::a", "from": "2026-01-01"},
                {"subject": "User::ann", "role": "author"}],
            "entities": ["User::ann"],
            "help": "take one of the roles away, or end it before the other begins",
        }])
    );
}

#[test]
fn every_finding_has_a_section_in_the_documentation() {
    let page = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/audit.md");
    let page = fs::read_to_string(page).expect("the page can be read");
    let written: Vec<_> = page.lines().filter_map(|line| line.strip_prefix("### ")).collect();
    let declared: Vec<_> =
        codes::findings().iter().map(|(code, title)| format!("{code}: {title}")).collect();
    assert_eq!(written, declared);
}
