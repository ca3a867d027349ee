//! A grant that silently leaves out types for which its scope isn't defined.
//!
//! ## What it does
//! Finds a grant on `all`, or without `on`, whose `within` names a scope that only some of the types
//! have. On the others it grants nothing.
//!
//! ## Why is this bad?
//! The line reads as if it reached them. Which types have the scope is written somewhere else.
//!
//! ## Example
//! ```policy fragment
//! role student "Student" in Practice { can view within own }
//! ```
//!
//! ## Use instead
//! ```policy fragment
//! role student "Student" in Practice { can view on Visit, Note within own }
//! ```

use std::collections::BTreeSet;

use ward_compiler::model::{TypeId, Verb};

use crate::input::Input;
use crate::problem::Problem;
use crate::select;

pub(crate) fn check(input: &Input<'_>) -> Vec<Problem> {
    let mut found = Vec::new();
    for (_, rule) in input.rules() {
        if !rule.wide || !matches!(rule.verb, Verb::Can | Verb::May | Verb::Enable) {
            continue;
        }
        let Some(said) = input.statement(rule.span) else { continue };
        let selection = &said.statement.selection;
        let Some((span, _)) = &selection.within else { continue };
        let types = |targets: BTreeSet<ward_compiler::model::Target>| -> BTreeSet<TypeId> {
            targets.into_iter().map(|target| target.ty).collect()
        };
        let mut skipped = types(select::targets(input.policy, selection));
        for (_, except) in &selection.except {
            if except.when.is_none() && except.unless.is_none() && except.within.is_none() {
                let excepted = types(select::targets(input.policy, except));
                skipped.retain(|ty| !excepted.contains(ty));
            }
        }
        rule.reach.iter().for_each(|reached| {
            skipped.remove(&reached.target.ty);
        });
        if skipped.is_empty() {
            continue;
        }
        let names: Vec<_> =
            skipped.iter().map(|ty| format!("`{}`", input.policy.schema.ty(*ty).name)).collect();
        found.push(
            Problem::new(
                format!("this gives nothing on {}", names.join(", ")),
                *span,
                "not defined for all of them",
            )
            .help("name the types behind `on`, or define the scope for the others"),
        );
    }
    found
}
