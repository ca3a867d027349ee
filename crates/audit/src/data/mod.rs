//! What is odd with assignments and records, whatever the policy's constraints say.

mod effect;
mod missing;
mod names;
mod repeated;
mod stale;

use ward_diagnostics::{Code, Severity};

use crate::finding::{AssignmentRef, Finding};
use crate::view::View;

/// Everything odd.
pub fn check(view: &View<'_>) -> Vec<Finding> {
    let mut found = names::check(view);
    found.extend(stale::check(view));
    found.extend(effect::check(view));
    found.extend(repeated::check(view));
    found.extend(missing::check(view));
    found
}

fn finding(code: Code, severity: Severity, message: String, help: &'static str) -> Finding {
    Finding {
        code,
        severity,
        rule: None,
        message,
        assignments: Vec::new(),
        entities: Vec::new(),
        help,
    }
}

/// A finding about one assignment.
fn about(
    code: Code,
    severity: Severity,
    message: String,
    help: &'static str,
    assignment: AssignmentRef,
) -> Finding {
    let entities = vec![assignment.subject.clone()];
    Finding { assignments: vec![assignment], entities, ..finding(code, severity, message, help) }
}
