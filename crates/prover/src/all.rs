//! Promises of a policy, one or all.

use std::sync::Arc;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use ward_compiler::Policy;
use ward_compiler::model::Claim;

use crate::asked::Asked;
use crate::axiom::Mutation;
use crate::budget::Limits;
use crate::means::Means;
use crate::question;
use crate::verdict::Verdict;
use crate::worker::work;

/// Whether a claim holds, within the usual limits.
pub fn prove(policy: &Arc<Policy>, claim: &Claim) -> Verdict {
    prove_within(policy, claim, &Limits::default())
}

/// Whether a claim holds; where that can't be told within the limits, it is undecided.
pub fn prove_within(policy: &Arc<Policy>, claim: &Claim, limits: &Limits) -> Verdict {
    let means = Means { budget: limits.budget(), mutation: None, verify: limits.is_verified };
    answered(&Asked { policy, means }, claim)
}

/// What a prover with a fault in it says of a claim.
#[doc(hidden)]
pub fn prove_mutated(policy: &Arc<Policy>, claim: &Claim, mutation: Mutation) -> Verdict {
    let means = Means { mutation: Some(mutation), ..Means::of_a_question() };
    answered(&Asked { policy, means }, claim)
}

fn answered(asked: &Asked<'_>, claim: &Claim) -> Verdict {
    match work(&asked.means.budget, || question::prove(asked, claim)) {
        Verdict::Undecided(why) if claim.assume => Verdict::Assumed(why),
        verdict => verdict,
    }
}

/// The verdicts about claims of a policy, in their order; the limits are those of each. As many
/// are proved at a time as there are processors.
pub fn prove_all(policy: &Arc<Policy>, claims: &[Claim], limits: &Limits) -> Vec<Verdict> {
    let next = AtomicUsize::new(0);
    let found: Mutex<Vec<(usize, Verdict)>> = Mutex::default();
    let work = || {
        loop {
            let at = next.fetch_add(1, Ordering::Relaxed);
            let Some(claim) = claims.get(at) else { return };
            let verdict = prove_within(policy, claim, limits);
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
