//! Comparing cell by cell.

use std::collections::{BTreeMap, BTreeSet};

use ward_compiler::Policy;
use ward_compiler::model::{ANYONE, RoleId, RuleId, Target};

use super::super::select::{self, role_name};
use super::expected::{Expected, with_less};
use super::found::{Found, found};
use super::plan::Planned;

/// What a comparison came to. The cells are those of the published sheet.
#[derive(Debug, Default)]
pub struct Compared {
    /// How many cells agree.
    pub agree: usize,
    /// Those that don't.
    pub differ: Vec<Difference>,
    /// Those that can't be compared, by reason.
    pub skipped: BTreeMap<String, Vec<Cell>>,
    /// Roles that no column is about.
    pub roles: Vec<String>,
    /// Permissions that no row is about.
    pub permissions: Vec<String>,
}

/// A cell of the published sheet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cell {
    /// The line of its row.
    pub line: usize,
    /// What its row is called.
    pub row: String,
    /// What its column is called.
    pub column: String,
    /// What it says.
    pub published: String,
}

/// A cell that differs.
#[derive(Debug)]
pub struct Difference {
    /// The cell.
    pub cell: Cell,
    /// What it says in words of the policy.
    pub expected: String,
    /// How many permissions it is about.
    pub asked: usize,
    /// What the policy says instead.
    pub found: Vec<Otherwise>,
}

/// A permission about which the policy says something else.
#[derive(Debug)]
pub struct Otherwise {
    /// `view Patient`
    pub asks: Vec<String>,
    /// What the policy says.
    pub found: String,
    /// The statements that say so.
    pub rules: Vec<RuleId>,
}

/// Compares what was planned.
pub fn compare(policy: &Policy, planned: &[Planned], aside: Option<&BTreeSet<String>>) -> Compared {
    let mut compared = Compared::default();
    // Whoever holds a role has what everybody has, unless that has a column of its own.
    let with_anyone = !planned.iter().any(|cell| cell.role == Some(ANYONE));
    for cell in planned {
        let at = Cell {
            line: cell.line,
            row: cell.row.clone(),
            column: cell.column.clone(),
            published: cell.published.clone(),
        };
        let role = match (&cell.expected, cell.role) {
            (Expected::Skip(why), _) => {
                compared.skipped.entry(why.clone()).or_default().push(at);
                continue;
            }
            (_, None) => continue,
            (_, Some(role)) => role,
        };
        let roles = if with_anyone { vec![role, ANYONE] } else { vec![role] };
        let found = otherwise(policy, &roles, cell, aside);
        if found.is_empty() {
            compared.agree += 1;
        } else {
            let (expected, asked) = (cell.expected.words(), cell.asks.len());
            compared.differ.push(Difference { cell: at, expected, asked, found });
        }
    }
    compared.roles = roles_without_column(policy, planned);
    compared.permissions = permissions_without_row(policy, planned);
    compared
}

/// What the policy says otherwise than the cell; permissions of which it says the same together.
fn otherwise(
    policy: &Policy,
    roles: &[RoleId],
    cell: &Planned,
    aside: Option<&BTreeSet<String>>,
) -> Vec<Otherwise> {
    let mut other: Vec<Otherwise> = Vec::new();
    for ask in &cell.asks {
        let has = found(policy, roles, ask, &cell.given);
        let snake = ask.targets.first().map_or("", |one| policy.schema.ty(one.ty).snake.as_str());
        if cell.expected.agrees(&has, snake, aside) {
            continue;
        }
        let (said, rules) = in_words(&has, aside);
        match other.iter_mut().find(|one| one.found == said && one.rules == rules) {
            Some(same) => same.asks.push(ask.label.clone()),
            None => other.push(Otherwise { asks: vec![ask.label.clone()], found: said, rules }),
        }
    }
    other
}

/// What a role has, and the statements that say so; without what is set aside.
fn in_words(has: &Found, aside: Option<&BTreeSet<String>>) -> (String, Vec<RuleId>) {
    let told = has.less.iter().filter(|(name, _)| aside.is_none_or(|aside| !aside.contains(*name)));
    let told: Vec<_> = told.collect();
    let names = told.iter().map(|(name, _)| (*name).clone()).collect();
    let takers = told.iter().flat_map(|(_, rules)| rules.iter());
    let rules = has.rules.iter().chain(takers).copied().collect();
    (with_less(has.words(), &names), rules)
}

fn roles_without_column(policy: &Policy, planned: &[Planned]) -> Vec<String> {
    let with: BTreeSet<RoleId> = planned.iter().filter_map(|cell| cell.role).collect();
    let all = select::roles(policy, &[]).unwrap_or_default();
    let without = all.into_iter().filter(|role| *role != ANYONE && !with.contains(role));
    without.map(|role| role_name(policy, role)).collect()
}

fn permissions_without_row(policy: &Policy, planned: &[Planned]) -> Vec<String> {
    let asked = planned.iter().flat_map(|cell| &cell.asks).flat_map(|ask| &ask.targets);
    let with: BTreeSet<Target> = asked.copied().collect();
    let all = select::targets(policy, &[]).unwrap_or_default();
    let without = all.into_iter().filter(|target| !with.contains(target));
    without
        .map(|target| {
            let on = policy.schema.part_name(target.ty, target.part);
            format!("{} {on}", policy.schema.action(target.action).name)
        })
        .collect()
}
