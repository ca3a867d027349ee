//! Each fact that the prover takes for granted, in a policy that can't be settled without it:
//! a claim that only holds because of it, or one that only fails because of it.

use std::sync::Arc;

use ward_compiler::{PolicySource, compile};
use ward_prover::prove;

/// Declarations that all of these share.
const DECLARED: &str = r#"
policy axioms
enum Kind { a, b }
entity Org
entity Folder in Org { size: Int = 1  flag: Bool?  owner: User }
subject entity User in Org { level: Int  home: Folder }
entity Doc in Folder {
  kind: Kind  open: Bool = false  n: Int  owner: User  box: Folder  old: Folder?  crew: Set<User>
}
actions docs on Doc { view }
"#;

/// What becomes of the claims of a policy, one word each.
#[track_caller]
fn told(rules: &str) -> String {
    let source = PolicySource::from_text(format!("{DECLARED}{rules}"));
    let policy = compile(&source).unwrap_or_else(|failure| panic!("{:?}", failure.diagnostics));
    let policy = Arc::new(policy);
    let words: Vec<_> = policy.claims.iter().map(|claim| prove(&policy, claim).word()).collect();
    words.join(" ")
}

/// That whoever may view meets a condition, where viewing needs another.
#[track_caller]
fn viewing(when: &str, needs: &str) -> String {
    told(&format!(
        "role r1 {{ can view when {when} }} role r2 {{ }}
         claim \"c\": never view on Doc unless {needs}"
    ))
}

#[test]
fn what_lies_in_a_folder_lies_where_the_folder_does() {
    let when = r#"resource in Folder::"f" and Folder::"f" in Org::"o""#;
    assert_eq!(viewing(when, r#"resource in Org::"o""#), "proved");
    assert_eq!(viewing(r#"Folder::"f" in Org::"o""#, r#"resource in Org::"o""#), "refuted");
}

#[test]
fn what_surely_lies_nowhere_is_stored() {
    assert_eq!(viewing(r#"not (doc.box in Org::"o")"#, "doc.box has size"), "proved");
}

#[test]
fn what_isnt_stored_may_lie_anywhere() {
    let when = r#"not (doc.box in Org::"o")"#;
    assert_eq!(viewing(when, r#"not (doc.box in Org::"o")"#), "proved");
    assert_eq!(viewing(r#"doc.box == Folder::"f""#, when), "refuted");
}

#[test]
fn a_default_is_given() {
    assert_eq!(viewing("doc.n == 1", "resource has open"), "proved");
    assert_eq!(viewing("doc.n == 1", "resource has kind"), "refuted");
}

#[test]
fn what_isnt_known_to_have_something_isnt_known_to_lack_it() {
    assert_eq!(viewing("not (doc.box has flag)", "doc.box has size"), "proved");
    assert_eq!(viewing("not (resource has old)", "doc.box has size"), "refuted");
}

#[test]
fn an_enum_has_one_value() {
    assert_eq!(viewing("doc.kind == a and doc.kind == b", "false"), "proved");
    assert_eq!(viewing("doc.kind == a or doc.kind == b", "resource has kind"), "proved");
}

#[test]
fn equal_records_have_equal_properties() {
    assert_eq!(
        viewing("doc.owner == subject and doc.owner.level > 1", "subject.level > 1"),
        "proved"
    );
    assert_eq!(
        viewing("doc.owner == subject and doc.owner.level > 1", "subject.level > 2"),
        "refuted"
    );
}

#[test]
fn between_two_numbers_there_is_one() {
    assert_eq!(viewing("doc.n > 0 and doc.n < 2", "doc.n == 1"), "proved");
    assert_eq!(viewing("doc.n > 0 and doc.n <= 2", "doc.n == 1"), "refuted");
}

#[test]
fn what_is_said_of_all_is_said_of_each() {
    let when = "doc.crew contains subject and (all x in doc.crew: (x.level > 1))";
    assert_eq!(viewing(when, "subject.level > 1"), "proved");
    let when = "doc.crew contains subject and subject.level > 1";
    assert_eq!(viewing(when, "(any x in doc.crew: (x.level > 1))"), "proved");
    assert_eq!(
        viewing(
            "doc.crew contains subject and (any x in doc.crew: (x.level > 1))",
            "subject.level > 1"
        ),
        "refuted"
    );
}

#[test]
fn nothing_is_in_an_empty_set_though_it_isnt_known() {
    assert_eq!(viewing("not (doc.crew contains doc.box.owner)", "doc.box has size"), "refuted");
}

#[test]
fn what_is_held_for_a_folder_is_held_for_what_lies_in_it() {
    let rules = |within: &str, needs: &str| {
        told(&format!(
            "scope s on Folder: subject holds r2
             role r1 {{ can view when {within} }} role r2 {{ }}
             claim \"c\": never view on Doc unless {needs}"
        ))
    };
    assert_eq!(rules("doc.box within s and resource in doc.box", "subject holds r2"), "proved");
    assert_eq!(rules("doc.box within s", "subject holds r2"), "refuted");
    assert_eq!(rules("doc.box within s", "subject holds r2 anywhere"), "proved");
}

#[test]
fn what_is_held_somewhere_isnt_held_everywhere() {
    assert_eq!(viewing("subject holds r2 anywhere", "subject holds r2"), "refuted");
}

#[test]
fn a_prohibition_that_isnt_known_forbids() {
    let rules = |forbid: &str| {
        told(&format!(
            "role r1 {{ can view }} restriction x1 {{ forbid view when {forbid} }}
             claim \"c\": never view on Doc unless doc.box has size"
        ))
    };
    assert_eq!(rules("doc.box has flag"), "proved");
    assert_eq!(rules("resource has old"), "refuted");
}

#[test]
fn a_role_that_must_lie_in_a_type_is_less() {
    let rules = "role r1 { can view } role r2 in Org { can view }
                 claim \"c\": r1 <= r2 claim \"d\": r2 <= r1";
    assert_eq!(told(rules), "refuted proved");
}

#[test]
fn what_takes_the_place_keeps_what_the_other_was() {
    let rules = "role r1 { can view when doc.n > 1 } role r2 { can view when doc.n > 0 }
                 claim \"c\": r1 <= r2 claim \"d\": r2 <= r1";
    assert_eq!(told(rules), "proved refuted");
}

#[test]
fn always_is_about_what_is_given() {
    let rules = |can: &str, claim: &str| {
        told(&format!(
            "role r1 {{ can view when {can} }} restriction x1 {{ forbid view when doc.open }}
             claim \"c\": always view on Doc for r1 {claim}"
        ))
    };
    assert_eq!(rules("doc.n > 0 or doc.n <= 0", "despite x1"), "proved");
    assert_eq!(rules("doc.n > 0 or doc.n <= 0", ""), "refuted");
}

#[test]
fn what_is_required_of_an_optional_record_doesnt_make_it_be_there() {
    let rules = "role r1 { } claim \"c\": always view on Doc unless doc.old.owner has level for r1";
    assert_eq!(told(rules), "refuted");
    let rules = "role r1 { can view when doc.old.size > 0 or doc.old.size <= 0 }
                 claim \"c\": always view on Doc for r1";
    assert_eq!(told(rules), "refuted");
}
