//! The diagnostics of one file, and which places of it they have spoilt.

use ward_diagnostics::{Code, Diagnostic, Span};

/// Collects diagnostics. A place that a token or bracket error has spoilt gives no further
/// errors: what the grammar would say there is only its echo.
#[derive(Default)]
pub(crate) struct Problems {
    pub diagnostics: Vec<Diagnostic>,
    /// First bytes of what is spoilt; sorted once all tokens have been looked at.
    spoilt: Vec<u32>,
    /// First bytes of brackets beyond the limit of depth; sorted likewise.
    too_deep: Vec<u32>,
}

impl Problems {
    /// Reports a problem that the grammar needn't be troubled with.
    pub fn report(&mut self, diagnostic: Diagnostic) {
        self.diagnostics.push(diagnostic);
    }

    /// Reports a problem of a token or bracket, which spoils the piece that it stands in.
    pub fn spoil(&mut self, span: Span, diagnostic: Diagnostic) {
        self.spoilt.push(span.start);
        self.diagnostics.push(diagnostic);
    }

    /// Notes a bracket beyond the limit of depth, which keeps its piece from the grammar: the
    /// recursion of what comes behind is bounded by nothing else.
    pub fn too_deep(&mut self, span: Span) {
        self.too_deep.push(span.start);
    }

    /// To be called before the first [`Self::is_spoilt`].
    pub fn settle(&mut self) {
        self.spoilt.sort_unstable();
        self.too_deep.sort_unstable();
    }

    /// Whether a token or bracket error lies in the piece.
    pub fn is_spoilt(&self, piece: Span) -> bool {
        any_within(&self.spoilt, piece)
    }

    /// Whether brackets are nested too deeply in the piece.
    pub fn is_too_deep(&self, piece: Span) -> bool {
        any_within(&self.too_deep, piece)
    }
}

fn any_within(places: &[u32], piece: Span) -> bool {
    let first = places.partition_point(|at| *at < piece.start);
    places.get(first).is_some_and(|at| *at < piece.end)
}

/// An error at a place, with what to do about it.
pub(crate) fn error(
    code: Code,
    message: impl Into<String>,
    span: Span,
    label: &str,
    help: impl Into<String>,
) -> Diagnostic {
    Diagnostic::error(code, message).at(span, label).help(help)
}
