//! Scopes, recursive ones included.
//!
//! A scope that can lean on itself is the least solution in the order false < unknown < true:
//! every value starts false and only grows, until nothing changes. Values are worked off a
//! list, not by recursion, so that no depth of the data can overflow the stack.

use std::collections::BTreeSet;

use rustc_hash::FxHashMap;
use ward_compiler::model::{ScopeBody, ScopeId};

use super::{Env, Eval};
use crate::truth::Truth;
use crate::value::EntityId;

type Key = (ScopeId, EntityId);

/// A circle of scopes that is being solved. Circles wait for one another in one direction only.
#[derive(Debug, Default)]
pub(super) struct Solving {
    circle: u32,
    values: FxHashMap<Key, Truth>,
    /// Who has asked for a value.
    asked_by: FxHashMap<Key, BTreeSet<Key>>,
    current: Option<Key>,
    open: Vec<Key>,
}

impl Eval<'_> {
    /// Whether a record lies within a scope.
    pub fn within(&self, scope: ScopeId, entity: EntityId) -> Truth {
        let ty = self.asked.frame.ty(entity);
        let Some(body) = self.policy.scope(scope).on.get(&ty) else { return Truth::Unknown };
        let key = (scope, entity);
        if let Some(known) = self.scopes.borrow().get(&key) {
            return *known;
        }
        match body.circle {
            None => {
                let truth = self.truth(body.condition, &Env::of(entity));
                if self.solving.borrow().is_empty() {
                    self.scopes.borrow_mut().insert(key, truth);
                }
                truth
            }
            Some(circle) => self.in_circle(key, circle),
        }
    }

    fn in_circle(&self, key: Key, circle: u32) -> Truth {
        match self.waiting(key, circle) {
            Some(truth) => truth,
            None => self.solve(key, circle),
        }
    }

    /// The value so far, where the circle is being solved already.
    fn waiting(&self, key: Key, circle: u32) -> Option<Truth> {
        let mut stack = self.solving.borrow_mut();
        let solving = stack.last_mut().filter(|solving| solving.circle == circle)?;
        if let Some(current) = solving.current {
            solving.asked_by.entry(key).or_default().insert(current);
        }
        Some(*solving.values.entry(key).or_insert_with(|| {
            solving.open.push(key);
            Truth::False
        }))
    }

    /// Solves a circle of scopes from one question on.
    fn solve(&self, key: Key, circle: u32) -> Truth {
        let start = Solving {
            circle,
            open: vec![key],
            values: [(key, Truth::False)].into_iter().collect(),
            ..Solving::default()
        };
        self.solving.borrow_mut().push(start);
        while let Some(next) = self.next_open() {
            let Some(body) = self.body(next) else { continue };
            let truth = self.truth(body.condition, &Env::of(next.1));
            self.settle(next, truth);
        }
        let solved = self.solving.borrow_mut().pop().unwrap_or_default();
        let truth = solved.values.get(&key).copied().unwrap_or(Truth::Unknown);
        self.scopes.borrow_mut().extend(solved.values);
        truth
    }

    fn body(&self, (scope, entity): Key) -> Option<ScopeBody> {
        self.policy.scope(scope).on.get(&self.asked.frame.ty(entity)).copied()
    }

    fn next_open(&self) -> Option<Key> {
        let mut stack = self.solving.borrow_mut();
        let solving = stack.last_mut()?;
        let next = solving.open.pop()?;
        solving.current = Some(next);
        Some(next)
    }

    /// Notes a value; where it has grown, whoever asked for it is asked again.
    fn settle(&self, key: Key, truth: Truth) {
        let mut stack = self.solving.borrow_mut();
        let Some(solving) = stack.last_mut() else { return };
        let known = solving.values.entry(key).or_insert(Truth::False);
        if truth > *known {
            *known = truth;
            let askers = solving.asked_by.get(&key).into_iter().flatten();
            solving.open.extend(askers.copied());
        }
    }
}
