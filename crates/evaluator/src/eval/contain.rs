//! Where entities lie, and what their properties are.

use ward_compiler::model::{Access, PropertyId, TypeId};

use super::Eval;
use crate::store::Head;
use crate::truth::Truth;
use crate::value::{EntityId, Value};

/// The nearest containers of a kind.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Nearest {
    /// These, all at the same height.
    Found(Vec<EntityId>),
    /// There is none, and that is sure.
    None,
    /// It can't be told, because of an entity that isn't stored.
    Unknown(EntityId),
}

/// Up to how many ancestors are looked through one by one.
const FEW: usize = 16;

/// How a climb to the nearest containers ended.
pub(super) enum Climb {
    Found,
    None,
    /// Because of an entity that isn't stored.
    Unknown(EntityId),
}

impl Eval<'_> {
    /// Whether an entity is stored or described by the request.
    pub fn is_known(&self, entity: EntityId) -> bool {
        self.asked.frame.store().head(entity).is_some_and(Head::is_stored)
            || self.asked.frame.described(entity).is_some()
    }

    /// The parents of an entity that is come to on the way up from another, where they are known.
    /// What a request says of where a record lies stands for that record alone.
    fn parents(&self, entity: EntityId, from: EntityId) -> Option<&[EntityId]> {
        if let Some(stored) = self.asked.frame.store().entity(entity) {
            return Some(stored.parents());
        }
        let frame = &self.asked.frame;
        let described = frame.described(entity).filter(|_| entity == from);
        described.and_then(|described| frame.described_parents(described))
    }

    /// Everything above an entity, where all of it is stored; no request can change that.
    pub(crate) fn all_above(&self, entity: EntityId) -> Option<&[EntityId]> {
        let store = self.asked.frame.store();
        let head = store.head(entity).filter(|head| head.complete)?;
        Some(store.links(head.links + head.parents, head.ancestors))
    }

    /// Whether `inner` is `outer` or lies in it at any depth.
    pub fn lies_in(&self, inner: EntityId, outer: EntityId) -> Truth {
        if inner == outer {
            return Truth::True;
        }
        if let Some(stored) = self.asked.frame.store().entity(inner) {
            let above = stored.ancestors();
            let inside = if above.len() <= FEW {
                above.contains(&outer)
            } else {
                above.binary_search(&outer).is_ok()
            };
            if inside || stored.is_complete() {
                return inside.into();
            }
        }
        self.asked.frame.one(inner, outer).or(self.walk_in(inner, outer))
    }

    /// The same by walking up, for what is described or has ancestors that aren't stored.
    fn walk_in(&self, inner: EntityId, outer: EntityId) -> Truth {
        let (inner_ty, outer_ty) = (self.asked.frame.ty(inner), self.asked.frame.ty(outer));
        if !self.policy.schema.ty(inner_ty).ancestors.contains(&outer_ty) {
            return Truth::False;
        }
        if !self.asked.frame.describes_any() {
            return Truth::Unknown;
        }
        let mut complete = true;
        let found = self.walk_up(inner, |entity, known| {
            complete &= known;
            entity == outer
        });
        match (found, complete) {
            (true, _) => Truth::True,
            (false, true) => Truth::False,
            (false, false) => Truth::Unknown,
        }
    }

    /// Visits an entity and all that is known to be above it, each once, until told to stop;
    /// says whether it was. The visitor is told whether the parents of each are known.
    fn walk_up(&self, from: EntityId, mut stop: impl FnMut(EntityId, bool) -> bool) -> bool {
        let mut seen = self.work.borrow_mut().take_climb();
        seen.push(from);
        let mut at = 0;
        let mut stopped = false;
        while let Some(entity) = seen.get(at).copied() {
            let parents = self.parents(entity, from);
            if stop(entity, parents.is_some()) {
                stopped = true;
                break;
            }
            for parent in parents.into_iter().flatten() {
                if !seen.contains(parent) {
                    seen.push(*parent);
                }
            }
            at += 1;
        }
        self.work.borrow_mut().give_climb(seen);
        stopped
    }

    /// Whether an entity is, or lies in, one of a type.
    pub fn lies_in_type(&self, inner: EntityId, outer: TypeId) -> Truth {
        let is_outer = |id: &EntityId| self.asked.frame.ty(*id) == outer;
        if is_outer(&inner) {
            return Truth::True;
        }
        if let Some(above) = self.all_above(inner) {
            return above.iter().any(is_outer).into();
        }
        if !self.policy.schema.can_lie_in(self.asked.frame.ty(inner), outer) {
            return Truth::False;
        }
        let mut complete = true;
        let found = self.walk_up(inner, |entity, known| {
            complete &= known;
            is_outer(&entity)
        });
        match (found, complete) {
            (true, _) => Truth::True,
            (false, true) => Truth::False,
            (false, false) => Truth::Unknown,
        }
    }

    /// The nearest containers of a type, the entity itself included: those at the smallest
    /// height, unless something that isn't stored stands nearer.
    pub fn nearest(&self, entity: EntityId, ty: TypeId) -> Nearest {
        let mut climbed = Vec::new();
        match self.climb(entity, ty, &mut climbed) {
            Climb::Found => Nearest::Found(climbed),
            Climb::None => Nearest::None,
            Climb::Unknown(id) => Nearest::Unknown(id),
        }
    }

    /// The same as [`Eval::nearest`]; those that are found are what `found` holds in the end.
    pub(super) fn climb(&self, entity: EntityId, ty: TypeId, found: &mut Vec<EntityId>) -> Climb {
        found.clear();
        let is_wanted = |id: &EntityId| self.asked.frame.ty(*id) == ty;
        if is_wanted(&entity) {
            found.push(entity);
            return Climb::Found;
        }
        if let Some(above) = self.all_above(entity) {
            let mut wanted = above.iter().copied().filter(is_wanted);
            match (wanted.next(), wanted.next()) {
                (None, _) => return Climb::None,
                (Some(one), None) => {
                    found.push(one);
                    return Climb::Found;
                }
                _ => {}
            }
        }
        self.climb_by_levels(entity, is_wanted, found)
    }

    fn climb_by_levels(
        &self,
        from: EntityId,
        is_wanted: impl Fn(&EntityId) -> bool,
        seen: &mut Vec<EntityId>,
    ) -> Climb {
        seen.push(from);
        let mut level = 0;
        let mut unknown: Option<EntityId> = None;
        while level < seen.len() {
            if seen[level..].iter().any(&is_wanted) {
                seen.drain(..level);
                seen.retain(is_wanted);
                return unknown.map_or(Climb::Found, Climb::Unknown);
            }
            let end = seen.len();
            let nothing_nearer = unknown.is_none();
            for at in level..end {
                let id = seen[at];
                match self.parents(id, from) {
                    // Of several at one height the first by name, which no order of data changes.
                    None if nothing_nearer => {
                        let name = |id: EntityId| self.asked.frame.uid(id);
                        unknown = unknown.filter(|one| name(*one) <= name(id)).or(Some(id));
                    }
                    None => {}
                    Some(parents) => {
                        for parent in parents {
                            if !seen.contains(parent) {
                                seen.push(*parent);
                            }
                        }
                    }
                }
            }
            level = end;
        }
        unknown.map_or(Climb::None, Climb::Unknown)
    }

    /// What a name means on an entity: the value of a property, or the one nearest container.
    pub fn access(&self, entity: EntityId, access: Access) -> Option<Value> {
        match access {
            Access::Property(id) => self.property(entity, id),
            Access::Container(ty) => {
                let mut found = self.work.borrow_mut().take_climb();
                let container = match self.climb(entity, ty, &mut found) {
                    Climb::Found => match found.as_slice() {
                        [one] => Some(Value::Entity(*one)),
                        _ => self.meant(entity, ty).map(Value::Entity),
                    },
                    Climb::None | Climb::Unknown(_) => None,
                };
                self.work.borrow_mut().give_climb(found);
                container
            }
        }
    }

    /// The nearest containers of a type as a set.
    pub(super) fn containers(&self, entity: EntityId, ty: TypeId) -> Option<Value> {
        let mut found = self.work.borrow_mut().take_climb();
        let climbed = self.climb(entity, ty, &mut found);
        if let Climb::None = climbed {
            found.clear();
        }
        let known = !matches!(climbed, Climb::Unknown(_));
        let set =
            known.then(|| self.asked.frame.keep_computed(found.iter().copied().map(Value::Entity)));
        self.work.borrow_mut().give_climb(found);
        set
    }

    /// Which of several containers of a kind a property says is meant.
    fn meant(&self, entity: EntityId, ty: TypeId) -> Option<EntityId> {
        let frame = &self.asked.frame;
        let described = frame.described(entity).map_or(&[][..], |one| frame.described_mirrors(one));
        let stored = frame.store().entity(entity).map_or(&[][..], |stored| stored.mirrors());
        described.iter().chain(stored).find(|(kind, _)| *kind == ty).map(|(_, id)| *id)
    }

    /// The value of a declared property: what the request gives where it may, then what is
    /// stored, then the default.
    pub(super) fn property(&self, entity: EntityId, id: PropertyId) -> Option<Value> {
        if let Some(value) = self.given(entity, id) {
            return Some(value);
        }
        if !self.is_known(entity) {
            return None;
        }
        self.asked.frame.store().default_of(self.asked.frame.ty(entity), id)
    }

    fn given(&self, entity: EntityId, id: PropertyId) -> Option<Value> {
        let frame = &self.asked.frame;
        let described = frame.described(entity).and_then(|one| frame.described_property(one, id));
        described.or_else(|| {
            let store = frame.store();
            let head = store.head(entity).filter(|head| head.is_stored())?;
            store.cell(head.row, id.0)
        })
    }

    /// Whether an entity has what a name means on it; a default counts as given. Of what is
    /// neither stored nor described nothing is known.
    pub fn has(&self, entity: EntityId, access: Access) -> Truth {
        if !self.is_known(entity) {
            return Truth::Unknown;
        }
        match access {
            Access::Property(id) => {
                let ty = self.asked.frame.ty(entity);
                let default = self.asked.frame.store().default_of(ty, id);
                (self.given(entity, id).is_some() || default.is_some()).into()
            }
            // It surely lies in one through one parent, whatever isn't known of another.
            Access::Container(ty) => self.lies_in_type(entity, ty),
        }
    }
}
