//! A role that gives nothing.
//!
//! ## What it does
//! Finds a role that can be assigned, through which nothing is granted, and that says nothing: no
//! `cannot` that makes of it a role that is meant to be empty.
//!
//! ## Why is this bad?
//! People are given it and expect something of it.
//!
//! ## Example
//! ```policy fragment
//! role visitor "Visitor" in Practice { }
//! ```
//!
//! ## Use instead
//! ```policy fragment
//! role visitor "Visitor" in Practice { can view on Visit within caseload }
//! ```

use std::collections::BTreeSet;

use ward_compiler::model::{ANYONE, RoleId};
use ward_parser::ast::ItemKind;

use crate::input::Input;
use crate::problem::Problem;

pub(crate) fn check(input: &Input<'_>) -> Vec<Problem> {
    let cells = &input.policy.cells;
    let used: BTreeSet<_> =
        cells.contents.iter().flat_map(|cell| &cell.grants).map(|grant| grant.holders).collect();
    let giving: BTreeSet<RoleId> =
        used.into_iter().flat_map(|holders| cells.holders(holders).iter()).collect();
    let mut found = Vec::new();
    for (at, role) in input.policy.roles.iter().enumerate() {
        let id = RoleId::from_index(at);
        let Some(span) = role.span.filter(|_| id != ANYONE && !role.is_abstract) else { continue };
        if giving.contains(&id) || speaks(input, &role.name) {
            continue;
        }
        found
            .push(Problem::new(format!("`{}` gives nothing", role.name), span, "empty").help(
                "grant it something, say with `cannot` that it is meant so, or take it away",
            ));
    }
    found
}

fn speaks(input: &Input<'_>, name: &str) -> bool {
    input.items().any(|item| match &item.kind {
        ItemKind::Role(role) => role.name.text == name && !role.statements.is_empty(),
        _ => false,
    })
}
