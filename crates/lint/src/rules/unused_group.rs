//! A group of actions that nothing uses.
//!
//! ## What it does
//! Finds a group that nothing names, and of which every action is in another group too: it was declared for
//! its name alone.
//!
//! ## Why is this bad?
//! A group is a word for talking about its actions together. Where nobody does, it is one word too many.
//!
//! ## Example
//! ```policy fragment
//! actions signing on Note { sign }
//! ```
//!
//! ## Use instead
//! ```policy fragment
//! actions signing on Note { sign }
//! role signer "Signer" in Practice { can signing }
//! ```

use ward_compiler::graph::NodeKind;

use crate::input::Input;
use crate::problem::Problem;

pub(crate) fn check(input: &Input<'_>) -> Vec<Problem> {
    let unused = input.unused(NodeKind::Group).into_iter();
    unused
        .filter(|(name, _)| is_for_its_name_alone(input, name))
        .map(|(name, span)| {
            Problem::new(format!("nothing uses the group `{name}`"), span, "unused")
                .help("use it, or take it away")
        })
        .collect()
}

/// Whether every action of a group is in another one too.
fn is_for_its_name_alone(input: &Input<'_>, group: &str) -> bool {
    let groups = &input.policy.schema.groups;
    let others = || groups.iter().filter(|(name, _)| name.as_str() != group);
    groups.get(group).is_some_and(|own| {
        own.iter().all(|target| others().any(|(_, other)| other.contains(target)))
    })
}
