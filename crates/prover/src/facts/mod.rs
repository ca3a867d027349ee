//! The elementary facts about the terms of a question, and what always holds among them.
//!
//! [`Facts`] has a bit for each: whether a value is known, whether two are the same, whether a record
//! lies in another, whether a number is below another. They stand in tables by what they are about
//! (`relations.rs`, `elements.rs`, `scalars.rs`) and are made when they are asked for. What always
//! holds of one term is stated once it is there ([`Facts::settle_next`]); what holds of several is
//! stated where a solution breaks it ([`Facts::refine`]). Knows no conditions and no roles.

mod alike;
mod doubt;
mod elements;
mod entities;
mod numbers;
mod relations;
mod scalars;
mod scales;
mod sets;
mod state;
mod terms;
mod truth;
mod value_axioms;
mod values;
mod whole;

pub use state::Facts;
pub use truth::{Truth, Val};
