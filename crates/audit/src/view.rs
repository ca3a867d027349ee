//! The data of an engine on one day, as every check reads them.

use std::collections::BTreeMap;

use ward_compiler::Policy;
use ward_compiler::model::{OverlayId, TypeId};
use ward_compiler::time::Zone;
use ward_evaluator::store::{Assigned, Assignment};
use ward_evaluator::{About, Engine, EntityId, Inquiry, Store, Truth};

use crate::holdings::Holding;

/// The data on one day.
pub struct View<'e> {
    /// The policy.
    pub policy: &'e Policy,
    /// The data.
    pub store: &'e Store,
    /// The day.
    pub day: i32,
    /// The types whose entities may ask.
    pub subject_types: Vec<TypeId>,
    /// The roles that each subject has been given, on whatever days.
    pub holdings: BTreeMap<EntityId, Vec<Holding<'e>>>,
    engine: &'e Engine,
    now: Option<i64>,
    /// Without subject or record: for questions about places.
    plain: Inquiry<'e>,
}

/// Which data the rules of a policy or of an overlay are about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Concern {
    /// All.
    All,
    /// What lies in one tenant.
    Tenant(EntityId),
    /// The tenant isn't there.
    Nothing,
}

impl<'e> View<'e> {
    /// The data of an engine on a day.
    pub fn new(engine: &'e Engine, day: i32) -> Self {
        let policy = engine.policy();
        let now = Zone::named(&policy.time_zone).and_then(|zone| zone.start_of_day(day));
        let mut view = Self {
            policy,
            store: engine.store(),
            day,
            subject_types: policy.schema.subject_types(),
            holdings: BTreeMap::new(),
            engine,
            now,
            plain: engine.inquire(About::default(), now),
        };
        view.holdings = view.all_holdings();
        view
    }

    /// The role assignments by subject, in the order of the data.
    fn all_holdings(&self) -> BTreeMap<EntityId, Vec<Holding<'e>>> {
        let mut all: BTreeMap<EntityId, Vec<Holding<'e>>> = BTreeMap::new();
        let mut known: BTreeMap<EntityId, Vec<(EntityId, Truth)>> = BTreeMap::new();
        for assignment in self.store.assignments() {
            let Assigned::Role(role) = assignment.what else { continue };
            let place = self.has_a_place(assignment);
            let subject = assignment.subject;
            for (who, member) in known.entry(subject).or_insert_with(|| self.members(subject)) {
                let held = member.and(place);
                let holding = Holding { who: *who, role, assignment, held };
                all.entry(*who).or_default().push(holding);
            }
        }
        all
    }

    /// The subjects to whom an assignment to an entity is given: itself, if it may ask, and the
    /// stored subjects that lie in it or of which that can't be told.
    pub fn members(&self, entity: EntityId) -> Vec<(EntityId, Truth)> {
        let schema = &self.policy.schema;
        let Some(own) = self.ty(entity) else { return Vec::new() };
        let mut found = Vec::new();
        for ty in &self.subject_types {
            if *ty == own {
                found.push((entity, Truth::True));
            }
            if !schema.ty(*ty).ancestors.contains(&own) {
                continue;
            }
            for who in self.store.stored(*ty).filter(|who| *who != entity) {
                let member = self.lies_in(who, entity);
                if !member.is_false() {
                    found.push((who, member));
                }
            }
        }
        found
    }

    /// Asks about somebody, a record or a place at the start of the day.
    pub fn ask(&self, about: About) -> Inquiry<'e> {
        self.engine.inquire(about, self.now)
    }

    /// Whether an entity is, or lies in, another.
    pub fn lies_in(&self, inner: EntityId, outer: EntityId) -> Truth {
        self.plain.lies_in(inner, outer)
    }

    /// Whether an assignment's place is one where it can hold.
    pub fn has_a_place(&self, assignment: &Assignment) -> Truth {
        self.plain.has_a_place(assignment)
    }

    /// The stored entities of a type.
    pub fn stored(&self, ty: TypeId) -> Vec<EntityId> {
        self.store.stored(ty).collect()
    }

    /// The type of an entity.
    pub fn ty(&self, id: EntityId) -> Option<TypeId> {
        self.store.uid(id).map(|(ty, _)| ty)
    }

    /// Which data a rule of the vendor or of an overlay is about; a library's is about all.
    pub fn concern(&self, overlay: Option<OverlayId>) -> Concern {
        let Some(overlay) = overlay.map(|id| self.policy.overlay(id)) else { return Concern::All };
        let Some(id) = &overlay.id else { return Concern::All };
        let tenant = self.store.find(overlay.tenant, id);
        tenant.filter(|id| self.store.is_placed(*id)).map_or(Concern::Nothing, Concern::Tenant)
    }

    /// Whether an entity may lie in what a rule is about.
    pub fn concerns(&self, concern: Concern, entity: EntityId) -> bool {
        match concern {
            Concern::All => true,
            Concern::Tenant(tenant) => !self.lies_in(entity, tenant).is_false(),
            Concern::Nothing => false,
        }
    }

    /// Whether what holds within a place may hold in what a rule is about.
    pub fn reaches(&self, concern: Concern, within: Option<EntityId>) -> bool {
        match (concern, within) {
            (Concern::All, _) => true,
            (Concern::Nothing, _) => false,
            (Concern::Tenant(_), None) => true,
            (Concern::Tenant(tenant), Some(within)) => {
                !self.lies_in(within, tenant).or(self.lies_in(tenant, within)).is_false()
            }
        }
    }
}
