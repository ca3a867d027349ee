//! What a role has of a permission, in the words of the matrix.

use std::collections::{BTreeMap, BTreeSet};

use ward_compiler::Policy;
use ward_compiler::model::{Cell, Grant, Prohibition, RoleId, RuleId, Source, Target};

use super::super::model::{can_hold_for, switches, without_tenant};
use super::super::select::full_name;
use super::given::Given;
use super::rows::Ask;
use crate::wording;

/// What a role has.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Found {
    /// The ways to it; none is a `no`.
    pub ways: BTreeSet<Way>,
    /// The statements that give it.
    pub rules: BTreeSet<RuleId>,
    /// Restrictions and classes that take from it, with their statements.
    pub less: BTreeMap<String, BTreeSet<RuleId>>,
}

/// A way to a permission.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Way {
    /// `yes within own`, `may`
    pub text: String,
    /// What switches a `may` on: `switched on by scheduler`.
    pub switched: String,
}

impl Way {
    /// All of it.
    pub fn full(&self) -> String {
        let space = match self.switched.is_empty() {
            true => "",
            false if self.text == "may" => " ",
            false => ", ",
        };
        format!("{}{space}{}", self.text, self.switched)
    }
}

impl Found {
    /// In words.
    pub fn words(&self) -> String {
        let ways: Vec<_> = self.ways.iter().map(Way::full).collect();
        if ways.is_empty() { "no".into() } else { ways.join("; ") }
    }

    fn is_plain_yes(&self) -> bool {
        self.ways.len() == 1 && self.ways.iter().all(|way| way.text == "yes")
    }
}

/// What these roles together have of everything that is asked for. Of a whole record that is what
/// they have of every part.
pub fn found(policy: &Policy, roles: &[RoleId], ask: &Ask, given: &Given) -> Found {
    let one = |target: &Target| {
        let mut part = Found::default();
        for role in roles {
            of_target(policy, *role, *target, given, &mut part);
        }
        // What is given in any case needs no other way.
        if part.ways.iter().any(|way| way.text == "yes") {
            part.ways.retain(|way| way.text == "yes");
        }
        (*target, part)
    };
    let parts: Vec<(Target, Found)> = ask.targets.iter().map(one).collect();
    let mut whole = Found::default();
    for (_, part) in &parts {
        whole.rules.extend(&part.rules);
        for (name, rules) in &part.less {
            whole.less.entry(name.clone()).or_default().extend(rules);
        }
    }
    if parts.iter().any(|(_, part)| part.ways.is_empty()) {
        return Found { rules: whole.rules, ..Found::default() };
    }
    let narrow: Vec<_> = parts.iter().filter(|(_, part)| !part.is_plain_yes()).collect();
    whole.ways = match (narrow.first(), parts.first()) {
        (Some((_, first)), _) if narrow.iter().all(|(_, part)| part.ways == first.ways) => {
            first.ways.clone()
        }
        (Some(_), _) => {
            narrow.iter().flat_map(|(target, part)| apart(policy, *target, part)).collect()
        }
        (None, first) => first.map(|(_, part)| part.ways.clone()).unwrap_or_default(),
    };
    whole
}

/// The ways of one part, with its name in front.
fn apart(policy: &Policy, target: Target, part: &Found) -> Vec<Way> {
    let name = policy.schema.part_name(target.ty, target.part);
    let ways = part.ways.iter();
    ways.map(|way| Way { text: format!("{name}: {}", way.text), switched: way.switched.clone() })
        .collect()
}

fn of_target(policy: &Policy, role: RoleId, target: Target, given: &Given, found: &mut Found) {
    let Some(cell) = policy.cells.get(target) else { return };
    if !can_hold_for(policy, role, target) {
        return;
    }
    let mut any = false;
    let held = |grant: &&Grant| policy.cells.holders(grant.holders).contains(role);
    let switched = switches(policy, &cell.enables);
    for grant in cell.grants.iter().filter(held) {
        let clauses = without_tenant(&grant.clauses);
        let Some(clauses) = given.left(policy, target, clauses.iter()) else { continue };
        let text = policy.print_clauses(&clauses);
        let text = wording::with_obligations(policy, text, &grant.obligations);
        let word = if grant.may { "may" } else { "yes" };
        let space = if text.is_empty() { "" } else { " " };
        let switched = if grant.may { switched.clone() } else { String::new() };
        found.ways.insert(Way { text: format!("{word}{space}{text}"), switched });
        found.rules.insert(grant.rule);
        any = true;
    }
    if any {
        takers(policy, role, target, cell, given, found);
    }
}

/// The restrictions and classes that take from what the role has.
fn takers(
    policy: &Policy,
    role: RoleId,
    target: Target,
    cell: &Cell,
    given: &Given,
    found: &mut Found,
) {
    let reaches = |prohibition: &&Prohibition| {
        let own =
            prohibition.on_what.is_none_or(|roles| policy.cells.holders(roles).contains(role));
        let inside =
            prohibition.only_inside.is_none_or(|inside| policy.role(role).overlay == Some(inside));
        own && inside && concerns(policy, role, prohibition.source)
    };
    for prohibition in cell.prohibitions.iter().filter(reaches) {
        if given.left(policy, target, prohibition.clauses.iter()).is_none() {
            continue;
        }
        let name = match prohibition.source {
            Source::Restriction(id) => {
                let restriction = policy.restriction(id);
                full_name(policy, restriction.overlay, &restriction.name)
            }
            Source::Class(id) => {
                full_name(policy, policy.class(id).overlay, &policy.class(id).name)
            }
        };
        found.less.entry(name).or_default().insert(prohibition.rule);
    }
}

/// Whether a class is for the role at all.
fn concerns(policy: &Policy, role: RoleId, source: Source) -> bool {
    match source {
        Source::Restriction(_) => true,
        Source::Class(id) => {
            policy.class(id).for_roles.as_ref().is_none_or(|roles| roles.contains(role))
        }
    }
}
