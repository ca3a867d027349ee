//! Prints a group of tokens, broken into lines where it doesn't fit on one.

use crate::WIDTH;
use crate::document::{Group, Part, Source};
use crate::notes::{Hang, STEP};
use crate::separator::Separator;

/// A printed line, with its indentation.
#[derive(Debug, Default)]
pub(crate) struct Printed {
    pub indent: usize,
    pub text: String,
    pub comment: Option<String>,
    pub is_comment: bool,
}

/// The lines of the group, the first one indented by `indent`. Comments in front of its first
/// token are not its own.
pub(crate) fn print(source: Source<'_, '_>, group: &Group, indent: usize) -> Vec<Printed> {
    let mut printer =
        Printer { source, lines: Vec::new(), text: String::new(), indent, begun: false };
    printer.group(group, (indent, indent + STEP), 0);
    printer.end_line(None);
    printer.lines
}

struct Printer<'s, 't> {
    source: Source<'s, 't>,
    lines: Vec<Printed>,
    /// The line that is being written.
    text: String,
    indent: usize,
    /// Whether a token has been written.
    begun: bool,
}

impl Printer<'_, '_> {
    /// `around`: the indentation of lines that comments around it begin, in front of its first
    /// token and behind its last one; `tail`: the width of what can't be parted from its end.
    fn group(&mut self, group: &Group, around: (usize, usize), tail: usize) {
        if !group.broken && self.column() + group.width + tail <= WIDTH {
            return self.flat(group, around);
        }
        let hang = match group.hang {
            Hang::By(step) => self.indent + step,
            Hang::Level if self.text.is_empty() => self.indent,
            Hang::Level => self.indent + STEP,
        };
        for (at, part) in group.parts.iter().enumerate() {
            let rest = group.parts.get(at + 1..).unwrap_or(&[]);
            let around = (if at == 0 { around.0 } else { hang }, hang);
            match part {
                Part::Token(token) => self.token(*token, around),
                Part::Group(inner) => self.group(inner, around, self.stuck(rest, tail)),
                Part::Between(Separator::Nothing) => {}
                Part::Between(Separator::Blank) => self.blank(),
                Part::Between(Separator::Line | Separator::LineEnd) => self.go_to(hang),
                Part::Between(Separator::Fill) => {
                    if self.column() + 1 + self.next_width(rest, tail) > WIDTH {
                        self.go_to(hang);
                    } else {
                        self.blank();
                    }
                }
            }
        }
    }

    fn flat(&mut self, group: &Group, around: (usize, usize)) {
        for part in &group.parts {
            match part {
                Part::Token(token) => self.token(*token, around),
                Part::Between(Separator::Nothing) => {}
                Part::Between(_) => self.blank(),
                Part::Group(inner) => self.flat(inner, around),
            }
        }
    }

    /// The width of what comes before a line may end again.
    fn next_width(&self, rest: &[Part], tail: usize) -> usize {
        let may_end = |part: &Part| {
            matches!(part, Part::Between(Separator::Fill | Separator::Line | Separator::LineEnd))
        };
        let count = rest.iter().position(may_end);
        let next = &rest[..count.unwrap_or(rest.len())];
        let width: usize = next.iter().map(|part| self.source.width(part)).sum();
        width + if count.is_none() { tail } else { 0 }
    }

    /// The width of what follows a group and can't be parted from it.
    fn stuck(&self, rest: &[Part], tail: usize) -> usize {
        let mut width = 0;
        for part in rest {
            match part {
                Part::Between(Separator::Fill | Separator::Line | Separator::LineEnd) => {
                    return width;
                }
                // A group can be broken behind its first sign.
                Part::Group(_) => return width + 1,
                part => width += self.source.width(part),
            }
        }
        width + tail
    }

    /// `around` as for a group.
    fn token(&mut self, at: usize, (before, behind): (usize, usize)) {
        let token = &self.source.tokens.all[at];
        if self.begun {
            for comment in &token.before {
                self.go_to(before);
                let (text, indent) = (comment.text.to_owned(), self.indent);
                self.lines.push(Printed { indent, text, comment: None, is_comment: true });
            }
        }
        self.begun = true;
        self.text.push_str(token.text);
        if let Some(comment) = token.behind {
            self.end_line(Some(comment));
            self.indent = behind;
        }
    }

    fn blank(&mut self) {
        if !self.text.is_empty() {
            self.text.push(' ');
        }
    }

    /// Begins a new line, unless one has just begun.
    fn go_to(&mut self, indent: usize) {
        self.end_line(None);
        self.indent = indent;
    }

    fn end_line(&mut self, comment: Option<&str>) {
        let text = std::mem::take(&mut self.text);
        if !text.is_empty() {
            let comment = comment.map(str::to_owned);
            self.lines.push(Printed {
                indent: self.indent,
                text: text.trim_end_matches(' ').to_owned(),
                comment,
                is_comment: false,
            });
        }
    }

    fn column(&self) -> usize {
        self.indent + self.text.chars().count()
    }
}
