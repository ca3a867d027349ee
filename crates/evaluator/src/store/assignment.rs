//! Who has been given which role or class.

use ward_compiler::model::{AssignmentRecord, ClassId, RoleId};

use crate::truth::Truth;
use crate::value::{EntityId, Symbol};

/// A role or class that somebody has been given.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Assignment {
    /// To whom: a subject, or an entity that contains subjects.
    pub subject: EntityId,
    /// What.
    pub what: Assigned,
    /// Where it holds; everywhere without it.
    pub within: Option<EntityId>,
    /// Its first day.
    pub from: Option<i32>,
    /// Its last day.
    pub until: Option<i32>,
}

impl Assignment {
    /// The role, where it is one.
    pub fn role(&self) -> Option<RoleId> {
        match self.what {
            Assigned::Role(role) => Some(role),
            Assigned::Class(_) | Assigned::Lost(_) => None,
        }
    }
}

/// What is assigned.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Assigned {
    /// A role.
    Role(RoleId),
    /// A security class.
    Class(ClassId),
    /// A class that nobody declares any more: it may have forbidden anything.
    Lost(Symbol),
}

/// An assignment among those to the same subject, with what no request can change.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Reaching {
    pub assignment: Assignment,
    /// Where it stands among all.
    pub index: u32,
    /// Whether its place is one where its role can be held; `None` where a request may still
    /// say more of that place.
    pub placed: Option<Truth>,
}

/// An assignment whose name means nothing where it stands: it gives nobody anything.
#[derive(Clone, Debug, PartialEq)]
pub struct Unresolved {
    /// The assignment as it was given.
    pub record: AssignmentRecord,
    /// Why.
    pub why: WhyUnresolved,
}

/// Why an assignment's name means nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WhyUnresolved {
    /// There is no role or class of that name.
    UnknownName,
    /// A role is assigned as a class, or the reverse.
    WrongKind,
    /// The role is abstract.
    Abstract,
    /// It belongs, or may belong, to an overlay that is left out.
    OverlayLeftOut,
    /// Nobody declares it any more, or as something that can be assigned, inside a tenant.
    NoLonger,
    /// It belongs to an overlay whose tenant the place doesn't lie in.
    NotHere,
}
