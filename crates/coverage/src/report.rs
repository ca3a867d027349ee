//! The reckoning.

use std::collections::{BTreeMap, BTreeSet};

use ward_compiler::Policy;
use ward_compiler::model::{ANYONE, Clause, ClauseKind, RoleId, Rule, RuleId, Target, Verb};
use ward_diagnostics::{Location, Span};

use crate::seen::{Place, Seen, Tried, place, written};

/// How many of how many.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Count {
    /// So many are covered …
    pub covered: usize,
    /// … of so many.
    pub all: usize,
}

impl Count {
    /// In hundredths; of nothing, everything is covered.
    pub fn percent(self) -> f64 {
        if self.all == 0 { 100.0 } else { self.share() * 100.0 }
    }

    #[expect(clippy::cast_precision_loss, reason = "no policy has so many statements")]
    fn share(self) -> f64 {
        self.covered as f64 / self.all as f64
    }

    fn add(&mut self, covered: bool) {
        self.all += 1;
        self.covered += usize::from(covered);
    }
}

/// What is covered, and what is not.
#[derive(Clone, Debug, Default)]
pub struct Report {
    /// Statements that grant, forbid or enable.
    pub rules: Count,
    /// Conditions, each counted twice: true, and false.
    pub conditions: Count,
    /// Permissions of roles.
    pub cells: Count,
    /// Every statement, in the order of the files.
    pub statements: Vec<Statement>,
    /// The statements that decided nothing.
    pub uncovered: Vec<Statement>,
    /// The conditions that were always the same.
    pub one_sided: Vec<Condition>,
    /// By role, the permissions through which nothing was permitted.
    pub unused: Vec<(String, Vec<String>)>,
}

/// A statement.
#[derive(Clone, Debug)]
pub struct Statement {
    /// Its id.
    pub id: String,
    /// Where it is written.
    pub location: Location,
    /// Its text, on one line.
    pub text: String,
    /// How often it was among those that decided.
    pub hits: usize,
    /// Its conditions.
    pub conditions: Vec<Condition>,
}

/// A condition of a statement.
#[derive(Clone, Debug)]
pub struct Condition {
    /// Where it is written.
    pub location: Location,
    /// The clause, its keyword included, on one line.
    pub text: String,
    /// How often what stands behind the keyword held.
    pub held: usize,
    /// How often it didn't.
    pub failed: usize,
    /// How often that couldn't be told.
    pub unknown: usize,
}

impl Seen {
    /// What has been covered of a policy.
    pub fn report(&self, policy: &Policy) -> Report {
        report(policy, self)
    }
}

/// What has been covered.
fn report(policy: &Policy, seen: &Seen) -> Report {
    let mut report = Report::default();
    let clauses = clauses(policy);
    for (at, rule) in policy.rules.iter().enumerate() {
        if matches!(rule.verb, Verb::Cannot | Verb::Allow) {
            continue;
        }
        let id = RuleId::from_index(at);
        let statement = statement(policy, seen, id, rule, &clauses);
        report.rules.add(statement.hits > 0);
        for condition in &statement.conditions {
            report.conditions.add(condition.held > 0);
            report.conditions.add(condition.failed > 0);
            if condition.held == 0 || condition.failed == 0 {
                report.one_sided.push(condition.clone());
            }
        }
        report.statements.push(statement);
    }
    report.statements.sort_by(|a, b| where_it_is(&a.location).cmp(&where_it_is(&b.location)));
    report.one_sided.sort_by(|a, b| where_it_is(&a.location).cmp(&where_it_is(&b.location)));
    report.uncovered = report.statements.iter().filter(|one| one.hits == 0).cloned().collect();
    cells(policy, seen, &mut report);
    report
}

fn where_it_is(location: &Location) -> (&str, u32, u32) {
    (&location.path, location.line, location.column)
}

/// Per rule the places of its clauses, and what kind of clause each is.
type Clauses = BTreeMap<RuleId, BTreeMap<Place, (Span, ClauseKind)>>;

fn clauses(policy: &Policy) -> Clauses {
    let mut all = Clauses::new();
    let mut add = |rule: RuleId, clauses: &[Clause]| {
        for clause in written(clauses) {
            let places = all.entry(rule).or_default();
            places.insert(place(clause.span), (clause.span, clause.kind));
        }
    };
    for cell in &policy.cells.contents {
        cell.grants.iter().for_each(|one| add(one.rule, &one.clauses));
        cell.enables.iter().for_each(|one| add(one.rule, &one.clauses));
        cell.prohibitions.iter().for_each(|one| add(one.rule, &one.clauses));
    }
    all
}

fn statement(
    policy: &Policy,
    seen: &Seen,
    id: RuleId,
    rule: &Rule,
    clauses: &Clauses,
) -> Statement {
    let places = clauses.get(&id).into_iter().flatten();
    let conditions = places.map(|(at, (span, kind))| {
        let Tried { met, unmet, unknown } =
            seen.clauses.get(&(id, *at)).copied().unwrap_or_default();
        // Behind `unless` and `except` stands what must not hold.
        let negated =
            matches!(kind, ClauseKind::Unless | ClauseKind::Except | ClauseKind::ExtendsExcept);
        let (held, failed) = if negated { (unmet, met) } else { (met, unmet) };
        let text = policy.sources.slice(*span).split_whitespace().collect::<Vec<_>>().join(" ");
        Condition { location: policy.sources.location(*span), text, held, failed, unknown }
    });
    Statement {
        id: rule.id.clone(),
        location: policy.sources.location(rule.span),
        text: rule.text.clone(),
        hits: seen.rules.get(&id).copied().unwrap_or_default(),
        conditions: conditions.collect(),
    }
}

/// The permissions that each role has, by its own statements or by what it extends.
fn cells(policy: &Policy, seen: &Seen, report: &mut Report) {
    for at in 0..policy.roles.len() {
        let id = RoleId::from_index(at);
        if policy.role(id).is_abstract {
            continue;
        }
        let mut unused = Vec::new();
        for target in given(policy, id) {
            let covered = seen.cells.contains(&(id, target));
            report.cells.add(covered);
            if !covered {
                let on = policy.schema.part_name(target.ty, target.part);
                unused.push(format!("{} {on}", policy.schema.action(target.action).name));
            }
        }
        if !unused.is_empty() {
            report.unused.push((policy.role(id).name.clone(), unused));
        }
    }
}

fn given(policy: &Policy, role: RoleId) -> BTreeSet<Target> {
    let must = &policy.role(role).must_lie_in;
    let can_lie = |target: &Target| {
        role == ANYONE || must.iter().all(|outer| policy.schema.can_lie_in(target.ty, *outer))
    };
    let targets = policy.cells.index.iter().filter(|(target, id)| {
        let cell = &policy.cells.contents[id.index()];
        let holds =
            |one: &ward_compiler::model::Grant| policy.cells.holders(one.holders).contains(role);
        can_lie(target) && cell.grants.iter().any(holds)
    });
    targets.map(|(target, _)| *target).collect()
}
