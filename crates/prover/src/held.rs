//! What somebody may hold.

use ward_compiler::model::{ClassId, RoleId};

/// A role, a class, or the place that a ceiling stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Holdable {
    /// A role.
    Role(RoleId),
    /// A class.
    Class(ClassId),
    /// A role of which only the ceiling is known.
    Ceiling(u32),
}
