//! As SARIF 2.1.0, which code hosts and editors read.

use std::collections::BTreeSet;

use serde_json::{Value, json};
use ward_diagnostics::{Code, Diagnostic, Label, SourceMap, Span};

use super::{title, word};

/// One run with every rule that found something.
pub fn sarif(sets: &[(&str, &[Diagnostic], &SourceMap)]) -> Value {
    let all = || sets.iter().flat_map(|(_, diagnostics, _)| diagnostics.iter());
    let codes: Vec<Code> = all().map(|one| one.code).collect::<BTreeSet<_>>().into_iter().collect();
    let rules: Vec<_> = codes
        .iter()
        .map(|code| {
            let name = crate::table::find(code.0).map_or(code.0, |rule| rule.name);
            json!({"id": code.0, "name": name, "shortDescription": {"text": title(*code)}})
        })
        .collect();
    let mut results = Vec::new();
    for (_, diagnostics, sources) in sets {
        results.extend(diagnostics.iter().map(|one| result(one, sources, &codes)));
    }
    json!({
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [{
            "tool": {"driver": {
                "name": "ward",
                "version": env!("CARGO_PKG_VERSION"),
                "rules": rules,
            }},
            "columnKind": "unicodeCodePoints",
            "results": results,
        }],
    })
}

fn result(one: &Diagnostic, sources: &SourceMap, codes: &[Code]) -> Value {
    let help = one.help.as_ref().map(|help| format!(" ({help})")).unwrap_or_default();
    let mut value = json!({
        "ruleId": one.code.0,
        "ruleIndex": codes.iter().position(|code| *code == one.code),
        "level": word(one),
        "message": {"text": format!("{}{help}", one.message)},
    });
    let Some(object) = value.as_object_mut() else { return value };
    let mut places = one.labels.iter().map(|label| place(label, sources));
    object.insert("locations".into(), json!(places.next().into_iter().collect::<Vec<_>>()));
    let related: Vec<_> = places.collect();
    if !related.is_empty() {
        object.insert("relatedLocations".into(), json!(related));
    }
    value
}

fn place(label: &Label, sources: &SourceMap) -> Value {
    let start = sources.location(label.span);
    let end = sources.location(Span { start: label.span.end, ..label.span });
    let mut value = json!({"physicalLocation": {
        "artifactLocation": {"uri": uri(&start.path)},
        "region": {
            "startLine": start.line,
            "startColumn": start.column,
            "endLine": end.line,
            "endColumn": end.column,
        },
    }});
    if let (false, Some(object)) = (label.text.is_empty(), value.as_object_mut()) {
        object.insert("message".into(), json!({"text": label.text}));
    }
    value
}

/// A path as a relative reference.
fn uri(path: &str) -> String {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~/".contains(&byte);
    let piece =
        |byte: u8| if plain(byte) { char::from(byte).to_string() } else { format!("%{byte:02X}") };
    path.bytes().map(piece).collect()
}
