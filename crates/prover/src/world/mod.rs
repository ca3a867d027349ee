//! Every data set and request that the declarations allow, as a circuit.
//!
//! A [`World`] has the elementary facts about the terms that a question mentions
//! ([`crate::facts`]), whether a role is held (`holding.rs`), and what conditions come to
//! (`conditions.rs`). What always holds is stated as axioms, those of one term when it is made,
//! those about several where a solution breaks them ([`World::solve`]). Each axiom is valid, so
//! whatever the circuit excludes is excluded; where an axiom is missing, a solution may exist that
//! no data show, and replaying it finds that out.

mod conditions;
mod elements;
mod env;
mod held;
mod holding;
mod outside;
mod paths;
mod quantifiers;
mod readers;
mod refine;
mod setting;
mod state;
mod versions;

pub use env::Env;
pub use held::HeldKey;
pub use setting::{Differing, Swap};
pub use state::World;

/// With more terms than this, quantifiers aren't applied to any further ones.
const MOST_TERMS: usize = 64;

/// Conditions beyond so many bits are not followed.
const MOST_BITS: u32 = 200_000;
