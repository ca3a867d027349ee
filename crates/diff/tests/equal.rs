//! Rewrites that change no decision are proved to change none.

#![allow(clippy::panic, clippy::unwrap_used, reason = "a test may fail")]

mod common;

use common::{BASE, rules, said};

fn same(old: &str, new: &str) {
    let found = rules(old, new);
    assert_eq!(said(&found), [""; 0]);
    assert!(found.is_equal());
    assert_eq!(found.unchanged, found.cells);
}

#[test]
fn comments_titles_and_order_change_nothing() {
    same(
        "role nurse { can view  can read within own } role doctor { can notes }",
        "// staff\nrole doctor \"A doctor\" { can notes }\n/// cares\nrole nurse { can read within own  can view }",
    );
}

#[test]
fn names_of_files_change_nothing() {
    let with = |name: &str| {
        let files = [("a.policy", BASE), (name, "role nurse { can view }")];
        std::sync::Arc::new(
            ward_compiler::compile(&ward_compiler::PolicySource::from_texts(files)).unwrap(),
        )
    };
    assert!(ward_diff::diff(&with("b.policy"), &with("0.policy")).is_equal());
}

#[test]
fn equivalent_conditions_change_nothing() {
    let with = |condition: &str| format!("role nurse {{ can read when {condition} }}");
    same(&with("subject.broad"), &with("not not subject.broad"));
    same(
        &with("not (subject.broad or note.signed)"),
        &with("not subject.broad and not note.signed"),
    );
    same(
        &with("subject.broad and (note.signed or context.mfa)"),
        &with("(subject.broad and note.signed) or (subject.broad and context.mfa)"),
    );
    same(&with("note.author == subject"), &with("subject == note.author"));
    same(&with("note.author == subject"), "role nurse { can read within own }");
}

#[test]
fn split_statements_change_nothing() {
    same(
        "role nurse { can read, sign within own or team }",
        "role nurse { can sign within team  can read within own  can read within team  can sign within own }",
    );
}

#[test]
fn a_role_that_is_factored_out_changes_nothing() {
    same(
        "role nurse { can view  can read within own } role doctor { can view  can approve }",
        "abstract role staff { can view } role nurse extends staff { can read within own } role doctor extends staff { can approve }",
    );
}

#[test]
fn a_grant_that_another_covers_changes_nothing() {
    same("role nurse { can read }", "role nurse { can read  can read within own }");
}

#[test]
fn a_scope_that_is_renamed_changes_nothing() {
    same(
        "role nurse { can read within own }",
        "scope mine on Note: subject == note.author\nrole nurse { can read within mine }",
    );
}

#[test]
fn a_prohibition_of_what_nobody_has_changes_nothing() {
    same("role nurse { can read }", "role nurse { can read } restriction none { forbid approve }");
}

#[test]
fn a_recursive_scope_that_is_the_same_changes_nothing() {
    let text = |rule: &str| {
        format!(
            "policy drive subject entity User entity Folder in Folder {{ parent: Folder?, readers: Set<User> = [] }} actions files on Folder {{ read, list }} scope readers on Folder: subject in folder.readers or folder.parent within readers role guest {{ {rule} }}"
        )
    };
    let found = common::texts(
        &text("can read, list within readers"),
        &text("can list within readers can read within readers"),
    );
    assert!(found.is_equal());
}
