//! Checking one declaration anew in the slots of its old expressions.
//!
//! Conditions and values are numbered in the order in which they are met first. So a declaration
//! has a run of slots of its own in each arena, for what nobody met before it; where it is checked
//! anew, its new expressions fill these one by one, and what is left over or missing moves all
//! behind it.

use std::fmt;
use std::hash::Hash;
use std::ops::Range;

use super::arena::Arena;
use super::{Exprs, Mapping};
use crate::model::{ConditionId, ValueId};

/// Which declaration used each expression last, in the order in which they are checked.
#[derive(Clone, Default)]
pub(super) struct Uses {
    /// The declaration at work.
    now: u32,
    last: Vec<u32>,
    slots: Option<Filling>,
}

impl fmt::Debug for Uses {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Uses")
    }
}

impl Uses {
    pub(super) fn note(&mut self, at: usize) {
        match self.last.get_mut(at) {
            Some(last) => *last = (*last).max(self.now),
            None => self.last.push(self.now),
        }
    }

    pub(super) fn take_slots(&mut self) -> Option<Filling> {
        self.slots.take()
    }

    fn may_move(&self, at: usize) -> bool {
        self.last.get(at).is_some_and(|last| *last <= self.now)
    }
}

/// The slots of an arena that are filled anew.
#[derive(Clone, Debug)]
pub(super) struct Filling {
    start: usize,
    next: usize,
    end: usize,
    /// How many expressions there were; what finds no slot is put behind them for the time being.
    all: usize,
    failed: bool,
}

/// The slots of a declaration.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Slots {
    conditions: Range<usize>,
    values: Range<usize>,
}

/// How expressions are numbered behind slots that were too few or too many.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Renumbered {
    /// The declaration whose slots they are.
    declaration: u32,
    conditions: Numbers,
    values: Numbers,
}

/// The same in one arena.
#[derive(Clone, Copy, Debug)]
struct Numbers {
    /// The first slot, and the first that wasn't filled.
    start: usize,
    next: usize,
    /// The first one behind the slots.
    from: usize,
    /// How many there were.
    all: usize,
    /// How many slots were missing.
    more: usize,
    /// How many were left over.
    less: usize,
}

impl Numbers {
    fn is_idle(self) -> bool {
        self.more == 0 && self.less == 0
    }

    fn moved(self, at: usize) -> usize {
        at + self.more - self.less
    }

    fn index(self, at: usize) -> usize {
        match at {
            at if at < self.from => at,
            at if at < self.all => self.moved(at),
            at => self.from - self.less + at - self.all,
        }
    }
}

impl Renumbered {
    /// Whether the condition has another number now.
    pub fn reaches(self, id: ConditionId) -> bool {
        id.index() >= self.conditions.from
    }

    /// The condition's number now.
    pub fn condition(self, id: ConditionId) -> ConditionId {
        ConditionId::from_index(self.conditions.index(id.index()))
    }

    /// The value's number now.
    pub fn value(self, id: ValueId) -> ValueId {
        ValueId::from_index(self.values.index(id.index()))
    }

    /// Moves the slots of a declaration to where they lie now.
    pub fn move_slots(self, declaration: u32, slots: &mut Slots) {
        let sides = [(self.conditions, &mut slots.conditions), (self.values, &mut slots.values)];
        for (numbers, range) in sides {
            if declaration > self.declaration {
                range.start = numbers.moved(range.start);
            }
            if declaration >= self.declaration {
                range.end = numbers.moved(range.end);
            }
        }
    }
}

impl Mapping for Renumbered {
    fn condition(&mut self, id: ConditionId) -> ConditionId {
        Self::condition(*self, id)
    }

    fn value(&mut self, id: ValueId) -> ValueId {
        Self::value(*self, id)
    }
}

impl Exprs {
    /// What is added from now on is used by this declaration; numbers rise.
    pub(crate) fn used_by(&mut self, declaration: u32) {
        self.conditions.uses.now = declaration;
        self.values.uses.now = declaration;
    }

    /// No slots yet, for a declaration that is checked from now on.
    pub(crate) fn no_slots(&self) -> Slots {
        let (conditions, values) = (self.conditions.nodes.len(), self.values.nodes.len());
        Slots { conditions: conditions..conditions, values: values..values }
    }

    /// These slots and what has been added since.
    pub(crate) fn slots_since(&self, slots: Slots) -> Slots {
        let end = self.no_slots();
        Slots {
            conditions: slots.conditions.start..end.conditions.end,
            values: slots.values.start..end.values.end,
        }
    }

    /// Checks a declaration anew, which was the first to use the expressions `slots`.
    pub(crate) fn begin_anew(&mut self, declaration: u32, slots: Slots) {
        self.used_by(declaration);
        self.conditions.begin_anew(slots.conditions);
        self.values.begin_anew(slots.values);
    }

    /// How expressions are numbered now, if they are at all as they would be if everything was
    /// checked anew: nothing that another declaration uses may have to move by itself.
    #[expect(clippy::option_option, reason = "a failure is not the same as no new numbers")]
    pub(crate) fn end_anew(&mut self) -> Option<Option<Renumbered>> {
        let declaration = self.conditions.uses.now;
        let (conditions, values) = (self.conditions.end_anew(), self.values.end_anew());
        let mut numbers = Renumbered { declaration, conditions: conditions?, values: values? };
        if numbers.conditions.is_idle() && numbers.values.is_idle() {
            return Some(None);
        }
        self.conditions.renumber(numbers.conditions, |condition| condition.map(&mut numbers));
        self.values.renumber(numbers.values, |value| value.map(&mut numbers));
        Some(Some(numbers))
    }
}

impl<N: Clone + Eq + Hash, T> Arena<N, T> {
    fn begin_anew(&mut self, slots: Range<usize>) {
        let (start, end, all) = (slots.start, slots.end, self.nodes.len());
        self.uses.slots = Some(Filling { start, next: start, end, all, failed: false });
    }

    fn end_anew(&mut self) -> Option<Numbers> {
        let slots = self.uses.slots.take().filter(|slots| !slots.failed)?;
        let numbers = Numbers {
            start: slots.start,
            next: slots.next,
            from: slots.end,
            all: slots.all,
            more: self.nodes.len() - slots.all,
            less: slots.end - slots.next,
        };
        (slots.next..slots.end).all(|at| self.uses.may_move(at)).then_some(numbers)
    }

    /// Puts what found no slot behind the slots, takes away those that are left over, and
    /// renames what all from the slots on are made of: one arena's slots may be made of what
    /// found no slot in the other.
    fn renumber(&mut self, numbers: Numbers, mut renamed: impl FnMut(N) -> N) {
        let behind = self.nodes.split_off(numbers.from).into_iter();
        let types = self.types.split_off(numbers.from);
        let last = self.uses.last.split_off(numbers.from);
        self.nodes.truncate(numbers.next);
        self.types.truncate(numbers.next);
        self.uses.last.truncate(numbers.next);
        let filled = self.nodes.split_off(numbers.start);
        self.nodes.extend(filled.into_iter().map(&mut renamed));
        let mut moved: Vec<_> = behind.zip(types).zip(last).collect();
        moved.rotate_right(numbers.more);
        for ((node, ty), last) in moved {
            self.nodes.insert(renamed(node));
            self.types.push(ty);
            self.uses.last.push(last);
        }
    }

    /// Adds an expression of the declaration that is checked anew.
    pub(super) fn add_in(&mut self, mut slots: Filling, node: N, ty: T) -> usize {
        let next = slots.next;
        let free = next < slots.end && self.uses.may_move(next);
        let index = match self.nodes.get_index_of(&node) {
            Some(at) if at < next || at >= slots.all => at,
            Some(at) if at < slots.end && (at == next || free && self.uses.may_move(at)) => {
                self.nodes.swap_indices(at, next);
                self.types.swap(at, next);
                self.uses.last.swap(at, next);
                slots.next += 1;
                next
            }
            None if free && self.nodes.replace_index(next, node.clone()).is_ok() => {
                self.types[next] = ty;
                slots.next += 1;
                next
            }
            None if next == slots.end => {
                self.types.push(ty);
                self.nodes.insert_full(node).0
            }
            Some(_) | None => {
                slots.failed = true;
                0
            }
        };
        self.uses.note(index);
        self.uses.slots = Some(slots);
        index
    }
}
