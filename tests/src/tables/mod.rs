//! Tables: conditions of one form as one circuit, held against the evaluator in small worlds.
//!
//! A [`Table`] is a policy with a handful of conditions, all of a form or about what its operands
//! are. In each [`World`] the evaluator says what every condition comes to; the circuit must admit
//! exactly these truth values together. Where it doesn't, the prover excludes what can be, and
//! would call something proved that isn't so.

mod schema;
mod speech;
mod table;
mod values;
mod world;

pub use speech::{Asked, Form};
pub use table::{Excluded, Table};
pub use world::World;
