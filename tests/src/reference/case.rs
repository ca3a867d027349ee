//! One request over the data: what the other modules look things up in.

use std::cell::RefCell;
use std::collections::BTreeMap;

use ward_compiler::Policy;
use ward_compiler::model::{ActionId, Constant, OverlayId, ParamId, Property, ScopeId};
use ward_compiler::time::Zone;

use super::request::Asked;
use super::store::{Id, Record, Store};
use super::truth::Truth;

/// Values that a round of iteration has reached.
pub type Rising = BTreeMap<(ScopeId, Id), Truth>;

/// One request over the data.
pub struct Case<'a> {
    /// The policy; its cells are never read.
    pub policy: &'a Policy,
    /// The data.
    pub store: &'a Store,
    /// The request.
    pub asked: &'a Asked,
    /// The policy's time zone.
    pub zone: Option<Zone>,
    /// Iterations of scopes that lean on themselves that are under way, the innermost last.
    pub rising: RefCell<Vec<Rising>>,
}

/// What a condition is asked about.
#[derive(Clone, Debug)]
pub struct Env {
    /// The record; none where a place isn't asked for.
    pub resource: Id,
    /// The values of bound variables; unknown ones are `None`.
    pub variables: Vec<Option<Constant>>,
    /// The overlay whose condition it is; none for the vendor's.
    pub reader: Option<OverlayId>,
}

impl Env {
    /// About a record, with nothing bound, asked by the vendor or an overlay.
    pub fn about(resource: &Id, reader: Option<OverlayId>) -> Self {
        Self { resource: resource.clone(), variables: Vec::new(), reader }
    }
}

impl<'a> Case<'a> {
    /// A request over data.
    pub fn new(policy: &'a Policy, store: &'a Store, asked: &'a Asked) -> Self {
        let zone = Zone::named(&policy.time_zone);
        Self { policy, store, asked, zone, rising: RefCell::default() }
    }

    /// What is known of an entity, by the request or the store.
    pub fn record(&self, id: &Id) -> Option<&'a Record> {
        self.asked.described.get(id).or_else(|| self.store.records.get(id))
    }

    /// The declaration of a parameter of the action that is asked for.
    pub fn param(&self, id: ParamId) -> Option<&'a Property> {
        let action: ActionId = self.asked.action;
        self.policy.schema.action(action).on.get(&self.asked.resource.0)?.params.get(&id)
    }

    /// The one tenant that an overlay is for; none for a library.
    pub fn tenant(&self, overlay: Option<OverlayId>) -> Option<Id> {
        let overlay = self.policy.overlay(overlay?);
        overlay.id.clone().map(|id| (overlay.tenant, id))
    }
}
