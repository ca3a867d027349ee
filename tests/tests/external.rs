//! What a request says of external records, and what isn't known of those that nobody describes.

use serde_json::{Value as Json, json};
use ward_tests::plain::{Plain, can, cannot, expect};

fn both(subject: &Json, resource: &Json) -> Json {
    json!({"subject": subject, "resource": resource})
}

#[test]
fn one_record_is_described_in_one_way() {
    let rules = "
      entity Org
      subject external entity Guest in Org { level: Int = 0  banned: Bool = false  marks: Set<Int> = [] }
      actions guests on Guest { see, edit, new register }
      role member in Org { can edit, register }
      role anyone { can see when subject.level >= 5 and not subject.banned }";
    let world =
        Plain::policy(rules).given("Org::a").given("Org::b").role("Org::a member within Org::a");
    let (low, high) = (json!({"level": 1, "banned": true}), json!({"level": 9, "banned": false}));
    expect(&world, "Guest::g see Guest::g", both(&low, &high), "Malformed");
    expect(&world, "Guest::g see Guest::g", both(&high, &low), "Malformed");
    let (a, b) = (json!({"org": "Org::a"}), json!({"org": "Org::b"}));
    expect(&world, "Guest::g edit Guest::g", both(&b, &a), "Malformed");
    expect(&world, "Guest::g register Guest::g", both(&b, &a), "Malformed");
    expect(&world, "Guest::g register Guest::n", both(&b, &a), "refuse");
    expect(&world, "Guest::g register Guest::g", both(&a, &a), "permit");
    expect(&world, "Guest::g see Guest::g", both(&high, &json!({"level": 9})), "permit");
    expect(&world, "Guest::g see Guest::g", both(&json!({}), &high), "permit");
    let marks = |marks: &[i64]| json!({"level": 9, "marks": marks});
    expect(&world, "Guest::g see Guest::g", both(&marks(&[1, 2]), &marks(&[2, 1, 1])), "permit");
    expect(&world, "Guest::g see Guest::g", both(&marks(&[1, 2]), &marks(&[1])), "Malformed");
}

#[test]
fn where_a_request_puts_a_record_says_nothing_of_what_lies_in_it() {
    let rules = "
      entity Org
      external entity Team in Org { open: Bool = false }
      subject external entity User in Org, Team
      actions teams on Team { edit, look, new found }
      role manager in Org { can edit }
      role anyone { can look when team in Org::\"a\"  can found when subject.org == Org::\"a\" }";
    let world = Plain::policy(rules)
        .given("Org::a")
        .given("Org::b")
        .given("User::u in Org::b, Team::x")
        .role("Org::a manager within Org::a");
    let placed = || json!({"resource": {"org": "Org::a"}});
    expect(&world, "User::u edit Team::x", placed(), "refuse");
    expect(&world, "User::u edit Team::y", placed(), "refuse");
    expect(&world, "User::u look Team::x", placed(), "permit");
    let itself = json!({"subject": {"org": "Org::a"}, "resource": {"org": "Org::a"}});
    expect(&world, "User::w edit Team::x", itself, "permit");
    let inside = json!({"subject": {"team": "Team::x"}, "resource": {"org": "Org::a"}});
    expect(&world, "User::w edit Team::x", inside, "refuse");
}

#[test]
fn what_somebody_holds_who_is_not_stored_is_known_by_their_own_assignments_alone() {
    let rules = "
      entity Org
      entity Team in Org
      subject entity User in Org, Team { level: Int? }
      subject entity Bot in Org
      entity Folder in Org { owner: User?  keepers: Set<User or Bot> = []  second: User or Bot }
      actions folders on Folder { view, edit, share, keep, close }
      role lead { can view }
      role clerk in Org { can view }
      class barred { forbid view }
      role anyone { can view, edit, share, keep, close }
      restriction r {
        forbid view  when folder.owner holds lead
        forbid edit  when folder.owner holds roles in Org anywhere
        forbid share when any k in folder.keepers: (k holds lead)
        forbid keep  when folder.second holds lead
        forbid close when folder.owner holds barred
      }
      restriction needed { forbid view unless not folder has owner or folder.owner holds clerk or folder.owner holds lead }";
    let owned = |name: &str| {
        let given = json!({"owner": name, "keepers": [name], "second": name});
        Plain::policy(rules)
            .given("Org::a")
            .given("User::u")
            .given_with("Folder::f in Org::a", given)
    };
    let all = ["view", "edit", "share", "keep", "close"];
    for action in all {
        cannot(&owned("User::gone"), &format!("User::u {action} Folder::f"));
    }
    let stored = owned("User::here").given("User::here in Org::a");
    for action in ["edit", "share", "keep", "close"] {
        can(&stored, &format!("User::u {action} Folder::f"));
    }
    cannot(&stored, "User::u view Folder::f");
    // Its own assignment gives it, whether or not anybody knows the rest.
    let rules = "
      subject entity User
      entity Folder { owner: User }
      actions folders on Folder { view }
      role lead { can view }
      role anyone { can view when folder.owner holds lead }";
    let world = Plain::policy(rules)
        .given("User::u")
        .given_with("Folder::f", json!({"owner": "User::gone"}));
    cannot(&world, "User::u view Folder::f");
    can(&world.role("User::gone lead"), "User::u view Folder::f");
}

#[test]
fn has_a_container_asks_whether_it_surely_lies_in_one() {
    let rules = "
      entity Org
      entity Team in Org, Team
      subject entity User
      entity Folder in Org, Team
      actions folders on Folder { view, edit }
      role anyone { can view when folder has org  can edit when not folder has org }";
    let world = |parents: &str| {
        Plain::policy(rules)
            .given("Org::a")
            .given("User::u")
            .given("Team::t")
            .given("Team::in in Org::a")
            .given(&format!("Folder::f in {parents}"))
    };
    can(&world("Org::a, Team::gone"), "User::u view Folder::f");
    can(&world("Team::in, Team::gone"), "User::u view Folder::f");
    cannot(&world("Team::gone"), "User::u view Folder::f");
    cannot(&world("Team::gone"), "User::u edit Folder::f");
    can(&world("Team::t"), "User::u edit Folder::f");
}

#[test]
fn records_are_compared_field_by_field() {
    let rules = "
      subject entity User {
        home: { city: String, zip: String? }
        barred: Set<{ city: String, zip: String? }> = []
      }
      entity Folder { place: { city: String, zip: String? }  places: Set<{ city: String, zip: String? }> = [] }
      actions folders on Folder { view, edit, move, alike, one, other }
      role anyone { can view, edit, move, alike, one when count(folder.places) == 1  can other when folder.place != subject.home }
      restriction own_place {
        forbid view when folder.place == subject.home
        forbid edit when subject.barred contains folder.place
        forbid move when folder.place in subject.barred
        forbid alike when folder.places == subject.barred
      }";
    let rules = rules.replace("alike, one when", "alike  can one when");
    let world = |place: Json, places: Json| {
        let home = json!({"city": "Bern", "zip": "3000"});
        Plain::policy(&rules)
            .given_with("User::u", json!({"home": home, "barred": [home]}))
            .given_with("Folder::f", json!({"place": place, "places": places}))
    };
    let whole = json!({"city": "Bern", "zip": "3000"});
    let elsewhere = json!({"city": "Basel"});
    for place in [whole.clone(), json!({"city": "Bern"}), json!({"zip": "3000"})] {
        let world = world(place.clone(), json!([place]));
        for action in ["view", "edit", "move", "alike", "other"] {
            cannot(&world, &format!("User::u {action} Folder::f"));
        }
        can(&world, "User::u one Folder::f");
    }
    let other = world(elsewhere.clone(), json!([elsewhere.clone()]));
    for action in ["view", "edit", "move", "alike", "other"] {
        can(&other, &format!("User::u {action} Folder::f"));
    }
    cannot(&world(whole.clone(), json!([elsewhere, {"city": "Basel"}])), "User::u one Folder::f");
    can(&world(whole.clone(), json!([whole, whole])), "User::u one Folder::f");
}
