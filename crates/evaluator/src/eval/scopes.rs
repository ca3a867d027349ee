//! Scopes, recursive ones included.
//!
//! A scope that can lean on itself is the least solution in the order false < unknown < true:
//! every value starts false and only grows, until nothing changes. Values are worked off a
//! list, not by recursion, so that no depth of the data can overflow the stack.

use rustc_hash::FxHashMap;
use ward_compiler::model::ScopeId;

use super::{Env, Eval};
use crate::truth::Truth;
use crate::value::EntityId;

type Key = (ScopeId, EntityId);

/// No more entries in a list of askers.
const END: u32 = u32::MAX;

/// The values of scopes that were asked for last. It forgets one for another, which costs only
/// time, and forgets all of them at once when its turn changes.
#[derive(Debug)]
struct Lately {
    turn: u32,
    places: [(u32, Key, Truth); Self::PLACES],
}

impl Default for Lately {
    fn default() -> Self {
        let nothing = (0, (ScopeId(0), EntityId(0)), Truth::Unknown);
        Self { turn: 1, places: [nothing; Self::PLACES] }
    }
}

impl Lately {
    const PLACES: usize = 16;

    fn place(key: Key) -> usize {
        (key.0.0.wrapping_mul(5).wrapping_add(key.1.0)) as usize % Self::PLACES
    }

    fn get(&self, key: Key) -> Option<Truth> {
        let (turn, known, truth) = self.places[Self::place(key)];
        (turn == self.turn && known == key).then_some(truth)
    }

    fn note(&mut self, key: Key, truth: Truth) {
        self.places[Self::place(key)] = (self.turn, key, truth);
    }

    fn forget(&mut self) {
        self.turn = self.turn.wrapping_add(1);
        if self.turn == 0 {
            *self = Self::default();
        }
    }
}

/// The room that a decision works in; it is kept from one decision to the next.
#[derive(Debug, Default)]
pub(crate) struct Work {
    lately: Lately,
    /// Scopes that can lean on themselves and whose value is known.
    scopes: FxHashMap<Key, Truth>,
    /// The circles of scopes that are being solved, innermost last.
    solving: Vec<Solving>,
    /// Circles that were solved, for their room.
    solved: Vec<Solving>,
    /// Lists of entities, for their room.
    climbs: Vec<Vec<EntityId>>,
}

impl Work {
    /// Forgets what is known, and keeps the room.
    pub fn clear(&mut self) {
        self.lately.forget();
        self.scopes.clear();
        self.solved.append(&mut self.solving);
    }

    /// An empty list of entities.
    pub fn take_climb(&mut self) -> Vec<EntityId> {
        self.climbs.pop().unwrap_or_default()
    }

    /// Gives the room of a list back.
    pub fn give_climb(&mut self, mut list: Vec<EntityId>) {
        list.clear();
        self.climbs.push(list);
    }
}

/// A circle of scopes that is being solved. Circles wait for one another in one direction only.
#[derive(Debug, Default)]
struct Solving {
    circle: u32,
    values: FxHashMap<Key, Value>,
    /// Who has asked for a value, and the next one who has asked for the same.
    askers: Vec<(Key, u32)>,
    current: Option<Key>,
    open: Vec<Key>,
}

/// The value so far, the last one who has asked for it, and whether it waits to be worked on.
#[derive(Clone, Copy, Debug)]
struct Value {
    truth: Truth,
    asked_by: u32,
    waits: bool,
}

impl Value {
    const FIRST: Self = Self { truth: Truth::False, asked_by: END, waits: true };
}

impl Solving {
    fn start(&mut self, circle: u32, key: Key) {
        self.circle = circle;
        self.values.clear();
        self.values.insert(key, Value::FIRST);
        self.askers.clear();
        self.current = None;
        self.open.clear();
        self.open.push(key);
    }

    /// The value so far; who is being worked on will hear of it when it grows.
    fn ask(&mut self, key: Key) -> Truth {
        let Self { values, askers, open, current, .. } = self;
        let value = values.entry(key).or_insert_with(|| {
            open.push(key);
            Value::FIRST
        });
        if let Some(current) = *current {
            let known = askers.get(value.asked_by as usize).is_some_and(|one| one.0 == current);
            if !known {
                askers.push((current, value.asked_by));
                value.asked_by = crate::store::number(askers.len() - 1);
            }
        }
        value.truth
    }

    fn next(&mut self) -> Option<Key> {
        let next = self.open.pop()?;
        self.current = Some(next);
        if let Some(value) = self.values.get_mut(&next) {
            value.waits = false;
        }
        Some(next)
    }

    /// Notes a value; where it has grown, whoever asked for it is asked again, and asks again.
    fn settle(&mut self, key: Key, truth: Truth) {
        let Self { values, askers, open, .. } = self;
        let Some(value) = values.get_mut(&key).filter(|value| truth > value.truth) else { return };
        value.truth = truth;
        let mut at = std::mem::replace(&mut value.asked_by, END);
        while let Some((asker, next)) = askers.get(at as usize) {
            if let Some(waiting) = values.get_mut(asker).filter(|value| !value.waits) {
                waiting.waits = true;
                open.push(*asker);
            }
            at = *next;
        }
    }
}

impl Eval<'_> {
    /// Whether a record lies within a scope.
    pub fn within(&self, scope: ScopeId, entity: EntityId) -> Truth {
        let ty = self.asked.frame.ty(entity);
        let Some(body) = self.program.nodes.scope(scope, ty) else { return Truth::Unknown };
        let key = (scope, entity);
        match body.circle {
            None => {
                if let Some(known) = self.work.borrow().lately.get(key) {
                    return known;
                }
                let truth = self.truth(body.condition, &Env::of(entity).read_by(body.reader));
                let mut work = self.work.borrow_mut();
                // While a circle is being solved, a value may still grow.
                if work.solving.is_empty() {
                    work.lately.note(key, truth);
                }
                truth
            }
            Some(circle) => {
                let known = self.work.borrow().scopes.get(&key).copied();
                known.unwrap_or_else(|| self.in_circle(key, circle))
            }
        }
    }

    fn in_circle(&self, key: Key, circle: u32) -> Truth {
        let waiting = {
            let mut work = self.work.borrow_mut();
            let innermost = work.solving.last_mut().filter(|solving| solving.circle == circle);
            innermost.map(|solving| solving.ask(key))
        };
        waiting.unwrap_or_else(|| self.solve(key, circle))
    }

    /// Solves a circle of scopes from one question on.
    fn solve(&self, key: Key, circle: u32) -> Truth {
        {
            let mut work = self.work.borrow_mut();
            let mut solving = work.solved.pop().unwrap_or_default();
            solving.start(circle, key);
            work.solving.push(solving);
        }
        while let Some(next) = self.innermost(Solving::next).flatten() {
            let ty = self.asked.frame.ty(next.1);
            let Some(body) = self.program.nodes.scope(next.0, ty) else { continue };
            let truth = self.truth(body.condition, &Env::of(next.1).read_by(body.reader));
            self.innermost(|solving| solving.settle(next, truth));
        }
        self.close(key)
    }

    fn innermost<T>(&self, change: impl FnOnce(&mut Solving) -> T) -> Option<T> {
        self.work.borrow_mut().solving.last_mut().map(change)
    }

    /// Ends the innermost circle: its values are known now.
    fn close(&self, key: Key) -> Truth {
        let mut work = self.work.borrow_mut();
        let Some(solved) = work.solving.pop() else { return Truth::Unknown };
        let truth = solved.values.get(&key).map_or(Truth::Unknown, |value| value.truth);
        work.scopes.extend(solved.values.iter().map(|(key, value)| (*key, value.truth)));
        work.solved.push(solved);
        truth
    }
}
