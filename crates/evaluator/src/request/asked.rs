//! A question that can be decided.

use std::cell::OnceCell;

use ward_compiler::model::{ActionId, CellId, FacetId, ParamId, PropertyId, TypeId};

use super::frame::{Frame, Own};
use super::given::Given;
use crate::value::{EntityId, Value};

/// No entity of any store: who asks, where nobody does.
const NOBODY: EntityId = EntityId(u32::MAX);

/// A question that can be decided.
#[derive(Debug)]
pub struct Asked<'s> {
    /// What the request adds to the store.
    pub frame: Frame<'s>,
    /// Who asks.
    pub subject: EntityId,
    /// The action.
    pub action: ActionId,
    /// The record.
    pub resource: EntityId,
    /// The type of the record.
    pub ty: TypeId,
    /// The parts that are asked for, all of which must be permitted.
    pub parts: &'s [Option<FacetId>],
    /// The cell of each part.
    pub(crate) cells: &'s [Option<CellId>],
    /// Whether the whole of a record with facets is asked for.
    pub whole: bool,
    /// The time, where it is known.
    pub now: Option<i64>,
    /// The day of that time, once somebody has asked for it.
    pub(crate) today: OnceCell<Option<i32>>,
}

impl<'s> Asked<'s> {
    /// No request: only what a question about the data is about, and the defaults of the context.
    pub(crate) fn about_data(
        mut frame: Frame<'s>,
        subject: Option<EntityId>,
        resource: Option<EntityId>,
        now: Option<i64>,
    ) -> Self {
        let context = frame.store().context_defaults().to_vec();
        let context_given = vec![false; context.len()];
        *frame.given_mut() = Given { params: Vec::new(), context, context_given };
        Self {
            frame,
            subject: subject.unwrap_or(NOBODY),
            action: ActionId(0),
            resource: resource.unwrap_or(NOBODY),
            ty: TypeId(0),
            parts: &[],
            cells: &[],
            whole: false,
            now,
            today: OnceCell::new(),
        }
    }

    /// The value of a parameter, if the request gives it.
    pub fn param(&self, id: ParamId) -> Option<Value> {
        self.frame.given().param(id)
    }

    /// The value of a context field.
    pub fn context_field(&self, id: PropertyId) -> Option<Value> {
        self.frame.given().context.get(id.index()).copied().flatten()
    }

    /// Whether the request itself gives a context field.
    pub fn gives_context(&self, id: PropertyId) -> bool {
        self.frame.given().context_given.get(id.index()).copied().unwrap_or(false)
    }

    /// The room, to be used for another request.
    pub(crate) fn into_room(self) -> Box<Own> {
        self.frame.into_own()
    }
}
