//! A grant on everybody's records, without a scope and without a reason.
//!
//! ## What it does
//! Finds a `can` without any condition, in a role that is no administrator, on a type that belongs to
//! people (a property of a subject type, for which a scope is defined) where no comment on the line,
//! above it or above the role says what for.
//!
//! ## Why is this bad?
//! Seeing all records where one's own would do is the commonest breach of least privilege. Where it is
//! meant, one line of reason makes the next review short.
//!
//! ## Example
//! ```policy fragment
//! role student "Student" in Practice {
//!   can view on Note
//! }
//! ```
//!
//! ## Use instead
//! ```policy fragment
//! role student "Student" in Practice {
//!   can view on Note within caseload
//! }
//! ```

use std::collections::BTreeSet;

use ward_compiler::model::{Owner, Ty, TypeId, Verb};

use crate::input::{ADMINISTRATORS, Input};
use crate::problem::Problem;

pub(crate) fn check(input: &Input<'_>) -> Vec<Problem> {
    let mut found = Vec::new();
    for (_, rule) in input.rules().filter(|(_, rule)| rule.verb == Verb::Can) {
        let Owner::Role(role) = rule.owner else { continue };
        if input.is_called(role, ADMINISTRATORS) {
            continue;
        }
        let open: BTreeSet<TypeId> = rule
            .reach
            .iter()
            .filter(|reached| reached.clauses.is_empty() && !is_new(input, reached.target))
            .map(|reached| reached.target.ty)
            .filter(|ty| belongs_to_people(input, *ty))
            .collect();
        let Some(first) = open.iter().next().map(|ty| &input.policy.schema.ty(*ty).name) else {
            continue;
        };
        let said = input.statement(rule.span);
        if said
            .is_some_and(|said| !said.item.meta.docs.is_empty() || input.has_reason(said.statement))
        {
            continue;
        }
        found.push(
            Problem::new(
                format!("this reaches every `{first}`, whoever it belongs to"),
                rule.span,
                "no scope",
            )
            .help("add `within SCOPE`, or say in a comment why all of them are needed"),
        );
    }
    found
}

fn is_new(input: &Input<'_>, target: ward_compiler::model::Target) -> bool {
    input.policy.schema.action(target.action).on.get(&target.ty).is_some_and(|on| on.new)
}

/// Whether a type has a property of a subject type, and a scope that could be used.
fn belongs_to_people(input: &Input<'_>, ty: TypeId) -> bool {
    let schema = &input.policy.schema;
    let is_person = |ty: &Ty| match ty {
        Ty::Entity(types) => types.iter().any(|ty| schema.ty(*ty).subject),
        _ => false,
    };
    let owned = schema.ty(ty).properties.values().any(|property| match &property.ty {
        Ty::Set(element) => is_person(element),
        other => is_person(other),
    });
    owned && input.policy.scopes.iter().any(|scope| scope.on.contains_key(&ty))
}
