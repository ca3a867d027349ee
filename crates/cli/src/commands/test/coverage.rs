//! What the tests of a policy have decided by, as it is printed.

use std::io;
use std::path::Path;

use serde_json::{Value, json};
use ward_coverage::{Condition, Count, Report, Statement};

use crate::sources::joined;
use crate::terminal::{Paint, Terminal};

/// Prints what isn't covered, and how much is.
pub fn human(report: &Report, folder: &Path, terminal: &mut Terminal) -> io::Result<()> {
    if !report.uncovered.is_empty() {
        terminal.line(&terminal.paint(Paint::Strong, "statements that decided nothing"))?;
    }
    for statement in &report.uncovered {
        let at = &statement.location;
        let place = format!("{}:{}", joined(folder, &at.path), at.line);
        terminal.line(&format!("  {place}  {}", statement.text))?;
    }
    if !report.one_sided.is_empty() {
        terminal.line(&terminal.paint(Paint::Strong, "conditions that were always the same"))?;
    }
    for condition in &report.one_sided {
        let at = &condition.location;
        let place = format!("{}:{}", joined(folder, &at.path), at.line);
        terminal.line(&format!("  {place}  {}  {}", condition.text, side(condition)))?;
    }
    if !report.unused.is_empty() {
        let heading = "permissions through which nothing was permitted";
        terminal.line(&terminal.paint(Paint::Strong, heading))?;
    }
    for (role, permissions) in &report.unused {
        terminal.line(&format!("  {role}: {}", permissions.join(", ")))?;
    }
    terminal.line(&format!(
        "covered: {} of statements, {} of conditions both ways, {} of permissions",
        share(report.rules),
        share(report.conditions),
        share(report.cells)
    ))
}

/// What a condition never was. A tautology can't be helped; the rest is a test that is missing.
fn side(condition: &Condition) -> &'static str {
    match (condition.held, condition.failed, condition.unknown) {
        (0, 0, 0) => "never asked",
        (0, 0, _) => "always unknown",
        (0, _, _) => "never held",
        (_, _, 0) => "always held",
        _ => "never failed",
    }
}

/// `87.5% (7/8)`
fn share(count: Count) -> String {
    format!("{:.1}% ({}/{})", count.percent(), count.covered, count.all)
}

/// For a program.
pub fn json(report: &Report, folder: &Path) -> Value {
    let count = |count: Count| json!({"covered": count.covered, "all": count.all, "percent": rounded(count.percent())});
    let statements = report.statements.iter().map(|one| statement(one, folder));
    let unused = report
        .unused
        .iter()
        .map(|(role, permissions)| json!({"role": role, "permissions": permissions}));
    json!({
        "statements": count(report.rules),
        "conditions": count(report.conditions),
        "permissions": count(report.cells),
        "rules": statements.collect::<Vec<_>>(),
        "permissions_unused": unused.collect::<Vec<_>>(),
    })
}

fn statement(statement: &Statement, folder: &Path) -> Value {
    let conditions: Vec<_> = statement
        .conditions
        .iter()
        .map(|one| {
            let line = one.location.line;
            json!({"line": line, "text": one.text, "held": one.held, "failed": one.failed})
        })
        .collect();
    json!({
        "id": statement.id,
        "file": joined(folder, &statement.location.path),
        "line": statement.location.line,
        "text": statement.text,
        "hits": statement.hits,
        "conditions": conditions,
    })
}

/// To one digit behind the point, as people read it.
fn rounded(percent: f64) -> f64 {
    (percent * 10.0).round() / 10.0
}
