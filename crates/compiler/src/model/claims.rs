//! What a policy promises: `cannot`, claims and constraints, resolved.

use ward_diagnostics::Span;

use super::{
    CeilingId, ConditionId, OverlayId, PropertyId, Reached, RestrictionId, RoleBits, RoleId,
    Target, TypeId,
};

/// A promise to be proved.
#[derive(Clone, Debug)]
pub struct Claim {
    /// Its title; for a `cannot`, its text.
    pub title: String,
    /// Where it is written.
    pub span: Span,
    /// The overlay that it belongs to.
    pub overlay: Option<OverlayId>,
    /// What can't be decided is taken on trust.
    pub assume: bool,
    /// What it says.
    pub form: ClaimForm,
}

/// The forms of a promise.
#[derive(Clone, Debug)]
pub enum ClaimForm {
    /// `cannot` of a role: nothing that it has grants any of it.
    Cannot {
        /// The role.
        role: RoleId,
        /// What.
        what: Vec<Reached>,
    },
    /// `never … [for ROLES]`
    Never {
        /// What.
        what: Vec<Reached>,
        /// For these and all that extend them.
        roles: Option<RoleBits>,
    },
    /// `always … for ROLES [despite …]`
    Always {
        /// What.
        what: Vec<Reached>,
        /// For these and all that extend them.
        roles: RoleBits,
        /// Restrictions that may stand in the way.
        despite: Vec<RestrictionId>,
    },
    /// `A <= B`
    AtMost {
        /// The lower side.
        low: Side,
        /// The upper side.
        high: Side,
    },
    /// `only … depend on PROPERTY`
    OnlyDepends {
        /// What may change.
        what: Vec<Target>,
        /// For these and all that extend them.
        roles: Option<RoleBits>,
        /// With what.
        property: Depended,
    },
}

/// One side of `A <= B`.
#[derive(Clone, Debug)]
pub enum Side {
    /// A role.
    Role(RoleId),
    /// A ceiling.
    Ceiling(CeilingId),
    /// `roles in TYPE`
    RolesIn(TypeId, RoleBits),
}

/// What `only … depend on` names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Depended {
    /// A property of a type.
    Property(TypeId, PropertyId),
    /// A context field.
    Context(PropertyId),
    /// `context.now`
    Now,
}

/// A rule about assignments or stored entities.
#[derive(Clone, Debug)]
pub struct Constraint {
    /// Its name.
    pub name: String,
    /// Its title.
    pub title: Option<String>,
    /// It warns only.
    pub advice: bool,
    /// Where it is written.
    pub span: Span,
    /// The overlay that it belongs to.
    pub overlay: Option<OverlayId>,
    /// What it asks.
    pub rule: ConstraintRule,
}

/// The forms of a constraint.
#[derive(Clone, Debug)]
pub enum ConstraintRule {
    /// Nobody holds roles of two sides on one day in one place.
    Exclusive {
        /// The sides.
        sides: Vec<RoleBits>,
        /// In one of these.
        per: Option<TypeId>,
        /// Roles that may stand on both sides.
        except: RoleBits,
    },
    /// Everybody who holds any of them holds exactly one.
    ExactlyOneOf {
        /// The roles.
        roles: RoleBits,
        /// In each of these.
        per: TypeId,
    },
    /// So many holders.
    Count {
        /// At least.
        low: i64,
        /// At most.
        high: i64,
        /// Of these.
        roles: RoleBits,
        /// Which holders count; over `subject`.
        those_with: Option<ConditionId>,
        /// In each of these.
        per: TypeId,
        /// Which of the type it is asked of; over `resource`.
        when: Option<ConditionId>,
    },
    /// Holders of one hold another.
    RequireRole {
        /// Who holds one of these …
        roles: RoleBits,
        /// … holds one of these.
        required: RoleBits,
    },
    /// Holders meet a condition over `subject` and `place`.
    RequireCondition {
        /// The roles.
        roles: RoleBits,
        /// The condition.
        condition: ConditionId,
    },
    /// Every stored entity of a type meets a condition over `resource`.
    Every {
        /// The type.
        ty: TypeId,
        /// Which of them.
        when: Option<ConditionId>,
        /// The condition.
        condition: ConditionId,
    },
}
