//! Common ground of the property tests: how many cases, which ones, and what a failure shows.

use std::sync::Arc;

use proptest::strategy::{Strategy, ValueTree};
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};
use serde_json::Value as Json;
use ward_compiler::Policy;

use crate::engine::Real;
use crate::generate::{Features, World, worlds};
use crate::reference::Store;

/// How many requests each made-up world is asked.
pub const REQUESTS: usize = 12;

/// A world that compiled, with both evaluators.
pub struct Ready {
    /// The policy.
    pub policy: Arc<Policy>,
    /// The reference's data.
    pub store: Store,
    /// The real evaluator.
    pub real: Real,
}

/// Makes both evaluators ready; `None` where the policy doesn't compile or neither of them
/// takes the data.
///
/// # Errors
/// Where one takes the data and the other doesn't.
pub fn ready(world: &World) -> Result<Option<Ready>, String> {
    match world.compile() {
        Ok(policy) => load(&policy, &world.data()),
        Err(_) => Ok(None),
    }
}

/// Loads data into both evaluators; `None` where neither of them takes them.
///
/// # Errors
/// Where one takes the data and the other doesn't.
pub fn load(policy: &Arc<Policy>, data: &Json) -> Result<Option<Ready>, String> {
    let store = Store::read(policy, data);
    let real = Real::load(policy, data);
    match (store, real) {
        (Ok(store), Ok(real)) => Ok(Some(Ready { policy: policy.clone(), store, real })),
        (Err(_), Err(_)) => Ok(None),
        (store, real) => Err(format!(
            "data: reference {:?}, real {:?}",
            store.map(|_| "loads"),
            real.map(|_| "loads")
        )),
    }
}

/// A number from the environment.
fn setting(name: &str, otherwise: u64) -> u64 {
    std::env::var(name).ok().and_then(|text| text.parse().ok()).unwrap_or(otherwise)
}

/// Runs a check on many made-up worlds: `WARD_CASES` says how many times the usual number,
/// `WARD_SEED` where to begin. A check says what is wrong with a world; the first world that
/// fails is cut down and told.
///
/// # Errors
/// What is wrong, with the world.
pub fn for_worlds(
    features: Features,
    usual: u64,
    check: impl Fn(&World) -> Result<(), String>,
) -> Result<(), String> {
    let count = usual * setting("WARD_CASES", 1);
    let first = setting("WARD_SEED", 1);
    let strategy = worlds(features, REQUESTS);
    for seed in first..first + count {
        let mut bytes = [0; 32];
        bytes[..8].copy_from_slice(&seed.to_le_bytes());
        let rng = TestRng::from_seed(RngAlgorithm::ChaCha, &bytes);
        let mut runner = TestRunner::new_with_rng(Config::default(), rng);
        let world = match strategy.new_tree(&mut runner) {
            Ok(tree) => tree.current(),
            Err(reason) => return Err(reason.to_string()),
        };
        if check(&world).is_err() {
            let small = crate::generate::cut_down(world, &|world| check(world).is_err());
            let why = check(&small).err().unwrap_or_default();
            return Err(format!("seed {seed}: {why}\n{small}"));
        }
    }
    Ok(())
}
