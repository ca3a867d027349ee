//! The matrix itself, before any layout.

use ward_compiler::Policy;
use ward_compiler::model::{Cell, Clause, ClauseKind, Enable, Grant, RoleId, Target};

use super::above::{self, Above};
use super::footnotes::{Footnotes, ScopeNote, scopes_in};
use super::select::role_name;
use crate::wording;

/// Role by permission.
#[derive(Debug)]
pub struct Matrix {
    /// The policy's name.
    pub name: String,
    /// Its title.
    pub title: Option<String>,
    /// The roles.
    pub columns: Vec<Column>,
    /// The permissions, grouped by what they are on.
    pub rows: Vec<Row>,
    /// Conditions; the first is number 1.
    pub footnotes: Vec<String>,
    /// The scopes that conditions name.
    pub scopes: Vec<ScopeNote>,
    /// Restrictions and classes.
    pub above: Vec<Above>,
}

/// A role.
#[derive(Debug)]
pub struct Column {
    /// Its name; an overlay's stands in front.
    pub name: String,
    /// Its title.
    pub title: Option<String>,
}

/// An action on a type or part.
#[derive(Debug)]
pub struct Row {
    /// The action.
    pub action: String,
    /// `Type` or `Type.facet`.
    pub on: String,
    /// What each role has, in the order of the columns.
    pub entries: Vec<Entry>,
}

/// What a role has; nothing is a `no`.
#[derive(Debug, Default)]
pub struct Entry {
    /// `yes`, with the footnotes under one of which it is; none: always.
    pub yes: Option<Vec<usize>>,
    /// `may`, with the footnotes under one of which it is.
    pub may: Option<Vec<usize>>,
}

impl Entry {
    /// The words, each with its footnotes.
    pub fn parts(&self) -> Vec<(&'static str, &[usize])> {
        let yes = self.yes.as_deref().map(|notes| ("yes", notes));
        let may = self.may.as_deref().map(|notes| ("may", notes));
        let parts: Vec<_> = yes.into_iter().chain(may).collect();
        if parts.is_empty() { vec![("no", &[])] } else { parts }
    }
}

impl Matrix {
    /// The matrix of these roles and permissions.
    pub fn of(policy: &Policy, roles: &[RoleId], targets: &[Target]) -> Self {
        let mut footnotes = Footnotes::default();
        let column = |id: &RoleId| Column {
            name: role_name(policy, *id),
            title: policy.role(*id).title.clone(),
        };
        let rows: Vec<Row> =
            targets.iter().map(|target| row(policy, *target, roles, &mut footnotes)).collect();
        let above = above::rules(policy, targets);
        let mut named = footnotes.conditions.clone();
        named.extend(above::conditions(policy, targets));
        Self {
            name: policy.name.clone(),
            title: policy.title.clone(),
            columns: roles.iter().map(column).collect(),
            rows,
            footnotes: footnotes.texts(),
            scopes: scopes_in(policy, &named),
            above,
        }
    }
}

fn row(policy: &Policy, target: Target, roles: &[RoleId], notes: &mut Footnotes) -> Row {
    let cell = policy.cells.get(target).cloned().unwrap_or_default();
    let entries = roles.iter().map(|role| entry(policy, &cell, target, *role, notes)).collect();
    Row {
        action: policy.schema.action(target.action).name.clone(),
        on: policy.schema.part_name(target.ty, target.part),
        entries,
    }
}

fn entry(
    policy: &Policy,
    cell: &Cell,
    target: Target,
    role: RoleId,
    notes: &mut Footnotes,
) -> Entry {
    if !can_hold_for(policy, role, target) {
        return Entry::default();
    }
    let held = |grant: &&Grant| policy.cells.holders(grant.holders).contains(role);
    let (may, can): (Vec<_>, Vec<_>) = cell.grants.iter().filter(held).partition(|one| one.may);
    let yes = word(policy, can.iter().map(|grant| (*grant, String::new())), notes);
    if yes.as_ref().is_some_and(Vec::is_empty) {
        return Entry { yes, may: None };
    }
    let switched = switches(policy, &cell.enables);
    let may = word(policy, may.iter().map(|grant| (*grant, switched.clone())), notes);
    Entry { yes, may }
}

/// Whether an assignment of the role can reach such a record at all.
pub(super) fn can_hold_for(policy: &Policy, role: RoleId, target: Target) -> bool {
    let must = &policy.role(role).must_lie_in;
    must.iter().all(|outer| policy.schema.can_lie_in(target.ty, *outer))
}

/// The footnotes of several ways to the same; none where one of them has no condition.
fn word<'a>(
    policy: &Policy,
    ways: impl Iterator<Item = (&'a Grant, String)>,
    notes: &mut Footnotes,
) -> Option<Vec<usize>> {
    let ways: Vec<_> = ways
        .map(|(grant, more)| {
            let clauses: Vec<Clause> = without_tenant(&grant.clauses);
            let text = policy.print_clauses(&clauses);
            let text = wording::with_obligations(policy, text, &grant.obligations);
            let space = if text.is_empty() || more.is_empty() { "" } else { ", " };
            (format!("{text}{space}{more}"), clauses)
        })
        .collect();
    if ways.is_empty() {
        return None;
    }
    if ways.iter().any(|(text, _)| text.is_empty()) {
        return Some(Vec::new());
    }
    let mut numbers: Vec<usize> =
        ways.into_iter().map(|(text, clauses)| notes.number(text, &clauses)).collect();
    numbers.sort_unstable();
    numbers.dedup();
    Some(numbers)
}

/// That an overlay's role counts inside its tenant only is said by its column's name.
pub(super) fn without_tenant(clauses: &[Clause]) -> Vec<Clause> {
    clauses.iter().filter(|clause| clause.kind != ClauseKind::Tenant).cloned().collect()
}

/// Which classes switch a `may` on; empty where none does.
pub(super) fn switches(policy: &Policy, enables: &[Enable]) -> String {
    let mut by: Vec<String> = Vec::new();
    for enable in enables {
        let text = policy.print_clauses(&without_tenant(&enable.clauses));
        let text = wording::with_obligations(policy, text, &enable.obligations);
        let name = &policy.class(enable.class).name;
        let one = if text.is_empty() { name.clone() } else { format!("{name} {text}") };
        if !by.contains(&one) {
            by.push(one);
        }
    }
    match by.is_empty() {
        true => String::new(),
        false => format!("switched on by {}", by.join(" or ")),
    }
}
