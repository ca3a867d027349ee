//! From a policy set to a policy: parse, resolve, lower; overlays that fail are left out.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::path::Path;
use std::sync::Arc;

use ward_diagnostics::{Code, Diagnostic, FileId, SourceMap, Span, codes, has_errors, sort};
use ward_parser::ast::{self, ItemKind};

use crate::left_out;
use crate::model::{Owner, Policy, Slots};
use crate::resolve::names::Names;
use crate::resolve::{Compiler, ParsedFile, overlay_of};
use crate::set::{self, PolicySource};
use crate::time::Zone;
use crate::{CeilingJudge, Unseen, hash, lower};

/// The path of claims that are asked and stand in no file.
pub const ASKED: &str = "<claim>";

/// What a compilation is given besides the policy set.
#[derive(Clone, Copy, Default)]
pub struct Options<'a> {
    /// Claims without title, such as `never approve within own`, to be resolved as the vendor's.
    /// They stand among [`Policy::claims`], in this order, at the path [`ASKED`], with their text
    /// as title.
    pub claims: &'a [String],
    /// Who looks closer at what can't be seen to lie within a ceiling; without one, that counts
    /// as outside.
    pub judge: Option<&'a CeilingJudge<'a>>,
}

impl fmt::Debug for Options<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let judge = self.judge.is_some();
        f.debug_struct("Options").field("claims", &self.claims).field("judge", &judge).finish()
    }
}

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
    compile_with(source, &Options::default())
}

/// Compiles a policy set, with claims that are asked besides or a judge of its overlays.
///
/// # Errors
/// As [`compile`]; problems of the claims among them.
pub fn compile_with(source: &PolicySource, options: &Options<'_>) -> Result<Policy, Box<Failure>> {
    let mut sources = SourceMap::default();
    let known = source.files.iter().map(|_| None).collect();
    let (mut files, mut problems) = parse(source, &mut sources, known);
    for claim in options.claims {
        problems.extend(ask(claim, &mut sources, &mut files));
    }
    run(source, sources, &mut files, problems, options).map(|(policy, _)| policy)
}

/// Compiles files that have been parsed, with what was wrong with them; those of overlays that
/// fail are left out.
pub(crate) fn run(
    source: &PolicySource,
    sources: SourceMap,
    files: &mut Vec<ParsedFile>,
    mut problems: Vec<Diagnostic>,
    options: &Options<'_>,
) -> Result<(Policy, Kept), Box<Failure>> {
    let sources = Arc::new(sources);
    let mut rejected: Vec<left_out::LeftOut> = Vec::new();
    loop {
        let (mut policy, found) = attempt(source, &sources, files, &problems);
        problems.extend(found);
        if let Some((policy, unseen, _)) = &mut policy {
            problems.extend(outside(policy, std::mem::take(unseen), options.judge));
        }
        let failing = failing_overlays(files, &problems);
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
            rejected.push(left_out::overlay(name, files, file_ids, diagnostics));
        }
        if has_errors(&problems) {
            problems.extend(rejected.into_iter().flat_map(|(overlay, _)| overlay.diagnostics));
            sort(&mut problems);
            return Err(Box::new(Failure { sources, diagnostics: problems }));
        }
        if failing.is_empty()
            && let Some((policy, _, kept)) = policy
        {
            // A judge may hold on to it for a while.
            let mut policy = Arc::unwrap_or_clone(policy);
            sort(&mut problems);
            policy.warnings = problems;
            rejected.sort_by(|(a, _), (b, _)| a.name.cmp(&b.name));
            policy.rejected = left_out::of_policy(rejected, &policy.schema);
            return Ok((policy, kept));
        }
        files.retain(|file| !failing.values().any(|ids| ids.contains(&file.id)));
    }
}

/// Parses every file but those that are known; files of an overlay keep their errors to
/// themselves.
pub(crate) fn parse(
    source: &PolicySource,
    sources: &mut SourceMap,
    known: Vec<Option<ParsedFile>>,
) -> (Vec<ParsedFile>, Vec<Diagnostic>) {
    let mut files = Vec::with_capacity(source.files.len());
    let mut problems = source.unreadable.clone();
    let stands_on_base = source.settings.base.is_some();
    for (file, known) in source.files.iter().zip(known) {
        let id = sources.add(file.path.clone(), file.text.as_str());
        let parsed = known.filter(|known| known.id == id).unwrap_or_else(|| {
            let parsed = ward_parser::parse(id, &file.text);
            problems.extend(parsed.diagnostics);
            ParsedFile { id, tree: parsed.file }
        });
        if stands_on_base && !file.of_base && overlay_of(&parsed).is_none() {
            problems.extend(only_overlays(&parsed));
        }
        files.push(parsed);
    }
    (files, problems)
}

/// Adds a claim that stands in no file; what is wrong with its text.
fn ask(text: &str, sources: &mut SourceMap, files: &mut Vec<ParsedFile>) -> Vec<Diagnostic> {
    let id = sources.add(ASKED, text);
    let span = Span::new(id, 0, text.len());
    match ward_parser::parse_statement_claim(id, text) {
        Ok(form) => {
            let title = ast::Text { text: text.to_owned(), span };
            let claim = ast::Claim { title, assume: false, form };
            let item = ast::Item { span, meta: ast::Meta::default(), kind: ItemKind::Claim(claim) };
            files.push(ParsedFile { id, tree: ast::File { items: vec![item] } });
            Vec::new()
        }
        Err(problems) => problems,
    }
}

/// What lies outside a ceiling, of what can't be seen to lie within.
fn outside(
    policy: &Arc<Policy>,
    unseen: Vec<(Unseen, Diagnostic)>,
    judge: Option<&CeilingJudge<'_>>,
) -> Vec<Diagnostic> {
    let judged = unseen.into_iter().filter_map(|(unseen, problem)| match judge {
        None => Some(problem),
        Some(judge) => judge(policy, &unseen).err().map(|why| {
            let help = "grant less, add an `except` to the `extends`, or have the vendor allow it";
            problem.help(format!("{help}; {why}"))
        }),
    });
    judged.collect()
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

/// What a compilation knows besides the policy.
#[derive(Debug)]
pub(crate) struct Kept {
    pub names: Names,
    /// Whose statements took up which expressions first, in the order in which they are checked.
    pub first_uses: Vec<(Owner, Slots)>,
}

/// A policy, with what can't be seen to lie within the ceilings of its overlays.
type Attempt = (Arc<Policy>, Vec<(Unseen, Diagnostic)>, Kept);

fn attempt(
    source: &PolicySource,
    sources: &Arc<SourceMap>,
    files: &[ParsedFile],
    parse_problems: &[Diagnostic],
) -> (Option<Attempt>, Vec<Diagnostic>) {
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
    let unseen = lower::unseen_by_ceilings(&compiler, &cells);
    let kept = Kept { names: compiler.names, first_uses: compiler.first_uses };
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
    (Some((Arc::new(policy), unseen, kept)), found)
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
