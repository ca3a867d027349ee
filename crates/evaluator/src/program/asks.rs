//! From the names of a request to the cells that decide it.

use rustc_hash::FxHashMap;
use ward_compiler::Policy;
use ward_compiler::model::{ActionId, CellId, FacetId, Schema, Target, TypeId};

use crate::store::number;

/// What an action on a type or one of its facets asks for.
#[derive(Clone, Debug)]
pub struct Ask {
    pub action: ActionId,
    pub ty: TypeId,
    /// Whether it makes a record.
    pub new: bool,
    /// Whether the whole of a record with facets is asked for.
    pub whole: bool,
    /// The parts, all of which must be permitted.
    pub parts: Vec<Option<FacetId>>,
    /// The cell of each part.
    pub cells: Vec<Option<CellId>>,
}

/// Everything that can be asked, by name.
#[derive(Clone, Debug, Default)]
pub struct Asks {
    subjects: FxHashMap<Box<str>, TypeId>,
    actions: FxHashMap<Box<str>, ActionId>,
    /// `Type` and `Type.facet`.
    targets: FxHashMap<Box<str>, u32>,
    asks: FxHashMap<(ActionId, u32), Ask>,
}

impl Asks {
    /// Everything that a policy declares.
    pub fn of(policy: &Policy) -> Self {
        let schema = &policy.schema;
        let mut asks = Self::default();
        for ty in schema.subject_types() {
            asks.subjects.insert(schema.ty(ty).name.as_str().into(), ty);
        }
        for action in schema.action_ids() {
            asks.actions.insert(schema.action(action).name.as_str().into(), action);
        }
        let mut first: Vec<u32> = Vec::new();
        for ty in schema.type_ids() {
            first.push(number(asks.targets.len()));
            for part in parts(schema, ty) {
                let number = number(asks.targets.len());
                asks.targets.insert(schema.part_name(ty, part).into(), number);
            }
        }
        for action in schema.action_ids() {
            for (ty, on) in &schema.action(action).on {
                for (target, part) in (first[ty.index()]..).zip(parts(schema, *ty)) {
                    if let Some(ask) = ask(policy, Target { action, ty: *ty, part }, on.new) {
                        asks.asks.insert((action, target), ask);
                    }
                }
            }
        }
        asks
    }

    /// The type of those who ask.
    pub fn subject(&self, ty: &str) -> Option<TypeId> {
        self.subjects.get(ty).copied()
    }

    /// What an action on `Type` or `Type.facet` asks for.
    pub fn find(&self, action: &str, target: &str) -> Option<&Ask> {
        let action = *self.actions.get(action)?;
        self.asks.get(&(action, *self.targets.get(target)?))
    }
}

/// The whole of a type, and its facets.
fn parts(schema: &Schema, ty: TypeId) -> impl Iterator<Item = Option<FacetId>> + use<> {
    std::iter::once(None).chain(schema.facet_ids(ty).map(Some))
}

/// What is asked for by an action on a type or facet; `None` where the action can't be.
fn ask(policy: &Policy, asked: Target, new: bool) -> Option<Ask> {
    let Target { action, ty, part } = asked;
    let parts = match part {
        None => policy.schema.parts_of_whole(action, ty)?,
        Some(_) => {
            let declared = policy.schema.targets(action, ty);
            declared.iter().any(|one| one.part == part).then(|| vec![part])?
        }
    };
    let cell = |part| policy.cells.index.get(&Target { action, ty, part }).copied();
    let cells = parts.iter().map(|part| cell(*part)).collect();
    let whole = parts.len() > 1 || (part.is_none() && parts.iter().any(Option::is_some));
    Some(Ask { action, ty, new, whole, parts, cells })
}
