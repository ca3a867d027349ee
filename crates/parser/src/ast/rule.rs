//! Statements and what they are made of; claims and constraints.

use ward_diagnostics::Span;

use super::{Expr, Meta, Name, Text};

/// `VERB ACTIONS [on TYPES] [within SCOPE] [when …] [unless …] [with …] [except …]…`
#[derive(Clone, Debug, PartialEq)]
pub struct Statement {
    /// From the verb to the end.
    pub span: Span,
    /// Documentation and annotations in front of it.
    pub meta: Meta,
    /// The verb.
    pub verb: Verb,
    /// Where the verb stands.
    pub verb_span: Span,
    /// Everything behind the verb.
    pub selection: Selection,
}

/// The verbs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Verb {
    /// `can`: gives.
    Can,
    /// `may`: gives what a class switches on.
    May,
    /// `cannot`: a checked claim.
    Cannot,
    /// `forbid`: takes away.
    Forbid,
    /// `enable`: switches on what a role may.
    Enable,
    /// `allow`: what a ceiling lets through.
    Allow,
}

impl Verb {
    /// The word as it is written.
    pub fn word(self) -> &'static str {
        match self {
            Self::Can => "can",
            Self::May => "may",
            Self::Cannot => "cannot",
            Self::Forbid => "forbid",
            Self::Enable => "enable",
            Self::Allow => "allow",
        }
    }
}

/// A statement without its verb; also what stands behind `except`, `never`, `always`, `only`.
#[derive(Clone, Debug, PartialEq)]
pub struct Selection {
    /// From the first action to the end.
    pub span: Span,
    /// Actions, groups or `all`; never empty.
    pub actions: Vec<Name>,
    /// Types, facets or `all`; `None` without `on`.
    pub on: Option<Vec<Target>>,
    /// `within SCOPE`, with the span from `within` on.
    pub within: Option<(Span, ScopeExpr)>,
    /// `when CONDITION`, with the span from `when` on.
    pub when: Option<(Span, Expr)>,
    /// `unless CONDITION`, with the span from `unless` on.
    pub unless: Option<(Span, Expr)>,
    /// `with OBLIGATIONS`
    pub with: Vec<ObligationUse>,
    /// `except …`, each with the span from `except` on.
    pub except: Vec<(Span, Selection)>,
}

/// `Patient`, `Patient.billing` or `all` behind `on`.
#[derive(Clone, Debug, PartialEq)]
pub struct Target {
    /// The type; `all` for every type.
    pub ty: Name,
    /// The facet.
    pub facet: Option<Name>,
}

/// `a`, `a and b`, `a or b`, with parentheses where they mix.
#[derive(Clone, Debug, PartialEq)]
pub enum ScopeExpr {
    /// One scope.
    Name(Name),
    /// All of them.
    And(Vec<ScopeExpr>),
    /// One of them at least.
    Or(Vec<ScopeExpr>),
}

/// `notify("privacy officer")`
#[derive(Clone, Debug, PartialEq)]
pub struct ObligationUse {
    /// The obligation.
    pub name: Name,
    /// Its arguments, in the order of its parameters.
    pub arguments: Vec<Expr>,
}

/// Roles as they are named in `for`, `on what … give`, `holds`, claims and constraints.
#[derive(Clone, Debug, PartialEq)]
pub struct RoleSet {
    /// Where they stand.
    pub span: Span,
    /// Each of them.
    pub terms: Vec<RoleTerm>,
}

/// One of the roles named.
#[derive(Clone, Debug, PartialEq)]
pub enum RoleTerm {
    /// `lpn`
    Name(Name),
    /// `roles in Agency`
    RolesIn(Name),
    /// `roles that can approve`, `roles that can (generate, submit)`; constraints only.
    RolesThatCan(Vec<Name>),
}

/// `claim "title" [assume]: FORM`
#[derive(Clone, Debug, PartialEq)]
pub struct Claim {
    /// What it promises.
    pub title: Text,
    /// `assume`: what can't be decided is taken on trust.
    pub assume: bool,
    /// Its form.
    pub form: ClaimForm,
}

/// The forms of a claim.
#[derive(Clone, Debug, PartialEq)]
pub enum ClaimForm {
    /// `never S [for ROLES]`
    Never {
        /// What never happens.
        what: Selection,
        /// For whom.
        roles: Option<RoleSet>,
    },
    /// `always S for ROLES [despite RESTRICTIONS]`
    Always {
        /// What is always permitted.
        what: Selection,
        /// To whom.
        roles: RoleSet,
        /// Restrictions that may stand in the way.
        despite: Vec<Name>,
    },
    /// `A <= B`
    AtMost {
        /// A role, a ceiling or `roles in TYPE`.
        low: RoleTerm,
        /// The same.
        high: RoleTerm,
    },
    /// `only S [for ROLES] depend on PROPERTY`
    OnlyDepends {
        /// What may change with the property.
        what: Selection,
        /// For whom.
        roles: Option<RoleSet>,
        /// `User.broader_access` or `context.mfa`: its two halves.
        property: (Name, Name),
    },
}

/// `constraint NAME "title": RULE` or `advice NAME "title": RULE`
#[derive(Clone, Debug, PartialEq)]
pub struct Constraint {
    /// `advice`: it warns only.
    pub advice: bool,
    /// Its name.
    pub name: Name,
    /// Its title.
    pub title: Option<Text>,
    /// What it asks.
    pub rule: ConstraintRule,
}

/// The forms of a constraint.
#[derive(Clone, Debug, PartialEq)]
pub enum ConstraintRule {
    /// `exclusive A, B [per TYPE] [except ROLES]`
    Exclusive {
        /// The sides; each is one term.
        sides: Vec<RoleTerm>,
        /// `per TYPE`
        per: Option<Name>,
        /// Roles that may stand on both sides.
        except: Option<RoleSet>,
    },
    /// `exactly 1 of A, B per TYPE`
    ExactlyOneOf {
        /// The roles.
        roles: RoleSet,
        /// `per TYPE`
        per: Name,
    },
    /// `N to M ROLE [of those with CONDITION] per TYPE [when CONDITION]`
    Count {
        /// At least.
        low: i64,
        /// At most.
        high: i64,
        /// Holders of what.
        role: RoleTerm,
        /// Which holders count.
        those_with: Option<Expr>,
        /// `per TYPE`
        per: Name,
        /// Which of the type it is asked of.
        when: Option<Expr>,
    },
    /// `ROLES require ROLE` or `ROLES require CONDITION`
    Require {
        /// Who must have it.
        roles: RoleSet,
        /// A single bare name (a role) or a condition; which of them, the compiler tells.
        what: Expr,
    },
    /// `every TYPE [when …]: CONDITION`
    Every {
        /// The entities.
        ty: Name,
        /// Which of them.
        when: Option<Expr>,
        /// What is true of each.
        condition: Expr,
    },
}
