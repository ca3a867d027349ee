//! Names, texts, lists of names, documentation and annotations.

use super::{Pair, Reader};
use crate::ast::{Annotation, Meta, Name, Text};
use crate::check;
use crate::grammar::Rule;

impl<'t> Reader<'_, 't> {
    pub(super) fn name(&self, pair: &Pair) -> Name {
        let span = self.span(pair);
        let text = self.stream.text_of(span);
        let bare = text.strip_prefix('`').and_then(|rest| rest.strip_suffix('`')).unwrap_or(text);
        Name { text: bare.to_owned(), span }
    }

    pub(super) fn text(&self, pair: &Pair) -> Text {
        let span = self.span(pair);
        let written = self.stream.text_of(span);
        let text = check::unescape(written).unwrap_or_else(|_| written.to_owned());
        Text { text, span }
    }

    /// A text that is a pattern, as [`ast::ExprKind::Like`](crate::ast::ExprKind::Like) keeps it.
    pub(super) fn pattern(&self, pair: &Pair) -> Text {
        let span = self.span(pair);
        let written = self.stream.text_of(span);
        let text = check::unescape_pattern(written).unwrap_or_else(|_| written.to_owned());
        Text { text, span }
    }

    /// A `text`, or a `name` that stands for one.
    pub(super) fn text_or_name(&self, pair: &Pair) -> Text {
        if pair.as_rule() == Rule::text {
            return self.text(pair);
        }
        let Name { text, span } = self.name(pair);
        Text { text, span }
    }

    /// All names (and words `all`) directly in the pair.
    pub(super) fn names(&self, pair: Pair) -> Vec<Name> {
        let named = |pair: &Pair| matches!(pair.as_rule(), Rule::name | Rule::all_word);
        pair.into_inner().filter(named).map(|pair| self.name(&pair)).collect()
    }

    /// The names in the first pair of the rule.
    pub(super) fn names_in(&self, pair: &Pair, rule: Rule) -> Vec<Name> {
        first(pair, rule).map(|list| self.names(list)).unwrap_or_default()
    }

    /// The first name directly in the pair.
    pub(super) fn first_name(&self, pair: &Pair) -> Option<Name> {
        first(pair, Rule::name).map(|name| self.name(&name))
    }

    /// The first text directly in the pair.
    pub(super) fn first_text(&self, pair: &Pair) -> Option<Text> {
        first(pair, Rule::text).map(|text| self.text(&text))
    }

    /// The documentation and annotations that the pair begins with, and where the rest of it
    /// begins.
    pub(super) fn meta(&self, pair: &Pair) -> (Meta, u32) {
        let mut meta = Meta::default();
        let mut start = self.span(pair).start;
        let annotations =
            pair.clone().into_inner().filter(|part| part.as_rule() == Rule::annotation);
        for part in annotations {
            let span = self.span(&part);
            meta.docs.extend(self.stream.docs_before(span.start).map(str::to_owned));
            meta.annotations.extend(self.annotation(&part));
            start = self.behind(span.end);
        }
        meta.docs.extend(self.stream.docs_before(start).map(str::to_owned));
        (meta, start)
    }

    /// Where the token behind a byte begins.
    fn behind(&self, byte: u32) -> u32 {
        self.stream.span(self.stream.at_or_behind(byte as usize)).start
    }

    fn annotation(&self, pair: &Pair) -> Option<Annotation> {
        Some(Annotation { name: self.first_name(pair)?, text: self.first_text(pair) })
    }
}

/// The first pair of the rule directly in the pair.
pub(super) fn first(pair: &Pair, rule: Rule) -> Option<Pair> {
    pair.first(rule)
}

/// Whether a pair of the rule is directly in the pair.
pub(super) fn has(pair: &Pair, rule: Rule) -> bool {
    pair.first(rule).is_some()
}
