//! A role that has the same grant in several ways.
//!
//! ## What it does
//! Finds a role that inherits one statement more than once under different conditions: once as it is
//! or more widely, once narrowed by `extends … within` or `except`.
//!
//! ## Why is this bad?
//! The wider way counts, so that the narrowing is without effect, and that isn't seen where it stands.
//!
//! ## Example
//! ```policy fragment
//! role trainee "Trainee" in Practice
//!   extends nurse except write
//!   extends doctor { }
//! ```
//!
//! ## Use instead
//! ```policy fragment
//! role trainee "Trainee" in Practice
//!   extends doctor except write { }
//! ```

use std::collections::BTreeSet;

use ward_compiler::model::{RoleId, RuleId};

use crate::input::Input;
use crate::problem::Problem;

pub(crate) fn check(input: &Input<'_>) -> Vec<Problem> {
    let mut found = Vec::new();
    for (at, role) in input.policy.roles.iter().enumerate() {
        let Some(span) = role.span else { continue };
        let narrows = role.extensions.iter().any(|extension| !extension.is_plain());
        if !narrows || role.extensions.len() < 2 {
            continue;
        }
        let id = RoleId::from_index(at);
        if let Some(rule) = twice(input, id) {
            found.push(
                Problem::new(
                    format!("`{}` has this in several ways; the widest counts", role.name),
                    span,
                    "inherits it more than once",
                )
                .also(input.policy.rule(rule).span, "this")
                .help("extend the role once, or narrow every way"),
            );
        }
    }
    found
}

/// A statement that a role has as it is by one way and narrowed, or not at all, by another.
fn twice(input: &Input<'_>, role: RoleId) -> Option<RuleId> {
    let policy = input.policy;
    let extensions = &policy.role(role).extensions;
    let mut seen = BTreeSet::new();
    for extension in extensions {
        for parent in policy.role(extension.parent).is_a.iter() {
            seen.insert((parent, extension.is_plain()));
        }
    }
    let both = |rule: &ward_compiler::model::Rule| match rule.owner {
        ward_compiler::model::Owner::Role(owner) => {
            seen.contains(&(owner, true)) && seen.contains(&(owner, false))
        }
        _ => false,
    };
    policy.rules.iter().position(both).map(RuleId::from_index)
}
