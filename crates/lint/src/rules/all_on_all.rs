//! Everything on everything, for a role that is no administrator.
//!
//! ## What it does
//! Finds `can all on all` without a condition in a role whose name and title don't say that it runs
//! the whole.
//!
//! ## Why is this bad?
//! The role has every action that will ever be added, and nobody decides about it again.
//!
//! ## Example
//! ```policy fragment
//! role manager "Practice manager" in Practice { can all on all except archive }
//! ```
//!
//! ## Use instead
//! ```policy fragment
//! role manager "Practice manager" in Practice { can patients, visits, money except archive }
//! ```

use ward_compiler::model::RoleId;
use ward_parser::ast::{ItemKind, Selection, Verb};

use crate::input::{ADMINISTRATORS, Input};
use crate::problem::Problem;

pub(crate) fn check(input: &Input<'_>) -> Vec<Problem> {
    let mut found = Vec::new();
    for said in input.statements() {
        let ItemKind::Role(role) = &said.item.kind else { continue };
        if said.statement.verb != Verb::Can || !is_everything(&said.statement.selection) {
            continue;
        }
        let at = input.policy.roles.iter().position(|one| one.name == role.name.text);
        let runs_it = at.is_some_and(|at| input.is_called(RoleId::from_index(at), ADMINISTRATORS));
        if !runs_it {
            let message = format!(
                "`{}` is given everything, and isn't called an administrator",
                role.name.text
            );
            found
                .push(Problem::new(message, said.statement.span, "all actions on all types").help(
                    "name the groups that it needs, or say in its title that it administers",
                ));
        }
    }
    found
}

fn is_everything(selection: &Selection) -> bool {
    let everywhere = selection.on.as_ref().is_none_or(|on| on.iter().any(|on| on.ty.text == "all"));
    selection.actions.iter().any(|action| action.text == "all")
        && everywhere
        && selection.within.is_none()
        && selection.when.is_none()
        && selection.unless.is_none()
}
