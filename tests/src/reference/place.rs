//! Where entities lie.

use std::collections::BTreeSet;

use ward_compiler::model::TypeId;

use super::case::Case;
use super::store::Id;
use super::truth::Truth;

/// The containers of a kind that are nearest to an entity.
pub enum Nearest {
    /// These, at the smallest height at which there is one.
    Found(BTreeSet<Id>),
    /// None, and everything above is known.
    None,
    /// Something on the way isn't known.
    Unknown,
}

impl Case<'_> {
    /// `inner in outer`.
    pub fn lies_in(&self, inner: &Id, outer: &Id) -> Truth {
        self.one(inner, outer).or(self.lies_inside(inner, outer))
    }

    fn lies_inside(&self, inner: &Id, outer: &Id) -> Truth {
        if !self.can_contain(outer.0, inner.0) {
            return Truth::False;
        }
        let (above, complete) = self.above(inner);
        if above.contains(outer) {
            Truth::True
        } else if complete {
            Truth::False
        } else {
            Truth::Unknown
        }
    }

    /// Whether an entity is, or lies in, one of a kind.
    pub fn lies_in_some(&self, inner: &Id, kind: TypeId) -> Truth {
        if inner.0 == kind {
            return Truth::True;
        }
        if !self.can_contain(kind, inner.0) {
            return Truth::False;
        }
        let (above, complete) = self.above(inner);
        if above.iter().any(|(ty, _)| *ty == kind) {
            Truth::True
        } else if complete {
            Truth::False
        } else {
            Truth::Unknown
        }
    }

    /// Whether by the declarations an entity of one kind can contain one of the other.
    fn can_contain(&self, outer: TypeId, inner: TypeId) -> bool {
        self.policy.schema.ty(inner).ancestors.contains(&outer)
    }

    /// The parents of an entity on the way up from another, if they are known: what the request
    /// says of where a record lies stands for that record alone.
    fn parents(&self, id: &Id, from: &Id) -> Option<&BTreeSet<Id>> {
        let record = if id == from { self.record(id) } else { self.store.records.get(id) };
        record?.parents.as_ref()
    }

    /// Everything above an entity by name, and whether that is all.
    fn above(&self, inner: &Id) -> (BTreeSet<Id>, bool) {
        let mut found = BTreeSet::new();
        let mut complete = true;
        let mut open = vec![inner.clone()];
        while let Some(id) = open.pop() {
            let Some(parents) = self.parents(&id, inner) else {
                complete = false;
                continue;
            };
            for parent in parents {
                if found.insert(parent.clone()) {
                    open.push(parent.clone());
                }
            }
        }
        (found, complete)
    }

    /// The containers of a kind that are nearest to an entity, itself included.
    pub fn nearest(&self, id: &Id, kind: TypeId) -> Nearest {
        let mut seen = BTreeSet::new();
        let mut level: BTreeSet<Id> = [id.clone()].into();
        let mut gaps = false;
        while !level.is_empty() {
            let found: BTreeSet<Id> = level.iter().filter(|(ty, _)| *ty == kind).cloned().collect();
            if !found.is_empty() {
                return if gaps { Nearest::Unknown } else { Nearest::Found(found) };
            }
            let mut next = BTreeSet::new();
            for above in &level {
                match self.parents(above, id) {
                    Some(parents) => next.extend(parents.iter().cloned()),
                    None => gaps = true,
                }
            }
            seen.append(&mut level);
            level = next.difference(&seen).cloned().collect();
        }
        if gaps { Nearest::Unknown } else { Nearest::None }
    }
}
