//! Tests over the whole of Ward.
//!
//! Holds: a [`reference`] evaluator, the generators of made-up worlds ([`generate`]), the one
//! place that knows the real evaluator's interface ([`engine`]), edits of policies ([`edit`]), the
//! comparison of two engines ([`alike`]), and the laws' common ground ([`law`]). The tests themselves are in `tests/`.

pub mod alike;
pub mod edit;
pub mod engine;
pub mod enumerate;
pub mod generate;
pub mod law;
pub mod plain;
pub mod reference;
pub mod tables;
