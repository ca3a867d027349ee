//! How much work an answer may cost, counted in steps.
//!
//! A step is about as much as making one gate of a circuit or looking at one instance of an axiom.
//! Steps are the same on each machine and under each load, so what is proved within a budget is
//! proved within it everywhere. Time plays no part here: whoever has a clock passes a [`Stop`].

use std::fmt;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

/// The steps that one promise may cost unless somebody says otherwise: many times what the dearest
/// of the policies that come with Ward takes.
pub const PROMISE: u64 = 10_000_000;

/// The steps of one statement of an overlay that nobody else's statements can use up.
const STATEMENT: u64 = 20_000;

/// The steps that the statements of all overlays of a set may cost beyond that, together.
const OVERLAYS: u64 = 200_000;

/// Ends work from outside, for a reason that this crate knows nothing about, such as a time limit.
#[derive(Clone)]
pub struct Stop {
    is_due: Arc<dyn Fn() -> bool + Send + Sync>,
    why: Arc<str>,
}

impl Stop {
    /// Stops once `is_due` says so; `why` completes "it can't be told: …".
    pub fn new(
        why: impl Into<Arc<str>>,
        is_due: impl Fn() -> bool + Send + Sync + 'static,
    ) -> Self {
        Self { is_due: Arc::new(is_due), why: why.into() }
    }
}

impl fmt::Debug for Stop {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Stop").field("why", &self.why).finish_non_exhaustive()
    }
}

/// How much each of several promises may cost.
#[derive(Clone)]
pub struct Limits {
    steps: u64,
    pub(crate) is_verified: bool,
    begin: Option<Arc<dyn Fn() -> Stop + Send + Sync>>,
}

impl Default for Limits {
    fn default() -> Self {
        Self::of_steps(PROMISE)
    }
}

impl fmt::Debug for Limits {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Limits").field("steps", &self.steps).finish_non_exhaustive()
    }
}

impl Limits {
    /// So many steps for each promise.
    pub fn of_steps(steps: u64) -> Self {
        Self { steps, is_verified: false, begin: None }
    }

    /// The same, and each promise is stopped by what `begin` gives when its proof begins.
    #[must_use]
    pub fn stopped_by(self, begin: impl Fn() -> Stop + Send + Sync + 'static) -> Self {
        Self { begin: Some(Arc::new(begin)), ..self }
    }

    /// The same, and nothing is called proved before the solver's derivation has been checked step
    /// by step, apart from the solver.
    #[must_use]
    pub fn verified(self) -> Self {
        Self { is_verified: true, ..self }
    }

    /// What one promise has.
    pub(crate) fn budget(&self) -> Budget {
        Budget::new(self.steps, None, self.begin.as_ref().map(|begin| begin()))
    }
}

/// What is left of the steps for an answer. Copies count together.
#[derive(Clone, Debug)]
pub(crate) struct Budget(Arc<Account>);

#[derive(Debug)]
struct Account {
    steps: u64,
    left: AtomicU64,
    /// Where more comes from when nothing is left.
    reserve: Option<Budget>,
    stop: Option<Stop>,
}

impl Budget {
    fn new(steps: u64, reserve: Option<Self>, stop: Option<Stop>) -> Self {
        Self(Arc::new(Account { steps, left: AtomicU64::new(steps), reserve, stop }))
    }

    /// What one question has that belongs to no promise.
    pub(crate) fn of_a_question() -> Self {
        Limits::default().budget()
    }

    /// What the overlays of a set have together beyond what each of their statements has.
    pub(crate) fn of_overlays() -> Self {
        Self::new(OVERLAYS, None, None)
    }

    /// What one statement of an overlay has: some steps of its own, then of those of all.
    pub(crate) fn of_a_statement(overlays: &Self) -> Self {
        Self::new(STATEMENT, Some(overlays.clone()), None)
    }

    /// Begins to count anew, for another question.
    pub(crate) fn renew(&self) {
        self.0.left.store(self.0.steps, Ordering::Relaxed);
    }

    /// Counts so much work.
    pub(crate) fn spend(&self, steps: u64) {
        let less = |left: u64| Some(left.saturating_sub(steps));
        let left = self.0.left.fetch_update(Ordering::Relaxed, Ordering::Relaxed, less);
        let beyond = steps.saturating_sub(left.unwrap_or_default());
        if beyond > 0
            && let Some(reserve) = &self.0.reserve
        {
            reserve.spend(beyond);
        }
    }

    /// The same, of so many things.
    pub(crate) fn spend_on(&self, things: usize) {
        self.spend(u64::try_from(things).unwrap_or(u64::MAX));
    }

    /// Whether nothing is left, or the work is stopped.
    pub(crate) fn is_over(&self) -> bool {
        self.is_stopped() || self.is_spent()
    }

    fn is_spent(&self) -> bool {
        self.0.left.load(Ordering::Relaxed) == 0
            && self.0.reserve.as_ref().is_none_or(Self::is_spent)
    }

    fn is_stopped(&self) -> bool {
        self.0.stop.as_ref().is_some_and(|stop| (stop.is_due)())
    }

    /// Why the work ended without an answer; `None` where it didn't have to.
    pub(crate) fn why_over(&self) -> Option<String> {
        let steps = self.0.steps;
        match (&self.0.stop, &self.0.reserve) {
            (_, Some(_)) if self.is_spent() => Some(format!(
                "it takes more than {steps} steps of work, and the {OVERLAYS} that the overlays of the set have besides are used up"
            )),
            (_, None) if self.is_spent() => {
                Some(format!("it takes more than {steps} steps of work"))
            }
            (Some(stop), _) if self.is_stopped() => Some(stop.why.to_string()),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::AtomicBool;

    use super::*;

    #[test]
    fn copies_count_together() {
        let budget = Limits::of_steps(10).budget();
        budget.clone().spend(9);
        assert!(!budget.is_over());
        assert_eq!(budget.why_over(), None);
        budget.spend_on(5);
        assert!(budget.is_over());
        assert_eq!(budget.why_over().as_deref(), Some("it takes more than 10 steps of work"));
    }

    #[test]
    fn a_statement_has_its_own_steps_whatever_others_used_up() {
        let overlays = Budget::of_overlays();
        let greedy = Budget::of_a_statement(&overlays);
        greedy.spend(STATEMENT + OVERLAYS);
        assert!(greedy.is_over());
        let modest = Budget::of_a_statement(&overlays);
        modest.spend(STATEMENT - 1);
        assert!(!modest.is_over());
        modest.spend(1);
        assert!(modest.why_over().is_some_and(|why| why.contains("are used up")));
    }

    #[test]
    fn a_stop_ends_what_has_steps_left() {
        let due = Arc::new(AtomicBool::new(false));
        let asked = due.clone();
        let limits = Limits::of_steps(10).stopped_by(move || {
            let asked = asked.clone();
            Stop::new("enough", move || asked.load(Ordering::Relaxed))
        });
        let budget = limits.budget();
        assert!(!budget.is_over());
        due.store(true, Ordering::Relaxed);
        assert_eq!((budget.is_over(), budget.why_over().as_deref()), (true, Some("enough")));
    }
}
