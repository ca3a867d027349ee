//! Requests: parts and wholes, what isn't stored, whose word counts.

use serde_json::json;
use ward_tests::plain::{Plain, can, cannot, expect};
use ward_tests::reference::Outcome;

const CHART: &str = "
subject entity User
external entity Call { urgent: Bool = false  caller: User  note: String? }
entity Chart { owner: User  open: Bool  facets { basic, money } }
actions charts on Chart and parts { view }
actions files on Chart { archive }
actions bills on Chart.money { pay }
actions calls on Call { answer, new place(line: Int, name: String = \"x\") }
role clerk { can view on Chart.basic }
role biller { can view, pay on Chart.money }
role keeper { can all on Chart }
role money_keeper { can all on Chart.money }
role operator { can answer when call.urgent or call.caller == subject }
role placer { can place when call.caller == subject and action.line > 1 }
";

fn chart() -> Plain {
    Plain::policy(CHART)
        .given("User::ann")
        .given("Chart::c")
        .given_with("Call::known", json!({"caller": "User::ann"}))
}

#[test]
fn a_whole_is_permitted_exactly_if_every_part_is_whoever_grants_it() {
    let clerk = chart().role("User::ann clerk");
    can(&clerk, "User::ann view Chart.basic::c");
    cannot(&clerk, "User::ann view Chart.money::c");
    can(&clerk.role("User::ann biller"), "User::ann view Chart::c");
}

#[test]
fn a_refused_whole_names_the_parts_that_are_permitted() {
    let world = chart().role("User::ann clerk");
    let outcome = world.ask(&world.request("User::ann view Chart::c", &json!({}))).unwrap();
    assert_eq!(outcome, Outcome::Refuse(["basic".to_owned()].into()));
}

#[test]
fn rules_on_parts_leave_actions_about_the_record_alone() {
    can(&chart().role("User::ann keeper"), "User::ann archive Chart::c");
    cannot(&chart().role("User::ann money_keeper"), "User::ann archive Chart::c");
    can(&chart().role("User::ann money_keeper"), "User::ann pay Chart.money::c");
    let forbidden =
        Plain::policy(&format!("{CHART} restriction q {{ forbid all on Chart.money }}"))
            .given("User::ann")
            .given("Chart::c")
            .role("User::ann keeper");
    can(&forbidden, "User::ann archive Chart::c");
    cannot(&forbidden, "User::ann view Chart::c");
}

#[test]
fn what_the_policy_does_not_know_is_no_decision() {
    let world = chart().role("User::ann keeper");
    for text in [
        "User::ann look Chart::c",
        "User::ann view Charts::c",
        "User::ann view Chart.secret::c",
        "Person::ann view Chart::c",
        "User::ann answer Chart::c",
        "User::ann archive Chart.money::c",
        "User::ann pay Chart::c",
    ] {
        expect(&world, text, json!({}), "Unknown");
    }
}

#[test]
fn what_is_not_stored_is_no_decision() {
    let world = chart().role("User::ann keeper").role("User::eve keeper");
    expect(&world, "User::ann view Chart::gone", json!({}), "NotStored");
    expect(&world, "User::eve view Chart::c", json!({}), "NotStored");
}

#[test]
fn a_new_record_must_not_exist() {
    let world = chart().role("User::ann placer");
    let more = |line| json!({"resource": {"caller": "User::ann"}, "action": {"line": line}});
    expect(&world, "User::ann place Call::known", more(2), "Exists");
    expect(&world, "User::ann place Call::fresh", more(2), "permit");
    expect(&world, "User::ann place Call::fresh", more(1), "refuse");
    let silent = json!({"resource": {"caller": "User::ann"}});
    expect(&world, "User::ann place Call::fresh", silent, "refuse");
}

#[test]
fn a_request_describes_external_entities_and_goes_before_the_store() {
    let world = chart().role("User::ann operator");
    let more = |given| json!({"resource": given});
    can(&world, "User::ann answer Call::known");
    cannot(&world, "User::ann answer Call::unheard_of");
    expect(&world, "User::ann answer Call::unheard_of", more(json!({"urgent": true})), "permit");
    expect(&world, "User::ann answer Call::known", more(json!({"caller": "User::bo"})), "refuse");
}

#[test]
fn a_request_does_not_describe_what_is_stored() {
    let world = Plain::policy(&format!("{CHART} role anyone {{ can view when chart.open }}"))
        .given("User::ann")
        .given("Chart::c")
        .given_with("Chart::d", json!({"open": false}));
    let more = json!({"resource": {"open": true}});
    expect(&world, "User::ann view Chart::c", more.clone(), "refuse");
    expect(&world, "User::ann view Chart::d", more, "refuse");
}

#[test]
fn has_asks_and_is_unknown_on_what_is_neither_stored_nor_described() {
    let rules = "
      subject entity User
      external entity Call { note: String?  before: Call? }
      actions calls on Call { answer, hang_up }
      role anyone {
        can answer unless call has note
        can hang_up unless call.before has note
      }";
    let world = Plain::policy(rules).given("User::ann");
    can(&world, "User::ann answer Call::x");
    let more = json!({"resource": {"note": "n"}});
    expect(&world, "User::ann answer Call::x", more, "refuse");
    let more = json!({"resource": {"before": "Call::w"}});
    expect(&world, "User::ann hang_up Call::x", more, "refuse");
}

#[test]
fn a_value_of_the_wrong_type_makes_a_request_malformed() {
    let world = chart().role("User::ann placer");
    let text = "User::ann place Call::fresh";
    expect(&world, text, json!({"resource": {"caller": "Chart::c"}}), "Malformed");
    expect(&world, text, json!({"action": {"line": "two"}}), "Malformed");
    expect(&world.at("yesterday"), text, json!({}), "Malformed");
}
