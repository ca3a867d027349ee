//! Policies that differ in one thing from the one that was written, to see whether a test notices.
//!
//! Holds: which things are changed, and how the text reads then. Does not hold: compiling, running
//! tests, or telling whether a change matters.
//!
//! Invariants: the places of everything else stay what they are, or nearly; the same policy gives
//! the same mutants in the same order.

mod condition;
mod declaration;
mod edit;
mod statement;

use ward_compiler::PolicySource;
use ward_diagnostics::{FileId, Location, SourceMap, Span};
use ward_parser::ast::File;
use ward_parser::{Token, TokenKind};

use edit::Edit;

/// A policy that differs in one thing from the one that was written.
#[derive(Clone, Debug)]
pub struct Mutant {
    /// Where that one thing is written.
    pub location: Location,
    /// What is different: "`within own` is left out of `can view within own` of `nurse`".
    pub text: String,
    file: usize,
    edits: Vec<Edit>,
}

impl Mutant {
    /// The policy set with the difference.
    pub fn applied(&self, source: &PolicySource) -> PolicySource {
        let mut changed = source.clone();
        if let Some(file) = changed.files.get_mut(self.file) {
            file.text = edit::applied(&file.text, &self.edits);
        }
        changed
    }
}

/// Every mutant of a policy set, in the order of its files; of the set that it stands on, none.
///
/// Left out are, one at a time: statements that grant, enable or forbid; whole restrictions and
/// classes; each `within`, `when`, `unless` and `except`; each side of an `and` or `or`; each
/// role that another extends; `for` and `on what`. Conditions are turned into their opposite.
/// `cannot`, claims, constraints and ceilings are proved or checked, and stay.
pub fn mutants(source: &PolicySource) -> Vec<Mutant> {
    let mut sources = SourceMap::default();
    for file in &source.files {
        sources.add(file.path.clone(), file.text.clone());
    }
    let mut found = Vec::new();
    for (index, (file, id)) in source.files.iter().zip(sources.files()).enumerate() {
        if file.of_base {
            continue;
        }
        let parsed = ward_parser::parse(id, &file.text);
        let mut walk = Walk {
            index,
            id,
            text: &file.text,
            tokens: &parsed.tokens,
            sources: &sources,
            found: &mut found,
        };
        walk.file(&parsed.file);
    }
    found.sort_by_key(|one| (one.file, one.location.line, one.location.column));
    found
}

/// One file, and what has been found in it.
struct Walk<'a> {
    index: usize,
    id: FileId,
    text: &'a str,
    tokens: &'a [Token],
    sources: &'a SourceMap,
    found: &'a mut Vec<Mutant>,
}

impl Walk<'_> {
    fn file(&mut self, tree: &File) {
        tree.items.iter().for_each(|item| self.item(item));
    }

    fn push(&mut self, at: Span, text: String, edits: Vec<Edit>) {
        let location = self.sources.location(at);
        self.found.push(Mutant { location, text, file: self.index, edits });
    }

    /// The text under a span on one line, cut short where it is long.
    fn shown(&self, span: Span) -> String {
        const LONGEST: usize = 60;
        let line = self.slice(span).split_whitespace().collect::<Vec<_>>().join(" ");
        match line.char_indices().nth(LONGEST) {
            None => format!("`{line}`"),
            Some((end, _)) => format!("`{} …`", line[..end].trim_end()),
        }
    }

    fn slice(&self, span: Span) -> &str {
        self.text.get(span.range()).unwrap_or_default()
    }

    fn span(&self, start: u32, end: u32) -> Span {
        Span { file: self.id, start, end }
    }

    /// The last token of such a text in front of a place.
    fn before(&self, at: u32, text: &str) -> Option<Token> {
        let end = self.tokens.partition_point(|token| token.end <= at);
        self.tokens[..end].iter().rev().copied().find(|token| self.is(*token, text))
    }

    /// The first token of such a text from a place on.
    fn after(&self, at: u32, text: &str) -> Option<Token> {
        let start = self.tokens.partition_point(|token| token.start < at);
        self.tokens[start..].iter().copied().find(|token| self.is(*token, text))
    }

    fn is(&self, token: Token, text: &str) -> bool {
        let is_text = matches!(token.kind, TokenKind::Comment(_) | TokenKind::Text);
        !is_text && self.text.get(token.range()) == Some(text)
    }
}
