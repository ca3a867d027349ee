//! What one tenant writes is about that tenant.

use serde_json::json;
use ward_tests::plain::{Plain, can, cannot, obligations};

const VENDOR: &str = "
entity Org
subject entity User in Org { level: Int = 0 }
entity Doc in Org { secret: Bool = false  author: User? }
actions docs on Doc { view, edit, shred, sign, mark }
obligation log
role boss in Org { can view, edit, shred  may mark with log }
role anyone { can sign when subject holds boss anywhere  can shred when subject holds boss }
class seals for boss { forbid view }
restriction sealed { forbid edit when doc.secret unless subject holds boss }
restriction not_bosses on what boss gives { forbid view when doc.secret }
ceiling lid on Org { allow view, edit, mark }
";

fn world(overlay: &str) -> Plain {
    Plain::files(&[("policy t \"T\"", VENDOR), ("overlay Org::\"a\" under lid", overlay)])
        .given("Org::a")
        .given("Org::b")
        .given("User::u in Org::a")
        .given_with("User::ub in Org::b", json!({"level": 7}))
        .given_with("User::staff", json!({"level": 7}))
        .given_with("Doc::da in Org::a", json!({"secret": true, "author": "User::ub"}))
        .given_with("Doc::open in Org::a", json!({"author": "User::u"}))
        .given_with("Doc::ours in Org::a", json!({"author": "User::staff"}))
        .given_with("Doc::db in Org::b", json!({"secret": true}))
}

#[test]
fn an_overlays_role_makes_nobody_a_vendors_role_to_the_vendor() {
    let intern = "role intern extends boss except all on all { can view, edit }
                  role junior extends boss except shred on all { can view when subject holds boss }";
    let world = || world(intern).role("User::u intern within Org::a");
    for request in ["sign Doc::db", "shred Doc::da", "edit Doc::da", "edit Doc::db", "view Doc::da"]
    {
        cannot(&world(), &format!("User::u {request}"));
    }
    can(&world(), "User::u edit Doc::open");
    can(&world(), "User::u view Doc::open");
    // A class that may be meant for its holders forbids.
    cannot(&world().class("User::u seals"), "User::u view Doc::open");
    // To the tenant itself, its role is what it extends.
    let own = "role intern extends boss except all on all { }
               role looker { can view when subject holds boss }";
    let own = self::world(own).role("User::u looker within Org::a");
    cannot(&own, "User::u view Doc::open");
    can(&own.role("User::u intern within Org::a"), "User::u view Doc::open");
}

#[test]
fn an_overlays_condition_reads_what_lies_in_its_tenant_or_in_none() {
    let spies = |condition: &str| {
        world(&format!("role spy in Org {{ can view when {condition} }}"))
            .role("User::u spy within Org::a")
            .role("User::ub boss within Org::b")
            .role("User::staff boss within Org::b")
    };
    for condition in [
        "doc.author.level > 6",
        "not (doc.author.level > 6)",
        "doc.author has level",
        "doc.author holds boss anywhere",
        "doc.author in Org::\"b\"",
        "doc.author.org == Org::\"b\"",
    ] {
        cannot(&spies(condition), "User::u view Doc::da");
    }
    can(&spies("doc.author.level == 0"), "User::u view Doc::open");
    can(&spies("doc.author.level > 6"), "User::u view Doc::ours");
    cannot(&spies("doc.author holds boss anywhere"), "User::u view Doc::ours");
    can(&spies("doc.author == User::\"staff\""), "User::u view Doc::ours");
    let scoped = "scope known on Doc: doc.author.level > 6
                  role spy in Org { can view within known }";
    let scoped = world(scoped).role("User::u spy within Org::a");
    cannot(&scoped, "User::u view Doc::da");
    can(&scoped, "User::u view Doc::ours");
}

#[test]
fn what_an_overlays_class_switches_on_asks_what_the_vendors_grants_ask() {
    let world = world("class marking { enable mark }")
        .role("User::u boss within Org::a")
        .class("User::u marking within Org::a");
    let asked = obligations(&world, "User::u mark Doc::open").unwrap();
    assert_eq!(asked, ["log".to_owned()].into());
    let vendor =
        VENDOR.replace("may mark with log }", "may mark  can mark when doc.secret with log }");
    let world = Plain::files(&[
        ("policy t \"T\"", &vendor),
        ("overlay Org::\"a\" under lid", "class marking { enable mark }"),
    ])
    .given("Org::a")
    .given("User::u in Org::a")
    .given("Doc::open in Org::a")
    .role("User::u boss within Org::a")
    .class("User::u marking within Org::a");
    let asked = obligations(&world, "User::u mark Doc::open").unwrap();
    assert_eq!(asked, ["log".to_owned()].into());
}
