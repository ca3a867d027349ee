//! The compiled policy: what every user of a policy reads.
//!
//! Holds: the [`Schema`], roles, classes, scopes and overlays with their names resolved; the
//! rules as they were written; typed conditions and values in the arenas of [`Exprs`]; and the
//! [`Cells`], one per (action, type, part), that evaluator, explanations, matrix, prover and
//! reverse queries share. Does not hold: data, requests, or how any of it is executed.
//!
//! Invariants: every id indexes its table; every condition is well typed; equal conditions are
//! one [`ConditionId`]; the lists of a cell stand in canonical order.

mod cell;
mod claims;
mod constant;
mod decimal;
mod expr;
mod ids;
mod policy;
mod print;
mod records;
mod rules;
mod schema;
mod test_case;
mod types;
mod words;

pub use cell::*;
pub use claims::*;
pub use constant::*;
pub use decimal::*;
pub use expr::*;
pub use ids::*;
pub use policy::*;
pub use print::Printer;
pub use records::*;
pub use rules::*;
pub use schema::*;
pub use test_case::*;
pub use types::*;
