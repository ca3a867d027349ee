//! What the tree says about the tokens: where lines may end, what belongs together.

mod condition;
mod declaration;
mod rule;
mod test;

use ward_diagnostics::Span;
use ward_parser::TokenKind;
use ward_parser::ast::File;

use crate::separator::Separator;
use crate::tokens::Tokens;

/// How far the lines of a group behind its first one are indented.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Hang {
    /// So much further than the line on which the group begins.
    By(usize),
    /// As the line that the group begins; one step further where it begins inside of a line.
    Level,
}

/// The usual step of indentation.
pub(crate) const STEP: usize = 2;

/// Tokens that stand on one line if they fit, and otherwise are broken at all their
/// [`Separator::Line`]s.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Together {
    pub from: usize,
    pub to: usize,
    pub hang: Hang,
}

/// The parts of a one-line piece that are brought into columns.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Part {
    /// `in …` of an entity or role.
    In,
    /// `on …`
    On,
    /// `"title"`
    Title,
    /// `within …`, `when …`, `unless …`
    Clause,
    /// `with …`
    With,
    /// `except …`
    Except,
    /// `extends …`
    Extends,
    /// `for …`
    For,
    /// What stands behind a colon or in braces.
    Body,
}

/// Notes on the tokens of a file, by their numbers.
#[derive(Debug, Default)]
pub(crate) struct Notes {
    separators: Vec<Option<Separator>>,
    parts: Vec<Option<Part>>,
    angles: Vec<bool>,
    calls: Vec<bool>,
    binary: Vec<bool>,
    groups: Vec<Together>,
}

impl Notes {
    /// Notes what the tree says.
    pub fn new(tokens: &Tokens<'_>, file: &File) -> Self {
        let count = tokens.all.len();
        let notes = Self {
            separators: vec![None; count],
            parts: vec![None; count],
            angles: vec![false; count],
            calls: vec![false; count],
            binary: vec![false; count],
            groups: Vec::new(),
        };
        let mut taker = Taker { tokens, notes };
        taker.brackets();
        let mut first = 0;
        for item in &file.items {
            let end = tokens.at(item.span.end);
            taker.item(item, first, end);
            first = end;
        }
        let mut notes = taker.notes;
        notes.groups.sort_by_key(|group| (group.from, std::cmp::Reverse(group.to)));
        notes
    }

    pub fn separator(&self, at: usize) -> Option<Separator> {
        self.separators.get(at).copied().flatten()
    }

    pub fn part(&self, at: usize) -> Option<Part> {
        self.parts.get(at).copied().flatten()
    }

    /// Whether `<` or `>` belongs to `Set<…>`.
    pub fn is_angle(&self, at: usize) -> bool {
        self.angles.get(at).copied().unwrap_or(false)
    }

    /// Whether `(` stands behind the name that it belongs to.
    pub fn is_call(&self, at: usize) -> bool {
        self.calls.get(at).copied().unwrap_or(false)
    }

    /// Whether `+` or `-` has an operand on its left.
    pub fn is_binary(&self, at: usize) -> bool {
        self.binary.get(at).copied().unwrap_or(false)
    }

    /// The groups that begin at a token or behind it, outer ones first.
    pub fn groups_from(&self, at: usize) -> &[Together] {
        let first = self.groups.partition_point(|group| group.from < at);
        self.groups.get(first..).unwrap_or(&[])
    }
}

/// Walks over the tree and takes notes.
struct Taker<'s, 't> {
    tokens: &'s Tokens<'t>,
    notes: Notes,
}

impl Taker<'_, '_> {
    /// Every pair of brackets is a group: lists in it are filled.
    fn brackets(&mut self) {
        for at in 0..self.tokens.all.len() {
            let partner = self.tokens.partner(at);
            if partner > at {
                self.group(at, partner + 1, Hang::By(STEP));
            }
            let name = at.checked_sub(2).is_some_and(|at| self.tokens.is(at, TokenKind::At));
            if name && self.tokens.is(at, TokenKind::OpenParen) {
                self.notes.calls[at] = true;
            }
        }
    }

    fn first(&self, span: Span) -> usize {
        self.tokens.at(span.start)
    }

    fn behind(&self, span: Span) -> usize {
        self.tokens.at(span.end)
    }

    /// Makes `from..to` a group, widened so that it holds whole brackets only.
    fn group(&mut self, from: usize, to: usize, hang: Hang) {
        let (mut from, mut to) = (from, to);
        let mut at = from;
        while at < to {
            let partner = self.tokens.partner(at);
            to = to.max(partner + 1);
            if partner < from {
                from = partner;
                at = from;
            }
            at += 1;
        }
        if from + 1 < to {
            self.notes.groups.push(Together { from, to, hang });
        }
    }

    fn separate(&mut self, at: usize, separator: Separator) {
        if let Some(place) = self.notes.separators.get_mut(at) {
            *place = Some(separator);
        }
    }

    /// A line may end in front of the token.
    fn line(&mut self, at: usize) {
        self.separate(at, Separator::Line);
    }

    fn part(&mut self, at: usize, part: Part) {
        if let Some(place) = self.notes.parts.get_mut(at) {
            *place = Some(part);
        }
    }

    /// Parentheses right behind a name belong to it.
    fn call(&mut self, name: Span) {
        let at = self.behind(name);
        if self.tokens.is(at, TokenKind::OpenParen) {
            self.notes.calls[at] = true;
        }
    }

    /// A colon with what stands behind it up to `to`: on the next line where the author put it
    /// there or where it doesn't fit.
    fn behind_colon(&mut self, colon: usize, to: usize, hang: Hang) {
        let body = colon + 1;
        let breaks = self.tokens.outer_gap(body) > crate::tokens::Gap::Blanks;
        self.separate(body, if breaks { Separator::LineEnd } else { Separator::Line });
        self.group(body, to, hang);
    }
}
