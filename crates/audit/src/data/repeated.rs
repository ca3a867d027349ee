//! Assignments that say again what another says.

use ward_diagnostics::{Severity, codes};
use ward_evaluator::store::Assignment;

use super::about;
use crate::finding::Finding;
use crate::holdings::days_of;
use crate::view::View;

const HELP: &str = "keep one of them";

/// Assignments of the same role or class to the same subject at the same place, on days that both
/// have. Those that are over are told as such.
pub fn check(view: &View<'_>) -> Vec<Finding> {
    let mut found = Vec::new();
    for assignment in view.store.assignments() {
        let again = view
            .store
            .assignments_of(assignment.subject)
            .filter(|other| !std::ptr::eq(*other, assignment))
            .any(|other| repeats(view, assignment, other));
        if !again {
            continue;
        }
        let named = view.named(assignment);
        let message = format!(
            "{}'s {}{} is assigned more than once for the same days",
            view.person(assignment.subject),
            named.name,
            view.within(assignment)
        );
        found.push(about(codes::AUDIT_REPEATED, Severity::Warning, message, HELP, named));
    }
    found
}

fn repeats(view: &View<'_>, one: &Assignment, other: &Assignment) -> bool {
    let over = |assignment: &Assignment| days_of(assignment).are_over(view.day);
    one.what == other.what
        && one.within == other.within
        && !over(one)
        && !over(other)
        && days_of(one).shared(days_of(other)).is_some()
}
