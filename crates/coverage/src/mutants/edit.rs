//! Changes of a text.

use ward_diagnostics::Span;

/// What stands in a range of a file, replaced.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Edit {
    /// The range.
    pub at: Span,
    /// What stands there instead; `None` for blanks, which leave every other place what it is.
    pub text: Option<String>,
}

impl Edit {
    /// Leaves the range out.
    pub fn without(at: Span) -> Self {
        Self { at, text: None }
    }

    /// Puts something else there.
    pub fn with(at: Span, text: String) -> Self {
        Self { at, text: Some(text) }
    }
}

/// The text with all edits, which don't overlap.
pub(super) fn applied(text: &str, edits: &[Edit]) -> String {
    let mut edits: Vec<&Edit> = edits.iter().collect();
    edits.sort_by_key(|edit| edit.at.start);
    let mut changed = String::with_capacity(text.len());
    let mut from = 0;
    for edit in edits {
        let range = edit.at.range();
        changed.push_str(text.get(from..range.start).unwrap_or_default());
        match &edit.text {
            Some(other) => changed.push_str(other),
            None => changed.extend(text.get(range.clone()).unwrap_or_default().chars().map(blank)),
        }
        from = range.end;
    }
    changed.push_str(text.get(from..).unwrap_or_default());
    changed
}

fn blank(letter: char) -> char {
    if letter == '\n' { '\n' } else { ' ' }
}

#[cfg(test)]
mod tests {
    use super::*;
    use ward_diagnostics::FileId;

    #[test]
    fn lines_stay_where_they_are() {
        let at = |start, end| Span::new(FileId(0), start, end);
        let text = "can view\nwithin own";
        assert_eq!(applied(text, &[Edit::without(at(4, 15))]), "can     \n       own");
        let both = [Edit::with(at(9, 19), "when x".into()), Edit::without(at(0, 4))];
        assert_eq!(applied(text, &both), "    view\nwhen x");
    }
}
