//! Claims, constraints and tests that were added, removed or changed. None of them changes a
//! decision.

use std::collections::BTreeMap;

use ward_compiler::Policy;
use ward_compiler::model::{ClaimForm, OverlayId};
use ward_diagnostics::Span;

/// What differs, in a sentence each.
pub(crate) fn all(old: &Policy, new: &Policy) -> Vec<String> {
    let [old, new] = [old, new].map(promises);
    let mut said = Vec::new();
    for (name, text) in &new {
        match old.get(name) {
            None => said.push(format!("{} is new", shown(name))),
            Some(before) if before != text => said.push(format!("{} has changed", shown(name))),
            Some(_) => {}
        }
    }
    for name in old.keys().filter(|name| !new.contains_key(*name)) {
        said.push(format!("{} is gone", shown(name)));
    }
    said.sort();
    said
}

/// Kind, owner and title.
type Name = (&'static str, String, String);

fn shown((kind, owner, title): &Name) -> String {
    if owner.is_empty() {
        format!("the {kind} `{title}`")
    } else {
        format!("the {kind} `{title}` of `{owner}`")
    }
}

/// Every promise with its text.
fn promises(policy: &Policy) -> BTreeMap<Name, String> {
    let text = |span: Span| one_line(policy.sources.slice(span));
    let of = |overlay: Option<OverlayId>| {
        overlay.map(|id| policy.overlay(id).name.clone()).unwrap_or_default()
    };
    let mut found = BTreeMap::new();
    for claim in &policy.claims {
        let (kind, owner) = match &claim.form {
            ClaimForm::Cannot { role, .. } => ("promise", policy.role(*role).name.clone()),
            _ => ("claim", of(claim.overlay)),
        };
        found.insert((kind, owner, claim.title.clone()), text(claim.span));
    }
    for constraint in &policy.constraints {
        let name = ("constraint", of(constraint.overlay), constraint.name.clone());
        found.insert(name, text(constraint.span));
    }
    for test in &policy.tests {
        found.insert(("test", of(test.overlay), test.title.clone()), text(test.span));
    }
    found
}

/// Text on one line, without comments.
fn one_line(text: &str) -> String {
    let lines = text.lines().map(|line| {
        let comments = line.match_indices("//").map(|(at, _)| &line[..at]);
        let in_text = |before: &&str| before.matches('"').count().is_multiple_of(2);
        comments.into_iter().find(in_text).unwrap_or(line)
    });
    lines.flat_map(str::split_whitespace).collect::<Vec<_>>().join(" ")
}
