//! The constraints of the policy and of its overlays, a file for each form.

mod ceiling;
mod count;
mod every;
mod exactly_one;
mod exclusive;
mod require;

use ward_compiler::model::{ConditionId, Constraint, ConstraintRule, Reads};
use ward_diagnostics::{Code, Severity};
use ward_evaluator::{About, Inquiry};

use crate::finding::{Finding, RuleKind, RuleName};
use crate::view::{Concern, View};

/// What the constraints and ceilings find.
pub fn check(view: &View<'_>) -> Vec<Finding> {
    let mut found = Vec::new();
    for constraint in &view.policy.constraints {
        found.extend(Check::of(view, constraint).run());
    }
    for ceiling in &view.policy.ceilings {
        found.extend(ceiling::check(view, ceiling));
    }
    found
}

/// One constraint over the data.
struct Check<'v, 'e> {
    view: &'v View<'e>,
    constraint: &'v Constraint,
    concern: Concern,
}

impl<'v, 'e> Check<'v, 'e> {
    fn of(view: &'v View<'e>, constraint: &'v Constraint) -> Self {
        Self { view, constraint, concern: view.concern(constraint.overlay) }
    }

    /// Who asks: an overlay's conditions read what surely lies in its tenant or in none.
    fn asks(&self) -> About {
        About { reader: self.constraint.overlay, ..About::default() }
    }

    fn run(&self) -> Vec<Finding> {
        if self.concern == Concern::Nothing {
            return Vec::new();
        }
        match &self.constraint.rule {
            ConstraintRule::Exclusive { sides, per, except } => self.exclusive(sides, *per, except),
            ConstraintRule::ExactlyOneOf { roles, per } => self.exactly_one(roles, *per),
            ConstraintRule::Count { low, high, roles, those_with, per, when } => {
                let asked = count::Asked { low: *low, high: *high, roles, those_with: *those_with };
                self.count(&asked, *per, *when)
            }
            ConstraintRule::RequireRole { roles, required } => self.require_role(roles, required),
            ConstraintRule::RequireCondition { roles, condition } => {
                self.require_condition(roles, *condition)
            }
            ConstraintRule::Every { ty, when, condition } => self.every(*ty, *when, *condition),
        }
    }

    fn finding(&self, code: Code, message: String, help: &'static str) -> Finding {
        let (severity, kind) = if self.constraint.advice {
            (Severity::Warning, RuleKind::Advice)
        } else {
            (Severity::Error, RuleKind::Constraint)
        };
        Finding {
            code,
            severity,
            rule: Some(RuleName {
                span: self.constraint.span,
                kind,
                name: self.constraint.name.clone(),
                title: self.constraint.title.clone(),
            }),
            message,
            assignments: Vec::new(),
            entities: Vec::new(),
            help,
        }
    }

    /// "`…` isn't met: User::ann.age is 17"
    fn unmet(&self, inquiry: &Inquiry<'_>, condition: ConditionId) -> String {
        let text = self.view.policy.print(condition);
        let word = if inquiry.truth(condition).is_false() { "isn't met" } else { "can't be told" };
        let because = inquiry.unmet(condition);
        if because.is_empty() {
            return format!("`{text}` {word}");
        }
        format!("`{text}` {word}: {}", because.join("; "))
    }
}

/// Whether a condition speaks of the place of an assignment.
fn speaks_of_place(view: &View<'_>, condition: ConditionId) -> bool {
    let exprs = &view.policy.exprs;
    exprs.all_parts(condition).into_iter().any(|part| exprs.reads(part) == Some(Reads::Place))
}
