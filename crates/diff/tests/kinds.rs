//! Every kind of change, as one sentence.

#![allow(clippy::panic, clippy::unwrap_used, reason = "a test may fail")]

mod common;

use common::{BASE, rules, said, texts};

#[test]
fn a_new_grant_is_a_gain() {
    let found = rules("role nurse { can view }", "role nurse { can view  can read within own }");
    assert_eq!(said(&found), ["nurse gains read on Note, within own"]);
}

#[test]
fn a_grant_that_is_gone_is_a_loss() {
    let found = rules(
        "role nurse \"A nurse\" { can view  can edit }",
        "role nurse \"A nurse\" { can view }",
    );
    assert_eq!(said(&found), ["A nurse loses edit on Patient"]);
}

#[test]
fn one_part_of_a_record_is_named() {
    let found = rules("role nurse { can view }", "role nurse { can view on Patient.clinical }");
    assert_eq!(said(&found), ["nurse loses view on Patient.billing"]);
}

#[test]
fn a_grant_that_is_widened_says_what_it_was() {
    let found =
        rules("role nurse { can read within own }", "role nurse { can read within own or team }");
    assert_eq!(
        said(&found),
        ["nurse gains read on Note, now within own or within team, before within own"]
    );
}

#[test]
fn a_grant_that_is_narrowed_says_what_it_was() {
    let found = rules("role nurse { can read }", "role nurse { can read within team }");
    assert_eq!(
        said(&found),
        ["nurse loses read on Note, now only within team, before without condition"]
    );
}

#[test]
fn a_scope_that_is_widened_is_named() {
    let old = format!("{BASE}role nurse {{ can sign within own }}");
    let new = old.replace(
        "scope own on Note: note.author == subject",
        "scope own on Note: note.author == subject or not note.signed",
    );
    assert_eq!(
        said(&texts(&old, &new)),
        ["nurse gains sign on Note, within own (the scope `own` has changed)"]
    );
    assert_eq!(
        said(&texts(&new, &old)),
        ["nurse loses sign on Note, within own (the scope `own` has changed)"]
    );
}

#[test]
fn a_new_restriction_is_said_once() {
    let roles = "role nurse { can notes } role doctor { can notes }";
    let found = rules(
        roles,
        &format!("{roles} restriction no_self_approval {{ forbid approve within own }}"),
    );
    assert_eq!(said(&found), ["nobody any longer may approve on Note, within own"]);
}

#[test]
fn a_restriction_that_is_gone_is_named() {
    let roles = "role nurse { can notes }";
    let found = rules(
        &format!("{roles} restriction no_self_approval {{ forbid approve within own }}"),
        roles,
    );
    assert_eq!(
        said(&found),
        ["whoever may approve on Note is no longer stopped by `no_self_approval`, within own"]
    );
}

#[test]
fn a_restriction_that_is_weakened_says_both() {
    let with = |condition: &str| {
        format!("role nurse {{ can notes }} restriction signed {{ forbid approve {condition} }}")
    };
    let found = rules(&with("unless note.signed"), &with("unless note.signed or subject.broad"));
    assert_eq!(
        said(&found),
        [
            "whoever may approve on Note is no longer stopped by `signed`, unless resource.signed, now only unless resource.signed or subject.broad"
        ]
    );
}

#[test]
fn a_restriction_on_what_a_role_gives_names_it() {
    let roles = "role nurse { can notes } role doctor { can notes }";
    let found = rules(
        roles,
        &format!("{roles} restriction notes_only on what nurse give {{ forbid approve }}"),
    );
    assert_eq!(said(&found), ["nobody any longer may approve on Note through nurse"]);
}

#[test]
fn a_class_that_forbids_is_named() {
    let old = "role nurse { can notes } class trainee { forbid approve }";
    let new = "role nurse { can notes } class trainee { forbid approve, sign }";
    assert_eq!(
        said(&rules(old, new)),
        ["nobody any longer may sign on Note under the class `trainee`"]
    );
}

#[test]
fn what_a_class_switches_on_is_a_gain_under_it() {
    let old = "role nurse { may sign } class senior { enable sign within own }";
    let new = "role nurse { may sign } class senior { enable sign }";
    assert_eq!(said(&rules(old, new)), ["nurse gains sign on Note, under the class `senior`"]);
}

#[test]
fn a_may_that_becomes_a_can_is_a_gain() {
    let old = "role nurse { may sign } class senior { enable sign }";
    let new = "role nurse { can sign }";
    assert_eq!(said(&rules(old, new)), ["nurse gains sign on Note"]);
}

#[test]
fn an_exception_of_an_extension_takes_away() {
    let old = "abstract role staff { can notes } role nurse extends staff { } role doctor extends staff { }";
    let new = "abstract role staff { can notes } role nurse extends staff except approve { } role doctor extends staff { }";
    assert_eq!(said(&rules(old, new)), ["nurse loses approve on Note"]);
}

#[test]
fn roles_with_the_same_change_are_said_together() {
    let old = "abstract role staff { can read } role nurse extends staff { } role doctor extends staff { }";
    let new = "abstract role staff { can read, sign } role nurse extends staff { } role doctor extends staff { }";
    assert_eq!(said(&rules(old, new)), ["nurse, doctor gain sign on Note"]);
}

#[test]
fn what_anyone_gains_is_said_of_everybody() {
    let found = rules("role anyone { can read within own }", "role anyone { can read }");
    assert_eq!(
        said(&found),
        ["everybody gains read on Note, now without condition, before within own"]
    );
}

#[test]
fn a_default_that_is_changed_changes_what_reads_it() {
    let old = format!("{BASE}role nurse {{ can read when subject.broad  can view }}");
    let new = old.replace("broad: Bool = false", "broad: Bool = true");
    let found = texts(&old, &new);
    assert_eq!(
        said(&found),
        ["nurse gains read on Note, when subject.broad (the declaration of `broad` has changed)"]
    );
    assert_eq!(
        found.declared[0].text,
        "where `User.broad` isn't given it is `true`, before `false`"
    );
}

#[test]
fn a_default_of_the_context_that_is_changed_changes_what_reads_it() {
    let old = format!("{BASE}role nurse {{ can read when context.mfa  can view }}");
    let found = texts(&old, &old.replace("mfa: Bool = false", "mfa: Bool = true"));
    assert_eq!(
        said(&found),
        ["nurse gains read on Note, when context.mfa (the declaration of `mfa` has changed)"]
    );
    assert_eq!(found.unchanged, found.cells - 1);
}

#[test]
fn a_new_facet_is_a_new_cell() {
    let old = format!("{BASE}role nurse {{ can view }}");
    let found = texts(&old, &old.replace("{ clinical, billing }", "{ clinical, billing, social }"));
    assert_eq!(said(&found), ["nurse gains view on Patient.social"]);
    assert_eq!(found.declared[0].text, "the part of `Patient` `social` is new");
    assert!(found.declared[0].counts, "the whole record now asks for it too");
}

#[test]
fn a_new_role_gains_what_it_has() {
    let found = rules(
        "role nurse { can view }",
        "role nurse { can view } role clerk { can view on Patient.billing }",
    );
    assert_eq!(said(&found), ["clerk gains view on Patient.billing"]);
    assert_eq!(found.declared[0].text, "the role `clerk` is new");
}

#[test]
fn a_new_action_is_gained_by_who_may_do_it() {
    let old = format!("{BASE}role nurse {{ can notes }}");
    let found =
        texts(&old, &old.replace("{ read, sign, approve }", "{ read, sign, approve, shred }"));
    assert_eq!(said(&found), ["nurse gains shred on Note"]);
}

#[test]
fn a_role_that_must_lie_in_something_is_narrower() {
    let old = "role nurse { can view }";
    let new = "role nurse in Clinic { can view }";
    let found = rules(old, new);
    assert_eq!(said(&found), ["nurse loses view on Patient"]);
    assert_eq!(said(&rules(new, old)), ["nurse gains view on Patient"]);
}

#[test]
fn obligations_are_told_apart_from_decisions() {
    let found = rules("role nurse { can read }", "role nurse { can read with reason }");
    assert_eq!(said(&found), ["nurse for read on Note is asked for reason, before for nothing"]);
    assert!(!found.is_equal() && !found.gives());
}

#[test]
fn obligations_that_change_places_are_told_with_their_conditions() {
    let old = "role nurse { can read within own with reason  can read within team }";
    let new = "role nurse { can read within own  can read within team with reason }";
    assert_eq!(
        said(&rules(old, new)),
        [
            "nurse for read on Note is asked for nothing within own or reason within team, before for nothing within team or reason within own"
        ]
    );
}

#[test]
fn what_an_enable_asks_for_is_told() {
    let role = "role nurse { may read }";
    let found = rules(
        &format!("{role} class senior {{ enable read }}"),
        &format!("{role} class senior {{ enable read with reason }}"),
    );
    assert_eq!(said(&found), ["nurse for read on Note is asked for reason, before for nothing"]);
}

#[test]
fn the_same_obligations_in_other_words_are_no_change() {
    let old = "role nurse { can read within own or team with reason }";
    let new = "role nurse { can read within team with reason  can read within own with reason }";
    assert!(rules(old, new).is_equal());
    let covered = "role nurse { can read  can read within own with reason }";
    assert!(
        rules(covered, "role nurse { can read }").is_equal(),
        "where nothing is asked for, nothing is"
    );
}

#[test]
fn how_many_roles_a_tenant_has_counts_by_itself() {
    let with = |limit: &str| {
        format!(
            "{BASE}role nurse {{ can view }} ceiling own_roles on Clinic {{ allow all {limit} }}"
        )
    };
    let found = texts(&with(""), &with("at most 3 roles"));
    assert!(!found.is_equal() && found.changes.is_empty());
    assert_eq!(
        found.declared[0].text,
        "under the ceiling `own_roles` a tenant has at most `3` roles, before any number of"
    );
}

#[test]
fn an_overlay_that_is_left_out_counts_by_itself() {
    let with = |rule: &str| {
        let vendor = format!(
            "{BASE}role nurse {{ can view }} ceiling own_roles on Clinic {{ allow notes }}"
        );
        let overlay = format!(
            "overlay Clinic::\"sun\" under own_roles\nrestriction quiet on what scribe give {{ forbid sign }} role scribe {{ {rule} }}"
        );
        let files = [("a.policy", vendor), ("b.policy", overlay)];
        let source = ward_compiler::PolicySource::from_texts(files);
        std::sync::Arc::new(ward_compiler::compile(&source).unwrap())
    };
    let found = ward_diff::diff(&with("can read"), &with("can view"));
    assert!(!found.is_equal());
    let left_out = found.declared.iter().find(|one| one.text.contains("left out")).unwrap();
    assert!(left_out.counts && left_out.text.contains("`Clinic::sun`"), "{}", left_out.text);
}

#[test]
fn an_overlays_role_is_named_with_it() {
    let overlay = |actions: &str| {
        policy_of(&[
            (
                "a.policy",
                &format!(
                    "{BASE}ceiling own_roles on Clinic {{ allow all }} role nurse {{ can view }}"
                ),
            ),
            (
                "b.policy",
                &format!(
                    "overlay Clinic::\"sun\" under own_roles\nrole scribe {{ can {actions} }}"
                ),
            ),
        ])
    };
    let (old, new) = (overlay("read"), overlay("read, sign"));
    let found = ward_diff::diff(&old, &new);
    common::replay(&old, &new, &found);
    assert_eq!(
        said(&found),
        ["scribe (Clinic::sun) gains sign on Note, when resource in Clinic::sun"]
    );
}

fn policy_of(files: &[(&str, &str)]) -> std::sync::Arc<ward_compiler::Policy> {
    let files = files.iter().map(|(path, text)| (*path, *text));
    let policy = ward_compiler::compile(&ward_compiler::PolicySource::from_texts(files)).unwrap();
    assert!(policy.rejected.is_empty(), "{:?}", policy.rejected);
    std::sync::Arc::new(policy)
}

#[test]
fn a_subject_type_counts_by_itself() {
    let old = format!("{BASE}role nurse {{ can view }}");
    let found = texts(&old, &old.replace("entity Note", "subject entity Note"));
    assert!(!found.is_equal());
    assert_eq!(found.declared[0].text, "`Note` may now ask");
}

#[test]
fn promises_are_listed_and_change_no_decision() {
    let found = rules("role nurse { can view }", "role nurse { can view  cannot edit }");
    assert!(found.is_equal());
    assert_eq!(found.promised, ["the promise `cannot edit` of `nurse` is new"]);
}

const CEILING: &str = "role nurse in Clinic { can view } ceiling lid on Clinic";

#[test]
fn what_a_ceiling_allows_is_said_and_gives() {
    let lid = |allows: &str| format!("{CEILING} {{ {allows} }}");
    let allowed = |old: &str, new: &str| {
        let found = rules(&lid(old), &lid(new));
        assert!(found.is_equal(), "no decision changes");
        let texts = found.declared.iter().map(|one| one.text.clone()).collect::<Vec<_>>();
        (found.gives(), texts)
    };
    let (narrow, wide) = ("allow read within own", "allow read");
    assert_eq!(
        allowed(narrow, wide),
        (true, vec!["the ceiling `lid` now allows read on Note".to_owned()])
    );
    assert_eq!(
        allowed(wide, narrow),
        (false, vec!["the ceiling `lid` no longer allows read on Note".to_owned()])
    );
    assert_eq!(allowed(wide, wide), (false, vec![]));
    let (gives, texts) = allowed("allow read within own", "allow read within team");
    assert!(gives && texts.len() == 2, "{texts:?}");
    assert!(allowed(wide, "allow read allow sign").0);
    assert!(!allowed(wide, "allow read allow read within own").0);
}

#[test]
fn a_scope_that_changes_may_widen_what_a_ceiling_allows() {
    let old = format!("{BASE}{CEILING} {{ allow read within own }}");
    let new = old.replace("note.author == subject", "note.author == subject or not note.signed");
    assert!(texts(&old, &new).gives());
}

#[test]
fn a_may_that_nothing_switches_on_yet_is_said_and_gives() {
    let can = "role nurse { can read }";
    let found = rules(can, "role nurse { can read may sign within own }");
    let said: Vec<_> = found.declared.iter().map(|one| one.text.as_str()).collect();
    assert_eq!(said, ["a class may now switch on sign on Note within own for `nurse`"]);
    assert!(found.is_equal() && found.gives());
    assert!(!rules("role nurse { can read may sign within own }", can).gives());
    assert!(!rules("role nurse { can read can sign }", "role nurse { can read may sign }").gives());
}

#[test]
fn an_obligation_that_falls_away_gives() {
    let plain = "role nurse { can read }";
    let asked = "role nurse { can read with reason }";
    let found = rules(asked, plain);
    assert!(found.gives() && found.changes[0].kind == ward_diff::Kind::Released);
    assert!(!rules(plain, asked).gives());
    let narrowed = rules(asked, "role nurse { can read within own }");
    assert!(narrowed.gives(), "{:?}", said(&narrowed));
}
