//! What was seen while requests were asked.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use ward_compiler::Policy;
use ward_compiler::model::{ANYONE, Cell, Clause, RoleId, RuleId, Source, Target};
use ward_diagnostics::{Span, has_errors};
use ward_evaluator::eval::{Eval, Held};
use ward_evaluator::store::Builder;
use ward_evaluator::{Engine, Request, Truth, testing};

use crate::report::{self, Report};

/// What was seen.
#[derive(Clone, Debug, Default)]
pub struct Seen {
    /// How often each rule was among those that decided.
    pub(crate) rules: BTreeMap<RuleId, usize>,
    /// How often each clause of a rule was true, and how often not.
    pub(crate) clauses: BTreeMap<(RuleId, Place), (usize, usize)>,
    /// The roles' permissions through which something was permitted.
    pub(crate) cells: BTreeSet<(RoleId, Target)>,
}

/// Where a clause is written: its file and its ends.
pub(crate) type Place = (usize, usize, usize);

/// The place of a span, in the order of the files.
pub(crate) fn place(span: Span) -> Place {
    (span.file.0 as usize, span.start as usize, span.end as usize)
}

impl Seen {
    /// Asks what the policy's own tests ask. `now` (microseconds since 1970-01-01T00:00:00Z) stands
    /// where a line says no `at`. Tests whose data don't load and lines that can't be decided add
    /// nothing.
    pub fn tests(&mut self, policy: &Arc<Policy>, now: Option<i64>) {
        for test in &policy.tests {
            let mut builder = Builder::new(policy);
            test.entities.iter().for_each(|entity| builder.add(entity));
            test.assignments.iter().for_each(|assignment| builder.assign(assignment.clone()));
            let (data, problems) = builder.finish();
            if has_errors(&problems) {
                continue;
            }
            let engine = Engine::with_data(policy.clone(), data);
            for line in &test.expectations {
                self.request(&engine, &testing::request_of(policy, test, line, now));
            }
        }
    }

    /// Asks a request. One that can't be decided adds nothing.
    pub fn request(&mut self, engine: &Engine, request: &Request) {
        // What is malformed or asks about what isn't there is decided by no rule.
        let _ = engine.ask(request, |eval| self.note(eval));
    }

    /// What has been covered of a policy.
    pub fn report(&self, policy: &Policy) -> Report {
        report::report(policy, self)
    }

    fn note(&mut self, eval: &Eval<'_>) {
        let held = eval.held_roles(eval.asked.subject, Some(eval.asked.resource));
        let permit = eval.permits();
        for part in eval.asked.parts {
            let Some(cell) = eval.cell(*part) else { continue };
            self.conditions(eval, cell, &held);
            if eval.permits_part(*part) != permit {
                continue;
            }
            let target = Target { action: eval.asked.action, ty: eval.asked.ty, part: *part };
            match permit {
                true => self.permitted(eval, cell, target, &held),
                false => self.refused(eval, cell, &held),
            }
        }
    }

    fn decided(&mut self, rule: RuleId) {
        *self.rules.entry(rule).or_default() += 1;
    }

    fn permitted(&mut self, eval: &Eval<'_>, cell: &Cell, target: Target, held: &[Held]) {
        let narrowing: Vec<_> =
            cell.prohibitions.iter().filter(|one| !one.is_general() && eval.applies(one)).collect();
        for grant in &cell.grants {
            let Some(through) = eval.held_through(grant, held, &narrowing) else { continue };
            if !eval.clauses(&grant.clauses).is_true() {
                continue;
            }
            if grant.may {
                let on: Vec<_> =
                    cell.enables.iter().filter(|one| eval.switched_on(one).is_true()).collect();
                if on.is_empty() {
                    continue;
                }
                on.iter().for_each(|enable| self.decided(enable.rule));
            }
            self.decided(grant.rule);
            self.cells.insert((through.map_or(ANYONE, |held| held.role), target));
        }
    }

    /// Of a refusal, the prohibitions that took something; where nothing would be granted, none.
    fn refused(&mut self, eval: &Eval<'_>, cell: &Cell, held: &[Held]) {
        let would = |narrowing: &[_]| {
            cell.grants.iter().any(|grant| {
                eval.held_through(grant, held, narrowing).is_some()
                    && eval.clauses(&grant.clauses).is_true()
                    && (!grant.may
                        || cell.enables.iter().any(|one| eval.switched_on(one).is_true()))
            })
        };
        if !would(&[]) {
            return;
        }
        let applies = cell.prohibitions.iter().filter(|one| eval.applies(one));
        let (general, narrowing): (Vec<_>, Vec<_>) = applies.partition(|one| one.is_general());
        general.iter().for_each(|one| self.decided(one.rule));
        if !would(&narrowing) {
            narrowing.iter().for_each(|one| self.decided(one.rule));
        }
    }

    /// The clauses of what could decide here: grants whose role is held, statements of classes
    /// that apply, and every restriction.
    fn conditions(&mut self, eval: &Eval<'_>, cell: &Cell, held: &[Held]) {
        for grant in &cell.grants {
            if eval.held_through(grant, held, &[]).is_some() {
                self.clauses(eval, grant.rule, &grant.clauses);
            }
        }
        let (subject, resource) = (eval.asked.subject, Some(eval.asked.resource));
        for enable in &cell.enables {
            if eval.class_applies(enable.class, subject, resource).is_true() {
                self.clauses(eval, enable.rule, &enable.clauses);
            }
        }
        for prohibition in &cell.prohibitions {
            let applies = match prohibition.source {
                Source::Restriction(_) => Truth::True,
                Source::Class(class) => eval.class_applies(class, subject, resource),
            };
            if !applies.is_false() {
                self.clauses(eval, prohibition.rule, &prohibition.clauses);
            }
        }
    }

    fn clauses(&mut self, eval: &Eval<'_>, rule: RuleId, clauses: &[Clause]) {
        for clause in report::written(clauses) {
            let seen = self.clauses.entry((rule, place(clause.span))).or_default();
            match eval.clause(clause).is_true() {
                true => seen.0 += 1,
                false => seen.1 += 1,
            }
        }
    }
}
