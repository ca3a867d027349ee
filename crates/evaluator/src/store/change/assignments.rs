//! Assignments that go and are put, and those that a change of entities concerns.

use rustc_hash::FxHashSet;
use ward_compiler::model::{AssignedKind, AssignmentRecord};

use super::Change;
use super::entities::Moved;
use crate::store::told::About;
use crate::store::{Assigned, Assignment, Builder, Head, Reaching, number};
use crate::value::EntityId;

/// Takes assignments away and puts others; gives those, by where they stand among the ones that
/// reach somebody, whose place has to be judged. `None` where something is wrong, or where one
/// doesn't give one thing.
pub(super) fn change(
    builder: &mut Builder<'_>,
    held_from: usize,
    change: &Change,
    moved: &Moved,
) -> Option<Vec<usize>> {
    let mut fresh = FxHashSet::default();
    if !(change.assignments.is_empty() && change.assignments_gone.is_empty()) {
        let numbers = Numbers::of(builder.store.assignments.len(), held_from, change)?;
        builder.told.renumber(|at| numbers.of_old(at));
        let put = put(builder, &numbers)?;
        fresh.extend(put.iter().map(|one| one.index));
        numbers.renumber(builder, put);
    }
    if moved.were_known {
        for at in concerned(builder, moved) {
            if !fresh.contains(&at) {
                judge_again(builder, at)?;
            }
        }
    } else if fresh.is_empty() {
        return Some(Vec::new());
    }
    let is_unplaced = |one: &Reaching| {
        let place = one.assignment.within;
        fresh.contains(&one.index) || place.is_some_and(|place| moved.entities.contains(&place))
    };
    let all = builder.store.by_subject.iter().enumerate();
    Some(all.filter(|(_, one)| is_unplaced(one)).map(|(at, _)| at).collect())
}

/// The numbers that assignments get.
struct Numbers {
    /// By the number before; `None` for those that go.
    old: Vec<Option<u32>>,
    /// Of those that are put.
    put: Vec<u32>,
}

impl Numbers {
    /// Of so many assignments, of which those that can be changed begin somewhere; `None` where
    /// the change doesn't fit.
    fn of(count: usize, held_from: usize, change: &Change) -> Option<Self> {
        let mut put = change.assignments.iter().map(|(at, _)| held_from + at).peekable();
        let mut gone = change.assignments_gone.iter().map(|at| held_from + at).peekable();
        let mut old = Vec::with_capacity(count);
        let mut next = 0;
        for at in 0..count {
            if gone.next_if_eq(&at).is_some() {
                old.push(None);
                continue;
            }
            while put.next_if_eq(&next).is_some() {
                next += 1;
            }
            old.push(Some(number(next)));
            next += 1;
        }
        while put.next_if_eq(&next).is_some() {
            next += 1;
        }
        let fits = gone.next().is_none() && put.next().is_none();
        let numbers = change.assignments.iter().map(|(at, _)| number(held_from + at)).collect();
        fits.then_some(Self { old, put: numbers })
    }

    fn of_old(&self, at: u32) -> Option<u32> {
        self.old.get(at as usize).copied().flatten()
    }

    /// Puts assignments among the others, which get their new numbers.
    fn renumber(&self, builder: &mut Builder<'_>, mut put: Vec<Reaching>) {
        let store = &mut builder.store;
        let mut given: Vec<Option<Assignment>> = vec![None; self.old.len() + put.len()];
        let stay = store.assignments.iter().zip(&self.old);
        let stay = stay.filter_map(|(one, at)| Some(((*at)?, *one)));
        for (at, one) in stay.chain(put.iter().map(|one| (one.index, one.assignment))) {
            if let Some(place) = given.get_mut(at as usize) {
                *place = Some(one);
            }
        }
        store.assignments = given.into_iter().flatten().collect();
        let key = |one: &Reaching| (one.assignment.subject, one.index);
        put.sort_unstable_by_key(key);
        let mut put = put.into_iter().peekable();
        let mut grouped = Vec::with_capacity(store.by_subject.len() + put.len());
        for one in std::mem::take(&mut store.by_subject) {
            let Some(index) = self.of_old(one.index) else { continue };
            let one = Reaching { index, ..one };
            while let Some(before) = put.next_if(|put| key(put) < key(&one)) {
                grouped.push(before);
            }
            grouped.push(one);
        }
        grouped.extend(put);
        store.heads.iter_mut().for_each(Head::unassign);
        builder.index_assignments(grouped);
    }
}

/// The assignments that are put, under the numbers that they get.
fn put(builder: &mut Builder<'_>, numbers: &Numbers) -> Option<Vec<Reaching>> {
    let records = std::mem::take(&mut builder.assignments);
    if records.len() != numbers.put.len() {
        return None;
    }
    let mut put = Vec::with_capacity(records.len());
    for (index, record) in numbers.put.iter().copied().zip(&records) {
        builder.about(About::Assignment(index));
        put.push(Reaching { assignment: given(builder, record)?, index, placed: None });
    }
    Some(put)
}

/// What a record gives, where that is one thing.
fn given(builder: &mut Builder<'_>, record: &AssignmentRecord) -> Option<Assignment> {
    match builder.resolved(record).ok()?.as_slice() {
        [one] => Some(*one),
        _ => None,
    }
}

/// The assignments to or within entities that have come, gone or lie elsewhere.
fn concerned(builder: &Builder<'_>, moved: &Moved) -> Vec<u32> {
    let is_moved = |id: EntityId| moved.entities.contains(&id);
    let all = builder.store.assignments.iter().enumerate();
    all.filter(|(_, one)| is_moved(one.subject) || one.within.is_some_and(is_moved))
        .map(|(at, _)| number(at))
        .collect()
}

/// Says anew what is odd with an assignment; `None` where it doesn't give what it gave.
fn judge_again(builder: &mut Builder<'_>, at: u32) -> Option<()> {
    let before = *builder.store.assignments.get(at as usize)?;
    let uid = |id| builder.store.uid(id).map(|(ty, id)| (ty, id.to_owned()));
    let (name, kind) = match before.what {
        Assigned::Role(id) => (&builder.policy().role(id).name, AssignedKind::Role),
        Assigned::Class(id) => (&builder.policy().class(id).name, AssignedKind::Class),
        Assigned::Lost(_) => return None,
    };
    let record = AssignmentRecord {
        subject: uid(before.subject)?,
        name: name.clone(),
        kind: Some(kind),
        within: before.within.and_then(uid),
        from: before.from,
        until: before.until,
    };
    builder.told.forget_assignment(at);
    builder.about(About::Assignment(at));
    given(builder, &record).filter(|given| *given == before).map(|_| ())
}
