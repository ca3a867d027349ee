//! Roles, classes, scopes, restrictions, overlays and the statements in them.

use std::sync::Arc;

use indexmap::IndexMap;
use ward_diagnostics::Span;
pub use ward_parser::ast::Verb;

use super::{
    CeilingId, ClassId, ConditionId, Constant, Notes, ObligationId, OverlayId, RestrictionId,
    RoleBits, RoleId, Target, TypeId, ValueId,
};

/// A role.
#[derive(Clone, Debug)]
pub struct Role {
    /// Its name.
    pub name: String,
    /// Its title.
    pub title: Option<String>,
    /// For extending only.
    pub is_abstract: bool,
    /// The overlay that it belongs to.
    pub overlay: Option<OverlayId>,
    /// `in TYPE`, its own.
    pub inside: Option<TypeId>,
    /// Every type that an assignment of it must lie in: its own and those of what it extends.
    pub must_lie_in: Vec<TypeId>,
    /// The roles that it extends directly, in the order of the file.
    pub extends: Vec<RoleId>,
    /// How it takes over what each of them says; one entry per role behind `extends`.
    pub extensions: Vec<Extension>,
    /// Itself and all that it extends at any depth.
    pub is_a: RoleBits,
    /// Documentation.
    pub notes: Notes,
    /// Where its name is declared; `None` for `anyone` where no file writes it.
    pub span: Option<Span>,
}

/// How one role takes over another's statements.
#[derive(Clone, Debug)]
pub struct Extension {
    /// The role that is extended.
    pub parent: RoleId,
    /// `within`, per type; a type that is missing here is not inherited. `None` without one.
    pub within: Option<IndexMap<TypeId, Clause>>,
    /// Each `except`: the targets that it takes away, under these conditions (none: always).
    pub except: Vec<IndexMap<Target, Arc<[Clause]>>>,
}

impl Extension {
    /// Whether everything is taken over as it is.
    pub fn is_plain(&self) -> bool {
        self.within.is_none() && self.except.is_empty()
    }
}

/// A security class.
#[derive(Clone, Debug)]
pub struct Class {
    /// Its name.
    pub name: String,
    /// Its title.
    pub title: Option<String>,
    /// The overlay that it belongs to.
    pub overlay: Option<OverlayId>,
    /// `for ROLES`: these and all that extend them.
    pub for_roles: Option<RoleBits>,
    /// Documentation.
    pub notes: Notes,
    /// Where its name is declared.
    pub span: Span,
}

/// A scope: one name, one condition per type.
#[derive(Clone, Debug)]
pub struct Scope {
    /// Its name.
    pub name: String,
    /// The overlay that it belongs to.
    pub overlay: Option<OverlayId>,
    /// Its definition on each type.
    pub on: IndexMap<TypeId, ScopeBody>,
    /// Where its name is declared first.
    pub span: Span,
}

/// A scope's definition on one type.
#[derive(Clone, Copy, Debug)]
pub struct ScopeBody {
    /// The condition over `subject` and `resource`.
    pub condition: ConditionId,
    /// Where the condition is written.
    pub span: Span,
    /// The circle of scopes that lean on one another that it belongs to, if it can come to lean
    /// on itself. Bodies of one circle have the same number.
    pub circle: Option<u32>,
}

/// A restriction.
#[derive(Clone, Debug)]
pub struct Restriction {
    /// Its name.
    pub name: String,
    /// Its title.
    pub title: Option<String>,
    /// The overlay that it belongs to.
    pub overlay: Option<OverlayId>,
    /// `on what ROLES give`: these and all that extend them.
    pub on_what: Option<RoleBits>,
    /// Documentation.
    pub notes: Notes,
    /// Where its name is declared.
    pub span: Span,
}

/// A ceiling over what overlays may give.
#[derive(Clone, Debug)]
pub struct Ceiling {
    /// Its name.
    pub name: String,
    /// Its title.
    pub title: Option<String>,
    /// The kind of tenant.
    pub tenant: TypeId,
    /// `at most EXPR roles`, over the tenant as `resource`.
    pub at_most: Option<ValueId>,
    /// Where its name is declared.
    pub span: Span,
}

/// An overlay: the rules of one tenant, or a library that any tenant may take up.
#[derive(Clone, Debug)]
pub struct Overlay {
    /// The kind of tenant.
    pub tenant: TypeId,
    /// The one tenant's id; none for a library.
    pub id: Option<String>,
    /// The ceiling that it stands under.
    pub ceiling: CeilingId,
    /// `Agency::sunrise`, or `Agency library` with the ceiling's name.
    pub name: String,
}

/// Who wrote a statement.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Owner {
    /// A role.
    Role(RoleId),
    /// A restriction.
    Restriction(RestrictionId),
    /// A class.
    Class(ClassId),
    /// A ceiling.
    Ceiling(CeilingId),
}

/// A statement as it was written: one rule however many cells it reaches.
#[derive(Clone, Debug)]
pub struct Rule {
    /// `policy.owner.3`; an overlay's name stands between for its rules.
    pub id: String,
    /// Its verb.
    pub verb: Verb,
    /// Who wrote it.
    pub owner: Owner,
    /// The overlay that it belongs to.
    pub overlay: Option<OverlayId>,
    /// Its text, on one line.
    pub text: String,
    /// Its place.
    pub span: Span,
    /// Documentation.
    pub notes: Notes,
    /// What it asks for, as written.
    pub obligations: Vec<ObligationUse>,
    /// The targets that it reaches, with the clauses that must be met on each.
    pub reach: Vec<Reached>,
    /// Whether it names every type by `all` or by silence.
    pub wide: bool,
}

/// A target that a statement reaches.
#[derive(Clone, Debug)]
pub struct Reached {
    /// The target.
    pub target: Target,
    /// What must be met, in the order in which it is written.
    pub clauses: Arc<[Clause]>,
}

/// One `within`, `when`, `unless` or conditional `except` of a statement.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Clause {
    /// Which part it is.
    pub kind: ClauseKind,
    /// What must be true; `unless` and `except` are negated already.
    pub condition: ConditionId,
    /// Where it is written, its keyword included.
    pub span: Span,
    /// The atoms of the condition with the places where they stand.
    pub atoms: Arc<[(ConditionId, Span)]>,
}

/// The parts of a statement that set a condition.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ClauseKind {
    /// The tenant that an overlay is for.
    Tenant,
    /// `within`
    Within,
    /// `when`
    When,
    /// `unless`
    Unless,
    /// `except`
    Except,
    /// `extends … within`
    ExtendsWithin,
    /// `extends … except`
    ExtendsExcept,
}

/// An obligation with its arguments.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ObligationUse {
    /// Which.
    pub obligation: ObligationId,
    /// One argument per parameter.
    pub arguments: Vec<Constant>,
}
