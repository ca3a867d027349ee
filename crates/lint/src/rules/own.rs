//! What somebody may do to themselves or to their own work; shared by several rules.

use std::sync::Arc;

use ward_compiler::Policy;
use ward_compiler::model::{
    ActionId, ActionOn, Atom, Claim, ClaimForm, Clause, ClauseKind, Comparison, ConditionId,
    Reached, Target, Ty, TypeId,
};
use ward_diagnostics::Span;
use ward_prover::{Verdict, prove};

use crate::input::Input;
use crate::problem::Problem;

/// Which actions are meant, and what to say of them.
pub(super) struct Question {
    /// Whether an action of this name is one of them.
    pub asks: fn(&str, &ActionOn) -> bool,
    /// What is wrong, up to the action.
    pub says: &'static str,
    /// How to mend it.
    pub help: &'static str,
}

/// That an action is never permitted where a condition holds.
#[derive(Clone, Copy)]
pub(super) struct Asked {
    pub action: ActionId,
    pub ty: TypeId,
    pub span: Span,
    pub condition: ConditionId,
}

impl Asked {
    /// The action on the type.
    pub fn target(&self) -> Target {
        Target { action: self.action, ty: self.ty, part: None }
    }
}

/// The actions on a subject type that somebody may do to themselves.
pub(super) fn on_oneself(input: &Input<'_>, question: &Question) -> Vec<Problem> {
    let schema = &input.policy.schema;
    let mut policy = (**input.policy).clone();
    let mut asked = Vec::new();
    for id in schema.action_ids() {
        let action = schema.action(id);
        for (ty, on) in &action.on {
            if !schema.ty(*ty).subject
                || !input.is_own(on.span)
                || !(question.asks)(&action.name, on)
            {
                continue;
            }
            let resource = policy.exprs.add_value(Atom::Resource(*ty), Ty::entity(*ty));
            let subject =
                policy.exprs.add_value(Atom::Subject, Ty::Entity(schema.subject_types().into()));
            let condition = policy.exprs.add_condition(Comparison::Eq(resource, subject));
            asked.push((Asked { action: id, ty: *ty, span: on.span, condition }, ()));
        }
    }
    let mut found = Vec::new();
    for ((asked, shown), ()) in refuted(policy, asked) {
        let message = format!("{} {}", question.says, input.target(asked.target()));
        found.push(Problem::new(message, asked.span, shown).help(question.help));
    }
    found
}

/// Those that are refuted, each with the request that shows it.
pub(super) fn refuted<T>(policy: Policy, asked: Vec<(Asked, T)>) -> Vec<((Asked, String), T)> {
    if asked.is_empty() {
        return Vec::new();
    }
    let policy = Arc::new(policy);
    let one = |(asked, more): (Asked, T)| shown(&policy, asked).map(|shown| ((asked, shown), more));
    asked.into_iter().filter_map(one).collect()
}

fn shown(policy: &Arc<Policy>, asked: Asked) -> Option<String> {
    let Asked { action, ty, span, condition } = asked;
    let clause = Clause { kind: ClauseKind::When, condition, span, atoms: Arc::new([]) };
    let clauses: Arc<[Clause]> = Arc::new([clause]);
    let reached = |target| Reached { target, clauses: clauses.clone() };
    let what = policy.schema.targets(action, ty).into_iter().map(reached).collect();
    let form = ClaimForm::Never { what, roles: None };
    let claim = Claim { title: String::new(), span, overlay: None, assume: false, form };
    match prove(policy, &claim) {
        Verdict::Refuted(evidence) => Some(evidence.sentence()),
        _ => None,
    }
}
