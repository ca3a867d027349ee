//! The values that a request gives besides those of its records.

use ward_compiler::model::ParamId;

use crate::value::Value;

/// The values that a request gives besides those of its records.
#[derive(Debug, Default)]
pub(crate) struct Given {
    /// The action's parameters that are given.
    pub params: Vec<(ParamId, Value)>,
    /// The context fields, defaults filled in; `None` where not given.
    pub context: Vec<Option<Value>>,
    /// Which context fields the request gives.
    pub context_given: Vec<bool>,
}

impl Given {
    /// The value of a parameter, if the request gives it.
    pub fn param(&self, id: ParamId) -> Option<Value> {
        self.params.iter().find(|(known, _)| *known == id).map(|(_, value)| *value)
    }
}
