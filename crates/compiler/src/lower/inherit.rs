//! Which roles have what a role says, and under what further clauses.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use crate::model::{Clause, ConditionId, Extension, RoleBits, RoleId, Target, TypeId};
use crate::resolve::Compiler;

/// The roles that inherit a role's statements through the same narrowing extensions.
pub(super) struct Variant {
    /// The roles.
    pub holders: RoleBits,
    /// The extensions on the way that narrow: the extending role and which of its extensions.
    chain: Chain,
}

type Chain = Vec<(RoleId, usize)>;

impl Variant {
    /// The clauses that the way adds on a target; `None` where the way leaves the target out.
    pub(super) fn clauses(&self, compiler: &Compiler<'_>, target: Target) -> Option<Vec<Clause>> {
        let mut clauses = Vec::new();
        for (role, index) in &self.chain {
            clauses.extend(narrowed(&compiler.extensions[role.index()][*index], target)?);
        }
        Some(clauses)
    }
}

/// What one extension adds on a target.
fn narrowed(extension: &Extension, target: Target) -> Option<Vec<Clause>> {
    let mut clauses = Vec::new();
    if let Some(within) = &extension.within {
        clauses.push(within.get(&target.ty)?.clone());
    }
    for except in &extension.except {
        match except.get(&target) {
            None => {}
            Some(conditions) if conditions.is_empty() => return None,
            Some(conditions) => clauses.extend(conditions.iter().cloned()),
        }
    }
    Some(clauses)
}

/// For each role the ways in which others, and itself, have its statements.
pub(super) fn variants(compiler: &Compiler<'_>) -> Vec<Vec<Variant>> {
    let mut variants: Vec<BTreeMap<Chain, RoleBits>> = Vec::new();
    variants.resize_with(compiler.roles.len(), BTreeMap::new);
    for role in (0..compiler.roles.len()).map(RoleId::from_index) {
        for (parent, chain) in ways(compiler, role) {
            variants[parent.index()].entry(chain).or_default().insert(role);
        }
    }
    let variant = |(chain, holders)| Variant { holders, chain };
    variants.into_iter().map(|ways| ways.into_iter().map(variant).collect()).collect()
}

/// Every role that a role extends, itself included, with the narrowing extensions on the way.
///
/// Ways to the same role that narrow by the same things count once, by the shortest of them, so
/// roles that meet again and again on the way up are looked at once each.
fn ways(compiler: &Compiler<'_>, role: RoleId) -> BTreeSet<(RoleId, Chain)> {
    let mut seen: BTreeSet<(RoleId, Vec<Narrowing>)> = BTreeSet::new();
    let mut found = BTreeSet::new();
    let mut open = VecDeque::from([(role, Chain::new(), Vec::new())]);
    while let Some((at, chain, narrowing)) = open.pop_front() {
        if !seen.insert((at, narrowing.clone())) {
            continue;
        }
        for (index, extension) in compiler.extensions[at.index()].iter().enumerate() {
            let (mut chain, mut narrowing) = (chain.clone(), narrowing.clone());
            if !extension.is_plain() {
                chain.push((at, index));
                narrowing.extend(narrowings(extension));
                narrowing.sort_unstable();
                narrowing.dedup();
            }
            open.push_back((extension.parent, chain, narrowing));
        }
        found.insert((at, chain));
    }
    found
}

/// One thing by which an extension narrows, whoever says it where.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord)]
enum Narrowing {
    /// To a scope, which is a condition on each type.
    Within(Vec<(TypeId, ConditionId)>),
    /// By what is excepted on each target, under conditions or outright.
    Except(Vec<(Target, Vec<ConditionId>)>),
}

/// What an extension narrows by.
fn narrowings(extension: &Extension) -> Vec<Narrowing> {
    let within = extension.within.iter().map(|within| {
        Narrowing::Within(within.iter().map(|(ty, clause)| (*ty, clause.condition)).collect())
    });
    let except = extension.except.iter().map(|except| {
        let conditions = |clauses: &[Clause]| clauses.iter().map(|one| one.condition).collect();
        let on = except.iter().map(|(target, clauses)| (*target, conditions(clauses)));
        Narrowing::Except(on.collect())
    });
    within.chain(except).collect()
}

#[cfg(test)]
mod tests {
    use std::fmt::Write as _;

    use crate::model::Policy;
    use crate::{PolicySource, compile};

    /// Roles that extend two which extend the same two, so many times over; each in these words.
    fn lattice(steps: usize, narrowing: &str) -> Policy {
        let mut text = String::from(
            "policy t\nsubject entity User\nentity Doc { locked: Bool }\n\
             actions docs on Doc { view, edit }\n\
             role r0 { can view, edit }\nrole s0 { can view }\n",
        );
        for step in 1..=steps {
            let below = step - 1;
            for name in ["r", "s"] {
                let line = format!("role {name}{step} extends r{below}, s{below}{narrowing} {{ }}");
                writeln!(text, "{line}").expect("a text takes what is written");
            }
        }
        compile(&PolicySource::from_text(text)).expect("it compiles")
    }

    /// How many clauses each grant of an action on `Doc` has, and how many roles have it.
    fn grants(policy: &Policy, action: &str) -> Vec<(usize, usize)> {
        let of_action = |at: usize| policy.schema.actions[at].name == action;
        let cells = policy.cells.index.keys().filter(|target| of_action(target.action.index()));
        let cells = cells.filter_map(|target| policy.cells.get(*target));
        cells
            .flat_map(|cell| &cell.grants)
            .map(|grant| {
                let holders = policy.cells.holders(grant.holders).iter().count();
                (grant.clauses.len(), holders)
            })
            .collect()
    }

    #[test]
    fn what_is_extended_in_many_ways_counts_once() {
        // Two ways at each of 40 steps would be more than can ever be gone through.
        let policy = lattice(40, "");
        assert_eq!(grants(&policy, "edit"), [(0, 81)]);
        assert_eq!(grants(&policy, "view"), [(0, 81), (0, 81)]);
    }

    #[test]
    fn what_each_way_excepts_counts_once_where_it_is_the_same() {
        let policy = lattice(40, " except view when doc.locked except edit");
        assert_eq!(grants(&policy, "edit"), [(0, 1)]);
        let narrowed = grants(&policy, "view").into_iter().filter(|(clauses, _)| *clauses > 0);
        assert!(narrowed.map(|(_, holders)| holders).sum::<usize>() >= 2 * 80);
    }

    #[test]
    fn ways_that_except_different_things_stay_apart() {
        let text = "policy t\nsubject entity User\nentity Doc { locked: Bool }\n\
             actions docs on Doc { view, edit }\n\
             role base { can view, edit }\n\
             role one extends base except edit { }\n\
             role two extends base except view when doc.locked { }\n\
             role both extends one, two { }\n";
        let policy = compile(&PolicySource::from_text(text)).expect("it compiles");
        // One grant for each way: of `base` itself, then what goes through `one`, through `two`.
        assert_eq!(grants(&policy, "edit"), [(0, 1), (0, 2)]);
        assert_eq!(grants(&policy, "view"), [(0, 1), (0, 2), (1, 2)]);
    }
}
