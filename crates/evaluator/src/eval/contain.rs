//! Where entities lie, and what their properties are.

use ward_compiler::model::{Access, PropertyId, TypeId};

use super::Eval;
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

impl Eval<'_> {
    /// Whether an entity is stored or described by the request.
    pub fn is_known(&self, entity: EntityId) -> bool {
        self.asked.frame.store().entity(entity).is_some()
            || self.asked.frame.described(entity).is_some()
    }

    /// The parents of an entity, where they are known.
    pub fn parents(&self, entity: EntityId) -> Option<&[EntityId]> {
        if let Some(stored) = self.asked.frame.store().entity(entity) {
            return Some(&stored.parents);
        }
        self.asked.frame.described(entity).and_then(|described| described.parents.as_deref())
    }

    /// Whether `inner` is `outer` or lies in it at any depth.
    pub fn lies_in(&self, inner: EntityId, outer: EntityId) -> Truth {
        if inner == outer {
            return Truth::True;
        }
        let (inner_ty, outer_ty) = (self.asked.frame.ty(inner), self.asked.frame.ty(outer));
        if !self.policy.schema.ty(inner_ty).ancestors.contains(&outer_ty) {
            return Truth::False;
        }
        if let Some(stored) = self.asked.frame.store().entity(inner)
            && stored.complete
        {
            return stored.ancestors.binary_search(&outer).is_ok().into();
        }
        self.walk_in(inner, outer)
    }

    /// The same by walking up, for what is described or has ancestors that aren't stored; one of
    /// those may be described by the request.
    fn walk_in(&self, inner: EntityId, outer: EntityId) -> Truth {
        let mut seen = vec![inner];
        let mut at = 0;
        let mut complete = true;
        while let Some(entity) = seen.get(at).copied() {
            if entity == outer {
                return Truth::True;
            }
            match self.parents(entity) {
                None => complete = false,
                Some(parents) => {
                    for parent in parents {
                        if !seen.contains(parent) {
                            seen.push(*parent);
                        }
                    }
                }
            }
            at += 1;
        }
        if complete { Truth::False } else { Truth::Unknown }
    }

    /// Whether an entity is, or lies in, one of a type.
    pub fn lies_in_type(&self, inner: EntityId, outer: TypeId) -> Truth {
        if !self.policy.schema.can_lie_in(self.asked.frame.ty(inner), outer) {
            return Truth::False;
        }
        match self.nearest(inner, outer) {
            Nearest::Found(_) => Truth::True,
            Nearest::None => Truth::False,
            Nearest::Unknown(_) => self.somewhere_above(inner, outer),
        }
    }

    /// Whether one of a type is above an entity, even behind one that isn't stored.
    fn somewhere_above(&self, inner: EntityId, outer: TypeId) -> Truth {
        let mut seen = vec![inner];
        let mut at = 0;
        while let Some(entity) = seen.get(at).copied() {
            if self.asked.frame.ty(entity) == outer {
                return Truth::True;
            }
            for parent in self.parents(entity).into_iter().flatten() {
                if !seen.contains(parent) {
                    seen.push(*parent);
                }
            }
            at += 1;
        }
        Truth::Unknown
    }

    /// The nearest containers of a type, the entity itself included: those at the smallest
    /// height, unless something that isn't stored stands nearer.
    pub fn nearest(&self, entity: EntityId, ty: TypeId) -> Nearest {
        let mut level = vec![entity];
        let mut seen = level.clone();
        let mut unknown: Option<EntityId> = None;
        while !level.is_empty() {
            let found: Vec<_> =
                level.iter().copied().filter(|id| self.asked.frame.ty(*id) == ty).collect();
            if !found.is_empty() {
                return unknown.map_or(Nearest::Found(found), Nearest::Unknown);
            }
            let mut next = Vec::new();
            for id in level {
                match self.parents(id) {
                    None => unknown = unknown.or(Some(id)),
                    Some(parents) => {
                        for parent in parents {
                            if !seen.contains(parent) {
                                seen.push(*parent);
                                next.push(*parent);
                            }
                        }
                    }
                }
            }
            level = next;
        }
        unknown.map_or(Nearest::None, Nearest::Unknown)
    }

    /// What a name means on an entity: the value of a property, or the one nearest container.
    pub fn access(&self, entity: EntityId, access: Access) -> Option<Value> {
        match access {
            Access::Property(id) => self.property(entity, id),
            Access::Container(ty) => match self.nearest(entity, ty) {
                Nearest::Found(found) => match found.as_slice() {
                    [one] => Some(Value::Entity(*one)),
                    _ => self.meant(entity, ty).map(Value::Entity),
                },
                Nearest::None | Nearest::Unknown(_) => None,
            },
        }
    }

    /// Which of several containers of a kind a property says is meant.
    fn meant(&self, entity: EntityId, ty: TypeId) -> Option<EntityId> {
        let frame = &self.asked.frame;
        let described =
            frame.described(entity).map_or(&[][..], |described| described.mirrors.as_slice());
        let stored = frame.store().entity(entity).map_or(&[][..], |stored| &*stored.mirrors);
        described.iter().chain(stored).find(|(kind, _)| *kind == ty).map(|(_, id)| *id)
    }

    /// The value of a declared property: what the request gives where it may, then what is
    /// stored, then the default.
    fn property(&self, entity: EntityId, id: PropertyId) -> Option<Value> {
        if let Some(value) = self.given(entity, id) {
            return Some(value.clone());
        }
        if !self.is_known(entity) {
            return None;
        }
        self.asked.frame.store().default_of(self.asked.frame.ty(entity), id).cloned()
    }

    fn given(&self, entity: EntityId, id: PropertyId) -> Option<&Value> {
        let frame = &self.asked.frame;
        let described =
            frame.described(entity).and_then(|described| described.properties[id.index()].as_ref());
        described.or_else(|| {
            frame.store().entity(entity).and_then(|stored| stored.properties[id.index()].as_ref())
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
                let declared = self.policy.schema.property(self.asked.frame.ty(entity), id);
                (self.given(entity, id).is_some() || declared.default.is_some()).into()
            }
            Access::Container(ty) => match self.nearest(entity, ty) {
                Nearest::Found(_) => Truth::True,
                Nearest::None => Truth::False,
                Nearest::Unknown(_) => Truth::Unknown,
            },
        }
    }
}
