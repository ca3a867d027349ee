//! Assignments that are over, and roles of tenants that nobody holds.

use ward_compiler::model::{Role, RoleId};
use ward_compiler::time::format_date;
use ward_diagnostics::{Severity, codes};

use super::{about, finding};
use crate::finding::Finding;
use crate::holdings::days_of;
use crate::view::View;

const OVER: &str = "take the assignment out of the data";
const UNHELD: &str = "take the role out of the overlay, or assign it";

/// What has outlived its use.
pub fn check(view: &View<'_>) -> Vec<Finding> {
    let mut found = over(view);
    found.extend(unheld(view));
    found
}

fn over(view: &View<'_>) -> Vec<Finding> {
    let mut found = Vec::new();
    for assignment in view.store.assignments() {
        let days = days_of(assignment);
        let Some(until) = days.until.filter(|_| days.are_over(view.day) && !days.is_empty()) else {
            continue;
        };
        let named = view.named(assignment);
        let place = named.within.as_ref().map_or_else(String::new, |at| format!(" within {at}"));
        let message = format!(
            "{}'s {}{place} is over since {}",
            view.person(assignment.subject),
            named.name,
            format_date(until)
        );
        found.push(about(codes::AUDIT_OVER, Severity::Warning, message, OVER, named));
    }
    found
}

/// Roles of overlays that nobody holds on the day or will hold later; a role that is held through
/// one that extends it is held.
fn unheld(view: &View<'_>) -> Vec<Finding> {
    let in_use = |id: RoleId| {
        let mut holdings = view.holdings.values().flatten();
        holdings.any(|one| {
            let days = one.days();
            view.policy.role(one.role).is_a.contains(id)
                && !one.held.is_false()
                && !days.is_empty()
                && !days.are_over(view.day)
        })
    };
    let mut found = Vec::new();
    for (at, role) in view.policy.roles.iter().enumerate() {
        if !role.is_abstract && !in_use(RoleId::from_index(at)) {
            found.extend(told(view, role));
        }
    }
    found
}

fn told(view: &View<'_>, role: &Role) -> Option<Finding> {
    let overlay = view.policy.overlay(role.overlay?);
    let message = format!("nobody holds {}, a role of {}", role.name, overlay.name);
    Some(finding(codes::AUDIT_UNHELD, Severity::Warning, message, UNHELD))
}
