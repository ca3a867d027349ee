//! The tokens that say something, with what is to be known about the lines they stand on.

use ward_diagnostics::{FileId, Span};

use crate::token::{CommentKind, Token, TokenKind};

/// What ends a line, alone or both together.
const LINE_ENDS: [char; 2] = ['\r', '\n'];

/// A token that says something.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Mark {
    pub kind: TokenKind,
    pub start: u32,
    pub end: u32,
    /// Nothing but blanks stands in front of it on its line.
    pub first_on_line: bool,
    /// It stands at the very start of its line.
    pub column_zero: bool,
}

/// A `///` comment that begins its line.
#[derive(Clone, Copy, Debug)]
struct DocLine {
    start: u32,
    end: u32,
}

/// A text in which comments and all whitespace have become blanks of the same length, so that
/// the grammar needs to skip nothing else and all places stay what they are.
pub(crate) fn blanked(text: &str, tokens: &[Token]) -> String {
    let mut out = String::with_capacity(text.len());
    for token in tokens {
        if token.kind.is_trivia() {
            out.extend(token.range().map(|_| ' '));
        } else {
            out.push_str(text.get(token.range()).unwrap_or(""));
        }
    }
    out
}

/// A file without its trivia.
pub(crate) struct Stream<'t> {
    pub file: FileId,
    /// The text, [`blanked`].
    text: &'t str,
    /// The text as it was written.
    written: &'t str,
    /// Where both begin in the file.
    base: u32,
    pub marks: Vec<Mark>,
    docs: Vec<DocLine>,
}

impl<'t> Stream<'t> {
    /// The tokens of a text that begins at byte `base` of its file, at the start of a line.
    pub fn new(file: FileId, base: u32, written: &'t str, text: &'t str, tokens: &[Token]) -> Self {
        let mut marks = Vec::with_capacity(tokens.len() / 2 + 1);
        let mut docs = Vec::new();
        let (mut fresh, mut column_zero) = (true, true);
        for token in tokens {
            let (start, end) = (base + token.start, base + token.end);
            match token.kind {
                TokenKind::Whitespace => {
                    let blank = written.get(token.range()).unwrap_or("");
                    fresh |= blank.contains(LINE_ENDS);
                    column_zero =
                        (token.start == 0 && !blank.contains(' ')) || blank.ends_with(LINE_ENDS);
                    continue;
                }
                TokenKind::Comment(CommentKind::Doc) if fresh => docs.push(DocLine { start, end }),
                TokenKind::Comment(_) => {}
                kind => marks.push(Mark { kind, start, end, first_on_line: fresh, column_zero }),
            }
            (fresh, column_zero) = (false, false);
        }
        Self { file, text, written, base, marks, docs }
    }

    pub fn len(&self) -> usize {
        self.marks.len()
    }

    pub fn kind(&self, at: usize) -> Option<TokenKind> {
        self.marks.get(at).map(|mark| mark.kind)
    }

    pub fn is(&self, at: usize, kind: TokenKind) -> bool {
        self.kind(at) == Some(kind)
    }

    /// Whether a name or keyword stands there.
    pub fn is_name(&self, at: usize) -> bool {
        self.kind(at).is_some_and(TokenKind::is_name)
    }

    /// Whether nothing but blanks stands in front of it on its line; false behind the end.
    pub fn first_on_line(&self, at: usize) -> bool {
        self.marks.get(at).is_some_and(|mark| mark.first_on_line)
    }

    /// What stands there; empty behind the end.
    pub fn slice(&self, at: usize) -> &'t str {
        self.marks.get(at).map_or("", |mark| cut(self.text, self.base, mark.start, mark.end))
    }

    /// The word that stands there; empty where no word stands.
    pub fn word(&self, at: usize) -> &'t str {
        if self.is(at, TokenKind::Word) { self.slice(at) } else { "" }
    }

    pub fn span(&self, at: usize) -> Span {
        match self.marks.get(at) {
            Some(mark) => Span { file: self.file, start: mark.start, end: mark.end },
            None => {
                let end = self.base as usize + self.text.len();
                Span::new(self.file, end, end)
            }
        }
    }

    /// The text of the tokens `from..to` with its place; empty where there are none.
    pub fn piece(&self, from: usize, to: usize) -> Span {
        if from >= to {
            let at = self.span(from);
            return Span { end: at.start, ..at };
        }
        self.span(from).to(self.span(to - 1))
    }

    pub fn text_of(&self, span: Span) -> &'t str {
        cut(self.text, self.base, span.start, span.end)
    }

    /// The first token that begins at the byte or behind it.
    pub fn at_or_behind(&self, byte: usize) -> usize {
        self.marks.partition_point(|mark| (mark.start as usize) < byte)
    }

    /// The end of the last token that ends at the byte or in front of it.
    pub fn last_end(&self, byte: u32) -> u32 {
        let behind = self.marks.partition_point(|mark| mark.end <= byte);
        behind.checked_sub(1).map_or(0, |at| self.marks[at].end)
    }

    /// The lines of the `///` comments directly in front of the token that begins at `byte`.
    pub fn docs_before(&self, byte: u32) -> impl Iterator<Item = &'t str> + '_ {
        let from = if self.docs.is_empty() { byte } else { self.last_end(byte) };
        let first = self.docs.partition_point(|doc| doc.start < from);
        let lines = self.docs[first..].iter().take_while(move |doc| doc.end <= byte);
        lines.map(|doc| {
            let text = cut(self.written, self.base, doc.start, doc.end);
            let text = text.trim_start_matches('/').trim_end();
            text.strip_prefix(' ').unwrap_or(text)
        })
    }
}

/// The bytes `start..end` of the file, out of a text that begins at `base`.
fn cut(text: &str, base: u32, start: u32, end: u32) -> &str {
    let at = |byte: u32| byte.checked_sub(base).map(|byte| byte as usize);
    let range = at(start).zip(at(end));
    range.and_then(|(start, end)| text.get(start..end)).unwrap_or("")
}
