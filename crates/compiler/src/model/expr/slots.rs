//! Checking one declaration anew in the slots of its old expressions.
//!
//! Expressions are numbered in the order in which they are met first. So a declaration has a run
//! of slots of its own, for what nobody met before it; where it is checked anew, its new
//! expressions fill these one by one, and what is left over or missing moves all behind it.

use std::fmt;
use std::ops::Range;

use super::{Expr, ExprId, Exprs};
use crate::model::Ty;

/// Which declaration used each expression last, in the order in which they are checked.
#[derive(Clone, Default)]
pub(super) struct Uses {
    /// The declaration at work.
    now: u32,
    last: Vec<u32>,
    slots: Option<Slots>,
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

    pub(super) fn take_slots(&mut self) -> Option<Slots> {
        self.slots.take()
    }

    fn may_move(&self, at: usize) -> bool {
        self.last.get(at).is_some_and(|last| *last <= self.now)
    }
}

/// The slots that are filled anew.
#[derive(Clone, Debug)]
pub(super) struct Slots {
    next: usize,
    end: usize,
    /// How many expressions there were; what finds no slot is put behind them for the time being.
    all: usize,
    failed: bool,
}

/// How expressions are numbered behind slots that were too few or too many.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Renumbered {
    /// The first one behind the slots.
    from: usize,
    /// How many there were.
    all: usize,
    /// How many slots were missing.
    more: usize,
    /// How many were left over.
    less: usize,
}

impl Renumbered {
    /// Whether the expression has another number now.
    pub fn reaches(self, id: ExprId) -> bool {
        id.index() >= self.from
    }

    /// Its number now.
    pub fn id(self, id: ExprId) -> ExprId {
        match id.index() {
            at if at < self.from => id,
            at if at < self.all => ExprId::from_index(at + self.more - self.less),
            at => ExprId::from_index(self.from + at - self.all),
        }
    }

    /// Where a run of slots lies now.
    pub fn range(self, range: &Range<usize>) -> Range<usize> {
        let at = |at: usize| at + self.more - self.less;
        match range {
            range if range.start >= self.from => at(range.start)..at(range.end),
            range if range.end == self.from => range.start..at(range.end),
            range => range.clone(),
        }
    }
}

impl Exprs {
    /// What is added from now on is used by this declaration; numbers rise.
    pub(crate) fn used_by(&mut self, declaration: u32) {
        self.uses.now = declaration;
    }

    /// Checks a declaration anew, which was the first to use the expressions `slots`.
    pub(crate) fn begin_anew(&mut self, declaration: u32, slots: Range<usize>) {
        self.uses.now = declaration;
        let (next, end, all) = (slots.start, slots.end, self.len());
        self.uses.slots = Some(Slots { next, end, all, failed: false });
    }

    /// How expressions are numbered now, if they are at all as they would be if everything was
    /// checked anew: nothing that another declaration uses may have to move by itself.
    #[expect(clippy::option_option, reason = "a failure is not the same as no new numbers")]
    pub(crate) fn end_anew(&mut self) -> Option<Option<Renumbered>> {
        let slots = self.uses.slots.take().filter(|slots| !slots.failed)?;
        let numbers = Renumbered {
            from: slots.end,
            all: slots.all,
            more: self.len() - slots.all,
            less: slots.end - slots.next,
        };
        if !(slots.next..slots.end).all(|at| self.uses.may_move(at)) {
            return None;
        }
        if numbers.more == 0 && numbers.less == 0 {
            return Some(None);
        }
        self.renumber(slots.next, numbers);
        Some(Some(numbers))
    }

    /// Puts what found no slot behind the slots, and takes away those that are left over.
    fn renumber(&mut self, next: usize, numbers: Renumbered) {
        let behind = self.nodes.split_off(numbers.from).into_iter();
        let types = self.types.split_off(numbers.from);
        let last = self.uses.last.split_off(numbers.from);
        self.nodes.truncate(next);
        self.types.truncate(next);
        self.uses.last.truncate(next);
        let mut moved: Vec<_> = behind.zip(types).zip(last).collect();
        moved.rotate_right(numbers.more);
        for ((expr, ty), last) in moved {
            self.nodes.insert(expr.with_ids(|id| numbers.id(id)));
            self.types.push(ty);
            self.uses.last.push(last);
        }
    }

    /// Adds an expression of the declaration that is checked anew.
    pub(super) fn add_in(&mut self, mut slots: Slots, expr: Expr, ty: Ty) -> ExprId {
        let next = slots.next;
        let free = next < slots.end && self.uses.may_move(next);
        let index = match self.nodes.get_index_of(&expr) {
            Some(at) if at < next || at >= slots.all => at,
            Some(at) if at < slots.end && (at == next || free && self.uses.may_move(at)) => {
                self.nodes.swap_indices(at, next);
                self.types.swap(at, next);
                self.uses.last.swap(at, next);
                slots.next += 1;
                next
            }
            None if free && self.nodes.replace_index(next, expr.clone()).is_ok() => {
                self.types[next] = ty;
                slots.next += 1;
                next
            }
            None if next == slots.end => {
                self.types.push(ty);
                self.nodes.insert_full(expr).0
            }
            _ => {
                slots.failed = true;
                0
            }
        };
        self.uses.note(index);
        self.uses.slots = Some(slots);
        ExprId::from_index(index)
    }
}
