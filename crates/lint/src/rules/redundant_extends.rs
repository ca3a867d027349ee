//! An `extends` that another one brings already.
//!
//! ## What it does
//! Finds a role behind `extends` that another role behind the same `extends` extends as it is.
//!
//! ## Why is this bad?
//! It hides where the role really comes from, and a change of the one between has no effect.
//!
//! ## Example
//! ```policy fragment
//! role head_doctor "Head doctor" in Practice extends doctor, nurse { can archive }
//! ```
//!
//! ## Use instead
//! ```policy fragment
//! role head_doctor "Head doctor" in Practice extends doctor { can archive }
//! ```

use ward_compiler::Policy;
use ward_compiler::model::{Extension, RoleId};

use crate::input::Input;
use crate::problem::Problem;

pub(crate) fn check(input: &Input<'_>) -> Vec<Problem> {
    let policy = input.policy;
    let mut found = Vec::new();
    for role in &policy.roles {
        let Some(span) = role.span else { continue };
        for (at, parent) in role.extends.iter().enumerate() {
            let brings = |(other_at, other): &(usize, &Extension)| {
                *other_at != at && other.is_plain() && brings_plainly(policy, other.parent, *parent)
            };
            if let Some((_, other)) = role.extensions.iter().enumerate().find(brings) {
                let (name, other) = (&policy.role(*parent).name, &policy.role(other.parent).name);
                found.push(
                    Problem::new(
                        format!("`{other}` brings `{name}` already"),
                        span,
                        "extends both",
                    )
                    .help(format!("take `{name}` away")),
                );
            }
        }
    }
    found
}

/// Whether a role extends another, at any depth, by plain steps.
fn brings_plainly(policy: &Policy, role: RoleId, wanted: RoleId) -> bool {
    policy
        .role(role)
        .extensions
        .iter()
        .filter(|step| step.is_plain())
        .any(|step| step.parent == wanted || brings_plainly(policy, step.parent, wanted))
}
