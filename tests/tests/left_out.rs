//! Leaving an overlay out only narrows, and unloads nobody's data.

#![allow(clippy::unwrap_used, reason = "what must not fail in a test fails it")]

use std::sync::Arc;

use serde_json::{Value as Json, json};
use ward_compiler::{PolicySource, compile};
use ward_evaluator::{DataFile, Engine, Request};

const VENDOR: &str = "policy t \"T\"
entity Org
subject entity User in Org
entity Folder in Org
actions folders on Folder { view, edit }
role viewer { can view, edit }
ceiling c on Org { allow view }
";

/// A policy with one more file; the code of the first error where the data don't load.
fn engine(vendor: &str, overlay: &str, assignments: &Json) -> Result<Engine, String> {
    let files = [("t.policy", vendor), ("o.policy", overlay)];
    let files = files.into_iter().filter(|(_, text)| !text.is_empty());
    let files: Vec<_> = files.map(|(name, text)| (name.to_owned(), text.to_owned())).collect();
    let policy = compile(&PolicySource::from_texts(files)).map_err(|why| format!("{why:?}"))?;
    let data = json!({
        "entities": [
            {"type": "Org", "id": "a"}, {"type": "Org", "id": "b"},
            {"type": "User", "id": "u", "parents": ["Org::a", "Org::b"]},
            {"type": "User", "id": "other", "parents": ["Org::a"]},
            {"type": "Folder", "id": "f", "parents": ["Org::a"]},
            {"type": "Folder", "id": "g", "parents": ["Org::b"]}
        ],
        "assignments": assignments,
    });
    let data = DataFile { name: "data.json".into(), text: data.to_string() };
    let (engine, problems) = Engine::load(Arc::new(policy), &[data]);
    match problems.iter().find(|problem| problem.is_error()) {
        Some(problem) => Err(problem.code.to_string()),
        None => Ok(engine),
    }
}

/// What a request gets, by every way to ask: the decision, and the code of an error.
fn asked(engine: &Engine, who: &str, action: &str, folder: &str) -> (bool, Option<String>) {
    let request = Request::from_json(&json!({
        "subject": {"type": "User", "id": who},
        "action": {"name": action},
        "resource": {"type": "Folder", "id": folder},
    }))
    .unwrap();
    let decision = engine.decide(&request).unwrap();
    assert_eq!(engine.permits(&request).unwrap(), decision.permit);
    let listed = engine.list(&request).unwrap().contains(&folder.to_owned());
    assert_eq!(listed, decision.permit, "{request:?}");
    (decision.permit, decision.error.map(|problem| problem.code.to_string()))
}

fn permits(engine: &Engine, who: &str, action: &str, folder: &str) -> bool {
    asked(engine, who, action, folder).0
}

fn with(more: &Json) -> Json {
    json!([{"subject": "User::u", "role": "viewer"}, {"subject": "User::other", "role": "viewer"}, more])
}

fn roles() -> Json {
    with(&json!({"subject": "User::other", "role": "viewer"}))
}

const BAD: &str = "role too_much { can edit }";

#[test]
fn what_an_overlay_that_is_left_out_may_forbid_is_refused_inside_its_tenant() {
    for forbids in
        ["restriction r { forbid edit }", "class k { forbid edit }", "restriction r { forb"]
    {
        let overlay = format!("overlay Org::\"a\" under c\n{BAD}\n{forbids}");
        let engine = engine(VENDOR, &overlay, &roles()).unwrap();
        assert_eq!(engine.policy().rejected.len(), 1, "{forbids}");
        let refused = (false, Some("E0812".into()));
        assert_eq!(asked(&engine, "u", "view", "f"), refused, "{forbids}");
        assert_eq!(asked(&engine, "u", "edit", "g"), (true, None), "{forbids}");
    }
    let harmless = format!("overlay Org::\"a\" under c\n{BAD}");
    let engine = engine(VENDOR, &harmless, &roles()).unwrap();
    assert!(permits(&engine, "u", "edit", "f"));
}

#[test]
fn a_class_of_a_library_that_is_left_out_may_forbid() {
    let library = format!("overlay Org under c\n{BAD}\nclass barred {{ forbid edit }}");
    let class = json!({"subject": "User::u", "class": "barred"});
    let engine = engine(VENDOR, &library, &with(&class)).unwrap();
    assert_eq!(asked(&engine, "u", "edit", "f"), (false, Some("E0812".into())));
    assert!(!permits(&engine, "u", "view", "g"));
    assert!(permits(&engine, "other", "edit", "f"));
    let unreadable = format!("overlay Org under c\n{BAD}\nclass barred {{ forb");
    let engine = self::engine(VENDOR, &unreadable, &with(&class)).unwrap();
    assert!(!permits(&engine, "u", "edit", "f"));
    assert!(permits(&engine, "other", "edit", "f"));
    let within = json!({"subject": "User::u", "class": "barred", "within": "Org::b"});
    let engine = self::engine(VENDOR, &library, &with(&within)).unwrap();
    assert!(permits(&engine, "u", "edit", "f"));
    assert!(!permits(&engine, "u", "edit", "g"));
}

#[test]
fn what_a_tenant_no_longer_declares_unloads_nobody() {
    let overlay = |text: &str| format!("overlay Org::\"a\" under c\n{text}");
    let guest = json!({"subject": "User::u", "role": "guest", "within": "Org::a"});
    for text in ["role other_one { can view }", "abstract role guest { can view }"] {
        let engine = engine(VENDOR, &overlay(text), &with(&guest)).unwrap();
        assert!(permits(&engine, "u", "edit", "f"), "{text}");
    }
    let held = json!([guest]);
    let engine = engine(VENDOR, &overlay("role guest { can view }"), &held).unwrap();
    assert!(permits(&engine, "u", "view", "f"));
    let engine = self::engine(VENDOR, "", &held).unwrap();
    assert!(!permits(&engine, "u", "view", "f"));
    let class = json!({"subject": "User::u", "class": "gone", "within": "Org::a"});
    let engine = self::engine(VENDOR, "", &with(&class)).unwrap();
    assert!(!permits(&engine, "u", "view", "f"));
    assert!(permits(&engine, "u", "view", "g"));
    assert!(permits(&engine, "other", "view", "f"));
    // Elsewhere it stays an error.
    for elsewhere in [
        json!({"subject": "User::u", "role": "gone"}),
        json!({"subject": "User::u", "class": "gone"}),
    ] {
        assert_eq!(self::engine(VENDOR, "", &with(&elsewhere)).err(), Some("E0707".into()));
    }
}

#[test]
fn a_name_that_the_vendor_takes_later_gives_a_tenants_people_nothing() {
    let overlay = "overlay Org::\"a\" under c\nrole auditor in Org { can view }";
    let taken = format!("{VENDOR}role auditor in Org {{ can view, edit }}");
    let auditor = |place: &str| json!([{"subject": "User::u", "role": "auditor", "within": place}]);
    let engine = engine(VENDOR, overlay, &auditor("Org::a")).unwrap();
    assert!(permits(&engine, "u", "view", "f") && !permits(&engine, "u", "edit", "f"));
    let engine = self::engine(&taken, overlay, &auditor("Org::a")).unwrap();
    assert_eq!(engine.policy().rejected.len(), 1);
    assert!(!permits(&engine, "u", "view", "f") && !permits(&engine, "u", "edit", "f"));
    let engine = self::engine(&taken, overlay, &auditor("Org::b")).unwrap();
    assert!(permits(&engine, "u", "edit", "g"));
    let engine = self::engine(&taken, "", &auditor("Org::a")).unwrap();
    assert!(permits(&engine, "u", "edit", "f"));
}
