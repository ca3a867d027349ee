//! Diagnostics as text for a person and as JSON for a program.

use std::fmt;

use miette::{GraphicalReportHandler, GraphicalTheme, LabeledSpan, NamedSource, SourceCode};
use serde_json::{Value, json};

use crate::visible::{excerpt, visible};
use crate::{Diagnostic, Severity, SourceMap};

/// How wide a rendered message may get, in columns.
const WIDTH: usize = 100;

/// One diagnostic with its excerpt, as a terminal shows it; `color` switches on the colours.
pub fn to_text(diagnostic: &Diagnostic, sources: &SourceMap, color: bool) -> String {
    let theme = if color { GraphicalTheme::unicode() } else { GraphicalTheme::unicode_nocolor() };
    let handler = GraphicalReportHandler::new_themed(theme).with_width(WIDTH).with_links(false);
    let mut out = String::new();
    let report = Report::new(diagnostic, sources);
    if handler.render_report(&mut out, &report).is_err() {
        out = format!("{}: {}\n", diagnostic.code, visible(&diagnostic.message));
    }
    out
}

/// All of them, one after the other.
pub fn all_to_text(diagnostics: &[Diagnostic], sources: &SourceMap, color: bool) -> String {
    diagnostics.iter().map(|diagnostic| to_text(diagnostic, sources, color)).collect()
}

/// One diagnostic as JSON: `code`, `severity`, `message`, `help`, `labels` with file, line,
/// column and text.
pub fn to_json(diagnostic: &Diagnostic, sources: &SourceMap) -> Value {
    let labels: Vec<Value> = diagnostic
        .labels
        .iter()
        .map(|label| {
            let at = sources.location(label.span);
            json!({"file": at.path, "line": at.line, "column": at.column, "text": label.text})
        })
        .collect();
    let mut value = json!({
        "code": diagnostic.code.0,
        "severity": severity_word(diagnostic.severity),
        "message": diagnostic.message,
        "labels": labels,
    });
    if let (Some(help), Some(object)) = (&diagnostic.help, value.as_object_mut()) {
        object.insert("help".into(), json!(help));
    }
    value
}

fn severity_word(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Note => "note",
    }
}

/// A diagnostic in the shape that miette draws. The excerpt shows the file of the first label;
/// labels in other files become lines of related places.
#[derive(Debug)]
struct Report<'a> {
    diagnostic: &'a Diagnostic,
    source: Option<NamedSource<String>>,
    labels: Vec<LabeledSpan>,
    help: Option<String>,
}

impl<'a> Report<'a> {
    fn new(diagnostic: &'a Diagnostic, sources: &SourceMap) -> Self {
        let file = diagnostic.span().map(|span| span.file);
        let source = file.map(|file| {
            NamedSource::new(visible(sources.path(file)), excerpt(sources.text(file)))
                .with_language("ward")
        });
        let mut labels = Vec::new();
        let mut elsewhere = String::new();
        for label in &diagnostic.labels {
            if Some(label.span.file) == file {
                let text = (!label.text.is_empty()).then(|| visible(&label.text).into_owned());
                labels.push(LabeledSpan::new_with_span(text, label.span.range()));
            } else {
                let at = sources.location(label.span);
                elsewhere.push_str(&format!(
                    "\n{}:{}: {}",
                    visible(&at.path),
                    at.line,
                    visible(&label.text)
                ));
            }
        }
        let help = diagnostic.help.as_deref().map(visible);
        let help = match (&help, elsewhere.is_empty()) {
            (None, true) => None,
            (help, _) => Some(format!("{}{elsewhere}", help.as_deref().unwrap_or("see also"))),
        };
        Self { diagnostic, source, labels, help }
    }
}

impl fmt::Display for Report<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&visible(&self.diagnostic.message))
    }
}

impl std::error::Error for Report<'_> {}

impl miette::Diagnostic for Report<'_> {
    fn code<'b>(&'b self) -> Option<Box<dyn fmt::Display + 'b>> {
        Some(Box::new(self.diagnostic.code))
    }

    fn severity(&self) -> Option<miette::Severity> {
        Some(match self.diagnostic.severity {
            Severity::Error => miette::Severity::Error,
            Severity::Warning => miette::Severity::Warning,
            Severity::Note => miette::Severity::Advice,
        })
    }

    fn help<'b>(&'b self) -> Option<Box<dyn fmt::Display + 'b>> {
        self.help.as_ref().map(|help| Box::new(help) as Box<dyn fmt::Display>)
    }

    fn source_code(&self) -> Option<&dyn SourceCode> {
        self.source.as_ref().map(|source| source as &dyn SourceCode)
    }

    fn labels(&self) -> Option<Box<dyn Iterator<Item = LabeledSpan> + '_>> {
        Some(Box::new(self.labels.iter().cloned()))
    }
}
