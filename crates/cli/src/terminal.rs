//! Where output goes and how it is painted.
//!
//! Colours and progress appear only where a person watches: on a terminal, unless `NO_COLOR` is
//! set or `--color` says otherwise.

use std::io::{self, BufWriter, IsTerminal, Stdout, Write};

use clap::ValueEnum;
use serde::Serialize;
use ward_diagnostics::{Diagnostic, SourceMap, render, visible};

/// When to use colours.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum ColorWhen {
    /// On a terminal, unless `NO_COLOR` is set.
    #[default]
    Auto,
    /// Always.
    Always,
    /// Never.
    Never,
}

impl ColorWhen {
    fn allows(self, is_terminal: bool) -> bool {
        match self {
            Self::Always => true,
            Self::Never => false,
            Self::Auto => {
                let refused = std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty());
                is_terminal && !refused
            }
        }
    }
}

/// How a piece of text is painted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Paint {
    /// Yes: green.
    Good,
    /// No: red.
    Bad,
    /// Neither: yellow.
    Middling,
    /// A heading: bold.
    Strong,
    /// What may be skipped: dim.
    Faint,
}

/// Marks a painted piece until its line is written: a code point that is no character.
const PAINT_ENDS: char = '\u{fdd0}';

impl Paint {
    fn mark(self) -> char {
        match self {
            Self::Good => '\u{fdd1}',
            Self::Bad => '\u{fdd2}',
            Self::Middling => '\u{fdd3}',
            Self::Strong => '\u{fdd4}',
            Self::Faint => '\u{fdd5}',
        }
    }

    /// The terminal's code for a mark.
    fn of_mark(mark: char) -> Option<&'static str> {
        let all = [Self::Good, Self::Bad, Self::Middling, Self::Strong, Self::Faint];
        let begins = all.into_iter().find(|paint| paint.mark() == mark).map(Self::code);
        begins.or((mark == PAINT_ENDS).then_some("0"))
    }

    fn code(self) -> &'static str {
        match self {
            Self::Good => "32",
            Self::Bad => "31",
            Self::Middling => "33",
            Self::Strong => "1",
            Self::Faint => "2",
        }
    }
}

/// Standard output and standard error.
#[derive(Debug)]
pub struct Terminal {
    out: BufWriter<Stdout>,
    out_color: bool,
    err_color: bool,
    indent: usize,
}

impl Terminal {
    /// The process's terminal.
    pub fn new(color: ColorWhen) -> Self {
        Self {
            out: BufWriter::new(io::stdout()),
            out_color: color.allows(io::stdout().is_terminal()),
            err_color: color.allows(io::stderr().is_terminal()),
            indent: 0,
        }
    }

    /// Whether results are painted.
    pub fn colored(&self) -> bool {
        self.out_color
    }

    /// Writes a part of the result.
    ///
    /// # Errors
    /// Where standard output can't take it.
    pub fn print(&mut self, text: &str) -> io::Result<()> {
        self.out.write_all(text.as_bytes())
    }

    /// Writes text of several lines with painted pieces, as it is.
    ///
    /// # Errors
    /// Where standard output can't take it.
    pub fn print_painted(&mut self, text: &str) -> io::Result<()> {
        let shown = self.painted(text);
        self.print(&shown)
    }

    /// Writes a line that has a form of its own, such as JSON, as it is.
    ///
    /// # Errors
    /// Where standard output can't take it.
    pub fn raw_line(&mut self, text: &str) -> io::Result<()> {
        self.print(text)?;
        self.print("\n")
    }

    /// Writes a line of the result for a person. Whatever ids, titles and texts are in it, it
    /// stays one line and says nothing to the terminal but how to paint.
    ///
    /// # Errors
    /// Where standard output can't take it.
    pub fn line(&mut self, text: &str) -> io::Result<()> {
        if self.indent > 0 && !text.is_empty() {
            self.print(&" ".repeat(self.indent))?;
        }
        let shown = self.painted(&visible(text));
        self.raw_line(&shown)
    }

    /// The text with its marks as the terminal's escapes.
    fn painted(&self, text: &str) -> String {
        let mut out = String::with_capacity(text.len());
        for letter in text.chars() {
            match Paint::of_mark(letter).filter(|_| self.out_color) {
                Some(code) => out.push_str(&format!("\x1b[{code}m")),
                None => out.push(letter),
            }
        }
        out
    }

    /// How far the lines that follow are moved to the right.
    pub fn indent(&mut self, indent: usize) {
        self.indent = indent;
    }

    /// Writes the result as JSON, indented for a person who looks.
    ///
    /// # Errors
    /// Where standard output can't take it.
    pub fn json(&mut self, value: &impl Serialize) -> io::Result<()> {
        self.raw_line(&serde_json::to_string_pretty(value)?)
    }

    /// Writes a line for the person, on standard error. What they can't be told they miss.
    pub fn say(&mut self, line: &str) {
        let _ = self.out.flush();
        let _ = writeln!(io::stderr(), "{}", visible(line));
    }

    /// Shows problems on standard error.
    pub fn complain(&mut self, diagnostics: &[Diagnostic], sources: &SourceMap) {
        let _ = self.out.flush();
        let text = render::all_to_text(diagnostics, sources, self.err_color);
        let _ = io::stderr().write_all(text.as_bytes());
    }

    /// A piece of a line of the result, painted if results are.
    pub fn paint(&self, paint: Paint, text: &str) -> String {
        if self.out_color { format!("{}{text}{PAINT_ENDS}", paint.mark()) } else { text.to_owned() }
    }

    /// Sends on what is held back.
    ///
    /// # Errors
    /// Where standard output can't take it.
    pub fn flush(&mut self) -> io::Result<()> {
        self.out.flush()
    }
}
