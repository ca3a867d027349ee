//! What callers hear, checked by the version that each answer names.

use std::sync::atomic::{AtomicBool, AtomicU64, AtomicUsize, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use serde_json::Value;

use crate::Failed;
use crate::clinic::{Combination, Question};
use crate::times::Times;

/// So many of the things that went wrong are told.
const TOLD: usize = 3;

/// What callers and whoever changes the files tell each other.
#[derive(Debug, Default)]
pub struct Shared {
    done: AtomicBool,
    /// In which window answers are counted.
    window: AtomicUsize,
    /// The newest version that anybody was answered by.
    newest: AtomicU64,
    /// The newest version that may be.
    allowed: AtomicU64,
}

impl Shared {
    /// From now on nobody asks any more.
    pub fn end(&self) {
        self.done.store(true, Ordering::SeqCst);
    }

    /// Whether nobody asks any more.
    pub fn is_over(&self) -> bool {
        self.done.load(Ordering::Relaxed)
    }

    /// The window in which answers are counted.
    pub fn window(&self) -> usize {
        self.window.load(Ordering::SeqCst)
    }

    /// The newest version that anybody was answered by.
    pub fn newest(&self) -> u64 {
        self.newest.load(Ordering::SeqCst)
    }

    /// From now on answers count in this window.
    pub fn enter(&self, window: usize) {
        self.window.store(window, Ordering::SeqCst);
    }

    /// From now on this version may decide.
    pub fn allow(&self, version: u64) {
        self.allowed.store(version, Ordering::SeqCst);
    }

    /// Waits until a version decides; how long that took.
    ///
    /// # Errors
    /// Where it never does.
    pub fn until(&self, version: u64, longest: Duration) -> Result<Duration, Failed> {
        let begun = Instant::now();
        while self.newest() < version {
            if begun.elapsed() > longest {
                return Err(format!("version {version} didn't come into force").into());
            }
            thread::sleep(Duration::from_micros(200));
        }
        Ok(begun.elapsed())
    }
}

/// What callers heard.
#[derive(Debug, Default)]
pub struct Heard {
    /// How many answers came.
    pub answers: u64,
    /// How many were not what the version that they name decides.
    pub wrong: u64,
    /// How many requests were not answered with a decision.
    pub failed: u64,
    /// The first of what was wrong or failed.
    pub told: Vec<String>,
    /// How long answers took, by window.
    pub times: Vec<Times>,
    /// The hashes of the second and the first policy, as they were named.
    policies: [Option<String>; 2],
}

/// An answer, and the newest version that somebody had been answered by before it was asked for.
#[derive(Debug)]
pub struct Answered {
    /// What it says.
    pub json: Value,
    /// That version.
    pub before: u64,
}

impl Heard {
    /// Notes how long an answer took.
    pub fn took(&mut self, window: usize, time: Duration) {
        if self.times.len() <= window {
            self.times.resize_with(window + 1, Times::default);
        }
        if let Some(times) = self.times.get_mut(window) {
            times.add(time);
        }
    }

    /// Checks an answer: a version decides that may, none older than before, as it must, by its name.
    pub fn check(
        &mut self,
        answer: &Answered,
        question: &Question,
        combination: fn(u64) -> Combination,
        shared: &Shared,
    ) {
        self.answers += 1;
        let context = &answer.json["context"];
        let version = context["version"].as_u64().unwrap_or_default();
        let given = combination(version);
        // Noted before it is looked up what may decide: that is said before the files change.
        shared.newest.fetch_max(version, Ordering::SeqCst);
        let mays =
            (answer.before.max(1)..=shared.allowed.load(Ordering::SeqCst)).contains(&version);
        let decided = answer.json["decision"] == question.expected(given);
        let named = self.names(given, context["policy"].as_str().unwrap_or_default());
        if !(mays && decided && named) {
            self.wrong += 1;
            self.tell(format!("{} to {}", answer.json, question.body()));
        }
    }

    /// Whether a policy has the name that it always has.
    fn names(&mut self, given: Combination, policy: &str) -> bool {
        let known = &mut self.policies[usize::from(given.first_policy)];
        known.get_or_insert_with(|| policy.to_owned()) == policy && policy.starts_with("sha256:")
    }

    /// Tells something that went wrong, unless enough was told.
    pub fn tell(&mut self, what: String) {
        if self.told.len() < TOLD {
            self.told.push(what);
        }
    }

    /// Adds what another caller heard, and compares how both heard policies named.
    pub fn add(&mut self, other: Self) {
        self.answers += other.answers;
        self.wrong += other.wrong;
        self.failed += other.failed;
        other.told.into_iter().for_each(|what| self.tell(what));
        for (window, times) in other.times.into_iter().enumerate() {
            if self.times.len() <= window {
                self.times.resize_with(window + 1, Times::default);
            }
            if let Some(mine) = self.times.get_mut(window) {
                mine.extend(times);
            }
        }
        for (known, policy) in self.policies.iter_mut().zip(other.policies) {
            let differs = known.is_some() && policy.is_some() && *known != policy;
            if differs {
                self.wrong += 1;
                self.told.push("one policy has two names".into());
            }
            *known = known.take().or(policy);
        }
        if let [Some(second), Some(first)] = &self.policies
            && second == first
        {
            self.wrong += 1;
            self.tell(format!("two policies have the name `{first}`"));
        }
    }

    /// What went wrong first, in a line for a promise.
    pub fn troubles(&self) -> String {
        if self.told.is_empty() { String::new() } else { format!(" ({})", self.told.join("; ")) }
    }
}
