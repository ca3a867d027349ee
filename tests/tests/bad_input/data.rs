//! Data that don't fit their policy.

use std::sync::Arc;

use crate::answer::{codes, line};
use serde_json::{Value, json};
use ward_compiler::{Policy, PolicySource, compile};
use ward_diagnostics::Diagnostic;
use ward_evaluator::{DataFile, Engine, Request};

const POLICY: &str = "policy clinic \"A clinic\"
enum Level { low, high }
entity Area in Area
entity Site in Area
entity Lab
entity Stock in Site { site: Site }
subject entity User in Site {
  on: Bool  count: Int  size: Decimal  name: String  born: Date  seen: Time  shift: Duration
  host: Ip  net: IpRange  post: Role  posts: Set<Role>  level: Level  friend: User?  either: User or Site
  marks: Set<Int>  address: { street: String, number: Int }
}
entity Note in Site { author: User }
actions notes on Note { view }
role nurse \"Nurse\" { can view }
abstract role base { can view }
role porter \"Porter\" in Area { can view }
class careful \"Careful\" { forbid view when note.author == subject }
ceiling site_roles on Site { allow view }
";

const OVERLAY: &str = "overlay Site::\"north\" under site_roles
role clerk \"Clerk\" { can view }
";

fn policy() -> Arc<Policy> {
    let source = PolicySource::from_texts([("rules.policy", POLICY), ("north.policy", OVERLAY)]);
    let policy = compile(&source).expect("the policy compiles");
    assert!(policy.rejected.is_empty());
    Arc::new(policy)
}

fn load(text: &str) -> (Engine, Vec<Diagnostic>) {
    Engine::load(policy(), &[DataFile { name: "data.json".into(), text: text.to_owned() }])
}

/// What loading says; it must have exactly these codes.
fn answer(text: &str, expected: &[&str]) -> String {
    let (_, problems) = load(text);
    let shown: String = problems.iter().map(|problem| line(problem, "")).collect();
    assert_eq!(codes(&problems), expected, "{text}\n{shown}");
    format!("{text}\n{shown}\n")
}

fn user(properties: Value) -> String {
    json!({"entities": [{"type": "User", "id": "ann", "properties": properties}]}).to_string()
}

fn assigned(assignment: Value) -> String {
    json!({
        "entities": [
            {"type": "Site", "id": "north"},
            {"type": "Site", "id": "south"},
            {"type": "User", "id": "ann"}
        ],
        "assignments": [assignment]
    })
    .to_string()
}

#[test]
fn data_that_are_no_data() {
    let mut shown = String::new();
    for text in [
        "",
        "nothing",
        "[]",
        "[1]",
        "{\"entities\": [[\"User\", \"a\"]]}",
        "{\"entites\": []}",
        "{\"entities\": [{\"type\": \"User\", \"id\": \"a\", \"parent\": \"Site::n\"}]}",
        "{\"entities\": [{\"type\": \"User\", \"id\": \"a\"}], \"assignments\": [{\"subject\": \"User::a\", \"role\": \"nurse\", \"util\": \"2026-06-30\"}]}",
        "{\"entities\": {}}",
        "{\"entities\": [1]}",
        "{\"entities\": [{\"type\": \"User\"}]}",
        "{\"entities\": [{\"type\": 1, \"id\": \"a\"}]}",
        "{\"entities\": [{\"type\": \"User\", \"id\": 1}]}",
        "{\"entities\": [{\"type\": \"User\", \"id\": \"\"}]}",
        "{\"entities\": [{\"type\": \"User\", \"id\": \"a\", \"parents\": \"Site::n\"}]}",
        "{\"entities\": [{\"type\": \"User\", \"id\": \"a\", \"properties\": []}]}",
        "{\"assignments\": [{\"role\": \"nurse\"}]}",
        "{\"entities\": [",
        "{\"entities\": []} {}",
    ] {
        shown += &answer(text, &["E0701"]);
    }
    assert_reads!(shown);
}

/// An entity that is read, and one of which a part can't be.
fn unreadable_entity(part: &str) -> String {
    format!(
        "{{\"entities\": [{{\"type\": \"User\", \"id\": \"ann\"}},\n  {{\"type\": \"User\", \"id\": \"bob\", {part}}}]}}"
    )
}

#[test]
fn an_element_that_cannot_be_read_is_never_left_out_in_silence() {
    let deep = format!("\"parents\": {}{}", "[".repeat(200), "]".repeat(200));
    let unreadable_class = |part: &str| {
        format!(
            "{{\"assignments\": [{{\"subject\": \"User::ann\", \"class\": \"careful\", {part}}}]}}"
        )
    };
    let mut shown = String::new();
    for text in [
        unreadable_class(r#""from": "\ud800""#),
        unreadable_class(r#""\udfff": 1"#),
        unreadable_class(r#""from": 1e400"#),
        unreadable_entity(r#""properties": {"name": "\ud83dx"}"#),
        unreadable_entity(r#""properties": {"nmae": -1e309}"#),
        unreadable_entity(r#""properties": {"address": {"nubmer": [1e400]}}"#),
        unreadable_entity(r#""properties": {"size": 1e400}"#),
        unreadable_entity(r#""properties": {"size": -}"#),
        unreadable_entity(r#""properties": {"name": "a	b"}"#),
        unreadable_entity(&deep),
    ] {
        shown += &answer(&text, &["E0701"]);
    }
    assert_reads!(shown);
    answer(&unreadable_entity(r#""properties": {"name": "\ud83d\ude00"}"#), &[]);
}

#[test]
fn what_is_said_twice_is_refused_at_any_depth() {
    let assigned_twice = |part: &str| {
        format!(
            "{{\"assignments\": [{{\"subject\": \"User::ann\", \"role\": \"nurse\", {part}}}]}}"
        )
    };
    let mut shown = String::new();
    for text in [
        r#"{"entities": [], "assignments": [], "entities": [{"type": "User", "id": "ann"}]}"#
            .into(),
        r#"{"assignments": [], "assignments": []}"#.into(),
        assigned_twice(r#""within": "Site::north", "within": null"#),
        assigned_twice(r#""within": null, "within": "Site::north""#),
        assigned_twice(r#""role": "nurse""#),
        assigned_twice(r#""subject": "User::bob""#),
        assigned_twice(r#""from": "2026-01-01", "\u0066rom": "2026-01-01""#),
        assigned_twice(r#""until": "2026-01-01", "until": "2026-01-01""#),
        unreadable_entity(r#""type": "Site""#),
        unreadable_entity(r#""id": "bob""#),
        unreadable_entity(r#""parents": [], "parents": []"#),
        unreadable_entity(r#""properties": {}, "properties": {}"#),
        unreadable_entity(r#""properties": {"on": null, "on": true}"#),
        unreadable_entity(r#""properties": {"site": "Site::n", "on": true, "site": null}"#),
        unreadable_entity(r#""properties": {"nmae": 1, "nmae": 2}"#),
        unreadable_entity(r#""properties": {"address": {"number": null, "number": 1}}"#),
        unreadable_entity(
            r#""properties": {"address": {"street": "a", "nubmer": {"a": 1, "a": 1}}}"#,
        ),
    ] {
        shown += &answer(&text, &["E0701"]);
    }
    assert_reads!(shown);
    answer(&unreadable_entity(r#""properties": {"address": {"street": "on"}, "on": true}"#), &[]);
}

#[test]
fn deeply_nested_data_are_refused() {
    let (_, problems) = load(&format!("{}{}", "[".repeat(100_000), "]".repeat(100_000)));
    assert_eq!(codes(&problems), ["E0701"]);
}

#[test]
fn values_of_the_wrong_type() {
    let mut shown = String::new();
    for properties in [
        json!({"on": "true"}),
        json!({"count": 1.5}),
        json!({"count": "1"}),
        json!({"count": 9_223_372_036_854_775_808_u64}),
        json!({"size": "a lot"}),
        json!({"size": 0.000_000_1}),
        json!({"name": 1}),
        json!({"born": "2026-02-30"}),
        json!({"born": "2.3.2026"}),
        json!({"born": 20_260_302}),
        json!({"seen": "2026-03-02"}),
        json!({"seen": "2026-03-02T25:00:00Z"}),
        json!({"shift": "3 fortnights"}),
        json!({"shift": 3}),
        json!({"shift": "9223372036854775807 days"}),
        json!({"host": "10.1.2"}),
        json!({"net": "10.0.0.0/33"}),
        json!({"post": 1}),
        json!({"level": "medium"}),
        json!({"friend": "ann"}),
        json!({"friend": "User::"}),
        json!({"friend": "Site::north"}),
        json!({"either": "Note::n1"}),
        json!({"marks": 1}),
        json!({"marks": [1, "two"]}),
        json!({"address": "Main Street 1"}),
        json!({"address": {"street": 1}}),
    ] {
        shown += &answer(&user(properties), &["E0702"]);
    }
    assert_reads!(shown);
}

#[test]
fn fields_of_records_that_are_not_declared() {
    assert_reads!(answer(&user(json!({"address": {"street": "a", "nubmer": 1}})), &["W0710"]));
}

#[test]
fn roles_that_the_policy_does_not_have() {
    assert_reads!(
        [
            answer(&user(json!({"post": "nusre"})), &["W0713"]),
            answer(&user(json!({"posts": ["nurse", "janitor"]})), &["W0713"]),
            answer(&user(json!({"post": "nurse"})), &[]),
            answer(&user(json!({"post": "careful"})), &[]),
            answer(&user(json!({"post": "clerk", "posts": ["anyone", "base"]})), &[]),
        ]
        .join("")
    );
}

#[test]
fn entities_that_do_not_fit() {
    assert_reads!([
        answer(r#"{"entities": [{"type": "User", "id": "a"}, {"type": "User", "id": "a"}]}"#, &["E0703"]),
        answer(r#"{"entities": [{"type": "Usr", "id": "a"}]}"#, &["W0709"]),
        answer(r#"{"entities": [{"type": "User", "id": "a", "properties": {"nmae": "A"}}]}"#, &["W0710"]),
        answer(r#"{"entities": [{"type": "User", "id": "a", "parents": ["Note::n"]}]}"#, &["E0704", "W0711"]),
        answer(r#"{"entities": [{"type": "User", "id": "a", "parents": ["north"]}]}"#, &["E0702"]),
        answer(r#"{"entities": [{"type": "User", "id": "a", "parents": ["Stie::north"]}]}"#, &["E0702"]),
        answer(r#"{"entities": [{"type": "User", "id": "a", "parents": ["Site::north"]}]}"#, &["W0711"]),
        answer(r#"{"entities": [{"type": "User", "id": "a", "properties": {"friend": "User::b"}}]}"#, &["W0711"]),
        answer(r#"{"entities": [{"type": "Site", "id": "n"}, {"type": "Site", "id": "s"}, {"type": "Stock", "id": "k", "parents": ["Site::n"], "properties": {"site": "Site::s"}}]}"#, &["E0706"]),
    ].join(""));
}

#[test]
fn containers_that_contain_one_another() {
    let areas = |pairs: &[(&str, &str)]| {
        let area = |(id, parent): &(&str, &str)| json!({"type": "Area", "id": id, "parents": [format!("Area::{parent}")]});
        json!({"entities": pairs.iter().map(area).collect::<Vec<_>>()}).to_string()
    };
    assert_reads!(
        [
            answer(&areas(&[("a", "a")]), &["E0705"]),
            answer(&areas(&[("a", "b"), ("b", "a")]), &["E0705"]),
            answer(&areas(&[("a", "b"), ("b", "c"), ("c", "a")]), &["E0705"]),
            answer(&areas(&[("a", "b"), ("b", "c"), ("c", "b")]), &["E0705"]),
        ]
        .join("")
    );
}

/// So many areas, each in the one before.
fn chain(length: usize) -> String {
    let area = |at: usize| match at.checked_sub(1) {
        None => json!({"type": "Area", "id": "a0"}),
        Some(outer) => {
            json!({"type": "Area", "id": format!("a{at}"), "parents": [format!("Area::a{outer}")]})
        }
    };
    json!({"entities": (0..length).map(area).collect::<Vec<_>>()}).to_string()
}

#[test]
fn containment_has_a_depth_that_is_told() {
    let (_, problems) = load(&chain(1_001));
    assert!(problems.is_empty(), "{problems:?}");
    for length in [1_002, 200_000] {
        let (_, problems) = load(&chain(length));
        let shown: String = problems.iter().map(|problem| line(problem, "")).collect();
        assert_eq!(
            shown,
            "  E0705 `Area::a1001` lies in more than 1000 entities, one in the other\n        \
             help: put what lies deeper than 1000 into an entity further up\n"
        );
    }
}

#[test]
fn assignments_that_do_not_fit() {
    assert_reads!([
        answer(&assigned(json!({"subject": "User::ann"})), &["E0708"]),
        answer(&assigned(json!({"subject": "User::ann", "role": "nurse", "class": "careful"})), &["E0708"]),
        answer(&assigned(json!({"subject": "Note::n1", "role": "nurse"})), &["E0708", "W0711"]),
        answer(&assigned(json!({"subject": "ann", "role": "nurse"})), &["E0702"]),
        answer(&assigned(json!({"subject": "User::ann", "role": "nusre"})), &["E0707"]),
        answer(&assigned(json!({"subject": "User::ann", "role": "anyone"})), &["E0707"]),
        answer(&assigned(json!({"subject": "User::ann", "role": "careful"})), &["E0707"]),
        answer(&assigned(json!({"subject": "User::ann", "class": "nurse"})), &["E0707"]),
        answer(&assigned(json!({"subject": "User::ann", "class": "crefull"})), &["E0707"]),
        answer(&assigned(json!({"subject": "User::ann", "role": "base"})), &["E0412"]),
        answer(&assigned(json!({"subject": "User::bob", "role": "nurse"})), &["W0711"]),
        answer(&assigned(json!({"subject": "User::ann", "role": "nurse", "within": "north"})), &["E0702"]),
        answer(&assigned(json!({"subject": "User::ann", "role": "nurse", "within": "Site::east"})), &["W0711"]),
        answer(&assigned(json!({"subject": "User::ann", "role": "nurse", "from": "tomorrow"})), &["E0702"]),
        answer(&assigned(json!({"subject": "User::ann", "role": "nurse", "until": "2026-02-29"})), &["E0702"]),
        answer(&assigned(json!({"subject": "User::ann", "role": "nurse", "from": "2026-02-02", "until": "2026-02-01"})), &["W0712"]),
        answer(&assigned(json!({"subject": "User::ann", "role": "clerk", "within": "Site::south"})), &["W0712"]),
        answer(&assigned(json!({"subject": "User::ann", "role": "clerk"})), &["W0712"]),
        answer(&assigned(json!({"subject": "User::ann", "role": "clerk", "within": "Site::north"})), &[]),
        answer(&assigned(json!({"subject": "User::ann", "role": "porter"})), &["W0712"]),
        answer(&assigned(json!({"subject": "User::ann", "role": "porter", "within": "Lab::l"})), &["W0711", "W0712"]),
        answer(&assigned(json!({"subject": "User::ann", "role": "porter", "within": "Site::north"})), &[]),
    ].join(""));
}

#[test]
fn null_is_no_absence_in_an_assignment() {
    let with = |field: &str| {
        let mut assignment = json!({"subject": "User::ann", "role": "nurse"});
        assignment[field] = Value::Null;
        assigned(assignment)
    };
    let mut shown = String::new();
    for field in ["within", "from", "until", "class", "role", "subject"] {
        shown += &answer(&with(field), &["E0702"]);
    }
    shown += &answer(&unreadable_entity("\"parents\": null"), &["E0702"]);
    assert_reads!(shown);
}

#[test]
fn what_dangles_is_unknown_when_it_is_asked_for() {
    let (engine, problems) = load(
        r#"{"entities": [{"type": "User", "id": "ann"}, {"type": "Note", "id": "n1", "parents": ["Site::gone"]}],
            "assignments": [{"subject": "User::ann", "role": "nurse", "within": "Site::north"},
                            {"subject": "User::ann", "class": "careful"}]}"#,
    );
    assert_eq!(codes(&problems), ["W0711"]);
    let request = Request::from_text(
        r#"{"subject": {"type": "User", "id": "ann"}, "action": {"name": "view"},
            "resource": {"type": "Note", "id": "n1"}}"#,
    )
    .expect("the request is one");
    assert!(!engine.permits(&request).expect("it can be decided"));
    let decision = engine.decide(&request).expect("it can be decided");
    assert!(!decision.permit && decision.error.is_none());
}
