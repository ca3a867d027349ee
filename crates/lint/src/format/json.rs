//! As JSON, for a program.

use serde_json::{Value, json};
use ward_diagnostics::{Diagnostic, SourceMap, render};

use super::region;
use crate::finding::Finding;

/// The diagnostics in the shape that `ward check` gives them, with the rule, its level and the edits
/// where there are any.
pub fn json(diagnostics: &[Diagnostic], findings: &[Finding], sources: &SourceMap) -> Value {
    let others = diagnostics.iter().map(|one| render::to_json(one, sources));
    let own = findings.iter().map(|one| finding(one, sources));
    Value::Array(others.chain(own).collect())
}

fn finding(one: &Finding, sources: &SourceMap) -> Value {
    let diagnostic = one.diagnostic();
    let mut value = render::to_json(&diagnostic, sources);
    let Some(object) = value.as_object_mut() else { return value };
    object.insert("rule".into(), json!(one.rule.name));
    object.insert("level".into(), json!(one.level.word()));
    object.insert("message".into(), json!(one.problem.message));
    if let Some((_, end)) = region(&diagnostic, sources) {
        object.insert("end".into(), json!({"line": end.line, "column": end.column}));
    }
    if !one.problem.fix.is_empty() {
        let edits = one.problem.fix.iter().map(|edit| {
            json!({
                "file": sources.path(edit.span.file),
                "start": edit.span.start,
                "end": edit.span.end,
                "text": edit.text,
            })
        });
        let edits: Vec<_> = edits.collect();
        object.insert("fix".into(), json!(edits));
    }
    value
}
