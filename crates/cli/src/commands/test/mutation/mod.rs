//! `ward test --mutate`: whether the tests would notice that the policy is another.

mod fate;
mod report;

use std::num::NonZeroUsize;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use ward_compiler::Policy;
use ward_coverage::{Mutant, mutants, tests_pass};
use ward_diagnostics::has_errors;
use ward_evaluator::{DataFile, Engine};

pub use fate::Mutation;
pub use report::{human, json, outcomes};

use super::cases::{Asked, Cases};
use crate::policy::Loaded;
use crate::progress::Progress;
use fate::Fate;

/// Conditions may be nested as deep as the parser lets them.
const STACK: usize = 64 << 20;

/// What every mutant is tried on.
#[derive(Clone, Copy)]
pub struct Tried<'a> {
    /// The policy as it was written, whose tests pass.
    pub loaded: &'a Loaded,
    /// The cases, if there are any.
    pub cases: Option<&'a Cases>,
    /// The data of the cases that bring none, if there are any.
    pub data: Option<&'a [DataFile]>,
    /// Whether what is ignored otherwise is an error.
    pub strict: bool,
    /// The time for tests and cases that don't say.
    pub now: i64,
}

/// Tries every mutant, on all cores.
pub fn run(tried: Tried<'_>) -> Mutation {
    let mutants = mutants(&tried.loaded.located.source);
    let jobs = thread::available_parallelism().map_or(1, NonZeroUsize::get);
    let done = AtomicUsize::new(0);
    let next = AtomicUsize::new(0);
    let work = |mut progress: Option<Progress>| {
        let mut fates = Vec::new();
        loop {
            let at = next.fetch_add(1, Ordering::Relaxed);
            let Some(mutant) = mutants.get(at) else { return fates };
            fates.push((at, fate(tried, mutant)));
            let done = done.fetch_add(1, Ordering::Relaxed) + 1;
            if let Some(progress) = &mut progress {
                progress.at(done as u64);
            }
        }
    };
    let mut fates = vec![None; mutants.len()];
    thread::scope(|scope| {
        let workers: Vec<_> = (0..jobs.min(mutants.len()))
            .map(|job| {
                let total = Some(mutants.len() as u64);
                let progress = (job == 0).then(|| Progress::new("mutants", total));
                let work = &work;
                thread::Builder::new().stack_size(STACK).spawn_scoped(scope, move || work(progress))
            })
            .collect();
        for worker in workers.into_iter().flatten() {
            for (at, fate) in worker.join().unwrap_or_default() {
                fates[at] = Some(fate);
            }
        }
    });
    let fates = mutants.into_iter().zip(fates);
    // One that was lost with its worker has not been noticed by anybody.
    let fates = fates.map(|(mutant, fate)| (mutant, fate.unwrap_or(Fate::Unnoticed)));
    Mutation { mutants: fates.collect() }
}

fn fate(tried: Tried<'_>, mutant: &Mutant) -> Fate {
    let original = &tried.loaded.policy;
    let Ok(policy) = ward_prover::compile(&mutant.applied(&tried.loaded.located.source)) else {
        return Fate::Invalid;
    };
    // An overlay that is left out is an error of the overlay.
    if policy.rejected.len() > original.rejected.len() {
        return Fate::Invalid;
    }
    let policy = Arc::new(policy);
    if !passes(tried, &policy) {
        return Fate::Noticed;
    }
    match ward_diff::decide_alike(original, &policy) {
        true => Fate::Same,
        false => Fate::Unnoticed,
    }
}

fn passes(tried: Tried<'_>, policy: &Arc<Policy>) -> bool {
    if !tests_pass(policy, Some(tried.now)) {
        return false;
    }
    let Some(cases) = tried.cases else { return true };
    let shared = tried.data.map(|files| Engine::load(policy.clone(), files));
    if shared.as_ref().is_some_and(|(_, problems)| has_errors(problems)) {
        return false;
    }
    let shared = shared.map(|(engine, _)| engine.strict(tried.strict));
    cases.pass(Asked { policy, shared: shared.as_ref(), now: tried.now }, tried.strict)
}
