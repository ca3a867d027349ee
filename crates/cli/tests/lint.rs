//! `ward lint`: what it prints in each format, how it ends, and what it mends.

#![allow(clippy::unwrap_used, reason = "a test may fail")]

mod common;

use std::fs;

use common::{policies, run, ward};

const POLICY: &str = "\
policy surgery \"A surgery\"

subject entity User
entity Note { author: User, signed: Bool = false }

actions notes on Note { view, edit }

scope own on Note: note.author == subject

/// Writes notes.
role doctor \"Doctor\" {
  can view, notes within own
  can edit when note.signed == false
}
role guest { can view on Note within own }
";

fn written(policy: &str) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("ward.toml"), "").unwrap();
    fs::write(folder.path().join("surgery.policy"), policy).unwrap();
    folder
}

#[test]
fn findings_are_a_no_with_their_places_and_mends() {
    let folder = written(POLICY);
    let said = ward(folder.path(), "lint");
    assert_eq!(said.status, 1, "{}", said.err);
    for rule in ["repeated_name", "compare_with_bool", "missing_title"] {
        assert!(said.out.contains(rule), "{rule} is not in {}", said.out);
    }
    assert!(said.err.contains("3 warnings"), "{}", said.err);
}

#[test]
fn what_is_mended_is_mended_once_and_compiles() {
    let folder = written(POLICY);
    let said = ward(folder.path(), "lint --fix --no-proofs");
    assert!(said.err.contains("2 mended"), "{}", said.err);
    let text = fs::read_to_string(folder.path().join("surgery.policy")).unwrap();
    assert!(text.contains("can notes within own"), "{text}");
    assert!(text.contains("when not note.signed"), "{text}");
    let again = ward(folder.path(), "lint --fix --no-proofs");
    assert!(!again.err.contains("mended"), "{}", again.err);
}

#[test]
fn levels_and_allowances_make_it_a_yes() {
    let folder = written(
        &POLICY.replace("role guest {", "role guest { // ward: allow(missing_title) never shown\n"),
    );
    let levels = "[lint]\nrepeated_name = \"off\"\ncompare_with_bool = \"advice\"\n";
    fs::write(folder.path().join("ward.toml"), levels).unwrap();
    let said = ward(folder.path(), "lint");
    assert_eq!(said.status, 0, "{}{}", said.out, said.err);
    assert!(said.err.contains("1 piece of advice, 1 allowed"), "{}", said.err);
}

#[test]
fn a_policy_with_errors_is_a_no_and_none_is_could_not_tell() {
    let folder = written("policy surgery \"A surgery\"\nrole doctor { can veiw }\n");
    assert_eq!(ward(folder.path(), "lint").status, 1);
    assert_eq!(ward(folder.path(), "lint nowhere").status, 2);
    assert_eq!(run(folder.path(), &["lint", "--fix", "-"], POLICY).status, 2);
    fs::write(folder.path().join("ward.toml"), "[lint]\nlong_lime = \"off\"\n").unwrap();
    let said = ward(folder.path(), "lint");
    assert_eq!(said.status, 2);
    assert!(said.err.contains("did you mean `long_line`?"), "{}", said.err);
}

#[test]
fn promises_that_are_not_kept_are_findings_unless_proofs_are_left_out() {
    let broken = format!("{POLICY}claim \"Nobody edits\": never edit\n");
    let folder = written(&broken);
    assert!(ward(folder.path(), "lint").out.contains("E10"));
    let unproved = ward(folder.path(), "lint --no-proofs");
    assert!(!unproved.out.contains("E10"));
    assert!(unproved.err.contains("nothing is proved"), "{}", unproved.err);
}

#[test]
fn formats_for_programs_hold_every_finding() {
    let folder = written(POLICY);
    let found = |words: &str| ward(folder.path(), words);
    let json = found("lint --format json").json();
    assert_eq!(json["sets"][0]["findings"].as_array().unwrap().len(), 3);
    assert_eq!(json["sets"][0]["clean"], false);
    let sarif = found("lint --format sarif").json();
    let results = sarif["runs"][0]["results"].as_array().unwrap();
    assert_eq!(results.len(), 3);
    let rules = sarif["runs"][0]["tool"]["driver"]["rules"].as_array().unwrap();
    for result in results {
        let index = usize::try_from(result["ruleIndex"].as_u64().unwrap()).unwrap();
        assert_eq!(rules[index]["id"], result["ruleId"]);
    }
    let github = found("lint --format github").out;
    assert_eq!(github.matches("::warning file=surgery.policy,line=").count(), 3, "{github}");
    let junit = found("lint --format junit").out;
    assert!(junit.contains("tests=\"3\" failures=\"3\""), "{junit}");
}

#[test]
fn the_page_of_a_rule_is_explained() {
    let said = ward(policies(), "explain L0101");
    assert_eq!(said.status, 0);
    assert!(said.out.starts_with("# L0101: covered_grant"), "{}", said.out);
}
