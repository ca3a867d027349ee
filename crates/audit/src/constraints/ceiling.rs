//! `at most EXPR roles` of a ceiling
//!
//! Of each stored tenant: how many different roles of overlays under the ceiling are assigned
//! inside it, now or later, against the number that the tenant may have.

use std::collections::BTreeSet;

use ward_compiler::model::{Ceiling, RoleId, ValueId};
use ward_diagnostics::{Severity, codes};
use ward_evaluator::{About, EntityId};

use crate::finding::{Finding, RuleKind, RuleName};
use crate::holdings::{Holding, days_of};
use crate::places::Places;
use crate::view::{Concern, View};
use crate::words::listed;

const HELP: &str = "take some of the roles away, or raise the number";

/// What exceeds a ceiling.
pub fn check(view: &View<'_>, ceiling: &Ceiling) -> Vec<Finding> {
    let Some(at_most) = ceiling.at_most else { return Vec::new() };
    let places = Places::new(view, ceiling.tenant, Concern::All);
    let assigned: Vec<_> = view
        .holdings
        .values()
        .flatten()
        .filter(|one| is_under(view, one.role, ceiling) && !one.held.is_false())
        .filter(|one| {
            let days = days_of(one.assignment);
            !days.is_empty() && !days.are_over(view.day)
        })
        .collect();
    let mut found = Vec::new();
    for tenant in view.stored(ceiling.tenant) {
        let inside =
            |one: &&&Holding<'_>| !places.reach(one.assignment.within).covers(tenant).is_false();
        let here: Vec<_> = assigned.iter().filter(inside).copied().collect();
        found.extend(exceeded(view, ceiling, at_most, tenant, &here));
    }
    found
}

fn is_under(view: &View<'_>, role: RoleId, ceiling: &Ceiling) -> bool {
    let overlay = view.policy.role(role).overlay.map(|id| view.policy.overlay(id));
    overlay.is_some_and(|overlay| view.policy.ceiling(overlay.ceiling).span == ceiling.span)
}

fn exceeded(
    view: &View<'_>,
    ceiling: &Ceiling,
    at_most: ValueId,
    tenant: EntityId,
    here: &[&Holding<'_>],
) -> Option<Finding> {
    let roles: BTreeSet<RoleId> = here.iter().map(|one| one.role).collect();
    if roles.is_empty() {
        return None;
    }
    let number = i64::try_from(roles.len()).unwrap_or(i64::MAX);
    let about = About { resource: Some(tenant), ..About::default() };
    let allowed = view.ask(about).number(at_most);
    if allowed.is_some_and(|allowed| number <= allowed) {
        return None;
    }
    let names: BTreeSet<_> = roles.iter().map(|id| view.role(*id).to_owned()).collect();
    let names = listed(&names.into_iter().collect::<Vec<_>>(), "and");
    let text = view.policy.print(at_most);
    let limit = match allowed {
        Some(allowed) => format!("at most {allowed} may be (`{text}`)"),
        None => format!("how many may be can't be told (`{text}`)"),
    };
    let plural = if number == 1 { "role of its own is" } else { "roles of its own are" };
    let tenant = view.entity(tenant);
    Some(Finding {
        code: codes::AUDIT_CEILING,
        severity: Severity::Error,
        rule: Some(RuleName {
            span: ceiling.span,
            kind: RuleKind::Ceiling,
            name: ceiling.name.clone(),
            title: ceiling.title.clone(),
        }),
        message: format!("{number} {plural} assigned in {tenant}: {names}; {limit}"),
        assignments: view.named_all(here.iter().copied()),
        entities: vec![tenant],
        help: HELP,
    })
}
