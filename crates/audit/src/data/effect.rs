//! Assignments that never take effect.

use ward_compiler::model::ClassId;
use ward_diagnostics::{Severity, codes};
use ward_evaluator::EntityId;
use ward_evaluator::store::{Assigned, Assignment};

use super::about;
use crate::days::Days;
use crate::finding::Finding;
use crate::holdings::{Holding, days_of};
use crate::view::View;

const HELP: &str = "correct the assignment, or take it away";

/// Every assignment that gives nobody anything and never will. Those that are over are told as
/// such.
pub fn check(view: &View<'_>) -> Vec<Finding> {
    let mut found = Vec::new();
    for assignment in view.store.assignments() {
        let days = days_of(assignment);
        let Some(why) =
            why_none(view, assignment).filter(|_| days.is_empty() || !days.are_over(view.day))
        else {
            continue;
        };
        let named = view.named(assignment);
        let place = match (assignment.what, assignment.within) {
            (Assigned::Class(_) | Assigned::Lost(_), None) => String::new(),
            _ => view.within(assignment),
        };
        let message = format!(
            "{}'s {}{place} never takes effect: {why}",
            view.person(assignment.subject),
            named.name,
        );
        found.push(about(codes::AUDIT_NO_EFFECT, Severity::Warning, message, HELP, named));
    }
    found
}

fn why_none(view: &View<'_>, assignment: &Assignment) -> Option<String> {
    if days_of(assignment).is_empty() {
        return Some("it ends before it begins".into());
    }
    let members = view.members(assignment.subject);
    if members.is_empty() {
        return Some("nobody who may ask is in there".into());
    }
    if view.has_a_place(assignment).is_false() {
        return Some(no_place(view, assignment));
    }
    match assignment.what {
        Assigned::Role(_) | Assigned::Lost(_) => None,
        Assigned::Class(class) => without_roles(view, assignment, class, &members),
    }
}

/// Where the role would hold.
fn no_place(view: &View<'_>, assignment: &Assignment) -> String {
    let Assigned::Role(role) = assignment.what else { return "it holds nowhere".into() };
    let role = view.policy.role(role);
    let schema = &view.policy.schema;
    let mut needed: Vec<_> = role.must_lie_in.clone();
    needed.extend(role.overlay.map(|id| view.policy.overlay(id).tenant));
    needed.sort_unstable();
    needed.dedup();
    let names: Vec<_> = needed.iter().map(|ty| format!("`{}`", schema.ty(*ty).name)).collect();
    format!("the role holds only within {}", names.join(" and "))
}

/// A class for roles that nobody it is given to holds there on any of its days to come; a
/// library's class without a place applies only where some role is held.
fn without_roles(
    view: &View<'_>,
    assignment: &Assignment,
    class: ClassId,
    members: &[(EntityId, ward_evaluator::Truth)],
) -> Option<String> {
    let declared = view.policy.class(class);
    let of_library = declared.overlay.is_some_and(|id| view.policy.overlay(id).id.is_none());
    if declared.for_roles.is_none() && !(of_library && assignment.within.is_none()) {
        return None;
    }
    let wanted = |one: &&Holding<'_>| {
        declared.for_roles.as_ref().is_none_or(|roles| roles.contains(one.role))
    };
    let holdings = members.iter().filter_map(|(who, _)| view.holdings.get(who)).flatten();
    if holdings.filter(wanted).any(|one| meets(view, assignment, one)) {
        return None;
    }
    let roles = match &declared.for_roles {
        Some(roles) => view.roles(roles),
        None => "any role".into(),
    };
    let there = if assignment.within.is_some() { " there" } else { "" };
    Some(match members {
        [(who, _)] => format!("{} doesn't hold {roles}{there}", view.person(*who)),
        _ => format!("nobody in {} holds {roles}{there}", view.entity(assignment.subject)),
    })
}

/// Whether a role is held, from the day on, where and when a class is assigned.
fn meets(view: &View<'_>, class: &Assignment, role: &Holding<'_>) -> bool {
    let from_now_on = Days { from: Some(view.day), until: None };
    let days = days_of(class).shared(role.days()).and_then(|days| days.shared(from_now_on));
    let somewhere = match (class.within, role.assignment.within) {
        (Some(one), Some(other)) => {
            !view.lies_in(one, other).or(view.lies_in(other, one)).is_false()
        }
        _ => true,
    };
    days.is_some() && somewhere && !role.held.is_false()
}
