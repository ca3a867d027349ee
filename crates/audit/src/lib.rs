//! Checks data and assignments against what a policy says of them.
//!
//! Holds: the constraints of a policy and the counts of its ceilings, asked of all stored data on
//! one day ([`audit`]), and what is odd with assignments and records whatever the policy's
//! constraints say: what doesn't exist, is over, never takes effect, is said twice, is missing.
//! Does not hold: evaluation (the evaluator's [`ward_evaluator::Inquiry`]), files, clocks or
//! terminals; nothing here decides a request.
//!
//! Invariants: a condition that can't be told breaks its constraint; findings come in the order
//! of the policy, then of their codes and words, each once, and never depend on the order of the
//! data.
//!
//! ```
//! use std::sync::Arc;
//! use ward_compiler::{PolicySource, compile, time::parse_date};
//! use ward_evaluator::{DataFile, Engine};
//!
//! let policy = compile(&PolicySource::from_text(
//!     "policy clinic
//!      subject entity User
//!      role author { } role approver { }
//!      constraint two_people \"Two pairs of eyes\": exclusive author, approver",
//! )).unwrap();
//! let text = r#"{"entities": [{"type": "User", "id": "ann"}],
//!                "assignments": [{"subject": "User::ann", "role": "author"},
//!                                {"subject": "User::ann", "role": "approver"}]}"#;
//! let data = DataFile { name: "data.json".into(), text: text.into() };
//! let (engine, _) = Engine::load(Arc::new(policy), &[data]);
//! let found = ward_audit::audit(&engine, parse_date("2026-03-02").unwrap());
//! assert_eq!(found[0].message, "ann holds approver and author on the same days");
//! ```

mod constraints;
mod data;
mod days;
mod finding;
mod holdings;
mod places;
mod view;
mod words;

use ward_diagnostics::{Code, codes};
use ward_evaluator::Engine;

pub use days::Days;
pub use finding::{AssignmentRef, Finding, RuleKind, RuleName, in_order};

use view::View;

/// Diagnostics of loading data that [`audit`] tells in its own words: names that mean nothing,
/// assignments that hold nowhere. Data with no other errors can be audited.
pub const TOLD_BY_AUDIT: [Code; 3] =
    [codes::DATA_UNKNOWN_ROLE, codes::ABSTRACT_ASSIGNED, codes::DATA_HOLDS_NOWHERE];

/// Everything that is wrong or odd with the data of an engine on a day (in days since
/// 1970-01-01, by the policy's time zone), in a fixed order.
pub fn audit(engine: &Engine, day: i32) -> Vec<Finding> {
    let view = View::new(engine, day);
    let mut found = constraints::check(&view);
    found.extend(data::check(&view));
    in_order(found)
}
