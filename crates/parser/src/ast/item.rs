//! Declarations: everything that may stand at the top of a file.

use ward_diagnostics::Span;

use super::{Claim, Constraint, Expr, Name, RoleSet, Selection, Statement, Test, Text};

/// One declaration.
#[derive(Clone, Debug, PartialEq)]
pub struct Item {
    /// From the first word (documentation and annotations not included) to the last sign.
    pub span: Span,
    /// `///` comments and `@` annotations in front of it.
    pub meta: Meta,
    /// What it declares.
    pub kind: ItemKind,
}

/// What stands in front of a declaration, a property, a facet, an action or a statement.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Meta {
    /// The lines of the `///` comment, without the slashes and one blank.
    pub docs: Vec<String>,
    /// `@sensitive`, `@owner("billing")`.
    pub annotations: Vec<Annotation>,
}

/// `@name` or `@name("text")`.
#[derive(Clone, Debug, PartialEq)]
pub struct Annotation {
    /// The name, without the `@`.
    pub name: Name,
    /// The text in parentheses.
    pub text: Option<Text>,
}

/// The kinds of declaration.
#[derive(Clone, Debug, PartialEq)]
pub enum ItemKind {
    /// `policy NAME "title"`
    Policy(PolicyHeader),
    /// `overlay Agency::"sunrise" under agency_roles`
    Overlay(OverlayHeader),
    /// `enum Tier { sandbox, trial }`
    Enum(EnumDecl),
    /// `subject entity User in Agency { … }`
    Entity(EntityDecl),
    /// `context { mfa: Bool = false }`
    Context(ContextDecl),
    /// `actions visits on Visit { view, new create }`
    Actions(ActionsDecl),
    /// `obligation notify(who: String)`
    Obligation(ObligationDecl),
    /// `scope own on Visit: visit.clinician == subject`
    Scope(ScopeDecl),
    /// `role biller "Biller" in Agency extends clerk { … }`
    Role(RoleDecl),
    /// `restriction active_staff { forbid … }`
    Restriction(RestrictionDecl),
    /// `class reduced for director { forbid … enable … }`
    Class(ClassDecl),
    /// `ceiling agency_roles on Agency { allow … }`
    Ceiling(CeilingDecl),
    /// `constraint separation "…": …`, `advice …`
    Constraint(Constraint),
    /// `claim "…": never …`
    Claim(Claim),
    /// `test "…" { … }`
    Test(Test),
}

/// `policy betasky "Betasky home-health agency"`
#[derive(Clone, Debug, PartialEq)]
pub struct PolicyHeader {
    /// The policy's name.
    pub name: Name,
    /// Its title.
    pub title: Option<Text>,
}

/// `overlay Agency[::"sunrise"] under agency_roles`
#[derive(Clone, Debug, PartialEq)]
pub struct OverlayHeader {
    /// The kind of tenant.
    pub tenant: Name,
    /// The one tenant that it is for; none for a library.
    pub id: Option<Text>,
    /// The ceiling it stands under.
    pub ceiling: Name,
}

/// `enum Tier { sandbox, trial }`
#[derive(Clone, Debug, PartialEq)]
pub struct EnumDecl {
    /// The type's name.
    pub name: Name,
    /// Its values, in the order of the file.
    pub values: Vec<Name>,
}

/// `[subject] [external] entity NAME [in A, B] { properties, facets }`
#[derive(Clone, Debug, PartialEq)]
pub struct EntityDecl {
    /// `subject`: entities of this type may ask.
    pub subject: bool,
    /// `external`: a caller knows it better than the store.
    pub external: bool,
    /// The type's name.
    pub name: Name,
    /// The kinds of container.
    pub containers: Vec<Name>,
    /// Its properties.
    pub properties: Vec<Field>,
    /// Its facets.
    pub facets: Vec<Facet>,
}

/// `name: Type = default`, of an entity, the context or a parameter list.
#[derive(Clone, Debug, PartialEq)]
pub struct Field {
    /// Documentation and annotations.
    pub meta: Meta,
    /// The name.
    pub name: Name,
    /// Its type.
    pub ty: TypeExpr,
    /// What silence means.
    pub default: Option<Expr>,
}

/// A part that a record consists of.
#[derive(Clone, Debug, PartialEq)]
pub struct Facet {
    /// Documentation and annotations, such as `@sensitive`.
    pub meta: Meta,
    /// The name.
    pub name: Name,
}

/// A type as it is written.
#[derive(Clone, Debug, PartialEq)]
pub struct TypeExpr {
    /// Where it stands.
    pub span: Span,
    /// What it is.
    pub kind: TypeKind,
}

/// The forms of a type.
#[derive(Clone, Debug, PartialEq)]
pub enum TypeKind {
    /// `Bool`, `User`, `Tier`
    Name(String),
    /// `User or Team`
    OneOf(Vec<Name>),
    /// `Set<User>`
    Set(Box<TypeExpr>),
    /// `{street: String, city: String}`
    Record(Vec<Field>),
    /// `User?`
    Optional(Box<TypeExpr>),
}

/// `context { … }`
#[derive(Clone, Debug, PartialEq)]
pub struct ContextDecl {
    /// The fields.
    pub fields: Vec<Field>,
}

/// `actions GROUP on TARGETS { … }`
#[derive(Clone, Debug, PartialEq)]
pub struct ActionsDecl {
    /// The group's name.
    pub group: Name,
    /// What the actions are about.
    pub targets: Vec<ActionTarget>,
    /// The actions.
    pub actions: Vec<ActionDecl>,
}

/// `Patient`, `Patient and parts` or `Patient.billing` behind `on` of an action declaration.
#[derive(Clone, Debug, PartialEq)]
pub struct ActionTarget {
    /// The entity type.
    pub ty: Name,
    /// What of it.
    pub extent: Extent,
}

/// What of a record an action is about.
#[derive(Clone, Debug, PartialEq)]
pub enum Extent {
    /// The record as such.
    Record,
    /// What is in the record; may be asked of each facet (`and parts`).
    Parts,
    /// One facet.
    Facet(Name),
}

/// `[new] name[(parameters)]`
#[derive(Clone, Debug, PartialEq)]
pub struct ActionDecl {
    /// Documentation and annotations.
    pub meta: Meta,
    /// `new`: it makes a record.
    pub new: bool,
    /// The action's name.
    pub name: Name,
    /// Its parameters.
    pub parameters: Vec<Field>,
}

/// `obligation notify(who: String)`
#[derive(Clone, Debug, PartialEq)]
pub struct ObligationDecl {
    /// Its name.
    pub name: Name,
    /// Its parameters.
    pub parameters: Vec<Field>,
}

/// `scope NAME on TYPES: CONDITION`
#[derive(Clone, Debug, PartialEq)]
pub struct ScopeDecl {
    /// Its name.
    pub name: Name,
    /// The types that it is defined for.
    pub on: ScopeTypes,
    /// The condition.
    pub condition: Expr,
}

/// What stands behind `on` of a scope.
#[derive(Clone, Debug, PartialEq)]
pub enum ScopeTypes {
    /// `on all`
    All(Span),
    /// `on CareOrder, Visit`
    Types(Vec<Name>),
}

/// `[abstract] role NAME "title" [in TYPE] [extends …] { … }`
#[derive(Clone, Debug, PartialEq)]
pub struct RoleDecl {
    /// `abstract`: for extending only.
    pub is_abstract: bool,
    /// Its name.
    pub name: Name,
    /// Its title.
    pub title: Option<Text>,
    /// `in Agency`
    pub inside: Option<Name>,
    /// `extends a, b within s except …`, possibly several times.
    pub extends: Vec<Extends>,
    /// Its statements.
    pub statements: Vec<Statement>,
}

/// `extends a, b [within SCOPE] [except …]`
#[derive(Clone, Debug, PartialEq)]
pub struct Extends {
    /// From `extends` to the end.
    pub span: Span,
    /// The roles.
    pub roles: Vec<Name>,
    /// What narrows all that is inherited by this clause.
    pub within: Option<super::ScopeExpr>,
    /// What is not inherited.
    pub except: Vec<Selection>,
}

/// `restriction NAME "title" [on what ROLES give] { … }`
#[derive(Clone, Debug, PartialEq)]
pub struct RestrictionDecl {
    /// Its name.
    pub name: Name,
    /// Its title.
    pub title: Option<Text>,
    /// `on what … give`
    pub on_what: Option<RoleSet>,
    /// Its statements.
    pub statements: Vec<Statement>,
}

/// `class NAME "title" [for ROLES] { … }`
#[derive(Clone, Debug, PartialEq)]
pub struct ClassDecl {
    /// Its name.
    pub name: Name,
    /// Its title.
    pub title: Option<Text>,
    /// `for a, b`
    pub for_roles: Option<RoleSet>,
    /// Its statements.
    pub statements: Vec<Statement>,
}

/// `ceiling NAME "title" on TYPE { allow … at most … roles }`
#[derive(Clone, Debug, PartialEq)]
pub struct CeilingDecl {
    /// Its name.
    pub name: Name,
    /// Its title.
    pub title: Option<Text>,
    /// The kind of tenant.
    pub tenant: Name,
    /// The `allow` statements.
    pub statements: Vec<Statement>,
    /// `at most EXPR roles`
    pub at_most: Option<Expr>,
}
