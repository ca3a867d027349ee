//! A claim that holds because there is nothing that could break it.
//!
//! ## What it does
//! Finds `A <= B` where A gives nothing, `only … depend on` a property that no rule reads, and
//! `never`, `always` and `cannot` under a condition of which the prover shows that it is never met.
//!
//! ## Why is this bad?
//! It is proved and says nothing. A reader relies on it, and it stays silent when it is needed: often
//! it names another action or property than was meant.
//!
//! ## Example
//! ```policy fragment
//! claim "Licences don't matter": only sign depend on User.licence
//! ```
//!
//! ## Use instead
//! ```policy fragment
//! claim "The team decides who reads notes":
//!   only view, edit, archive, write, sign, book, move depend on Patient.care_team
//! ```

use std::collections::BTreeSet;

use ward_compiler::model::{
    Access, Claim, ClaimForm, ConditionId, Depended, Part, PropertyId, Reached, Reads, RoleId,
    Side, TypeId,
};
use ward_prover::useful;

use crate::input::Input;
use crate::problem::Problem;

pub(crate) fn check(input: &Input<'_>) -> Vec<Problem> {
    let mut found = Vec::new();
    for claim in &input.policy.claims {
        if let Some(why) = why_vacuous(input, claim) {
            found.push(
                Problem::new(
                    format!("this holds whatever the rules say: {why}"),
                    claim.span,
                    "says nothing",
                )
                .help("claim what is meant, or take it away"),
            );
        }
    }
    found
}

fn why_vacuous(input: &Input<'_>, claim: &Claim) -> Option<String> {
    let policy = input.policy;
    match &claim.form {
        ClaimForm::AtMost { low: Side::Role(role), .. } => gives_nothing(input, *role)
            .then(|| format!("`{}` gives nothing", policy.role(*role).name)),
        ClaimForm::OnlyDepends { property: Depended::Property(ty, property), .. } => {
            let name = &policy.schema.property(*ty, *property).name;
            let why = format!("no rule reads `{}.{name}`", policy.schema.ty(*ty).name);
            (!is_read(input, *ty, *property)).then_some(why)
        }
        ClaimForm::Never { what, .. }
        | ClaimForm::Always { what, .. }
        | ClaimForm::Cannot { what, .. } => {
            let never = |reached: &Reached| {
                useful::can_be_selected(policy, reached.target, &reached.clauses) == Some(false)
            };
            let vacuous = !what.is_empty() && what.iter().all(never);
            vacuous.then(|| "its condition is never met".to_owned())
        }
        _ => None,
    }
}

fn gives_nothing(input: &Input<'_>, role: RoleId) -> bool {
    let cells = &input.policy.cells;
    !cells
        .contents
        .iter()
        .any(|cell| cell.grants.iter().any(|grant| cells.holders(grant.holders).contains(role)))
}

/// Whether a clause of a rule, or a scope, reads the property.
fn is_read(input: &Input<'_>, ty: TypeId, property: PropertyId) -> bool {
    let policy = input.policy;
    let mut open: Vec<ConditionId> = Vec::new();
    for rule in &policy.rules {
        for reached in &rule.reach {
            open.extend(reached.clauses.iter().map(|clause| clause.condition));
        }
    }
    open.extend(
        policy.scopes.iter().flat_map(|scope| scope.on.values()).map(|body| body.condition),
    );
    open.extend(policy.roles.iter().flat_map(|role| &role.extensions).flat_map(|extension| {
        let within = extension.within.iter().flat_map(|within| within.values());
        let except =
            extension.except.iter().flat_map(|except| except.values()).flat_map(|all| all.iter());
        within.chain(except).map(|clause| clause.condition)
    }));
    let wanted = (ty, Access::Property(property));
    let mut seen = BTreeSet::new();
    let mut open: Vec<Part> = open.into_iter().map(Part::Condition).collect();
    while let Some(part) = open.pop() {
        if !seen.insert(part) {
            continue;
        }
        if let Some(Reads::Property { access, .. }) = policy.exprs.reads(part)
            && access.contains(&wanted)
        {
            return true;
        }
        open.extend(policy.exprs.parts(part));
    }
    false
}
