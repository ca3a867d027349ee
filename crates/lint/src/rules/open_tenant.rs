//! A role that reaches into every tenant.
//!
//! ## What it does
//! Where other roles are held `in` a kind of tenant, or a ceiling names one: finds a role that isn't,
//! but grants without any condition what lies in a tenant.
//!
//! ## Why is this bad?
//! Assigned without a place, such a role reaches one customer's data for another customer's staff.
//!
//! ## Example
//! ```policy fragment
//! role auditor "Auditor" { can view on Invoice }
//! ```
//!
//! ## Use instead
//! ```policy fragment
//! role auditor "Auditor" in Practice { can view on Invoice }
//! ```

use std::collections::BTreeSet;

use ward_compiler::model::{ANYONE, Owner, RoleId, TypeId, Verb};

use crate::input::Input;
use crate::problem::Problem;

pub(crate) fn check(input: &Input<'_>) -> Vec<Problem> {
    let policy = input.policy;
    let tenants: BTreeSet<TypeId> = policy
        .roles
        .iter()
        .flat_map(|role| role.must_lie_in.iter().copied())
        .chain(policy.ceilings.iter().map(|ceiling| ceiling.tenant))
        .collect();
    let mut told = BTreeSet::new();
    let mut found = Vec::new();
    for (_, rule) in input.rules().filter(|(_, rule)| rule.verb == Verb::Can) {
        let Owner::Role(id) = rule.owner else { continue };
        let role = policy.role(id);
        if id == ANYONE
            || role.overlay.is_some()
            || role.is_abstract
            || !role.must_lie_in.is_empty()
        {
            continue;
        }
        let inside =
            rule.reach.iter().filter(|reached| reached.clauses.is_empty()).find_map(|reached| {
                let lies = |tenant: &&TypeId| policy.schema.can_lie_in(reached.target.ty, **tenant);
                tenants.iter().find(lies).map(|tenant| (reached.target.ty, *tenant))
            });
        if let Some((ty, tenant)) = inside.filter(|_| told.insert(id)) {
            found.push(problem(input, id, rule.span, (ty, tenant)));
        }
    }
    found
}

fn problem(
    input: &Input<'_>,
    role: RoleId,
    span: ward_diagnostics::Span,
    (ty, tenant): (TypeId, TypeId),
) -> Problem {
    let schema = &input.policy.schema;
    let (ty, tenant) = (&schema.ty(ty).name, &schema.ty(tenant).name);
    let name = &input.policy.role(role).name;
    Problem::new(format!("`{name}` reaches the `{ty}` of every `{tenant}`"), span, "in any of them")
        .help(format!(
            "write `role {name} in {tenant}`, or a condition; allow it where it is meant"
        ))
}
