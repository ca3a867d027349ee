//! From a policy set to a policy: parse, resolve, lower; overlays that fail are left out.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::path::Path;
use std::sync::Arc;

use ward_diagnostics::{Code, Diagnostic, FileId, SourceMap, codes, has_errors, sort};
use ward_parser::ast::ItemKind;

use crate::model::{Policy, RejectedOverlay};
use crate::resolve::{Compiler, ParsedFile, overlay_of};
use crate::set::{self, PolicySource};
use crate::time::Zone;
use crate::{hash, lower};

/// Why a policy set gives no policy.
#[derive(Clone, Debug)]
pub struct Failure {
    /// The texts that the diagnostics point into.
    pub sources: Arc<SourceMap>,
    /// What is wrong, sorted by place; at least one of them is an error.
    pub diagnostics: Vec<Diagnostic>,
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let errors = self.diagnostics.iter().filter(|problem| problem.is_error()).count();
        let first = self.diagnostics.iter().find(|problem| problem.is_error());
        let first = first.map_or("", |problem| problem.message.as_str());
        write!(f, "the policy has {errors} errors, the first of them: {first}")
    }
}

impl std::error::Error for Failure {}

/// Reads and compiles the policy set of a folder.
///
/// # Errors
/// Everything that is wrong with it, where something is.
pub fn compile_dir(root: impl AsRef<Path>) -> Result<Policy, Box<Failure>> {
    compile(&set::read_dir(root.as_ref()))
}

/// Compiles a policy set.
///
/// # Errors
/// Everything that is wrong with it, where something is. An overlay with errors doesn't make the
/// policy fail: it is left out and listed in [`Policy::rejected`].
pub fn compile(source: &PolicySource) -> Result<Policy, Box<Failure>> {
    let (sources, mut files, mut problems) = parse(source);
    let sources = Arc::new(sources);
    let mut rejected: Vec<RejectedOverlay> = Vec::new();
    loop {
        let (policy, found) = attempt(source, &sources, &files, &problems);
        problems.extend(found);
        let failing = failing_overlays(&files, &problems);
        let of_failing = |problem: &Diagnostic| {
            problem
                .span()
                .is_some_and(|span| failing.values().any(|overlay| overlay.contains(&span.file)))
        };
        let (own, rest): (Vec<_>, Vec<_>) = problems.into_iter().partition(of_failing);
        problems = rest;
        for (name, file_ids) in &failing {
            let in_overlay = |problem: &&Diagnostic| {
                problem.span().is_some_and(|span| file_ids.contains(&span.file))
            };
            let mut diagnostics: Vec<_> = own.iter().filter(in_overlay).cloned().collect();
            sort(&mut diagnostics);
            rejected.push(RejectedOverlay {
                name: name.clone(),
                declared: declared_names(&files, file_ids),
                diagnostics,
            });
        }
        if has_errors(&problems) {
            problems.extend(rejected.into_iter().flat_map(|overlay| overlay.diagnostics));
            sort(&mut problems);
            return Err(Box::new(Failure { sources, diagnostics: problems }));
        }
        if failing.is_empty()
            && let Some(mut policy) = policy
        {
            sort(&mut problems);
            policy.warnings = problems;
            rejected.sort_by(|a, b| a.name.cmp(&b.name));
            policy.rejected = rejected;
            return Ok(policy);
        }
        files.retain(|file| !failing.values().any(|ids| ids.contains(&file.id)));
    }
}

/// Parses every file; files of an overlay keep their errors to themselves.
fn parse(source: &PolicySource) -> (SourceMap, Vec<ParsedFile>, Vec<Diagnostic>) {
    let mut sources = SourceMap::default();
    let mut files = Vec::new();
    let mut problems = source.unreadable.clone();
    let stands_on_base = source.settings.base.is_some();
    for file in &source.files {
        let id = sources.add(file.path.clone(), file.text.clone());
        let parsed = ward_parser::parse(id, &file.text);
        problems.extend(parsed.diagnostics);
        let parsed = ParsedFile { id, tree: parsed.file };
        if stands_on_base && !file.of_base && overlay_of(&parsed).is_none() {
            problems.extend(only_overlays(&parsed));
        }
        files.push(parsed);
    }
    (sources, files, problems)
}

/// A policy set that stands on another holds overlays and nothing else.
fn only_overlays(file: &ParsedFile) -> Option<Diagnostic> {
    let first = file.tree.items.iter().find(|item| !matches!(item.kind, ItemKind::Test(_)))?;
    Some(
        Diagnostic::error(
            codes::ONLY_OVERLAYS,
            "a policy set that stands on another adds overlays to it",
        )
        .at(first.span, "not in an overlay")
        .help("begin the file with `overlay TYPE under CEILING`"),
    )
}

fn attempt(
    source: &PolicySource,
    sources: &Arc<SourceMap>,
    files: &[ParsedFile],
    parse_problems: &[Diagnostic],
) -> (Option<Policy>, Vec<Diagnostic>) {
    let Some(zone) = Zone::named(source.settings.time_zone()) else { return (None, Vec::new()) };
    let mut compiler = Compiler::new(sources, files, zone);
    compiler.resolve();
    let mut found = std::mem::take(&mut compiler.diagnostics);
    if has_errors(parse_problems) {
        found.retain(|problem| !FOLLOWS_FROM_MISSING.contains(&problem.code));
    }
    if has_errors(parse_problems) || has_errors(&found) {
        return (None, found);
    }
    for (role, extensions) in compiler.roles.iter_mut().zip(&compiler.extensions) {
        role.extensions.clone_from(extensions);
    }
    let cells = lower::lower(&mut compiler);
    found.extend(lower::check_ceilings(&compiler, &cells));
    let policy = Policy {
        name: compiler.policy_name,
        title: compiler.title,
        hash: hash::of(source),
        time_zone: source.settings.time_zone().to_owned(),
        sources: sources.clone(),
        schema: compiler.schema,
        roles: compiler.roles,
        classes: compiler.classes,
        scopes: compiler.scopes,
        restrictions: compiler.restrictions,
        ceilings: compiler.ceilings,
        overlays: compiler.overlays,
        rules: compiler.rules,
        exprs: compiler.exprs,
        cells,
        claims: compiler.claims,
        constraints: compiler.constraints,
        tests: compiler.tests,
        graph: compiler.graph,
        warnings: Vec::new(),
        rejected: Vec::new(),
    };
    (Some(policy), found)
}

/// What is reported only because a declaration with an error is missing.
const FOLLOWS_FROM_MISSING: [Code; 13] = [
    codes::BAD_LITERAL,
    codes::UNKNOWN_NAME,
    codes::NO_POLICY,
    codes::NOT_DECLARED_FOR,
    codes::ENABLE_WITHOUT_MAY,
    codes::UNKNOWN_CEILING,
    codes::NO_SUBJECT_TYPE,
    codes::NO_SUCH_PROPERTY,
    codes::NO_SUCH_PARAMETER,
    codes::SCOPE_NOT_DEFINED_FOR,
    codes::TEST_NAME,
    codes::CLAIM_FORM,
    codes::CONSTRAINT_FORM,
];

/// The overlays with errors, each with its files.
fn failing_overlays(
    files: &[ParsedFile],
    problems: &[Diagnostic],
) -> BTreeMap<String, BTreeSet<FileId>> {
    let mut overlays: BTreeMap<String, BTreeSet<FileId>> = BTreeMap::new();
    for file in files {
        if let Some(header) = overlay_of(file) {
            overlays.entry(crate::resolve::overlay_name(header)).or_default().insert(file.id);
        }
    }
    let wrong: BTreeSet<FileId> = problems
        .iter()
        .filter(|problem| problem.is_error())
        .filter_map(Diagnostic::span)
        .map(|span| span.file)
        .collect();
    overlays.retain(|_, ids| ids.iter().any(|id| wrong.contains(id)));
    overlays
}

fn declared_names(files: &[ParsedFile], ids: &BTreeSet<FileId>) -> Vec<String> {
    let items =
        files.iter().filter(|file| ids.contains(&file.id)).flat_map(|file| &file.tree.items);
    let mut names: Vec<_> = items
        .filter_map(|item| match &item.kind {
            ItemKind::Role(role) => Some(role.name.text.clone()),
            ItemKind::Class(class) => Some(class.name.text.clone()),
            _ => None,
        })
        .collect();
    names.sort();
    names
}
