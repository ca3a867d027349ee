//! The tokens that say something, each with the comments that belong to it.

use ward_parser::{Token, TokenKind};

/// What lies between a token or comment and what stands in front of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Gap {
    /// They stand on one line.
    Blanks,
    /// A new line begins.
    LineEnd,
    /// At least one line between them is empty.
    EmptyLine,
}

/// A comment that has its line for itself.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Comment<'t> {
    pub text: &'t str,
    pub gap: Gap,
}

/// A token with its comments.
#[derive(Clone, Debug)]
pub(crate) struct Tok<'t> {
    pub kind: TokenKind,
    pub text: &'t str,
    start: u32,
    /// The comments on the lines in front of it.
    pub before: Vec<Comment<'t>>,
    /// What lies between it and the comment or token in front of it.
    pub gap: Gap,
    /// The comment behind it on its line.
    pub behind: Option<&'t str>,
}

impl Tok<'_> {
    /// How many columns it takes.
    pub fn width(&self) -> usize {
        self.text.chars().count()
    }
}

/// The tokens of a file.
#[derive(Debug)]
pub(crate) struct Tokens<'t> {
    pub all: Vec<Tok<'t>>,
    /// The comments behind the last token, on lines of their own.
    pub tail: Vec<Comment<'t>>,
    /// For each bracket the one that closes or opens it; each other token is its own.
    partners: Vec<usize>,
}

impl<'t> Tokens<'t> {
    /// Sorts the tokens of a text.
    pub fn new(text: &'t str, tokens: &[Token]) -> Self {
        let mut all: Vec<Tok<'t>> = Vec::new();
        let mut comments = Vec::new();
        let mut line_ends = 0;
        for token in tokens {
            let slice = text.get(token.range()).unwrap_or("");
            let gap = gap(line_ends);
            match (token.kind, all.last_mut()) {
                (TokenKind::Whitespace, _) => {
                    line_ends += count_line_ends(slice);
                    continue;
                }
                (TokenKind::Comment(_), Some(last))
                    if gap == Gap::Blanks && comments.is_empty() =>
                {
                    last.behind = Some(trimmed(slice));
                }
                (TokenKind::Comment(_), _) => comments.push(Comment { text: trimmed(slice), gap }),
                (kind, _) => {
                    let before = std::mem::take(&mut comments);
                    let (text, start) = (slice, token.start);
                    all.push(Tok { kind, text, start, before, gap, behind: None });
                }
            }
            line_ends = 0;
        }
        let partners = partners(&all);
        Self { all, tail: comments, partners }
    }

    /// The first token that begins at the byte or behind it.
    pub fn at(&self, byte: u32) -> usize {
        self.all.partition_point(|tok| tok.start < byte)
    }

    /// The bracket that belongs to this one.
    pub fn partner(&self, at: usize) -> usize {
        self.partners.get(at).copied().unwrap_or(at)
    }

    pub fn is(&self, at: usize, kind: TokenKind) -> bool {
        self.all.get(at).is_some_and(|tok| tok.kind == kind)
    }

    pub fn is_word(&self, at: usize, word: &str) -> bool {
        self.is(at, TokenKind::Word) && self.all[at].text == word
    }

    /// The first token of the kind in `from..to`.
    pub fn find(&self, kind: TokenKind, from: usize, to: usize) -> Option<usize> {
        (from..to).find(|at| self.is(*at, kind))
    }

    /// What lies in front of a token and its comments.
    pub fn outer_gap(&self, at: usize) -> Gap {
        let Some(tok) = self.all.get(at) else { return Gap::LineEnd };
        tok.before.first().map_or(tok.gap, |comment| comment.gap)
    }

    /// Whether a comment stands inside of `from..to`, so that it can't be one line.
    pub fn has_inner_comment(&self, from: usize, to: usize) -> bool {
        (from..to).any(|at| {
            let tok = &self.all[at];
            at > from && !tok.before.is_empty() || at + 1 < to && tok.behind.is_some()
        })
    }

    /// The first tokens of the elements of a list in `from..to`, separated by commas.
    pub fn elements(&self, from: usize, to: usize) -> Vec<usize> {
        let mut starts = Vec::new();
        let (mut at, mut fresh) = (from, true);
        while at < to {
            if fresh {
                starts.push(at);
            }
            fresh = self.is(at, TokenKind::Comma);
            at = self.partner(at).max(at) + 1;
        }
        starts
    }

    /// The first tokens of the properties in `from..to`, where commas may be missing.
    pub fn properties(&self, from: usize, to: usize) -> Vec<usize> {
        let mut starts = Vec::new();
        let mut at = from;
        while at < to {
            let core = self.behind_annotations(at);
            let named = self.all.get(core).is_some_and(|tok| tok.kind.is_name());
            let facets = self.is_word(core, "facets") && self.is(core + 1, TokenKind::OpenBrace);
            if core < to && named && (facets || self.is(core + 1, TokenKind::Colon)) {
                starts.push(at);
                at = core + 1;
            } else {
                at = self.partner(at).max(at) + 1;
            }
        }
        starts
    }

    /// The token behind the annotations that begin at `at`.
    pub fn behind_annotations(&self, at: usize) -> usize {
        let mut core = at;
        while self.is(core, TokenKind::At) {
            core += 2;
            if self.is(core, TokenKind::OpenParen) {
                core = self.partner(core) + 1;
            }
        }
        core
    }
}

/// A line ends with LF, CR LF or CR.
fn count_line_ends(blank: &str) -> usize {
    blank.matches(['\r', '\n']).count() - blank.matches("\r\n").count()
}

fn gap(line_ends: usize) -> Gap {
    match line_ends {
        0 => Gap::Blanks,
        1 => Gap::LineEnd,
        _ => Gap::EmptyLine,
    }
}

fn trimmed(comment: &str) -> &str {
    comment.trim_end_matches([' ', '\t'])
}

fn partners(all: &[Tok<'_>]) -> Vec<usize> {
    let mut partners: Vec<usize> = (0..all.len()).collect();
    let mut open = Vec::new();
    for (at, tok) in all.iter().enumerate() {
        match tok.kind {
            TokenKind::OpenBrace | TokenKind::OpenParen | TokenKind::OpenBracket => open.push(at),
            TokenKind::CloseBrace | TokenKind::CloseParen | TokenKind::CloseBracket => {
                if let Some(opener) = open.pop() {
                    partners[opener] = at;
                    partners[at] = opener;
                }
            }
            _ => {}
        }
    }
    partners
}
