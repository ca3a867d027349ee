//! A piece of text as groups of tokens, the way the printer takes it.

use crate::notes::{Hang, Notes};
use crate::separator::Separator;
use crate::spacing::separator;
use crate::tokens::Tokens;

/// A part of a group.
#[derive(Debug)]
pub(crate) enum Part {
    /// A token.
    Token(usize),
    /// What stands between two parts.
    Between(Separator),
    /// A group.
    Group(Group),
}

/// Tokens that stand on one line if they fit there.
#[derive(Debug)]
pub(crate) struct Group {
    pub hang: Hang,
    pub parts: Vec<Part>,
    /// Its width on one line.
    pub width: usize,
    /// It can't be one line.
    pub broken: bool,
}

/// What documents are made from.
#[derive(Clone, Copy)]
pub(crate) struct Source<'s, 't> {
    pub tokens: &'s Tokens<'t>,
    pub notes: &'s Notes,
}

impl Source<'_, '_> {
    /// The tokens `from..to` as one group.
    pub fn group(self, from: usize, to: usize, hang: Hang) -> Group {
        let mut groups = self.notes.groups_from(from).iter().peekable();
        let mut parts = Vec::new();
        let mut at = from;
        while at < to {
            if at > from {
                parts.push(Part::Between(separator(self.tokens, self.notes, at)));
            }
            while groups
                .next_if(|group| group.from < at || group.from == at && group.to > to)
                .is_some()
            {}
            let whole = |end: usize| at == from && end == to;
            while let Some(group) = groups.next_if(|group| group.from == at && whole(group.to)) {
                // The whole is a group already; what hangs differently is said by the inner one.
                if group.hang == Hang::Level && hang != Hang::Level {
                    parts.push(Part::Group(self.group(from, to, Hang::Level)));
                    return self.finish(from, to, hang, parts);
                }
            }
            match groups.peek().filter(|group| group.from == at) {
                Some(group) => {
                    parts.push(Part::Group(self.group(at, group.to, group.hang)));
                    at = group.to;
                }
                None => {
                    parts.push(Part::Token(at));
                    at += 1;
                }
            }
        }
        self.finish(from, to, hang, parts)
    }

    fn finish(self, from: usize, to: usize, hang: Hang, parts: Vec<Part>) -> Group {
        let ends = |part: &Part| matches!(part, Part::Between(Separator::LineEnd));
        let inner = |part: &Part| matches!(part, Part::Group(group) if group.broken);
        let broken = self.tokens.has_inner_comment(from, to)
            || parts.iter().any(|part| ends(part) || inner(part));
        let width = parts.iter().map(|part| self.width(part)).sum();
        Group { hang, parts, width, broken }
    }

    /// The width of a part on one line.
    pub fn width(self, part: &Part) -> usize {
        match part {
            Part::Token(at) => self.tokens.all[*at].width(),
            Part::Between(Separator::Nothing) => 0,
            Part::Between(_) => 1,
            Part::Group(group) => group.width,
        }
    }
}
