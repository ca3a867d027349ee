//! A difference for a pull request.

use serde_json::Value;
use ward_diff::{Change, Diff, Kind, Who};

use ward_diagnostics::visible;

use super::summary::summary;
use crate::markup::{escape, escape_line};

/// The whole page.
pub(super) fn page(found: &Diff, names: &[String; 2]) -> String {
    let mut page = format!("### What this changes\n\n{}\n", outside_code(&summary(found, names)));
    let mut last: Option<&Who> = None;
    for change in &found.changes {
        if last != Some(&change.who) {
            page.push_str(&format!("\n**{}**\n\n", outside_code(&change.who.heading())));
            last = Some(&change.who);
        }
        page.push_str(&item(change));
    }
    let declared = found.declared.iter().map(|one| one.text.as_str()).collect();
    list(&mut page, "Declarations", declared);
    let promised = found.promised.iter().map(String::as_str).collect();
    list(&mut page, "Claims, constraints and tests", promised);
    page
}

fn list(page: &mut String, heading: &str, lines: Vec<&str>) {
    if lines.is_empty() {
        return;
    }
    page.push_str(&format!("\n**{heading}**\n\n"));
    for line in lines {
        page.push_str(&format!("- {}\n", outside_code(line)));
    }
}

fn item(change: &Change) -> String {
    let sign = match change.kind {
        Kind::Gain => "➕",
        Kind::Loss => "➖",
        Kind::PerhapsGain | Kind::PerhapsLoss => "❔",
        Kind::Obligations | Kind::Released => "✳️",
    };
    let mut item = format!("- {sign} {}\n", outside_code(&change.text));
    if let Some(why) = &change.undecided {
        item.push_str(&format!("  - undecided: {}\n", outside_code(why)));
    }
    if let Some(evidence) = &change.evidence {
        let words = if evidence.permitted {
            "was refused, is permitted"
        } else {
            "was permitted, is refused"
        };
        let (data, request) = &evidence.new;
        let mut lines = vec![format!("request: {request}")];
        for list in ["entities", "assignments"] {
            let items = data.get(list).and_then(Value::as_array).into_iter().flatten();
            lines.extend(items.map(|one| format!("{}: {one}", list.trim_end_matches('s'))));
        }
        let lines: Vec<_> = lines.iter().map(|line| visible(line)).collect();
        let shown = escape(&lines.join("\n").replace("entitie:", "entity:")).replace('\n', "\n  ");
        item.push_str(&format!(
            "  <details><summary>{} {words}</summary>\n  <pre>{shown}</pre>\n  </details>\n",
            escape_line(&evidence.line)
        ));
    }
    item
}

/// Text in which nothing means anything to Markdown but what stands between backquotes.
fn outside_code(text: &str) -> String {
    let mut quoted = String::new();
    let mut in_code = false;
    for letter in visible(text).chars() {
        in_code ^= letter == '`';
        match letter {
            '\\' | '*' | '_' | '[' | ']' | '#' | '|' if !in_code => {
                quoted.push('\\');
                quoted.push(letter);
            }
            '<' if !in_code => quoted.push_str("&lt;"),
            '&' if !in_code => quoted.push_str("&amp;"),
            letter => quoted.push(letter),
        }
    }
    quoted
}
