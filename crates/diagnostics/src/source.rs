//! Source texts and places in them.

use std::sync::Arc;

/// A file of a [`SourceMap`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FileId(pub u32);

/// A range of bytes in one file; `end` is the first byte behind it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Span {
    /// The file.
    pub file: FileId,
    /// First byte.
    pub start: u32,
    /// First byte behind the range.
    pub end: u32,
}

impl Span {
    /// A span from byte `start` up to byte `end` of `file`.
    pub fn new(file: FileId, start: usize, end: usize) -> Self {
        let clamp = |at: usize| u32::try_from(at).unwrap_or(u32::MAX);
        Self { file, start: clamp(start), end: clamp(end) }
    }

    /// The smallest span that covers both; the file is that of `self`.
    pub fn to(self, other: Span) -> Self {
        Self { file: self.file, start: self.start.min(other.start), end: self.end.max(other.end) }
    }

    /// The bytes as a range.
    pub fn range(self) -> std::ops::Range<usize> {
        self.start as usize..self.end as usize
    }
}

/// A place as a person names it: both numbers begin at 1, the column counts characters.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Location {
    /// The path as it was given when the file was added.
    pub path: String,
    /// The line, from 1.
    pub line: u32,
    /// The column in characters, from 1.
    pub column: u32,
}

#[derive(Clone, Debug)]
struct Source {
    path: String,
    text: Arc<str>,
    line_starts: Vec<u32>,
}

/// The text with LF in place of every CR that ends a line alone, so that lines are the same for
/// whoever counts or shows them; every place stays what it is.
fn with_line_feeds(text: Arc<str>) -> Arc<str> {
    if !text.contains('\r') || text.matches('\r').count() == text.matches("\r\n").count() {
        return text;
    }
    let mut out = String::with_capacity(text.len());
    let mut characters = text.chars().peekable();
    while let Some(character) = characters.next() {
        let alone = character == '\r' && characters.peek() != Some(&'\n');
        out.push(if alone { '\n' } else { character });
    }
    out.into()
}

fn line_starts(text: &str) -> Vec<u32> {
    let newlines = text.match_indices('\n');
    let starts = newlines.map(|(at, _)| u32::try_from(at + 1).unwrap_or(u32::MAX));
    std::iter::once(0).chain(starts).collect()
}

/// All texts that diagnostics point into, in the order in which they were added.
#[derive(Clone, Debug, Default)]
pub struct SourceMap {
    files: Vec<Source>,
}

impl SourceMap {
    /// Adds a text under the path that messages shall show.
    pub fn add(&mut self, path: impl Into<String>, text: impl Into<Arc<str>>) -> FileId {
        let text = with_line_feeds(text.into());
        let line_starts = line_starts(&text);
        let id = FileId(u32::try_from(self.files.len()).unwrap_or(u32::MAX));
        self.files.push(Source { path: path.into(), text, line_starts });
        id
    }

    /// Puts another text in the place of a file's; a file that is not of this map stays unknown.
    pub fn replace(&mut self, file: FileId, text: impl Into<Arc<str>>) {
        if let Some(source) = self.files.get_mut(file.0 as usize) {
            source.text = with_line_feeds(text.into());
            source.line_starts = line_starts(&source.text);
        }
    }

    /// The path of a file, as it was given; empty for a file that is not of this map.
    pub fn path(&self, file: FileId) -> &str {
        self.files.get(file.0 as usize).map_or("", |source| source.path.as_str())
    }

    /// The whole text of a file; empty for a file that is not of this map.
    pub fn text(&self, file: FileId) -> &str {
        self.files.get(file.0 as usize).map_or("", |source| &*source.text)
    }

    /// The text under a span; empty where the span does not fit the file.
    pub fn slice(&self, span: Span) -> &str {
        self.text(span.file).get(span.range()).unwrap_or("")
    }

    /// The files, in the order in which they were added.
    pub fn files(&self) -> impl Iterator<Item = FileId> + '_ {
        (0..self.files.len()).map(|at| FileId(u32::try_from(at).unwrap_or(u32::MAX)))
    }

    /// Where a span begins.
    pub fn location(&self, span: Span) -> Location {
        let Some(source) = self.files.get(span.file.0 as usize) else {
            return Location { path: String::new(), line: 1, column: 1 };
        };
        let line = source.line_starts.partition_point(|start| *start <= span.start).max(1);
        let start = source.line_starts[line - 1] as usize;
        let before = source.text.get(start..span.start as usize).unwrap_or("");
        Location {
            path: source.path.clone(),
            line: u32::try_from(line).unwrap_or(u32::MAX),
            column: u32::try_from(before.chars().count() + 1).unwrap_or(u32::MAX),
        }
    }

    /// The span of the first occurrence of `needle`; for tests and examples.
    pub fn span_of(&self, file: FileId, needle: &str) -> Option<Span> {
        let start = self.text(file).find(needle)?;
        Some(Span::new(file, start, start + needle.len()))
    }
}
