//! Restrictions, classes and obligations.

use serde_json::json;
use ward_tests::plain::{Plain, can, cannot, obligations};

const BOOKS: &str = "
subject entity User { locked: Bool }
entity Site
entity Account in Site { closed: Bool = false  owner: User }
actions accounts on Account { view, pay, audit }
obligation log
obligation notify(who: String)
role practitioner { can view  can pay }
role senior extends practitioner { can audit }
role administrator { can view, pay }
class trusted { enable audit }
class blind for practitioner { forbid view }
role auditor { may audit }
";

fn books(rules: &str) -> Plain {
    Plain::policy(&format!("{BOOKS}{rules}"))
        .given_with("User::ann", json!({"locked": false}))
        .given("User::bo")
        .given("Site::s")
        .given_with("Account::a in Site::s", json!({"owner": "User::ann"}))
}

#[test]
fn a_forbid_beats_every_grant() {
    let world = books("restriction q { forbid pay }").role("User::ann administrator");
    can(&world, "User::ann view Account::a");
    cannot(&world, "User::ann pay Account::a");
}

#[test]
fn a_forbid_applies_on_what_is_unknown() {
    let rules = "restriction q { forbid all on all when subject.locked }";
    can(&books(rules).role("User::ann administrator"), "User::ann view Account::a");
    cannot(&books(rules).role("User::bo administrator"), "User::bo view Account::a");
}

#[test]
fn a_restriction_on_what_a_role_gives_takes_from_it_and_what_extends_it() {
    let world = || books("restriction q on what practitioner gives { forbid pay, audit }");
    cannot(&world().role("User::ann practitioner"), "User::ann pay Account::a");
    cannot(&world().role("User::ann senior"), "User::ann pay Account::a");
    cannot(&world().role("User::ann senior"), "User::ann audit Account::a");
    let both = world().role("User::ann senior").role("User::ann administrator");
    can(&both, "User::ann pay Account::a");
}

#[test]
fn a_class_takes_where_its_subject_holds_one_of_its_roles() {
    let world = || books("").class("User::ann blind");
    cannot(&world().role("User::ann practitioner"), "User::ann view Account::a");
    can(&world().role("User::ann administrator"), "User::ann view Account::a");
    let both = world().role("User::ann administrator").role("User::ann senior");
    cannot(&both, "User::ann view Account::a");
}

#[test]
fn a_class_and_a_may_grant_together_and_neither_alone() {
    cannot(&books("").role("User::ann auditor"), "User::ann audit Account::a");
    cannot(&books("").class("User::ann trusted"), "User::ann audit Account::a");
    let both = || books("").role("User::ann auditor");
    can(&both().class("User::ann trusted within Site::s"), "User::ann audit Account::a");
    let elsewhere = both().class("User::ann trusted within Site::other");
    cannot(&elsewhere, "User::ann audit Account::a");
    cannot(&both().class("User::bo trusted"), "User::ann audit Account::a");
}

#[test]
fn a_class_that_may_apply_takes_and_does_not_give() {
    let dated = books("").at("").class("User::ann blind until 2026-12-31");
    cannot(&dated.role("User::ann practitioner"), "User::ann view Account::a");
    let dated = books("").at("").class("User::ann trusted until 2026-12-31");
    cannot(&dated.role("User::ann auditor"), "User::ann audit Account::a");
}

#[test]
fn a_grant_that_asks_nothing_wins() {
    let rules = "
      role careful { can view with log }
      role curious { can view with notify(\"boss\"), log }
    ";
    let names = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect();
    let careful = || books(rules).role("User::ann careful");
    let view = "User::ann view Account::a";
    assert_eq!(obligations(&careful(), view).unwrap(), names(&["log"]));
    let both = || careful().role("User::ann curious");
    assert_eq!(obligations(&both(), view).unwrap(), names(&["log", "notify"]));
    let three = both().role("User::ann administrator");
    assert_eq!(obligations(&three, view).unwrap(), names(&[]));
}

#[test]
fn a_may_and_its_enable_ask_together() {
    let rules = "
      role keeper { may audit with log }
      class sworn { enable audit with notify(\"boss\") }
    ";
    let world = books(rules).role("User::ann keeper").class("User::ann sworn");
    assert_eq!(obligations(&world, "User::ann audit Account::a").unwrap().len(), 2);
}

#[test]
fn an_except_takes_from_its_grant_alone() {
    let rules = "
      role careful { can all on Account except pay when resource.owner == subject }
    ";
    let world = || books(rules).role("User::ann careful");
    can(&world(), "User::ann view Account::a");
    cannot(&world(), "User::ann pay Account::a");
    can(&world().role("User::ann administrator"), "User::ann pay Account::a");
}

#[test]
fn an_extension_is_narrowed_by_its_within_and_its_excepts() {
    let rules = "
      scope own on Account: account.owner == subject
      role owner extends administrator within own except pay
    ";
    let world = |who: &str| books(&format!("{rules} {{ }}")).role(&format!("User::{who} owner"));
    can(&world("ann"), "User::ann view Account::a");
    cannot(&world("ann"), "User::ann pay Account::a");
    cannot(&world("bo"), "User::bo view Account::a");
}
