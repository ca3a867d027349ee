//! Whether overlays give only what their ceiling allows.
//!
//! A grant lies within the ceiling if an `allow` covers its target and every clause of that
//! `allow` stands, as it is, among the clauses of the grant. This is sound and doesn't see
//! everything: what it can't see counts as outside.

use std::collections::BTreeSet;

use ward_diagnostics::{Diagnostic, Span, codes};

use crate::model::{
    CeilingId, Cells, Clause, Expr, ExprId, OverlayId, Owner, RoleId, RuleId, Target, Verb,
};
use crate::resolve::Compiler;

/// Reports every grant of an overlay, inherited and switched on ones among them, that lies
/// outside its ceiling.
pub(crate) fn check_ceilings(compiler: &Compiler<'_>, cells: &Cells) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    for (index, overlay) in compiler.overlays.iter().enumerate() {
        let id = OverlayId::from_index(index);
        let mut outside: BTreeSet<(RuleId, Option<RoleId>)> = BTreeSet::new();
        for (target, cell) in &cells.index {
            let cell = &cells.contents[cell.index()];
            for grant in &cell.grants {
                let own = cells
                    .holders(grant.holders)
                    .iter()
                    .filter(|role| compiler.roles[role.index()].overlay == Some(id));
                let own: Vec<_> = own.collect();
                if !own.is_empty() && !allowed(compiler, overlay.ceiling, *target, &grant.clauses) {
                    outside.extend(own.iter().map(|role| (grant.rule, Some(*role))));
                }
            }
            for enable in &cell.enables {
                if compiler.classes[enable.class.index()].overlay == Some(id)
                    && !allowed(compiler, overlay.ceiling, *target, &enable.clauses)
                {
                    outside.insert((enable.rule, None));
                }
            }
        }
        found.extend(
            outside
                .into_iter()
                .map(|(rule, role)| report(compiler, overlay.ceiling, id, rule, role)),
        );
    }
    found
}

fn allowed(
    compiler: &Compiler<'_>,
    ceiling: CeilingId,
    target: Target,
    clauses: &[Clause],
) -> bool {
    let met: BTreeSet<ExprId> =
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

fn conjuncts(compiler: &Compiler<'_>, condition: ExprId) -> Vec<ExprId> {
    match compiler.exprs.get(condition) {
        Expr::And(parts) => parts.iter().flat_map(|part| conjuncts(compiler, *part)).collect(),
        _ => vec![condition],
    }
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
