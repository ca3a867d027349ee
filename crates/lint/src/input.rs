//! What rules look at.

use std::cell::OnceCell;
use std::collections::BTreeSet;
use std::sync::Arc;

use rustc_hash::{FxHashMap, FxHashSet};
use ward_compiler::graph::{Link, NodeKind};
use ward_compiler::model::{
    Clause, ClauseKind, Condition, ConditionId, Logic, RoleId, Rule, Target,
};
use ward_compiler::{Policy, PolicySource};
use ward_diagnostics::{FileId, Span};
use ward_parser::ast::{self, Item, ItemKind, Statement};
use ward_parser::{CommentKind, Parsed, TokenKind};

use crate::index::CellIndex;

/// A file with its tree.
pub(crate) struct FileView<'a> {
    /// Its id in the policy's sources.
    pub id: FileId,
    /// Its text.
    pub text: &'a str,
    /// What it says.
    pub parsed: Parsed,
    /// It belongs to this set, not to the one that it stands on.
    pub own: bool,
}

/// A comment.
pub(crate) struct Comment<'a> {
    pub span: Span,
    /// Without slashes and blanks around it.
    pub text: &'a str,
    pub kind: CommentKind,
    /// Nothing stands in front of it on its line.
    pub alone: bool,
}

impl FileView<'_> {
    /// Its comments, in the order of the file.
    pub fn comments(&self) -> impl Iterator<Item = Comment<'_>> {
        self.parsed.tokens.iter().filter_map(|token| {
            let TokenKind::Comment(kind) = token.kind else { return None };
            let text = self.text.get(token.range())?;
            let line = self.text[..token.start as usize].rfind('\n').map_or(0, |at| at + 1);
            Some(Comment {
                span: Span::new(self.id, token.start as usize, token.end as usize),
                text: text.trim_start_matches('/').trim(),
                kind,
                alone: self.text[line..token.start as usize].trim().is_empty(),
            })
        })
    }
}

/// A statement with the declaration that it stands in.
#[derive(Clone, Copy)]
pub(crate) struct Said<'a> {
    pub item: &'a Item,
    pub statement: &'a Statement,
}

/// A policy with the texts that it was compiled from.
pub struct Input<'a> {
    /// The policy.
    pub policy: &'a Arc<Policy>,
    /// Every file, in the order of the policy's sources.
    pub(crate) files: Vec<FileView<'a>>,
    index: OnceCell<CellIndex>,
    places: OnceCell<FxHashMap<Span, (usize, usize, usize)>>,
    commented: OnceCell<FxHashSet<(FileId, u32)>>,
    allowed: OnceCell<FxHashSet<Target>>,
}

impl<'a> Input<'a> {
    /// Whether a comment stands in a text, which mending it would lose.
    pub(crate) fn has_comment(&self, span: Span) -> bool {
        let of_file = self.files.iter().filter(|file| file.id == span.file);
        of_file
            .flat_map(FileView::comments)
            .any(|comment| comment.span.start < span.end && span.start < comment.span.end)
    }

    /// Reads the texts again, for their trees and comments.
    pub fn new(source: &'a PolicySource, policy: &'a Arc<Policy>) -> Self {
        let files = source.files.iter().enumerate().map(|(at, file)| {
            let id = FileId(u32::try_from(at).unwrap_or(u32::MAX));
            let parsed = ward_parser::parse(id, &file.text);
            FileView { id, text: &file.text, parsed, own: !file.of_base }
        });
        Self {
            policy,
            files: files.collect(),
            index: OnceCell::new(),
            places: OnceCell::new(),
            commented: OnceCell::new(),
            allowed: OnceCell::new(),
        }
    }

    /// Where grants stand in their cells.
    pub(crate) fn index(&self) -> &CellIndex {
        self.index.get_or_init(|| CellIndex::new(self.policy))
    }

    /// The files of this set.
    pub(crate) fn own(&self) -> impl Iterator<Item = &FileView<'a>> {
        self.files.iter().filter(|file| file.own)
    }

    /// Whether a place lies in this set.
    pub(crate) fn is_own(&self, span: Span) -> bool {
        self.files.get(span.file.0 as usize).is_some_and(|file| file.own)
    }

    /// The declarations of this set.
    pub(crate) fn items(&self) -> impl Iterator<Item = &Item> {
        self.own().flat_map(|file| &file.parsed.file.items)
    }

    /// The statements of this set.
    pub(crate) fn statements(&self) -> Vec<Said<'_>> {
        let said = |item| statements_of(item).iter().map(move |statement| Said { item, statement });
        self.items().flat_map(said).collect()
    }

    /// The rules of this set, with their position.
    pub(crate) fn rules(&self) -> impl Iterator<Item = (usize, &'a Rule)> {
        let own = |(_, rule): &(usize, &Rule)| self.is_own(rule.span);
        self.policy.rules.iter().enumerate().filter(own)
    }

    /// The statement of a rule.
    pub(crate) fn statement(&self, span: Span) -> Option<Said<'_>> {
        let (file, item, at) = *self.places.get_or_init(|| self.statement_places()).get(&span)?;
        let item = self.files.get(file)?.parsed.file.items.get(item)?;
        statements_of(item).get(at).map(|statement| Said { item, statement })
    }

    /// Where each statement stands: file, declaration, position.
    fn statement_places(&self) -> FxHashMap<Span, (usize, usize, usize)> {
        let mut places = FxHashMap::default();
        for (file, view) in self.files.iter().enumerate() {
            for (item, declared) in view.parsed.file.items.iter().enumerate() {
                let statements = statements_of(declared).iter().enumerate();
                places.extend(statements.map(|(at, one)| (one.span, (file, item, at))));
            }
        }
        places
    }

    /// The bodies of this set's scopes that don't lean on themselves, each as a clause, with
    /// something that can be asked of its type.
    pub(crate) fn scope_bodies(&self) -> Vec<(Target, Clause)> {
        let asked: FxHashMap<_, _> =
            self.policy.cells.index.keys().rev().map(|target| (target.ty, *target)).collect();
        let bodies = self.policy.scopes.iter().flat_map(|scope| &scope.on);
        let own = bodies.filter(|(_, body)| self.is_own(body.span) && body.circle.is_none());
        own.filter_map(|(ty, body)| {
            let (condition, span) = (body.condition, body.span);
            let clause = Clause { kind: ClauseKind::When, condition, span, atoms: Arc::new([]) };
            Some((*asked.get(ty)?, clause))
        })
        .collect()
    }

    /// The text under a place.
    pub(crate) fn text(&self, span: Span) -> &str {
        self.policy.sources.slice(span)
    }

    /// The declarations of a kind that nothing names, with their names and places.
    pub(crate) fn unused(&self, kind: NodeKind) -> Vec<(String, Span)> {
        let graph = &self.policy.graph;
        let edges = graph.edges();
        let named: BTreeSet<_> = edges
            .iter()
            .filter(|(from, to, link)| {
                let member = kind == NodeKind::Group && from.kind == NodeKind::Action;
                to.kind == kind && !member && (*link == Link::Names || kind != NodeKind::Group)
            })
            .map(|(_, to, _)| *to)
            .collect();
        let unused = graph.nodes().into_iter().filter(|node| node.kind == kind);
        unused
            .filter(|node| !named.contains(node))
            .filter_map(|node| Some((node.name.clone(), graph.span(node)?)))
            .filter(|(_, span)| self.is_own(*span))
            .collect()
    }

    /// Whether a line says in a comment why it is as it is: documentation above it, or a comment
    /// on it.
    pub(crate) fn has_reason(&self, statement: &Statement) -> bool {
        if !statement.meta.docs.is_empty() {
            return true;
        }
        let line = |at: u32| self.line(Span { start: at, end: at, ..statement.span });
        let (first, last) = (line(statement.span.start), line(statement.span.end));
        let commented = self.commented.get_or_init(|| self.commented_lines());
        (first..=last).any(|line| commented.contains(&(statement.span.file, line)))
    }

    /// The lines with a comment that is no allowance.
    fn commented_lines(&self) -> FxHashSet<(FileId, u32)> {
        let comments =
            self.files.iter().flat_map(|file| file.comments().map(move |one| (file.id, one)));
        let reasons = comments.filter(|(_, comment)| !comment.text.starts_with("ward:"));
        reasons.map(|(file, comment)| (file, self.line(comment.span))).collect()
    }

    /// The line of a place, from 1.
    pub(crate) fn line(&self, span: Span) -> u32 {
        self.policy.sources.location(span).line
    }

    /// "`view` on `Patient.basic`"
    pub(crate) fn target(&self, target: Target) -> String {
        let schema = &self.policy.schema;
        let place = schema.part_name(target.ty, target.part);
        format!("`{}` on `{place}`", schema.action(target.action).name)
    }

    /// Whether overlays may be given a target, so that rules about it wait for theirs.
    pub(crate) fn is_open_to_overlays(&self, target: Target) -> bool {
        let allowed = self.allowed.get_or_init(|| {
            let allows = self.policy.rules.iter().filter(|rule| rule.verb == ast::Verb::Allow);
            allows.flat_map(|rule| &rule.reach).map(|reached| reached.target).collect()
        });
        allowed.contains(&target)
    }

    /// The parts of a condition that are conjoined.
    pub(crate) fn conjuncts(&self, id: ConditionId) -> Vec<ConditionId> {
        if let Condition::Logic(Logic::And(parts)) = self.policy.exprs.condition(id) {
            return parts.iter().flat_map(|part| self.conjuncts(*part)).collect();
        }
        vec![id]
    }

    /// Whether a role's name or title has one of these words.
    pub(crate) fn is_called(&self, role: RoleId, words: &[&str]) -> bool {
        let role = self.policy.role(role);
        let name = format!("{} {}", role.name, role.title.as_deref().unwrap_or_default());
        let name = name.to_lowercase();
        words.iter().any(|word| name.contains(word))
    }
}

/// The statements of a declaration.
fn statements_of(item: &Item) -> &[Statement] {
    match &item.kind {
        ItemKind::Role(role) => &role.statements,
        ItemKind::Restriction(restriction) => &restriction.statements,
        ItemKind::Class(class) => &class.statements,
        ItemKind::Ceiling(ceiling) => &ceiling.statements,
        _ => &[],
    }
}

/// Words that mark a role that runs the whole.
pub(crate) const ADMINISTRATORS: &[&str] = &["admin", "owner", "superuser", "super user", "root"];
