//! Changed copies of a whole system's policy.

#![allow(clippy::panic, clippy::unwrap_used, reason = "a test may fail")]

mod common;

use std::path::Path;
use std::sync::Arc;

use common::{replay, said};
use ward_compiler::set::read_dir;
use ward_compiler::{Policy, PolicySource, compile};
use ward_diff::{Diff, diff};

fn source() -> PolicySource {
    read_dir(&Path::new(env!("CARGO_MANIFEST_DIR")).join("../../policies/betasky"))
}

fn compiled(source: &PolicySource) -> Arc<Policy> {
    Arc::new(compile(source).unwrap_or_else(|failure| panic!("{failure}")))
}

/// The difference that a replacement of text makes; the text has to be there.
fn changed(from: &str, to: &str) -> Diff {
    let (old, mut new) = (source(), source());
    let hits = new.files.iter_mut().filter(|file| file.text.contains(from));
    let hits = hits.map(|file| file.text = file.text.replacen(from, to, 1)).count();
    assert!(hits > 0, "`{from}` isn't there");
    let (old, new) = (compiled(&old), compiled(&new));
    let found = diff(&old, &new);
    replay(&old, &new, &found);
    found
}

#[test]
fn the_same_policy_is_the_same() {
    let policy = compiled(&source());
    let found = diff(&policy, &policy);
    assert!(found.is_equal());
    assert_eq!(found.unchanged, found.cells);
    assert!(found.promised.is_empty() && found.declared.is_empty());
}

/// Takes a statement away, by the id of its rule.
fn without(id: &str) -> Diff {
    let (old, mut new) = (source(), source());
    let policy = compiled(&old);
    let rule = policy.rules.iter().find(|rule| rule.id == id).unwrap();
    let path = policy.sources.path(rule.span.file);
    let file = new.files.iter_mut().find(|file| file.path == path).unwrap();
    file.text.replace_range(rule.span.start as usize..rule.span.end as usize, "");
    let new = compiled(&new);
    let found = diff(&policy, &new);
    replay(&policy, &new, &found);
    found
}

#[test]
fn a_restriction_that_is_gone_is_one_sentence() {
    let found = without("betasky.no_self_approval.1");
    assert_eq!(
        said(&found),
        [
            "whoever may approve_document on Document, OasisAssessment is no longer stopped by `no_self_approval`, within own"
        ]
    );
    assert!(found.gives());
}

#[test]
fn a_grant_to_a_role_of_one_tenant_is_named_with_it() {
    let found = changed(
        "can view_prior_authorizations, create_prior_authorization, edit_prior_authorization\n",
        "can view_prior_authorizations\n",
    );
    assert_eq!(
        said(&found),
        [
            "Prior-authorization specialist (Agency::sunrise) loses create_prior_authorization, edit_prior_authorization on PriorAuthorization, when resource in Agency::sunrise"
        ]
    );
}

#[test]
fn what_everybody_is_concerned_by_is_not_listed_cell_by_cell() {
    let found = without("betasky.active_users_only.1");
    assert_eq!(
        said(&found),
        [
            "whoever may all on all is no longer stopped by `active_users_only`, unless subject.status == active"
        ]
    );
}

/// Without any one statement the differences are sentences with evidence, or proved to be none.
#[test]
fn nothing_about_any_statement_is_left_undecided() {
    let policy = compiled(&source());
    for rule in policy.rules.iter().filter(|rule| !rule.id.contains("agency_roles")).step_by(16) {
        let mut new = source();
        let path = policy.sources.path(rule.span.file);
        let file = new.files.iter_mut().find(|file| file.path == path).unwrap();
        file.text.replace_range(rule.span.start as usize..rule.span.end as usize, "");
        let Ok(new) = compile(&new) else { continue };
        let new = Arc::new(new);
        let found = diff(&policy, &new);
        replay(&policy, &new, &found);
        assert!(
            found.changes.iter().all(|change| change.undecided.is_none()),
            "{} {:#?}",
            rule.id,
            said(&found)
        );
    }
}
