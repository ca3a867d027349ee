//! What can be asked of a small policy, data set by data set.

use ward_compiler::Policy;

use serde_json::Value as Json;

use super::data::instance;
use super::search::request;
use super::{Draw, Small};

/// Data for a policy, and a request for everything that the policy declares.
#[derive(Clone, Debug)]
pub struct Asked {
    /// The data.
    pub data: Json,
    /// A request for each action on each type and part.
    pub requests: Vec<Json>,
}

/// So many data sets at random. They fit every policy with the same declarations.
pub fn asked(small: &Small, policy: &Policy, seed: u64, most: usize) -> Vec<Asked> {
    let mut draw = Draw::random(seed);
    let one = |_| {
        let instance = instance(&mut draw, small);
        draw.turn();
        let targets = policy.cells.index.keys();
        let requests = targets.map(|target| request(small, policy, &instance, *target)).collect();
        Asked { data: instance.data, requests }
    };
    (0..most).map(one).collect()
}
