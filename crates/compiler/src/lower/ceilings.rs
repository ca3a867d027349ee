//! Whether overlays give only what their ceiling allows.
//!
//! A grant lies within the ceiling if an `allow` covers its target and every clause of that
//! `allow` stands, as it is, among the clauses of the grant. This is sound and doesn't see
//! everything. What it can't see is noted; whoever compiles may give a [`CeilingJudge`] that looks
//! closer, and without one it counts as outside.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use ward_diagnostics::{Diagnostic, Span, codes};

use crate::model::{
    CeilingId, Cells, Clause, Condition, ConditionId, Logic, OverlayId, Owner, Policy, RoleId,
    RuleId, Target, Verb,
};
use crate::resolve::Compiler;

/// A statement of an overlay's role or class that can't be seen to lie within the ceiling.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unseen {
    /// The ceiling.
    pub ceiling: CeilingId,
    /// The statement; it may be inherited from the vendor.
    pub rule: RuleId,
    /// The overlay's role that has it; `None` for an `enable` of an overlay's class.
    pub role: Option<RoleId>,
    /// Where it can't be seen.
    pub targets: Vec<Target>,
}

/// Looks closer at what can't be seen to lie within a ceiling: fine, or why it isn't.
pub type CeilingJudge<'a> = dyn Fn(&Arc<Policy>, &Unseen) -> Result<(), String> + 'a;

/// Every grant of an overlay, inherited and switched on ones among them, that can't be seen to
/// lie within its ceiling, with what to report if it doesn't.
pub(crate) fn unseen_by_ceilings(
    compiler: &Compiler<'_>,
    cells: &Cells,
) -> Vec<(Unseen, Diagnostic)> {
    let mut found = Vec::new();
    for (index, overlay) in compiler.overlays.iter().enumerate() {
        let id = OverlayId::from_index(index);
        let outside = unseen_of(compiler, cells, id, overlay.ceiling);
        found.extend(outside.into_iter().map(|((rule, role), targets)| {
            let problem = report(compiler, overlay.ceiling, id, rule, role);
            (Unseen { ceiling: overlay.ceiling, rule, role, targets }, problem)
        }));
    }
    found
}

type ByStatement = BTreeMap<(RuleId, Option<RoleId>), Vec<Target>>;

fn unseen_of(
    compiler: &Compiler<'_>,
    cells: &Cells,
    id: OverlayId,
    ceiling: CeilingId,
) -> ByStatement {
    let mut outside = ByStatement::new();
    let mut note = |rule: RuleId, role: Option<RoleId>, target: Target| {
        let targets = outside.entry((rule, role)).or_default();
        if targets.last() != Some(&target) {
            targets.push(target);
        }
    };
    for (target, cell) in &cells.index {
        let cell = &cells.contents[cell.index()];
        for grant in &cell.grants {
            let own = cells.holders(grant.holders).iter();
            let own = own.filter(|role| compiler.roles[role.index()].overlay == Some(id));
            let own: Vec<_> = own.collect();
            if !own.is_empty() && !allowed(compiler, ceiling, *target, &grant.clauses) {
                own.iter().for_each(|role| note(grant.rule, Some(*role), *target));
            }
        }
        for enable in &cell.enables {
            if compiler.classes[enable.class.index()].overlay == Some(id)
                && !allowed(compiler, ceiling, *target, &enable.clauses)
            {
                note(enable.rule, None, *target);
            }
        }
    }
    outside
}

fn allowed(
    compiler: &Compiler<'_>,
    ceiling: CeilingId,
    target: Target,
    clauses: &[Clause],
) -> bool {
    let met: BTreeSet<ConditionId> =
        clauses.iter().flat_map(|clause| conjuncts(compiler, clause.condition)).collect();
    compiler
        .rules
        .iter()
        .filter(|rule| rule.owner == Owner::Ceiling(ceiling) && rule.verb == Verb::Allow)
        .flat_map(|rule| &rule.reach)
        .filter(|reached| reached.target == target)
        .any(|reached| {
            let needed =
                reached.clauses.iter().flat_map(|clause| conjuncts(compiler, clause.condition));
            needed.into_iter().all(|condition| met.contains(&condition))
        })
}

fn conjuncts(compiler: &Compiler<'_>, condition: ConditionId) -> Vec<ConditionId> {
    if let Condition::Logic(Logic::And(parts)) = compiler.exprs.condition(condition) {
        return parts.iter().flat_map(|part| conjuncts(compiler, *part)).collect();
    }
    vec![condition]
}

fn report(
    compiler: &Compiler<'_>,
    ceiling: CeilingId,
    overlay: OverlayId,
    rule: RuleId,
    role: Option<RoleId>,
) -> Diagnostic {
    let rule = &compiler.rules[rule.index()];
    let ceiling = &compiler.ceilings[ceiling.index()];
    let own_role = role.map(|id| &compiler.roles[id.index()]);
    let inherited = rule.overlay != Some(overlay);
    let message = match own_role {
        Some(role) if inherited => {
            format!(
                "`{}` inherits `{}`, which the ceiling `{}` doesn't allow",
                role.name, rule.text, ceiling.name
            )
        }
        _ => format!("`{}` is more than the ceiling `{}` allows", rule.text, ceiling.name),
    };
    let place: Span = match own_role.and_then(|role| role.span) {
        Some(span) if inherited => span,
        _ => rule.span,
    };
    let mut problem =
        Diagnostic::error(codes::OUTSIDE_CEILING, message).at(place, "outside the ceiling");
    if inherited {
        problem = problem.at(rule.span, "inherited from here");
    }
    problem.at(ceiling.span, "the ceiling").help(
        "grant less, add an `except` to the `extends`, or have the vendor allow it; conditions of the ceiling must stand in the grant as they are",
    )
}
