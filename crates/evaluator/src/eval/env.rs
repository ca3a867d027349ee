//! What a condition is asked of.

use ward_compiler::model::OverlayId;

use crate::value::{EntityId, Value};

/// What a condition is asked of: the record that `resource` stands for, the place of an
/// assignment, and the quantifiers' variables.
#[derive(Clone, Copy, Debug, Default)]
pub struct Env<'v> {
    /// What `resource` stands for.
    pub resource: Option<EntityId>,
    /// What `place` stands for.
    pub place: Option<EntityId>,
    /// The overlay that asks, where it isn't the vendor.
    pub reader: Option<OverlayId>,
    variables: Option<&'v Variable<'v>>,
}

/// The variable of a quantifier, and those of the quantifiers around it.
#[derive(Clone, Copy, Debug)]
pub struct Variable<'v> {
    /// `None` where the element isn't known.
    value: Option<Value>,
    /// How many quantifiers stand around.
    depth: u32,
    outer: Option<&'v Variable<'v>>,
}

impl<'v> Env<'v> {
    /// For a condition about a record.
    pub fn of(resource: EntityId) -> Self {
        Self { resource: Some(resource), ..Self::default() }
    }

    /// For a condition about a record and the place of an assignment.
    pub fn about(resource: Option<EntityId>, place: Option<EntityId>) -> Self {
        Self { resource, place, ..Self::default() }
    }

    /// The same, asked by an overlay.
    #[must_use]
    pub fn read_by(self, reader: Option<OverlayId>) -> Self {
        Self { reader, ..self }
    }

    /// One more variable; its environment is [`Env::under`].
    pub fn bind(&self, value: Option<Value>) -> Variable<'v> {
        let depth = self.variables.map_or(0, |outer| outer.depth + 1);
        Variable { value, depth, outer: self.variables }
    }

    /// This environment with a variable of its own.
    pub fn under<'i>(&self, variable: &'i Variable<'i>) -> Env<'i>
    where
        'v: 'i,
    {
        Env { variables: Some(variable), ..*self }
    }

    /// The value of a variable.
    pub(super) fn variable(&self, depth: u32) -> Option<Value> {
        let mut variable = self.variables;
        while let Some(one) = variable {
            if one.depth == depth {
                return one.value;
            }
            variable = one.outer;
        }
        None
    }
}
