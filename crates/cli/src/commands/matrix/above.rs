//! Restrictions and classes: the rules that stand above the table.

use std::collections::BTreeMap;

use ward_compiler::Policy;
use ward_compiler::model::{ClassId, ConditionId, Owner, RestrictionId, RoleBits, RuleId, Target};

use super::select::full_name;

/// A restriction or class.
#[derive(Debug)]
pub struct Above {
    /// `restriction` or `class`.
    pub kind: &'static str,
    /// Its name; an overlay's stands in front.
    pub name: String,
    /// Its title.
    pub title: Option<String>,
    /// Whom it concerns: `on what … give`, `for …`; empty: everybody.
    pub whom: String,
    /// Its statements that reach a row.
    pub statements: Vec<Statement>,
}

/// A `forbid` or `enable`.
#[derive(Debug)]
pub struct Statement {
    /// Its text.
    pub text: String,
    /// The rows that it reaches, by their number in the table.
    pub rows: Vec<usize>,
}

/// The restrictions and classes that reach one of these rows, in canonical order.
pub fn rules(policy: &Policy, targets: &[Target]) -> Vec<Above> {
    let mut owners: Vec<(Owner, Above)> = Vec::new();
    for (rule, rows) in reached(policy, targets) {
        let rule = policy.rule(rule);
        let statement = Statement { text: rule.text.clone(), rows };
        match owners.iter_mut().find(|(owner, _)| *owner == rule.owner) {
            Some((_, above)) => above.statements.push(statement),
            None => owners.extend(
                described(policy, rule.owner)
                    .map(|above| (rule.owner, Above { statements: vec![statement], ..above })),
            ),
        }
    }
    owners.sort_by_key(|(owner, _)| *owner);
    owners.into_iter().map(|(_, above)| above).collect()
}

/// The conditions of these rules.
pub fn conditions(policy: &Policy, targets: &[Target]) -> Vec<ConditionId> {
    let rules = reached(policy, targets);
    let reach = rules.keys().flat_map(|rule| &policy.rule(*rule).reach);
    let shown = reach.filter(|reached| targets.contains(&reached.target));
    shown.flat_map(|reached| reached.clauses.iter()).map(|clause| clause.condition).collect()
}

fn reached(policy: &Policy, targets: &[Target]) -> BTreeMap<RuleId, Vec<usize>> {
    let mut rules: BTreeMap<RuleId, Vec<usize>> = BTreeMap::new();
    for (row, target) in targets.iter().enumerate() {
        let Some(cell) = policy.cells.get(*target) else { continue };
        let forbids = cell.prohibitions.iter().map(|prohibition| prohibition.rule);
        for rule in forbids.chain(cell.enables.iter().map(|enable| enable.rule)) {
            let rows = rules.entry(rule).or_default();
            if rows.last() != Some(&row) {
                rows.push(row);
            }
        }
    }
    rules
}

fn described(policy: &Policy, owner: Owner) -> Option<Above> {
    match owner {
        Owner::Restriction(id) => Some(restriction(policy, id)),
        Owner::Class(id) => Some(class(policy, id)),
        Owner::Role(_) | Owner::Ceiling(_) => None,
    }
}

fn restriction(policy: &Policy, id: RestrictionId) -> Above {
    let restriction = policy.restriction(id);
    let on_what = restriction.on_what.as_ref();
    Above {
        kind: "restriction",
        name: full_name(policy, restriction.overlay, &restriction.name),
        title: restriction.title.clone(),
        whom: on_what.map_or_else(String::new, |roles| {
            let names = names(policy, roles);
            format!("on what {names} {}", if names.contains(", ") { "give" } else { "gives" })
        }),
        statements: Vec::new(),
    }
}

fn class(policy: &Policy, id: ClassId) -> Above {
    let class = policy.class(id);
    let for_roles = class.for_roles.as_ref();
    Above {
        kind: "class",
        name: full_name(policy, class.overlay, &class.name),
        title: class.title.clone(),
        whom: for_roles.map_or_else(String::new, |roles| format!("for {}", names(policy, roles))),
        statements: Vec::new(),
    }
}

/// The roles of a set that are there by their own name and not by what they extend.
fn names(policy: &Policy, roles: &RoleBits) -> String {
    let own = roles.iter().filter(|role| {
        let mut above = policy.role(*role).is_a.iter();
        !above.any(|other| other != *role && roles.contains(other))
    });
    own.map(|role| policy.role(role).name.clone()).collect::<Vec<_>>().join(", ")
}
