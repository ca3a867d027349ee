//! Rules and data of any size, from a seed: the same on every machine.
//!
//! The three applications have the shapes of the entity generators of the Cedar paper
//! (OOPSLA 2024, doi 10.1145/3649835).

mod gdrive;
mod github;
mod policies;
mod records;
mod rng;
mod roles;
mod tinytodo;

pub use gdrive::gdrive;
pub use github::github;
pub use policies::{
    Rule, changed, policies, policy_requests, rego_rules, rule_list, schema, ward_files,
};
pub use records::{record_requests, records};
pub use rng::Rng;
pub use roles::{role_requests, roles};
pub use tinytodo::tinytodo;

use crate::case::Uid;
use crate::world::World;

/// The paper's probability that two entities are connected.
const CONNECTED: f64 = 0.05;

/// Requests of a case.
pub const REQUESTS: usize = 1_024;

/// Requests of a case with `n` rules: fewer where some engines need milliseconds for each, since all
/// decisions are compared before anything is timed.
fn requests_for(n: usize) -> usize {
    REQUESTS * 2_500 / n.max(2_500)
}

/// Generated rules in each engine's words, and the data that they are about.
pub struct Rules {
    /// Ward's policy.
    pub ward: String,
    /// Cedar's policies.
    pub cedar: String,
    /// Cedar's schema.
    pub schema: String,
    /// Rego.
    pub rego: String,
    /// The data.
    pub world: World,
}

/// Each of `count` entities with the paper's probability.
fn some(rng: &mut Rng, count: usize, name: impl Fn(usize) -> Uid) -> Vec<Uid> {
    (0..count).filter(|_| rng.chance(CONNECTED)).map(name).collect()
}
