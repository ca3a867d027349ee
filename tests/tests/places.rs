//! Where records lie: nearest containers, mirrors, placing of new records, recursion.

use serde_json::json;
use ward_tests::plain::{Plain, can, cannot, expect};

const FILES: &str = "
entity Agency
entity Branch in Agency
subject entity User in Branch { sites: Set<Branch> = [] }
entity Folder in Folder, Branch { readers: Set<User> = []  parent: Folder? }
entity Doc in Folder, Branch { author: User }
actions docs on Doc { view, new create }
actions folders on Folder { open, new make }
";

fn files(rules: &str) -> Plain {
    Plain::policy(&format!("{FILES}{rules}"))
        .given("User::ann in Branch::north")
        .given("Agency::sun")
        .given("Branch::north in Agency::sun")
        .given("Branch::south in Agency::sun")
        .given("Folder::top in Branch::north")
        .given("Folder::low in Folder::top")
}

const SAME_BRANCH: &str = "role anyone { can view when resource.branch == subject.branch }";

#[test]
fn the_nearest_container_is_found_at_any_depth() {
    can(&files(SAME_BRANCH).given("Doc::d in Folder::low"), "User::ann view Doc::d");
    cannot(&files(SAME_BRANCH).given("Doc::d in Branch::south"), "User::ann view Doc::d");
}

#[test]
fn a_nearer_container_hides_a_farther_one() {
    let world = files(SAME_BRANCH).given("Doc::d in Branch::south, Folder::low");
    cannot(&world, "User::ann view Doc::d");
}

#[test]
fn two_nearest_containers_are_unknown_and_any_ranges_over_them() {
    let two = |rules| files(rules).given("Doc::d in Branch::south, Branch::north");
    cannot(&two(SAME_BRANCH), "User::ann view Doc::d");
    cannot(
        &two("role anyone { can view unless resource.branch == subject.branch }"),
        "User::ann view Doc::d",
    );
    let any = "role anyone { can view when any b in resource.branch: (b == subject.branch) }";
    can(&two(any), "User::ann view Doc::d");
    let all = "role anyone { can view when all b in resource.branch: (b == subject.branch) }";
    cannot(&two(all), "User::ann view Doc::d");
}

#[test]
fn an_unstored_container_that_is_nearer_makes_it_unknown() {
    let world = |rules| files(rules).given("Doc::d in Folder::gone, Folder::top");
    cannot(&world(SAME_BRANCH), "User::ann view Doc::d");
    let not = "role anyone { can view unless resource.branch == Branch::\"south\" }";
    cannot(&world(not), "User::ann view Doc::d");
    let level = files(not).given("Doc::d in Folder::gone, Branch::north");
    can(&level, "User::ann view Doc::d");
}

#[test]
fn a_record_is_its_own_nearest_container() {
    let rules = "role anyone { can open when resource.folder == Folder::\"low\" }";
    can(&files(rules), "User::ann open Folder::low");
    cannot(&files(rules), "User::ann open Folder::top");
}

#[test]
fn a_record_lies_in_itself_and_in_what_contains_it() {
    let rules = "role anyone { can open when resource in Folder::\"top\" }";
    can(&files(rules), "User::ann open Folder::low");
    can(&files(rules), "User::ann open Folder::top");
}

#[test]
fn not_in_is_known_only_where_everything_above_is_stored() {
    let rules = "role anyone { can view when resource not in Folder::\"low\" }";
    can(&files(rules).given("Doc::d in Folder::top"), "User::ann view Doc::d");
    cannot(&files(rules).given("Doc::d in Folder::gone"), "User::ann view Doc::d");
    cannot(&files(rules).given("Doc::d in Folder::low"), "User::ann view Doc::d");
}

#[test]
fn a_property_named_after_a_container_must_tell_the_truth() {
    let world = |branch: &str| {
        let mirror = json!({"branch": branch});
        files(SAME_BRANCH).given_with("Doc::d in Folder::low", mirror).loads().unwrap()
    };
    assert!(world("Branch::north"));
    assert!(!world("Branch::south"));
    assert!(!world("Branch::gone"));
}

#[test]
fn a_request_that_contradicts_the_containers_is_malformed() {
    let world = files(SAME_BRANCH).given("Doc::d in Folder::low");
    let more = |branch: &str| json!({"resource": {"branch": branch}});
    expect(&world, "User::ann view Doc::d", more("Branch::north"), "permit");
    expect(&world, "User::ann view Doc::d", more("Branch::south"), "Malformed");
}

const CREATE: &str = "role anyone {
  can create when resource in Branch::\"north\"
  can make when resource in Branch::\"north\"
  can make when count(resource.readers) == 0 unless resource in Folder::\"low\"
}";

#[test]
fn the_innermost_container_that_is_named_places_a_new_record() {
    let create = |given, expected| {
        expect(&files(CREATE), "User::ann create Doc::new", json!({"resource": given}), expected);
    };
    create(json!({"folder": "Folder::low"}), "permit");
    create(json!({"folder": "Folder::low", "branch": "Branch::north"}), "permit");
    create(json!({"branch": "Branch::south"}), "refuse");
    create(json!({"folder": "Folder::low", "branch": "Branch::south"}), "Malformed");
    create(json!({"folder": "Folder::gone", "branch": "Branch::north"}), "Malformed");
    create(json!({"folder": "Folder::gone"}), "refuse");
    create(json!({"agency": "Agency::sun"}), "Malformed");
    create(json!({"author": "User::ann"}), "Malformed");
}

#[test]
fn what_may_lie_in_itself_may_stand_alone() {
    let world = files(CREATE);
    expect(&world, "User::ann make Folder::new", json!({}), "permit");
    let low = json!({"resource": {"folder": "Folder::low"}});
    expect(&world, "User::ann make Folder::new", low, "permit");
    let south = json!({"resource": {"branch": "Branch::south", "readers": ["User::ann"]}});
    expect(&world, "User::ann make Folder::new", south, "refuse");
}

const READERS: &str = "
scope readers on Folder: subject in folder.readers or folder.parent within readers
role anyone { can open within readers }
role keeper { can open unless within readers }
";

#[test]
fn a_cycle_by_itself_makes_nothing_true() {
    let circle = |readers: serde_json::Value| {
        files(READERS)
            .given_with("Folder::a", json!({"parent": "Folder::b"}))
            .given_with("Folder::b", json!({"parent": "Folder::a", "readers": readers}))
    };
    can(&circle(json!(["User::ann"])), "User::ann open Folder::a");
    cannot(&circle(json!([])), "User::ann open Folder::a");
    can(&circle(json!([])).role("User::ann keeper"), "User::ann open Folder::a");
}

#[test]
fn what_a_recursion_cannot_see_stays_unknown() {
    let open = files(READERS).given_with("Folder::a", json!({"parent": "Folder::gone"}));
    cannot(&open, "User::ann open Folder::a");
    let open = files(READERS).given_with("Folder::a", json!({"parent": "Folder::gone"}));
    cannot(&open.role("User::ann keeper"), "User::ann open Folder::a");
}

#[test]
fn containers_that_contain_one_another_do_not_load() {
    let world = files("").given("Folder::a in Folder::b").given("Folder::b in Folder::a");
    assert!(!world.loads().unwrap());
    assert!(!files("").given("Agency::x in Agency::sun").loads().unwrap());
    assert!(!files("").given("Agency::sun").loads().unwrap());
}
