//! What is still known of overlays that are left out: whose they are, which names they would have
//! declared, and whether they forbid anything. Leaving them out must only narrow.

use std::collections::BTreeSet;

use ward_diagnostics::{Diagnostic, FileId};
use ward_parser::ast::{Item, ItemKind, Statement, Verb};

use crate::model::{RejectedOverlay, Schema};
use crate::resolve::{ParsedFile, overlay_of};

/// An overlay that is left out, with the name of its tenant's type.
pub(crate) type LeftOut = (RejectedOverlay, String);

/// An overlay of these files, with what is wrong with it.
pub(crate) fn overlay(
    name: &str,
    files: &[ParsedFile],
    ids: &BTreeSet<FileId>,
    diagnostics: Vec<Diagnostic>,
) -> LeftOut {
    let own = || files.iter().filter(|file| ids.contains(&file.id));
    let header = own().find_map(overlay_of);
    let items = || own().flat_map(|file| &file.tree.items);
    let is_unreadable = diagnostics.iter().any(is_of_syntax);
    let mut declared: Vec<_> = items().filter_map(declared_name).collect();
    declared.sort();
    let overlay = RejectedOverlay {
        name: name.to_owned(),
        declared,
        tenant: None,
        id: header.and_then(|header| header.id.as_ref()).map(|id| id.text.clone()),
        may_forbid: is_unreadable || items().any(forbids),
        is_unreadable,
        diagnostics,
    };
    (overlay, header.map_or_else(String::new, |header| header.tenant.text.clone()))
}

/// The same with the types of a policy.
pub(crate) fn of_policy(all: Vec<LeftOut>, schema: &Schema) -> Vec<RejectedOverlay> {
    let found = |(overlay, tenant): LeftOut| RejectedOverlay {
        tenant: schema.find_type(&tenant),
        ..overlay
    };
    all.into_iter().map(found).collect()
}

/// Whether something couldn't be read, so that what it says isn't known.
fn is_of_syntax(problem: &Diagnostic) -> bool {
    let code = problem.code.to_string();
    problem.is_error() && (code.starts_with("E00") || code.starts_with("E01"))
}

fn declared_name(item: &Item) -> Option<String> {
    match &item.kind {
        ItemKind::Role(role) => Some(role.name.text.clone()),
        ItemKind::Class(class) => Some(class.name.text.clone()),
        _ => None,
    }
}

fn forbids(item: &Item) -> bool {
    let any = |statements: &[Statement]| statements.iter().any(|one| one.verb == Verb::Forbid);
    match &item.kind {
        ItemKind::Restriction(restriction) => any(&restriction.statements),
        ItemKind::Class(class) => any(&class.statements),
        _ => false,
    }
}
