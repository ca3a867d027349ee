//! Work in a thread that has room for it.

use std::thread;

use crate::budget::Budget;
use crate::verdict::Verdict;

/// Conditions may be nested as deep as the parser lets them.
const STACK: usize = 64 << 20;

/// Answers a question in a thread of its own, within a budget; undecided where that is used up,
/// or the prover fails. The thread has ended when the verdict is there.
pub(crate) fn work(budget: &Budget, question: impl FnOnce() -> Verdict + Send) -> Verdict {
    let verdict = thread::scope(|scope| {
        let spawned = thread::Builder::new().stack_size(STACK).spawn_scoped(scope, question);
        match spawned {
            Ok(thread) => thread.join().unwrap_or_else(|_| {
                Verdict::Undecided("the prover failed, which is a fault of it".into())
            }),
            Err(error) => Verdict::Undecided(format!("no thread to prove in: {error}")),
        }
    });
    match verdict {
        Verdict::Undecided(why) => Verdict::Undecided(budget.why_over().unwrap_or(why)),
        verdict => verdict,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::budget::Limits;

    #[test]
    fn what_takes_too_much_work_says_so() {
        let budget = Limits::of_steps(20).budget();
        let verdict = work(&budget, || {
            budget.spend(21);
            Verdict::Undecided("stopped".into())
        });
        let why = "it takes more than 20 steps of work";
        assert_eq!(verdict, Verdict::Undecided(why.into()));
        assert_eq!(work(&Limits::default().budget(), || Verdict::Proved), Verdict::Proved);
    }

    #[test]
    fn a_prover_that_fails_proves_nothing() {
        let budget = Limits::default().budget();
        let verdict = work(&budget, || std::panic::resume_unwind(Box::new(())));
        assert!(matches!(verdict, Verdict::Undecided(_)));
    }
}
