//! Somebody who may lift their own restriction.
//!
//! ## What it does
//! Finds an action on a subject type that unlocks, unblocks, reactivates or lifts, and that somebody
//! may do to themselves. A request that shows it has been run.
//!
//! ## Why is this bad?
//! A lock that opens from inside is none.
//!
//! ## Example
//! ```policy fragment
//! actions staff on User { unlock }
//! role desk "Help desk" in Practice { can unlock }
//! ```
//!
//! ## Use instead
//! ```policy fragment
//! actions staff on User { unlock }
//! role desk "Help desk" in Practice { can unlock unless user == subject }
//! ```

use ward_compiler::model::ActionOn;

use super::own::{Question, on_oneself};
use crate::input::Input;
use crate::problem::Problem;

pub(crate) fn check(input: &Input<'_>) -> Vec<Problem> {
    let question = Question {
        asks: releases,
        says: "somebody may lift their own restriction with",
        help: "forbid it of oneself: `forbid ACTION when resource == subject`",
    };
    on_oneself(input, &question)
}

fn releases(name: &str, _: &ActionOn) -> bool {
    let words = ["unlock", "unblock", "unsuspend", "reactivate", "lift_", "release_", "reinstate"];
    words.iter().any(|word| name.starts_with(word))
}
