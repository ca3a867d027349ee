//! Roles and classes that are held.
//!
//! Assignments are data, so each (role, holder, place) may be true, false or unknown, with one
//! law: what is held for a record is held for everything that lies in it.

use ward_compiler::model::{ClassId, OverlayId, RoleBits, RoleId, TypeId};

use super::held::HeldKey;
use super::setting::{Differing, Swap};
use super::state::World;
use crate::axiom::Axiom;
use crate::circuit::Bit;
use crate::facts::Truth;
use crate::held::Holdable;
use crate::term::TermId;

impl World<'_> {
    /// Everything whose holding a question mentions.
    pub fn held_keys(&self) -> Vec<(HeldKey, Truth)> {
        self.holding.held.iter().map(|(key, truth)| (*key, *truth)).collect()
    }

    /// For evidence, wishes: that everything is either held or not.
    pub fn told(&mut self) -> Vec<Bit> {
        let mut taken: Vec<_> =
            self.holding.taken.iter().map(|(key, truth)| (*key, *truth)).collect();
        taken.sort_unstable_by_key(|(key, _)| *key);
        let held = self.holding.held.values().copied();
        let truths: Vec<Truth> = held.chain(taken.into_iter().map(|(_, truth)| truth)).collect();
        truths.into_iter().map(|truth| self.facts.circuit.or([truth.yes, truth.no])).collect()
    }

    /// Whether something is held, as the assignments say.
    pub fn assigned(&mut self, what: Holdable, who: TermId, place: Option<TermId>) -> Truth {
        self.assigned_in(what, who, place, 0)
    }

    /// The same in a copy of the data and the request.
    pub(super) fn assigned_in(
        &mut self,
        what: Holdable,
        who: TermId,
        place: Option<TermId>,
        copy: u8,
    ) -> Truth {
        let day = if self.setting.differing == Some(Differing::Now) { copy } else { 0 };
        let key = HeldKey { what, who, place, day };
        if let Some(known) = self.holding.held.get(&key) {
            return *known;
        }
        // What is said of a whole data set is said where no class is assigned.
        let none = self.setting.whole && matches!(what, Holdable::Class(_));
        let truth = if none {
            self.facts.never()
        } else if self.may_be_held(what, place) {
            let truth = self.facts.free_truth();
            self.facts.told_of(who, truth)
        } else {
            self.not_held(who)
        };
        self.holding.held.insert(key, truth);
        if let Holdable::Role(role) = what {
            self.only_inside_its_tenant(role, place, truth.yes);
        }
        truth
    }

    /// That something isn't held, which of somebody who isn't stored nobody knows.
    fn not_held(&mut self, who: TermId) -> Truth {
        Truth { yes: self.facts.circuit.no(), no: self.facts.is_known(who) }
    }

    /// A role of one tenant's overlay is held for what lies in that tenant only.
    fn only_inside_its_tenant(&mut self, role: RoleId, place: Option<TermId>, held: Bit) {
        if let (Some(overlay), Some(place)) = (self.facts.policy.role(role).overlay, place)
            && held != self.facts.circuit.no()
            && let Some(tenant) = self.tenant(overlay)
        {
            let inside = self.facts.is_inside(place, tenant);
            self.facts.law(Axiom::HeldInTenant, &[!held, inside]);
        }
    }

    /// The types that an assignment must lie in for what it gives to be held.
    fn needs(&self, what: Holdable) -> Vec<TypeId> {
        match what {
            Holdable::Role(role) => {
                let role = self.facts.policy.role(role);
                let overlay = role.overlay.map(|overlay| self.facts.policy.overlay(overlay).tenant);
                role.must_lie_in.iter().copied().chain(overlay).collect()
            }
            Holdable::Class(_) => Vec::new(),
            Holdable::Ceiling(index) => vec![self.facts.policy.ceilings[index as usize].tenant],
        }
    }

    /// Whether a role is held through the assignments of the one whose place it takes: for less
    /// where it must lie in more than that one, for more where it must lie in less.
    pub(super) fn taken_over(&mut self, swap: Swap, who: TermId, place: Option<TermId>) -> Truth {
        let given = self.assigned(swap.from, who, place);
        let to = Holdable::Role(swap.to);
        let (to_reaches, from_reaches) =
            (self.reaches_as_far(to, swap.from), self.reaches_as_far(swap.from, to));
        if to_reaches && from_reaches {
            return given;
        }
        if let Some(known) = self.holding.taken.get(&(who, place)) {
            return *known;
        }
        let possible = self.may_be_held(to, place);
        let truth = if possible { self.facts.free_truth() } else { self.not_held(who) };
        if from_reaches {
            self.facts.circuit.implies(truth.yes, given.yes);
            self.facts.circuit.implies(given.no, truth.no);
        }
        if to_reaches {
            self.facts.circuit.implies(given.yes, truth.yes);
            self.facts.circuit.implies(truth.no, given.no);
        }
        self.only_inside_its_tenant(swap.to, place, truth.yes);
        self.holding.taken.insert((who, place), truth);
        truth
    }

    /// Whether by any assignment one is held wherever another would be.
    pub(super) fn reaches_as_far(&self, one: Holdable, other: Holdable) -> bool {
        let overlay_of = |what: Holdable| {
            let Holdable::Role(role) = what else { return None };
            let overlay = self.facts.policy.role(role).overlay;
            overlay.filter(|overlay| self.facts.policy.overlay(*overlay).id.is_some())
        };
        let (needs, others) = (self.needs(one), self.needs(other));
        let overlay = overlay_of(one);
        needs.iter().all(|ty| others.contains(ty))
            && (overlay.is_none() || overlay == overlay_of(other))
    }

    /// What the role whose place is taken isn't held for, while the other is through an
    /// assignment of it: by whom, and where.
    pub fn taken_beyond(&self) -> Vec<(TermId, Option<TermId>)> {
        let Some(swap) = self.setting.swap else { return Vec::new() };
        let mut beyond: Vec<_> = self
            .holding
            .taken
            .iter()
            .filter(|((who, place), taken)| {
                let key = HeldKey { what: swap.from, who: *who, place: *place, day: 0 };
                let given = self
                    .holding
                    .held
                    .get(&key)
                    .is_some_and(|held| self.facts.circuit.value(held.yes));
                self.facts.circuit.value(taken.yes) && !given
            })
            .map(|(key, _)| *key)
            .collect();
        beyond.sort_unstable();
        beyond
    }

    /// Whether an assignment of the role whose place is taken has to be given without a place, so
    /// that the other role isn't held through it.
    pub fn given_nowhere(&self, key: &HeldKey) -> bool {
        let taken = self.holding.taken.get(&(key.who, key.place)).copied();
        self.setting.swap.is_some_and(|swap| swap.from == key.what)
            && self.needs(key.what).is_empty()
            && taken.is_some_and(|taken| !self.facts.circuit.value(taken.yes))
    }

    /// A role that must lie in a type can't be held for what can't lie in it.
    fn may_be_held(&self, what: Holdable, place: Option<TermId>) -> bool {
        let Some(place) = place else { return true };
        let tenants = self.needs(what);
        let types = self.facts.entity_types(place);
        tenants
            .iter()
            .all(|tenant| types.iter().any(|ty| self.facts.policy.schema.can_lie_in(*ty, *tenant)))
    }

    /// Whether a role is held in a copy of the data.
    pub fn role_held(
        &mut self,
        role: RoleId,
        who: TermId,
        place: Option<TermId>,
        copy: u8,
    ) -> Truth {
        match self.setting.swap.filter(|_| copy == 1) {
            Some(swap) if swap.from == Holdable::Role(role) => self.not_held(who),
            Some(swap) if swap.to == role => {
                let own = self.assigned(Holdable::Role(role), who, place);
                let given = self.taken_over(swap, who, place);
                self.facts.any(&[own, given])
            }
            _ => self.assigned_in(Holdable::Role(role), who, place, copy),
        }
    }

    /// Whether one of these roles or classes is held.
    pub fn holds(
        &mut self,
        reader: Option<OverlayId>,
        who: TermId,
        roles: &RoleBits,
        classes: &[ClassId],
        place: Option<TermId>,
        copy: u8,
    ) -> Truth {
        let mut truths: Vec<Truth> = Vec::new();
        if !roles.is_empty() {
            truths.push(self.not_held(who));
        }
        for role in roles.iter().filter(|role| !self.facts.policy.role(*role).is_abstract) {
            let held = self.role_held(role, who, place, copy);
            truths.push(self.as_told(reader, role, place, held));
        }
        for class in classes {
            truths.push(self.class_applies(*class, who, place, copy));
        }
        let any = self.facts.any(&truths);
        let defined = self.facts.defined(who);
        let place = place.map_or(self.facts.circuit.yes(), |place| self.facts.defined(place));
        let known = self.facts.circuit.and([defined, place]);
        Truth {
            yes: self.facts.circuit.and([known, any.yes]),
            no: self.facts.circuit.and([known, any.no]),
        }
    }

    /// Whether a class applies.
    pub fn class_applies(
        &mut self,
        class: ClassId,
        who: TermId,
        place: Option<TermId>,
        copy: u8,
    ) -> Truth {
        let assigned = self.assigned_in(Holdable::Class(class), who, place, copy);
        let declared = self.facts.policy.class(class);
        let mut truths = vec![assigned];
        if let Some(roles) = &declared.for_roles {
            let nobody = if roles.is_empty() { self.facts.never() } else { self.not_held(who) };
            let held: Vec<Truth> = roles
                .iter()
                .filter(|role| !self.facts.policy.role(*role).is_abstract)
                .map(|role| {
                    let held = self.role_held(role, who, place, copy);
                    self.as_told(declared.overlay, role, place, held)
                })
                .chain([nobody])
                .collect();
            truths.push(self.facts.any(&held));
        }
        if let (Some(overlay), Some(place)) = (declared.overlay, place)
            && let Some(tenant) = self.tenant(overlay)
        {
            truths.push(self.facts.lies_in_term(place, tenant));
        }
        self.facts.all(&truths)
    }

    /// The one tenant of an overlay; none for a library.
    pub fn tenant(&mut self, overlay: OverlayId) -> Option<TermId> {
        let overlay = self.facts.policy.overlay(overlay);
        let id = overlay.id.clone()?;
        let constant = ward_compiler::model::Constant::Entity(overlay.tenant, id);
        Some(self.facts.term(
            crate::term::Term::Constant(constant),
            ward_compiler::model::Ty::entity(overlay.tenant),
        ))
    }

    /// What is held for a record is held inside it, and anywhere; equal holders hold the same.
    pub(super) fn holding_axioms(&mut self) -> bool {
        let held = self.held_keys();
        let mut broken = false;
        for (key, truth) in &held {
            if self.is_open(*truth) {
                continue;
            }
            self.facts.circuit.budget().spend_on(held.len() / 8);
            for (other, of_other) in held
                .iter()
                .filter(|(other, _)| other.what == key.what && other.day == key.day && other != key)
            {
                broken |= self.held_by_other((*key, *truth), (*other, *of_other));
            }
        }
        broken
    }

    fn is_open(&self, truth: Truth) -> bool {
        !self.facts.circuit.value(truth.yes) && !self.facts.circuit.value(truth.no)
    }

    fn held_by_other(
        &mut self,
        (key, truth): (HeldKey, Truth),
        (other, of_other): (HeldKey, Truth),
    ) -> bool {
        let same = self.facts.is_same(key.who, other.who);
        if !self.facts.circuit.value(same) {
            return false;
        }
        let inside = match (key.place, other.place) {
            (Some(outer), Some(inner)) => {
                let (inside, same) =
                    (self.facts.is_inside(inner, outer), self.facts.is_same(inner, outer));
                let described = self.facts.is_described(outer);
                let leads_on = self.facts.circuit.or([same, !described]);
                self.facts.circuit.and([inside, leads_on])
            }
            (_, None) => self.facts.circuit.yes(),
            (None, Some(_)) => {
                let inside = self.facts.circuit.yes();
                return self.facts.demand(
                    Axiom::NotHeldAnywhere,
                    &[same, inside, truth.no],
                    of_other.no,
                );
            }
        };
        let mut broken =
            self.facts.demand(Axiom::HeldInside, &[same, inside, truth.yes], of_other.yes);
        if key.place == other.place {
            broken |= self.facts.demand(Axiom::NotHeldAnywhere, &[same, truth.no], of_other.no);
        }
        broken
    }
}
