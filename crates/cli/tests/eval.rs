//! `ward eval` of one request.

mod common;

use common::{fixtures, surgery, ward};

#[test]
fn a_permit_is_a_yes() {
    let run = surgery("eval User::ann view Patient.clinical::kim --now 2026-03-02");
    assert_eq!((run.status, run.err.as_str()), (0, ""));
    insta::assert_snapshot!(run.out);
}

#[test]
fn a_refusal_is_a_no_and_names_the_parts_that_are_permitted() {
    let run = surgery("eval User::ann view Patient::lee --now 2026-03-02");
    assert_eq!((run.status, run.err.as_str()), (1, ""));
    insta::assert_snapshot!(run.out);
}

#[test]
fn what_a_permit_asks_for_is_said() {
    let text = "policy p subject entity User entity Note actions n on Note { view }
                obligation log(why: String)  role anyone { can view with log(\"all \\\"of\\\" it\") }";
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("p.policy"), text).unwrap();
    std::fs::write(
        folder.path().join("d.json"),
        r#"{"entities": [{"type": "User", "id": "u"}, {"type": "Note", "id": "n"}]}"#,
    )
    .unwrap();
    let run = ward(folder.path(), "eval User::u view Note::n --policy . --data d.json");
    assert_eq!(run.status, 0, "{}", run.err);
    insta::assert_snapshot!(run.out);
}

#[test]
fn the_response_has_the_authzen_shape() {
    let run = surgery("eval User::ann view Patient::lee --now 2026-03-02 --format json");
    assert_eq!(run.status, 1);
    insta::assert_snapshot!(run.shown());
}

#[test]
fn a_typing_error_does_not_look_like_a_decision() {
    for words in [
        "User::ann veiw Patient::kim",
        "User::ann view Patient::kimm",
        "User::ann view Pateint::kim",
        "User::ann view Patient.clincal::kim",
        "User::nobody view Patient::kim",
        "ann view Patient::kim",
        "User::ann view kim",
        "User::ann write Letter::l1 --prop patient=Patient::kim",
        "User::ann write Letter::l9",
        "User::ann view Patient::kim --context mfa=maybe",
        "User::ann view Patient::kim --context mfa",
        "User::ann view Patient::kim --now yesterday",
    ] {
        let run = surgery(&format!("eval {words}"));
        assert_eq!((run.status, run.out.as_str()), (2, ""), "{words}");
        assert!(run.err.contains("help:"), "{words}: {}", run.err);
    }
    insta::assert_snapshot!(surgery("eval User::ann veiw Patient::kim").err);
}

#[test]
fn what_is_no_decision_says_so_to_programs_too() {
    let unknown = surgery("eval User::ann veiw Patient::kim --format json");
    assert_eq!(unknown.status, 2);
    assert_eq!(unknown.json()["decision"], false);
    assert_eq!(unknown.json()["context"]["error"]["code"], "E0806");
    let malformed = surgery("eval User::ann write Letter::l9 --format json");
    assert_eq!(malformed.status, 2);
    assert_eq!(malformed.json()["error"]["code"], "E0804");
}

#[test]
fn parameters_properties_and_context_are_read_by_their_types() {
    let new = "eval User::ann write Letter::l9 --prop patient=Patient::kim --prop author=User::ann";
    assert_eq!(surgery(new).status, 0);
    assert_eq!(surgery("eval User::ann archive Patient::kim --context mfa=true").status, 0);
    assert_eq!(surgery("eval User::ann archive Patient::kim --context mfa=false").status, 1);
    assert_eq!(surgery("eval User::bo send Letter::l1 --param to=x --now 2026-03-02").status, 0);
    assert_eq!(surgery("eval User::ann connect Device::new --prop trusted=true").status, 0);
    assert_eq!(surgery("eval User::ann connect Device::new").status, 1);
}

#[test]
fn a_name_that_nothing_declares_is_said() {
    let run = surgery("eval User::ann connect Device::new --prop trusted=true --prop trsuted=true");
    assert_eq!(run.status, 0);
    insta::assert_snapshot!(run.err);
    let strict = surgery("eval User::ann connect Device::new --prop trsuted=true --strict");
    assert_eq!(strict.status, 2);
}

#[test]
fn a_day_begins_where_the_policy_says() {
    let at = |time: &str| {
        surgery(&format!("eval User::bo view Patient.contact::lee --now {time}")).status
    };
    assert_eq!(at("2026-06-30"), 0);
    assert_eq!(at("2026-06-30T21:59:59Z"), 0);
    assert_eq!(at("2026-06-30T22:00:00Z"), 1);
    assert_eq!(at("2026-07-01"), 1);
}

#[test]
fn data_that_cannot_be_used_decide_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("d.json");
    let ask = |more: &str| {
        let policy = fixtures().join("loose");
        let words = format!("eval User::u view Note::n --data d.json {more} --policy");
        let mut args: Vec<&str> = words.split_whitespace().collect();
        let policy = policy.to_string_lossy().into_owned();
        args.push(&policy);
        common::run(folder.path(), &args, "")
    };
    assert_eq!(ask("").status, 2);
    std::fs::write(&data, "{").unwrap();
    assert_eq!(ask("").status, 2);
    std::fs::write(
        &data,
        r#"{"entities": [{"type": "User", "id": "u"}, {"type": "Note", "id": "n", "properties": {"autor": "x"}}]}"#,
    )
    .unwrap();
    let warned = ask("");
    assert_eq!(warned.status, 1);
    insta::assert_snapshot!(warned.err);
    assert_eq!(ask("--strict").status, 2);
}

#[test]
fn data_can_come_from_standard_input_once() {
    let data = r#"{"entities": [{"type": "User", "id": "u"},
        {"type": "Note", "id": "n", "properties": {"author": "User::u"}}],
        "assignments": [{"subject": "User::u", "role": "reader"}]}"#;
    let args = ["eval", "User::u", "view", "Note::n", "--policy", "loose", "--data", "-"];
    let run = common::run(fixtures(), &args, data);
    assert_eq!(run.status, 0, "{}", run.err);
    let args = ["eval", "User::u", "view", "Note::n", "--policy", "-", "--data", "-"];
    assert_eq!(common::run(fixtures(), &args, data).status, 2);
}
