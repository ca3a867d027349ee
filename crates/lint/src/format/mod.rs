//! Findings for other programs.

mod github;
mod json;
mod junit;
mod sarif;

pub use github::github;
pub use json::json;
pub use junit::junit;
pub use sarif::sarif;

use ward_diagnostics::{Code, Location, Severity, SourceMap};

use ward_diagnostics::Diagnostic;

/// A diagnostic with the words of the formats: of a rule, of the compiler or of a proof.
pub(crate) fn word(diagnostic: &Diagnostic) -> &'static str {
    match diagnostic.severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Note => "note",
    }
}

/// What a code stands for.
pub(crate) fn title(code: Code) -> String {
    let rule = crate::table::find(code.0).map(|rule| rule.title().to_owned());
    let known = || ward_diagnostics::codes::find(code.0).map(|(_, title)| title.to_owned());
    rule.or_else(known).unwrap_or_default()
}

/// Where a diagnostic begins and ends, if it has a place.
pub(crate) fn region(diagnostic: &Diagnostic, sources: &SourceMap) -> Option<(Location, Location)> {
    let span = diagnostic.span()?;
    let end = ward_diagnostics::Span { start: span.end, ..span };
    Some((sources.location(span), sources.location(end)))
}
