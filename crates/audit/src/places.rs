//! In which entities of a type an assignment counts.
//!
//! What is held within a place is held in every entity of the type that the place lies in, and
//! in every one that lies in the place; what is held without a place is held in every one.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use ward_compiler::model::TypeId;
use ward_evaluator::{EntityId, Truth};

use crate::view::{Concern, View};

/// The entities of a type in which assignments count.
pub struct Places<'v, 'e> {
    view: &'v View<'e>,
    ty: TypeId,
    concern: Concern,
    /// The stored ones that lie in an entity.
    below: BTreeMap<EntityId, Vec<EntityId>>,
    /// The stored ones of which not all containers are stored.
    loose: Vec<EntityId>,
    known: RefCell<BTreeMap<EntityId, Rc<Reach>>>,
}

/// The entities in which one assignment counts.
#[derive(Debug)]
pub enum Reach {
    /// Every one.
    Everywhere,
    /// Some.
    Some {
        /// In these for sure.
        sure: BTreeSet<EntityId>,
        /// In these perhaps.
        perhaps: BTreeSet<EntityId>,
    },
}

impl Reach {
    /// Whether it counts in an entity.
    pub fn covers(&self, entity: EntityId) -> Truth {
        match self {
            Self::Everywhere => Truth::True,
            Self::Some { sure, .. } if sure.contains(&entity) => Truth::True,
            Self::Some { perhaps, .. } if perhaps.contains(&entity) => Truth::Unknown,
            Self::Some { .. } => Truth::False,
        }
    }

    /// The entities that it names, sure ones and others.
    pub fn named(&self) -> Vec<EntityId> {
        match self {
            Self::Everywhere => Vec::new(),
            Self::Some { sure, perhaps } => sure.union(perhaps).copied().collect(),
        }
    }
}

/// Whether two assignments count in one entity, and in which; in none where it is every one.
pub fn shared(one: &Reach, other: &Reach) -> (Truth, Vec<EntityId>) {
    if let (Reach::Everywhere, Reach::Everywhere) = (one, other) {
        return (Truth::True, Vec::new());
    }
    let candidates: BTreeSet<_> = one.named().into_iter().chain(other.named()).collect();
    let mut best = Truth::False;
    let mut places = Vec::new();
    for place in candidates {
        let truth = one.covers(place).and(other.covers(place));
        if truth > best {
            best = truth;
            places.clear();
        }
        if truth == best && !truth.is_false() {
            places.push(place);
        }
    }
    (best, places)
}

impl<'v, 'e> Places<'v, 'e> {
    /// The entities of a type that a rule is about.
    pub fn new(view: &'v View<'e>, ty: TypeId, concern: Concern) -> Self {
        let mut below: BTreeMap<EntityId, Vec<EntityId>> = BTreeMap::new();
        let mut loose = Vec::new();
        for id in view.store.stored(ty) {
            let Some(entity) = view.store.entity(id) else { continue };
            for ancestor in entity.ancestors() {
                below.entry(*ancestor).or_default().push(id);
            }
            if !entity.is_complete() {
                loose.push(id);
            }
        }
        Self { view, ty, concern, below, loose, known: RefCell::default() }
    }

    /// Where an assignment within a place counts.
    pub fn reach(&self, within: Option<EntityId>) -> Rc<Reach> {
        let Some(place) = within else { return Rc::new(Reach::Everywhere) };
        if let Some(known) = self.known.borrow().get(&place) {
            return known.clone();
        }
        let reach = Rc::new(self.reach_of(place));
        self.known.borrow_mut().insert(place, reach.clone());
        reach
    }

    fn reach_of(&self, place: EntityId) -> Reach {
        let (mut sure, mut perhaps) = (BTreeSet::new(), BTreeSet::new());
        for id in self.candidates(place) {
            let here = self.view.lies_in(place, id).or(self.view.lies_in(id, place));
            match here {
                _ if !self.is_meant(id) => {}
                Truth::True => drop(sure.insert(id)),
                Truth::Unknown => drop(perhaps.insert(id)),
                Truth::False => {}
            }
        }
        Reach::Some { sure, perhaps }
    }

    /// What may contain a place or lie in it.
    fn candidates(&self, place: EntityId) -> BTreeSet<EntityId> {
        let mut found: BTreeSet<EntityId> = self.loose.iter().copied().collect();
        found.extend(self.below.get(&place).into_iter().flatten());
        found.insert(place);
        match self.view.store.entity(place) {
            Some(stored) => {
                found.extend(stored.ancestors().iter());
                if !stored.is_complete() {
                    found.extend(self.view.store.stored(self.ty));
                }
            }
            None => found.extend(self.view.store.stored(self.ty)),
        }
        found.retain(|id| self.view.ty(*id) == Some(self.ty));
        found
    }

    /// Whether a rule is about an entity: it lies in the tenant, or the tenant in it.
    fn is_meant(&self, id: EntityId) -> bool {
        self.view.reaches(self.concern, Some(id))
    }
}
