//! The whole of a compiled policy.

use std::sync::Arc;

use indexmap::IndexMap;
use ward_diagnostics::{Diagnostic, SourceMap};

use super::{
    Ceiling, CeilingId, Cells, Claim, Class, ClassId, Constraint, Exprs, Overlay, OverlayId,
    Restriction, RestrictionId, Role, RoleId, Rule, RuleId, Schema, Scope, ScopeId, TestCase,
    TypeId,
};
use crate::graph::Graph;

/// A compiled policy set. It is complete: whoever has it needs no file any more.
#[derive(Clone, Debug)]
pub struct Policy {
    /// The policy's name.
    pub name: String,
    /// Its title.
    pub title: Option<String>,
    /// `sha256:…` over everything that can change a decision.
    pub hash: String,
    /// The name of the time zone in which days and hours are read.
    pub time_zone: String,
    /// The texts, for places and excerpts.
    pub sources: Arc<SourceMap>,
    /// Types, actions, context.
    pub schema: Schema,
    /// Roles; the first is `anyone`.
    pub roles: Vec<Role>,
    /// Security classes.
    pub classes: Vec<Class>,
    /// Scopes.
    pub scopes: Vec<Scope>,
    /// Restrictions.
    pub restrictions: Vec<Restriction>,
    /// Ceilings.
    pub ceilings: Vec<Ceiling>,
    /// Overlays that live.
    pub overlays: Vec<Overlay>,
    /// Statements.
    pub rules: Vec<Rule>,
    /// Conditions.
    pub exprs: Exprs,
    /// What decides each target.
    pub cells: Cells,
    /// Promises, `cannot` among them.
    pub claims: Vec<Claim>,
    /// Rules about data.
    pub constraints: Vec<Constraint>,
    /// Tests.
    pub tests: Vec<TestCase>,
    /// What depends on what.
    pub graph: Graph,
    /// Findings that leave the policy usable.
    pub warnings: Vec<Diagnostic>,
    /// Overlays that are left out, with what is wrong with them.
    pub rejected: Vec<RejectedOverlay>,
}

/// An overlay that failed.
#[derive(Clone, Debug)]
pub struct RejectedOverlay {
    /// Its name, as in [`Overlay::name`].
    pub name: String,
    /// The roles and classes that it would have declared; assignments may still name them.
    pub declared: Vec<String>,
    /// The kind of its tenant, where there is such a type.
    pub tenant: Option<TypeId>,
    /// The one tenant's id; none for a library.
    pub id: Option<String>,
    /// Whether it forbids anything, or can't be read well enough to tell.
    pub may_forbid: bool,
    /// Whether it may have declared more than [`RejectedOverlay::declared`].
    pub is_unreadable: bool,
    /// What is wrong with it.
    pub diagnostics: Vec<Diagnostic>,
}

/// What the name of an assignment can mean.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Assignable {
    /// Roles of that name: the vendor's, a library's, or one for each overlay that has it.
    pub roles: Vec<RoleId>,
    /// Classes of that name.
    pub classes: Vec<ClassId>,
}

impl Policy {
    /// A role.
    pub fn role(&self, id: RoleId) -> &Role {
        &self.roles[id.index()]
    }

    /// A class.
    pub fn class(&self, id: ClassId) -> &Class {
        &self.classes[id.index()]
    }

    /// A scope.
    pub fn scope(&self, id: ScopeId) -> &Scope {
        &self.scopes[id.index()]
    }

    /// A restriction.
    pub fn restriction(&self, id: RestrictionId) -> &Restriction {
        &self.restrictions[id.index()]
    }

    /// An overlay.
    pub fn overlay(&self, id: OverlayId) -> &Overlay {
        &self.overlays[id.index()]
    }

    /// A ceiling.
    pub fn ceiling(&self, id: CeilingId) -> &Ceiling {
        &self.ceilings[id.index()]
    }

    /// A statement.
    pub fn rule(&self, id: RuleId) -> &Rule {
        &self.rules[id.index()]
    }

    /// The printer of this policy's conditions.
    pub fn printer(&self) -> super::Printer<'_> {
        super::Printer::new(&self.schema, &self.exprs, &self.scopes)
    }

    /// A condition or value as policy text.
    pub fn print(&self, id: impl Into<super::Part>) -> String {
        self.printer().expr(id)
    }

    /// What each role or class name means to an assignment.
    pub fn assignable(&self) -> IndexMap<String, Assignable> {
        let mut names: IndexMap<String, Assignable> = IndexMap::new();
        for (index, role) in self.roles.iter().enumerate().skip(1) {
            names.entry(role.name.clone()).or_default().roles.push(RoleId::from_index(index));
        }
        for (index, class) in self.classes.iter().enumerate() {
            names.entry(class.name.clone()).or_default().classes.push(ClassId::from_index(index));
        }
        names
    }
}
