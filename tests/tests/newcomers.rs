//! A new record is new: what else bears its name may be it, and stays what it is.

use serde_json::{Value as Json, json};
use ward_tests::generate::Features;
use ward_tests::law::{for_worlds, ready};
use ward_tests::plain::{Plain, expect};

const TYPES: &str = "
entity Org
entity Team in Org, Team
subject entity User in Org, Team { pinned: Set<Folder> = [] }
entity Folder in Org, Folder {
  owner: User?  parent: Folder?  source: Folder?  readers: Set<User> = []
}
context { last: Folder? }
";

fn world(rules: &str) -> Plain {
    Plain::policy(&format!("{TYPES}{rules}"))
        .given("Org::a")
        .given("Org::b")
        .given("User::u in Org::a")
}

#[track_caller]
fn creates(world: &Plain, id: &str, properties: &Json, expected: &str) {
    let text = format!("User::u create Folder::{id}");
    expect(world, &text, json!({"resource": properties}), expected);
}

#[test]
fn the_place_of_an_assignment_is_no_new_record_of_that_name() {
    let rules = "actions folders on Folder { new create }  role boss in Org { can create }
                 role lead { can create }";
    let world = world(rules).role("User::u boss within Folder::f8");
    creates(&world, "f8", &json!({"org": "Org::b"}), "refuse");
    let world = world.role("User::u lead within Folder::f9");
    creates(&world, "f9", &json!({"org": "Org::b"}), "refuse");
    creates(&world.role("User::u lead within Org::b"), "f9", &json!({"org": "Org::b"}), "permit");
}

#[test]
fn what_a_request_says_of_a_new_record_is_not_read_through_its_name() {
    let rules =
        "actions folders on Folder { new create, new adopt(from: Folder), new join, new again }
      scope readable on Folder: subject in folder.readers or folder.parent within readable
      role anyone {
        can create when folder.parent.owner == subject
        can adopt  when action.from.owner == subject
        can join   when folder.parent within readable
        can again  when context.last.owner == subject
      }";
    let world = world(rules);
    for parent in ["x", "y"] {
        let named = format!("Folder::{parent}");
        let own = json!({"org": "Org::b", "owner": "User::u", "readers": ["User::u"]});
        let mut given = own.clone();
        given["parent"] = json!(named);
        creates(&world, "x", &given, "refuse");
        let more = json!({"resource": own, "action": {"from": named}});
        expect(&world, "User::u adopt Folder::x", more, "refuse");
        expect(&world, "User::u join Folder::x", json!({"resource": given}), "refuse");
        let more = json!({"resource": own, "context": {"last": named}});
        expect(&world, "User::u again Folder::x", more, "refuse");
    }
}

#[test]
fn a_new_record_contains_nothing_that_is_stored() {
    let rules = "actions teams on Team { new found }  role manager { can found }";
    let world = world(rules).given("User::v in Team::gone").role("Org::a manager within Org::a");
    let more = || json!({"resource": {"org": "Org::a"}});
    expect(&world, "User::v found Team::gone", more(), "refuse");
    expect(&world, "User::v found Team::fresh", more(), "refuse");
    expect(&world, "User::u found Team::gone", more(), "permit");
}

#[test]
fn a_new_record_does_not_tell_where_what_bears_its_name_lies() {
    let rules = "actions folders on Folder { new create, new copy }
      role anyone { can create, copy }
      restriction locked {
        forbid create when folder in Org::\"locked\"
        forbid copy   when folder.source in Org::\"locked\"
      }";
    let world = world(rules).given("Org::locked").given("Folder::sub in Folder::f8");
    for id in ["f8", "fresh"] {
        creates(&world, id, &json!({"folder": "Folder::sub"}), "refuse");
        let more = json!({"resource": {"org": "Org::b", "source": "Folder::sub"}});
        expect(&world, &format!("User::u copy Folder::{id}"), more, "refuse");
    }
    creates(&world, "f8", &json!({"org": "Org::b"}), "permit");
}

#[test]
fn names_that_data_and_policy_keep_are_not_given_away() {
    let rules = "actions folders on Folder { new create, new pin, new reserve }
      role anyone {
        can create
        can pin when folder in subject.pinned
        can reserve when folder == Folder::\"root\"
      }
      restriction kept { forbid create when folder == Folder::\"root\" }";
    let world = world(rules).given_with("User::v in Org::a", json!({"pinned": ["Folder::f8"]}));
    let more = || json!({"resource": {"org": "Org::b"}});
    expect(&world, "User::v pin Folder::f8", more(), "refuse");
    expect(&world, "User::v reserve Folder::root", more(), "refuse");
    expect(&world, "User::v create Folder::root", more(), "refuse");
    expect(&world, "User::v create Folder::other", more(), "permit");
}

#[test]
fn a_new_record_is_itself_and_lies_in_what_its_request_names() {
    let rules = "actions folders on Folder { new create, new pair(of: Folder) }
      role anyone {
        can create when folder.owner == subject and folder in Folder::\"top\" and folder in Org::\"a\"
          and folder == folder and folder in [folder] and count([folder, folder]) == 1
        can pair when count([folder, action.of]) == 2 or count([folder, action.of]) == 1
      }";
    let world = world(rules).given("Folder::top in Org::a");
    let given = json!({"folder": "Folder::top", "owner": "User::u"});
    creates(&world, "x", &given, "permit");
    creates(&world, "x", &json!({"org": "Org::a", "owner": "User::u"}), "refuse");
    let count = |of: &str| json!({"resource": given, "action": {"of": of}});
    expect(&world, "User::u pair Folder::x", count("Folder::y"), "permit");
    expect(&world, "User::u pair Folder::x", count("Folder::x"), "refuse");
}

#[test]
fn a_record_that_is_its_own_container_is_malformed() {
    let rules = "actions folders on Folder { new create }  role anyone { can create }";
    creates(&world(rules), "x", &json!({"folder": "Folder::x"}), "Malformed");
    creates(&world(rules), "x", &json!({"folder": "Folder::x", "org": "Org::a"}), "Malformed");
}

#[test]
fn somebody_external_may_register_itself() {
    let rules = "
      entity Org
      subject external entity Guest in Org { level: Int = 0  sponsor: Guest? }
      actions guests on Guest { new register, new vouch }
      role member { can register when guest == subject and guest.level > 1 }
      role anyone { can vouch when guest.sponsor.level > 1 }";
    let world = Plain::policy(rules).given("Org::a").role("Guest::g member");
    let more = |given: &Json| json!({"resource": given});
    let own = json!({"org": "Org::a", "level": 2});
    expect(&world, "Guest::g register Guest::g", more(&own), "permit");
    expect(&world, "Guest::g register Guest::h", more(&own), "refuse");
    let sponsored = json!({"org": "Org::a", "level": 2, "sponsor": "Guest::h"});
    expect(&world, "Guest::g vouch Guest::h", more(&sponsored), "refuse");
}

/// A name can close, where policy, data or the request itself have it, and never open.
#[test]
fn no_name_of_a_new_record_permits_more_than_a_fresh_one() {
    let done = for_worlds(Features::ALL, 300, |world| {
        let Some(ready) = ready(world)? else { return Ok(()) };
        for request in &world.requests {
            let named = |id: &str| {
                let mut named = request.clone();
                named["resource"]["id"] = json!(id);
                named
            };
            if !makes_a_record(request, &ready.policy) || registers_itself(request) {
                continue;
            }
            let (fresh, other) = (named("fresh"), named("another"));
            if ready.real.decide(&fresh) != ready.real.decide(&other) {
                return Err(format!("two fresh names differ: {fresh}"));
            }
            if ready.real.permits(&fresh) {
                continue;
            }
            let letter = request["resource"]["id"].as_str().map_or("", |id| &id[..1]);
            for number in [1, 2, 3, 8, 9] {
                let request = named(&format!("{letter}{number}"));
                if ready.real.permits(&request) {
                    return Err(format!("its name permits {request}"));
                }
            }
        }
        Ok(())
    });
    done.unwrap_or_else(|why| panic!("{why}"));
}

fn registers_itself(request: &Json) -> bool {
    let of = |party: &str| (request[party]["type"].clone(), request[party]["id"].clone());
    of("subject") == of("resource")
}

fn makes_a_record(request: &Json, policy: &ward_compiler::Policy) -> bool {
    let ty = request["resource"]["type"].as_str().unwrap_or("");
    let ty = policy.schema.find_type(ty.split('.').next().unwrap_or(""));
    let action = policy.schema.actions.get(request["action"]["name"].as_str().unwrap_or(""));
    let on = ty.zip(action).and_then(|(ty, action)| action.on.get(&ty));
    on.is_some_and(|on| on.new)
}
