//! Each verdict, for each form of promise, with evidence that the evaluator replays.

#![allow(clippy::unwrap_used, clippy::panic, reason = "what must not fail in a test fails it")]

mod common;

use common::{told, verdict_of};
use ward_prover::{Limits, Verdict};

/// A small surgery; what a test asks about stands behind it.
const SURGERY: &str = r#"policy surgery
enum State { draft, final }
entity Site
subject entity User in Site { active: Bool = true, senior: Bool }
entity Letter in Site { author: User, state: State = draft, readers: Set<User> = [], pages: Int, sent: Date?, kind: String }
context { mfa: Bool = false }
actions letters on Letter { new write, read, send, shred }
scope own on Letter: letter.author == subject
abstract role staff in Site { can read within own }
role nurse in Site extends staff {
  can read when subject in letter.readers
  may send when context.mfa
}
role doctor in Site extends nurse { can write, send within own  can read }
role owner in Site { can all on all }
class sender for nurse { enable send }
restriction active_users { forbid all on all unless subject.active }
restriction drafts { forbid send when letter.state == draft }
"#;

fn claim(text: &str) -> String {
    told(&format!("{SURGERY}\nclaim \"asked\": {text}\n"))
}

#[test]
fn never() {
    assert_eq!(claim("never all on all unless subject.active"), "proved");
    assert_eq!(claim("never send when letter.state == draft"), "proved");
    assert_eq!(claim("never send within own"), "refuted: permit");
    assert_eq!(claim("never read unless subject.senior"), "refuted: permit");
    assert_eq!(claim("never shred unless subject holds owner"), "proved");
}

#[test]
fn never_of_some_roles() {
    assert_eq!(claim("never write for nurse"), "refuted: permit", "doctors are nurses too");
    assert_eq!(claim("never shred for nurse"), "proved");
    assert_eq!(claim("never send unless context.mfa or within own for nurse"), "proved");
    // Nothing is switched on in the end, but a class may switch it on.
    assert!(claim("never send unless within own for nurse").starts_with("refuted"));
}

#[test]
fn always() {
    assert_eq!(claim("always read for doctor despite active_users"), "proved");
    assert_eq!(claim("always read for doctor"), "refuted: refuse");
    assert_eq!(claim("always read within own for nurse despite active_users"), "proved");
    assert_eq!(claim("always send within own for doctor despite active_users"), "refuted: refuse");
}

#[test]
fn at_most() {
    assert_eq!(claim("nurse <= doctor"), "proved");
    assert_eq!(claim("doctor <= nurse"), "refuted: permit, then refuse");
    assert_eq!(claim("roles in Site <= owner"), "proved");
    assert_eq!(claim("doctor <= owner"), "proved");
}

#[test]
fn at_most_where_one_is_held_in_fewer_places() {
    let asked = |text: &str| {
        told(&format!("{SURGERY}\nrole roving {{ can read }}\nclaim \"asked\": {text}\n"))
    };
    // Assigned without a place, the one holds everywhere and the other nowhere.
    assert_eq!(asked("roving <= owner"), "refuted: permit, then refuse");
    assert_eq!(asked("doctor <= owner"), "proved");
    assert!(
        asked("doctor <= roving").starts_with("refuted: permit, then refuse"),
        "it can't write"
    );
}

#[test]
fn a_role_that_takes_anothers_place_may_be_held_for_more() {
    // An assignment without a place gives a nurse nothing, and takes from a visitor.
    let text = format!(
        "{SURGERY}\nrole visitor {{ }}\nrole anyone {{ can read }}\n\
         class banned for visitor {{ forbid read }}\n\
         role helper in Site {{ }}\nclaim \"asked\": helper <= visitor\n"
    );
    assert_eq!(told(&text), "refuted: permit, then refuse");
}

#[test]
fn only_depends() {
    assert_eq!(claim("only send depend on Letter.state"), "proved");
    assert!(claim("only write depend on Letter.state").starts_with("refuted: permit, then refuse"));
    assert_eq!(claim("only read depend on User.senior"), "proved");
}

#[test]
fn only_depends_on_what_the_request_says() {
    assert_eq!(claim("only send depend on context.mfa"), "proved");
    assert_eq!(claim("only write depend on context.mfa"), "refuted: permit, then refuse");
    assert_eq!(claim("only send for nurse depend on context.mfa"), "proved");
    assert_eq!(claim("only send for owner depend on context.mfa"), "refuted: permit, then refuse");
}

#[test]
fn assignments_begin_and_end_so_roles_depend_on_the_time() {
    assert_eq!(claim("only send depend on context.now"), "refuted: permit, then refuse");
    let open = |when: &str| {
        told(&format!(
            "policy open\nsubject entity User {{ active: Bool = true }}\nentity Notice {{ from: Date }}\n\
             actions notices on Notice {{ read, post }}\nrole anyone {{ can read {when} }}\n\
             claim \"asked\": only post depend on context.now\n"
        ))
    };
    assert_eq!(open("when subject.active"), "proved");
    assert_eq!(open("when notice.from <= context.now.date"), "refuted: permit, then refuse");
}

#[test]
fn a_quantifier_that_leads_to_more_and_more_records_ends() {
    let text = "policy circles\nsubject entity User { friends: Set<User>, senior: Bool }\n\
        entity Note { author: User }\nactions notes on Note { read }\n\
        role reader { can read when note.author in subject.friends and \
          (all x in subject.friends: (any y in x.friends: (y in subject.friends and y != x and \
            (all z in y.friends: (z in subject.friends and z.senior))))) }\n\
        claim \"asked\": never read unless subject.senior for reader\n";
    assert_eq!(
        told(text),
        "undecided: a quantifier whose body leads to more and more records can't be followed exactly"
    );
}

#[test]
fn cannot_of_a_role() {
    let with = |role: &str, text: &str| {
        told(&format!("{SURGERY}\nrole intern in Site extends {role} {{ {text} }}\n"))
    };
    assert_eq!(with("nurse", "cannot shred, write"), "proved");
    assert_eq!(with("doctor", "cannot write"), "refuted: permit");
    assert_eq!(with("nurse", "cannot read unless within own"), "refuted: permit");
    // A `may` counts, though nothing switches it on for this data; so does what is forbidden.
    assert!(with("nurse", "cannot send").starts_with("refuted"));
    assert!(with("doctor", "cannot send when letter.state == draft").starts_with("refuted"));
}

#[test]
fn ceilings() {
    let under = |allows: &str, text: &str| {
        told(&format!(
            "{SURGERY}\nceiling own_roles on Site {{ {allows} }}\nclaim \"asked\": {text}\n"
        ))
    };
    assert_eq!(under("allow read", "own_roles <= owner"), "proved");
    assert_eq!(under("allow read", "own_roles <= doctor"), "proved");
    assert!(under("allow shred", "own_roles <= doctor").starts_with("refuted: refuse"));
    assert_eq!(under("allow letters", "doctor <= own_roles"), "proved");
    assert!(under("allow read", "doctor <= own_roles").starts_with("refuted"));
}

#[test]
fn what_cannot_be_followed_is_undecided_or_assumed() {
    let granted = SURGERY.replace("can all on all", "can read when letter.kind like \"x/*\"");
    let asked = |title: &str| {
        told(&format!(
            "{granted}\nclaim {title}: never read unless letter.kind like \"*/*\" for owner\n"
        ))
    };
    assert!(asked("\"plain\"").starts_with("undecided: `like`"));
    assert!(asked("\"on trust\" assume").starts_with("assumed: `like`"));
}

#[test]
fn what_is_refuted_is_refuted_even_where_it_says_assume() {
    let text = format!("{SURGERY}\nclaim \"asked\" assume: never read\n");
    assert_eq!(told(&text), "refuted: permit");
}

#[test]
fn a_budget_that_is_used_up_proves_nothing() {
    let text = format!("{SURGERY}\nclaim \"asked\": nurse <= doctor\n");
    let (policy, claim) = common::last_claim(&text);
    let verdict = ward_prover::prove_within(&policy, &claim, &Limits::of_steps(100));
    let why = "it takes more than 100 steps of work";
    assert_eq!(verdict, Verdict::Undecided(why.into()));
    assert_eq!(verdict_of(&text).word(), "proved");
}

/// Roles that extend an abstract one, and one that doesn't.
const CLINIC: &str = "policy t
subject entity User in P
entity P
entity Doc in P
actions d on Doc { view, edit, pay }
abstract role clinician in P { can view }
abstract role nobody in P { can view }
role nurse in P extends clinician { can edit }
role biller in P { can pay }
role chief in P { can view, edit, pay }
";

#[test]
fn an_abstract_role_on_the_left_stands_for_the_roles_that_extend_it() {
    let verdict = |claim: &str| verdict_of(&format!("{CLINIC}claim \"asked\": {claim}\n"));
    assert_eq!(verdict("clinician <= biller").word(), "refuted");
    assert_eq!(verdict("clinician <= chief").word(), "proved");
    assert_eq!(verdict("nurse <= biller").word(), "refuted");
    let why = "`nobody` is abstract and no role extends it, so nobody holds it";
    assert_eq!(verdict("nobody <= chief"), Verdict::Undecided(why.into()));
    let why = "`clinician` is abstract, so nobody can be given it in another's place";
    assert_eq!(verdict("biller <= clinician"), Verdict::Undecided(why.into()));
}
