//! A time limit for work that can't be trusted to end soon.
//!
//! The work runs in a thread of its own. The solver asks whether the time is up, and so does
//! every question between its rounds; work that doesn't ask is abandoned and ends with the
//! process.

use std::cell::Cell;
use std::sync::Arc;
use std::sync::mpsc::{RecvTimeoutError, channel};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

use ward_compiler::Policy;
use ward_compiler::model::Claim;

use crate::question::prove;
use crate::verdict::Verdict;

/// Conditions may be nested as deep as the parser lets them.
const STACK: usize = 64 << 20;

/// How long an abandoned thread is waited for, so that it can end by itself.
const GRACE: Duration = Duration::from_millis(200);

thread_local! {
    static DEADLINE: Cell<Option<Instant>> = const { Cell::new(None) };
}

/// Whether the time of this thread's work is up.
pub(crate) fn is_over() -> bool {
    DEADLINE.get().is_some_and(|end| Instant::now() >= end)
}

/// Whether a claim holds; where that can't be told in time, it is undecided.
pub fn prove_within(policy: &Arc<Policy>, claim: &Claim, limit: Duration) -> Verdict {
    let (policy, asked) = (policy.clone(), claim.clone());
    match within(limit, move || prove(&policy, &asked)) {
        Verdict::Undecided(why) if claim.assume => Verdict::Assumed(why),
        verdict => verdict,
    }
}

/// Runs a question for so long at most.
pub(crate) fn within(
    limit: Duration,
    question: impl FnOnce() -> Verdict + Send + 'static,
) -> Verdict {
    let (told, heard) = channel();
    let begun = Instant::now();
    let end = begun.checked_add(limit);
    let spawned = thread::Builder::new().stack_size(STACK).spawn(move || {
        DEADLINE.set(end);
        // Nobody listens any more where the time was up.
        let _ = told.send(question());
    });
    let thread = match spawned {
        Ok(thread) => thread,
        Err(error) => return Verdict::Undecided(format!("no thread to prove in: {error}")),
    };
    let verdict = heard.recv_timeout(limit.saturating_add(GRACE));
    end_of(thread, matches!(verdict, Err(RecvTimeoutError::Timeout)));
    match verdict {
        Ok(Verdict::Undecided(_)) | Err(RecvTimeoutError::Timeout) if begun.elapsed() >= limit => {
            Verdict::Undecided(format!("it takes longer than {} seconds", limit.as_secs_f64()))
        }
        Ok(verdict) => verdict,
        Err(_) => Verdict::Undecided("the prover failed, which is a fault of it".into()),
    }
}

/// Waits for a thread that has nothing more to do. One that is abandoned is left to itself for good.
///
/// Neither is ever detached, as dropping its handle would: where a thread ends at that very moment
/// and its stack is too large to be kept for another, some versions of glibc read what was
/// just given back, and the process is gone.
fn end_of(thread: JoinHandle<()>, abandoned: bool) {
    if abandoned {
        std::mem::forget(thread);
    } else {
        // That it panicked has been heard by its silence.
        let _ = thread.join();
    }
}

#[cfg(test)]
mod tests {
    use std::cell::RefCell;
    use std::sync::atomic::{AtomicBool, Ordering};

    use super::*;

    #[test]
    fn what_takes_too_long_is_undecided() {
        let limit = Duration::from_millis(20);
        let verdict = within(limit, || {
            thread::sleep(Duration::from_secs(2));
            Verdict::Proved
        });
        assert!(matches!(verdict, Verdict::Undecided(why) if why.contains("longer than 0.02")));
        assert_eq!(within(Duration::from_secs(60), || Verdict::Proved), Verdict::Proved);
    }

    #[test]
    fn the_time_is_up_in_the_thread_that_works() {
        let verdict = within(Duration::ZERO, || {
            if is_over() { Verdict::Undecided("stopped".into()) } else { Verdict::Proved }
        });
        assert!(matches!(verdict, Verdict::Undecided(_)));
        assert!(!is_over());
    }

    /// Takes its time to go, as the end of a thread may.
    struct Late(Arc<AtomicBool>);

    impl Drop for Late {
        fn drop(&mut self) {
            thread::sleep(Duration::from_millis(50));
            self.0.store(true, Ordering::SeqCst);
        }
    }

    thread_local! {
        static LATE: RefCell<Option<Late>> = const { RefCell::new(None) };
    }

    #[test]
    fn whoever_has_a_verdict_has_no_thread_left_that_is_just_ending() {
        let gone = Arc::new(AtomicBool::new(false));
        let late = Late(gone.clone());
        let verdict = within(Duration::from_secs(60), move || {
            LATE.set(Some(late));
            Verdict::Proved
        });
        assert_eq!(verdict, Verdict::Proved);
        assert!(gone.load(Ordering::SeqCst));
    }

    #[test]
    fn a_prover_that_fails_proves_nothing() {
        let verdict = within(Duration::from_secs(60), || std::panic::resume_unwind(Box::new(())));
        assert!(matches!(verdict, Verdict::Undecided(_)));
    }
}
