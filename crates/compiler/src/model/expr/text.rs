//! `like`: what a text looks like.

use std::sync::Arc;

use super::cost::ELEMENTS;
use super::{Exprs, Form, Level, Mapping, Part};
use crate::model::{Printer, Scope, ValueId};

/// Whether a text looks like this.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct TextTest {
    /// The text.
    pub of: ValueId,
    /// What it should look like.
    pub form: TextForm,
}

/// What a text can look like.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum TextForm {
    /// It fits a pattern in which `*` stands for anything, `\*` for a star and `\\` for a
    /// backslash; no other backslash stands in it.
    Like(Arc<str>),
}

impl TextForm {
    /// The operator.
    pub fn word(&self) -> &'static str {
        match self {
            Self::Like(_) => "like",
        }
    }

    /// A text that looks so, with this in the place of anything.
    pub fn example(&self, anything: &str) -> String {
        match self {
            Self::Like(pattern) => fitting(pattern, anything),
        }
    }
}

impl Form for TextTest {
    fn parts(&self) -> Vec<Part> {
        vec![self.of.into()]
    }

    fn map(self, to: &mut impl Mapping) -> Self {
        Self { of: to.value(self.of), form: self.form }
    }

    fn print(&self, printer: &Printer<'_>) -> String {
        let (of, word) = (printer.operand(self.of), self.form.word());
        match &self.form {
            TextForm::Like(pattern) => format!("{of} {word} {}", quoted_pattern(pattern)),
        }
    }

    fn level(&self, _: &Exprs) -> Level {
        Level::Comparison
    }

    fn cost(&self, _: u32, _: &[Scope]) -> u32 {
        match &self.form {
            TextForm::Like(_) => ELEMENTS,
        }
    }
}

/// A text that fits a pattern: its wildcards are replaced, its escapes resolved.
fn fitting(pattern: &str, anything: &str) -> String {
    let mut text = String::new();
    let mut letters = pattern.chars();
    while let Some(letter) = letters.next() {
        match letter {
            '*' => text.push_str(anything),
            '\\' => text.extend(letters.next()),
            letter => text.push(letter),
        }
    }
    text
}

/// A pattern in quotes. Its own escapes are those of the language, so only what a text can't hold
/// as it is has to be written otherwise.
fn quoted_pattern(pattern: &str) -> String {
    let mut quoted = String::from("\"");
    for letter in pattern.chars() {
        match letter {
            '"' => quoted.push_str("\\\""),
            '\\' | '\'' => quoted.push(letter),
            letter if letter.is_control() => quoted.extend(letter.escape_unicode()),
            letter => quoted.extend(letter.escape_debug()),
        }
    }
    quoted.push('"');
    quoted
}

#[cfg(test)]
mod tests {
    use ward_diagnostics::FileId;
    use ward_parser::ast::{ClaimForm, ExprKind};

    use super::quoted_pattern;

    #[test]
    fn a_pattern_that_is_printed_reads_as_it_was() {
        for kept in ["a*", r"\*", r"a\\*\**", "\"'é", "\n\r\u{1b}\u{202e}", ""] {
            let text = format!("never view when subject.name like {}", quoted_pattern(kept));
            let Ok(ClaimForm::Never { what, .. }) =
                ward_parser::parse_statement_claim(FileId(0), &text)
            else {
                panic!("{text}");
            };
            let read = what.when.map(|(_, condition)| condition.kind);
            let Some(ExprKind::Like(_, pattern)) = read else { panic!("{text}") };
            assert_eq!(pattern.text, kept);
        }
    }
}
