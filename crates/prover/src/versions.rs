//! What two versions of a policy read differently.

use std::sync::Arc;

use ward_compiler::model::{ParamId, PropertyId};

use crate::held::Holdable;

/// What the two versions read differently; names and ids are those of the common tables.
#[derive(Clone, Debug, Default)]
pub struct Versions {
    /// Properties, by their two names.
    pub properties: Vec<(Arc<str>, Arc<str>)>,
    /// Context fields, with their names.
    pub context: Vec<(PropertyId, PropertyId)>,
    /// Parameters.
    pub params: Vec<(ParamId, ParamId)>,
    /// The names of context fields and parameters in both versions.
    pub names: Vec<(String, String)>,
    /// Roles and classes.
    pub held: Vec<(Holdable, Holdable, Law)>,
}

/// What becomes of a role's assignments from one version of it to the other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Law {
    /// What is held in one version is held in the other.
    Same,
    /// What is held in the first is held in the second.
    Wider,
    /// What is held in the second is held in the first.
    Narrower,
}
