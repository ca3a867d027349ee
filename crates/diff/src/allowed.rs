//! What may be given from now on: what ceilings allow tenants, and what classes may switch on.
//!
//! Neither changes a decision as long as no overlay and no class uses it, so the comparison of
//! cells doesn't see it. A way counts as new where the older policy has none on the same target
//! whose conditions are among its own; that can call new what isn't, and never the reverse.

use std::collections::{BTreeMap, BTreeSet};

use ward_compiler::Policy;
use ward_compiler::model::{Clause, Owner, Target, Verb};

use crate::change::Declared;
use crate::merge::{Merged, key};
use crate::words::listed;

/// A way on a target, under conditions.
struct Way {
    /// The ceiling, or the role that could be switched on.
    of: String,
    /// `edit on Doc`
    cell: String,
    conditions: BTreeSet<String>,
    /// It gives already, and so is none that may be given.
    given: bool,
}

/// Every way that only one of the two policies has.
pub(crate) fn all(merged: &Merged) -> Vec<Declared> {
    let [old, new] = merged.sides.each_ref().map(|side| &*side.policy);
    let changed = &merged.scopes;
    let mut found = Vec::new();
    let ceilings = [old, new].map(allowances);
    let allows = |of: &str, what: &str| format!("the ceiling `{of}` now allows {what}");
    say(&mut found, only(&ceilings[1], &ceilings[0], changed), true, allows);
    let forbids = |of: &str, what: &str| format!("the ceiling `{of}` no longer allows {what}");
    say(&mut found, only(&ceilings[0], &ceilings[1], changed), false, forbids);
    let switches = [old, new].map(switchable);
    let may = |of: &str, what: &str| format!("a class may now switch on {what} for {of}");
    say(&mut found, only(&switches[1], &switches[0], changed), true, may);
    found
}

/// The ways of one policy that none of the other covers.
fn only<'w>(ways: &'w [Way], others: &[Way], changed: &[String]) -> Vec<&'w Way> {
    let covers = |other: &Way, way: &Way| {
        let same = (&other.of, &other.cell) == (&way.of, &way.cell);
        let means_another = |text: &String| changed.iter().any(|scope| mentions(text, scope));
        same && other.conditions.is_subset(&way.conditions)
            && !other.conditions.iter().any(means_another)
    };
    let open = ways.iter().filter(|way| !way.given);
    open.filter(|way| !others.iter().any(|other| covers(other, way))).collect()
}

fn mentions(text: &str, name: &str) -> bool {
    text.split(|letter: char| !letter.is_alphanumeric() && letter != '_').any(|word| word == name)
}

/// One sentence for all targets with the same conditions.
fn say(
    found: &mut Vec<Declared>,
    ways: Vec<&Way>,
    gives: bool,
    sentence: impl Fn(&str, &str) -> String,
) {
    let mut groups: BTreeMap<(&str, String), Vec<String>> = BTreeMap::new();
    for way in ways {
        let conditions = way.conditions.iter().map(String::as_str).collect::<Vec<_>>().join(" ");
        let cells = groups.entry((&way.of, conditions)).or_default();
        if !cells.contains(&way.cell) {
            cells.push(way.cell.clone());
        }
    }
    for ((of, conditions), cells) in groups {
        let blank = if conditions.is_empty() { "" } else { " " };
        let text = sentence(of, &format!("{}{blank}{conditions}", listed(&cells)));
        found.push(Declared { text, counts: false, gives });
    }
}

fn conditions(policy: &Policy, clauses: &[Clause]) -> BTreeSet<String> {
    clauses.iter().map(|clause| policy.print_clauses(std::slice::from_ref(clause))).collect()
}

fn cell(policy: &Policy, target: Target) -> String {
    let on = policy.schema.part_name(target.ty, target.part);
    format!("{} on {on}", policy.schema.action(target.action).name)
}

/// What ceilings allow.
fn allowances(policy: &Policy) -> Vec<Way> {
    let rules = policy.rules.iter().filter(|rule| rule.verb == Verb::Allow);
    let ways = rules.filter_map(|rule| match rule.owner {
        Owner::Ceiling(id) => {
            let of = &policy.ceilings[id.index()].name;
            Some(rule.reach.iter().map(move |reached| Way {
                of: of.clone(),
                cell: cell(policy, reached.target),
                conditions: conditions(policy, &reached.clauses),
                given: false,
            }))
        }
        Owner::Role(_) | Owner::Restriction(_) | Owner::Class(_) => None,
    });
    ways.flatten().collect()
}

/// What roles have, and what they may be given where nothing switches it on yet; where something
/// does, the comparison of cells says what follows.
fn switchable(policy: &Policy) -> Vec<Way> {
    let mut ways = Vec::new();
    for (target, id) in &policy.cells.index {
        let contents = &policy.cells.contents[id.index()];
        for grant in &contents.grants {
            for role in policy.cells.holders(grant.holders).iter() {
                let role = policy.role(role);
                let (overlay, name) = key(policy, role.overlay, &role.name);
                let of =
                    if overlay.is_empty() { String::new() } else { format!(" of `{overlay}`") };
                ways.push(Way {
                    of: format!("`{name}`{of}"),
                    cell: cell(policy, *target),
                    conditions: conditions(policy, &grant.clauses),
                    given: !grant.may || !contents.enables.is_empty(),
                });
            }
        }
    }
    ways
}
