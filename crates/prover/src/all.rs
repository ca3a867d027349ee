//! All promises of a policy.

use std::sync::Arc;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;
use std::time::Duration;

use ward_compiler::Policy;
use ward_compiler::model::Claim;

use crate::limit::prove_within;
use crate::verdict::Verdict;

/// The verdicts about claims of a policy, in their order; each may take so long. As many are
/// proved at a time as there are processors.
pub fn prove_all(policy: &Arc<Policy>, claims: &[Claim], limit: Duration) -> Vec<Verdict> {
    let next = AtomicUsize::new(0);
    let found: Mutex<Vec<(usize, Verdict)>> = Mutex::default();
    let work = || {
        loop {
            let at = next.fetch_add(1, Ordering::Relaxed);
            let Some(claim) = claims.get(at) else { return };
            let verdict = prove_within(policy, claim, limit);
            if let Ok(mut found) = found.lock() {
                found.push((at, verdict));
            }
        }
    };
    let workers = thread::available_parallelism().map_or(1, usize::from).min(claims.len());
    thread::scope(|scope| {
        for _ in 1..workers {
            scope.spawn(work);
        }
        work();
    });
    let mut found = found.into_inner().unwrap_or_default();
    found.sort_by_key(|(at, _)| *at);
    found.into_iter().map(|(_, verdict)| verdict).collect()
}
