//! The names of roles, classes, scopes, restrictions, ceilings and constraints.

use std::collections::BTreeMap;

use ward_diagnostics::{Diagnostic, Span, codes};
use ward_parser::ast::{Item, ItemKind, Name, RoleDecl, RoleSet, RoleTerm, Text};

use super::by_unit::ByUnit;
use super::{Compiler, Unit, notes};
use crate::graph::{Node, NodeKind};
use crate::model::{
    ANYONE, Ceiling, CeilingId, Class, ClassId, Notes, OverlayId, Restriction, RestrictionId, Role,
    RoleBits, RoleId, Scope, ScopeId,
};

/// What a role or class name means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Holdable {
    /// A role.
    Role(RoleId),
    /// A class.
    Class(ClassId),
}

/// Names by the unit that declares them.
#[derive(Debug, Default)]
pub(crate) struct Names {
    pub holdables: ByUnit<(Holdable, Span)>,
    pub scopes: ByUnit<ScopeId>,
    pub restrictions: ByUnit<(RestrictionId, Span)>,
    pub ceilings: BTreeMap<String, CeilingId>,
    pub constraints: ByUnit<Span>,
}

fn title(text: &Option<Text>) -> Option<String> {
    text.as_ref().map(|text| text.text.clone())
}

impl Compiler<'_> {
    /// Declares everything that has a name of its own besides types and actions.
    pub(super) fn declare_names(&mut self) {
        self.declare_anyone();
        for (unit, item) in self.items() {
            self.check_allowed_in_overlay(unit, item);
            match &item.kind {
                ItemKind::Role(role) => self.declare_role(unit, item, role),
                ItemKind::Class(class) => {
                    let id = ClassId::from_index(self.classes.len());
                    if self.declare_holdable(unit, &class.name, Holdable::Class(id)) {
                        self.classes.push(Class {
                            name: class.name.text.clone(),
                            title: title(&class.title),
                            overlay: unit.overlay(),
                            for_roles: None,
                            notes: notes(&item.meta),
                            span: class.name.span,
                        });
                        let node = self.node(NodeKind::Class, unit, &class.name.text);
                        self.graph.declare(node, Some(class.name.span));
                    }
                }
                ItemKind::Scope(scope) => self.declare_scope(unit, &scope.name),
                ItemKind::Restriction(restriction) => {
                    let id = RestrictionId::from_index(self.restrictions.len());
                    let taken = self.taken(unit, &restriction.name.text, |names, unit, name| {
                        names.restrictions.own(unit, name).map(|(_, span)| *span)
                    });
                    if self.is_free(unit, "restriction", &restriction.name, taken) {
                        let meaning = (id, restriction.name.span);
                        self.names.restrictions.insert(unit, &restriction.name.text, meaning);
                        self.restrictions.push(Restriction {
                            name: restriction.name.text.clone(),
                            title: title(&restriction.title),
                            overlay: unit.overlay(),
                            on_what: None,
                            notes: notes(&item.meta),
                            span: restriction.name.span,
                        });
                        let node = self.node(NodeKind::Restriction, unit, &restriction.name.text);
                        self.graph.declare(node, Some(restriction.name.span));
                    }
                }
                ItemKind::Ceiling(ceiling) => {
                    let Some(tenant) = self.find_type(&ceiling.tenant) else { continue };
                    let known = self.names.ceilings.get(&ceiling.name.text);
                    let taken = known.map(|id| (self.ceilings[id.index()].span, false));
                    if self.is_free(unit, "ceiling", &ceiling.name, taken) {
                        let id = CeilingId::from_index(self.ceilings.len());
                        self.names.ceilings.insert(ceiling.name.text.clone(), id);
                        self.ceilings.push(Ceiling {
                            name: ceiling.name.text.clone(),
                            title: title(&ceiling.title),
                            tenant,
                            at_most: None,
                            span: ceiling.name.span,
                        });
                        let node = Node::new(NodeKind::Ceiling, ceiling.name.text.clone());
                        self.graph.declare(node, Some(ceiling.name.span));
                    }
                }
                _ => {}
            }
        }
        self.resolve_overlay_headers();
        for name in std::mem::take(&mut self.default_roles) {
            self.find_holdable(Unit::Base, &name);
        }
        self.check_library_names();
    }

    /// A library's names are taken for the overlays of the tenants that may take it up.
    fn check_library_names(&mut self) {
        let named = self.names.holdables.sorted().into_iter();
        let mut declared: Vec<(String, OverlayId, Span)> = named
            .filter_map(|(unit, name, (_, span))| {
                unit.overlay().map(|id| (name.to_owned(), id, *span))
            })
            .collect();
        declared.sort();
        for (name, id, span) in &declared {
            let other = declared.iter().find(|(other, other_id, _)| {
                let (own, library) = (self.overlay(*id), self.overlay(*other_id));
                other == name
                    && other_id != id
                    && library.id.is_none()
                    && library.tenant == own.tenant
            });
            let Some((_, other_id, first)) = other else { continue };
            if self.overlay(*id).id.is_some() || other_id < id {
                self.report(
                    Diagnostic::error(
                        codes::OVERLAY_NAME_TAKEN,
                        format!("a library has a role or class `{name}` already"),
                    )
                    .at(*span, "taken")
                    .at(*first, "the library's")
                    .help("any tenant may take the library up: choose another name"),
                );
            }
        }
    }

    fn declare_anyone(&mut self) {
        self.roles.push(Role {
            name: "anyone".into(),
            title: None,
            is_abstract: false,
            overlay: None,
            inside: None,
            must_lie_in: Vec::new(),
            extends: Vec::new(),
            extensions: Vec::new(),
            is_a: [ANYONE].into_iter().collect(),
            notes: Notes::default(),
            span: None,
        });
        self.extensions.push(Vec::new());
    }

    fn declare_role(&mut self, unit: Unit, item: &Item, role: &RoleDecl) {
        if role.name.text == "anyone" {
            self.declare_written_anyone(unit, item, role);
            return;
        }
        let id = RoleId::from_index(self.roles.len());
        if !self.declare_holdable(unit, &role.name, Holdable::Role(id)) {
            return;
        }
        let inside = role.inside.as_ref().and_then(|name| self.find_type(name));
        self.roles.push(Role {
            name: role.name.text.clone(),
            title: title(&role.title),
            is_abstract: role.is_abstract,
            overlay: unit.overlay(),
            inside,
            must_lie_in: inside.into_iter().collect(),
            extends: Vec::new(),
            extensions: Vec::new(),
            is_a: [id].into_iter().collect(),
            notes: notes(&item.meta),
            span: Some(role.name.span),
        });
        self.extensions.push(Vec::new());
        let node = self.node(NodeKind::Role, unit, &role.name.text);
        self.graph.declare(node.clone(), Some(role.name.span));
        if let Some(name) = &role.inside {
            self.leans(&node, Node::new(NodeKind::Type, name.text.clone()));
        }
    }

    fn declare_written_anyone(&mut self, unit: Unit, item: &Item, role: &RoleDecl) {
        let wrong = if unit != Unit::Base {
            Some((
                "an overlay can't say what `anyone` may do",
                "write a role of its own and assign it",
            ))
        } else if role.is_abstract || role.inside.is_some() || !role.extends.is_empty() {
            Some((
                "`anyone` is held by every known subject, everywhere",
                "write `role anyone { … }` alone and put conditions into its statements",
            ))
        } else {
            None
        };
        if let Some((message, help)) = wrong {
            self.report(
                Diagnostic::error(codes::ANYONE_MISUSED, message).at(role.name.span, "").help(help),
            );
            return;
        }
        if let Some(first) = self.roles[ANYONE.index()].span {
            self.report_duplicate("role", &role.name, first);
            return;
        }
        let anyone = &mut self.roles[ANYONE.index()];
        anyone.span = Some(role.name.span);
        anyone.title = title(&role.title);
        anyone.notes = notes(&item.meta);
        self.graph.declare(Node::new(NodeKind::Role, "anyone"), Some(role.name.span));
    }

    fn declare_holdable(&mut self, unit: Unit, name: &Name, what: Holdable) -> bool {
        let kind = if matches!(what, Holdable::Role(_)) { "role" } else { "class" };
        if name.text == "anyone" {
            self.report(
                Diagnostic::error(
                    codes::RESERVED_NAME,
                    "`anyone` is a role that Ward knows already",
                )
                .at(name.span, "")
                .help("choose another name"),
            );
            return false;
        }
        let taken = self.taken(unit, &name.text, |names, unit, name| {
            names.holdables.own(unit, name).map(|(_, span)| *span)
        });
        if !self.is_free(unit, kind, name, taken) {
            return false;
        }
        self.names.holdables.insert(unit, &name.text, (what, name.span));
        true
    }

    fn declare_scope(&mut self, unit: Unit, name: &Name) {
        if self.names.scopes.own(unit, &name.text).is_some() {
            return;
        }
        let vendor = self.names.scopes.own(Unit::Base, &name.text);
        let taken = vendor.map(|id| (self.scopes[id.index()].span, true));
        if unit != Unit::Base && !self.is_free(unit, "scope", name, taken) {
            return;
        }
        let id = ScopeId::from_index(self.scopes.len());
        self.names.scopes.insert(unit, &name.text, id);
        self.scopes.push(Scope {
            name: name.text.clone(),
            overlay: unit.overlay(),
            on: Default::default(),
            span: name.span,
        });
        let node = self.node(NodeKind::Scope, unit, &name.text);
        self.graph.declare(node, Some(name.span));
    }

    /// Where the name is taken already, and whether by the vendor.
    fn taken(
        &self,
        unit: Unit,
        name: &str,
        look: impl Fn(&Names, Unit, &str) -> Option<Span>,
    ) -> Option<(Span, bool)> {
        let own = look(&self.names, unit, name).map(|span| (span, false));
        own.or_else(|| look(&self.names, Unit::Base, name).map(|span| (span, true)))
    }

    pub(super) fn is_free(
        &mut self,
        unit: Unit,
        kind: &str,
        name: &Name,
        taken: Option<(Span, bool)>,
    ) -> bool {
        match taken {
            None => true,
            Some((first, true)) if unit != Unit::Base => {
                self.report(
                    Diagnostic::error(
                        codes::OVERLAY_NAME_TAKEN,
                        format!("the vendor's policy has a {kind} `{}` already", name.text),
                    )
                    .at(name.span, "taken")
                    .at(first, "the vendor's")
                    .help(
                        "an overlay can't change what the vendor's names mean: choose another name",
                    ),
                );
                false
            }
            Some((first, _)) => {
                self.report_duplicate(kind, name, first);
                false
            }
        }
    }

    pub(super) fn report_duplicate(&mut self, kind: &str, name: &Name, first: Span) {
        // These two only name what is declared elsewhere.
        let (said, help) = match kind {
            "container" | "extended role" => ("named", "name it once"),
            _ => ("declared", "give one of them another name, or put both into one declaration"),
        };
        self.report(
            Diagnostic::error(
                codes::DUPLICATE_NAME,
                format!("the {kind} `{}` is {said} twice", name.text),
            )
            .at(name.span, "again here")
            .at(first, "first here")
            .help(help),
        );
    }

    fn check_allowed_in_overlay(&mut self, unit: Unit, item: &Item) {
        if unit == Unit::Base {
            return;
        }
        let what = match &item.kind {
            ItemKind::Enum(_) => "an enum",
            ItemKind::Entity(_) => "an entity type",
            ItemKind::Context(_) => "context fields",
            ItemKind::Actions(_) => "actions",
            ItemKind::Obligation(_) => "an obligation",
            ItemKind::Ceiling(_) => "a ceiling",
            _ => return,
        };
        self.report(
            Diagnostic::error(codes::NOT_IN_OVERLAY, format!("an overlay can't declare {what}"))
                .at(item.span, "")
                .help("an overlay may hold roles, classes, scopes, restrictions, claims, constraints and tests"),
        );
    }

    /// What a role or class name means to a unit: its own first, then the vendor's.
    pub(crate) fn holdable(&self, unit: Unit, name: &str) -> Option<Holdable> {
        self.names.holdables.seen(unit, name).map(|(what, _)| *what)
    }

    /// The role or class that a name means; reports it where there is none.
    pub(crate) fn find_holdable(&mut self, unit: Unit, name: &Name) -> Option<Holdable> {
        if name.text == "anyone" {
            self.report(
                Diagnostic::error(
                    codes::ANYONE_MISUSED,
                    "`anyone` can't be assigned, extended, restricted or asked for",
                )
                .at(name.span, "held by every known subject")
                .help("to bind everybody, leave the roles out"),
            );
            return None;
        }
        let found = self.holdable(unit, &name.text);
        if found.is_none() {
            let known = self.holdable_names(unit);
            self.unknown(
                "role or class",
                name,
                known.iter().map(String::as_str),
                "declare it with `role NAME { … }`",
            );
        }
        found
    }

    /// The role that a name means; reports it where there is none or where it is a class.
    pub(crate) fn find_role(&mut self, unit: Unit, name: &Name) -> Option<RoleId> {
        match self.find_holdable(unit, name)? {
            Holdable::Role(id) => Some(id),
            Holdable::Class(_) => {
                self.report(
                    Diagnostic::error(
                        codes::NOT_A_ROLE,
                        format!("`{}` is a class, and a role is needed here", name.text),
                    )
                    .at(name.span, "a class")
                    .help("name a role"),
                );
                None
            }
        }
    }

    pub(crate) fn holdable_names(&self, unit: Unit) -> Vec<String> {
        let seen = |of: Unit| of == Unit::Base || of == unit;
        let named = self.names.holdables.sorted().into_iter();
        let mut names: Vec<_> =
            named.filter(|(unit, _, _)| seen(*unit)).map(|(_, name, _)| name.to_owned()).collect();
        names.sort();
        names
    }

    /// The scope that a name means; reports it where there is none.
    pub(crate) fn find_scope(&mut self, unit: Unit, name: &Name) -> Option<ScopeId> {
        let found = self.names.scopes.seen(unit, &name.text).copied();
        if found.is_none() {
            let known: Vec<_> = self.scopes.iter().map(|scope| scope.name.clone()).collect();
            self.unknown(
                "scope",
                name,
                known.iter().map(String::as_str),
                "declare it with `scope NAME on TYPE: CONDITION`",
            );
        }
        found
    }

    /// The roles named, without those that extend them.
    pub(crate) fn named_roles(&mut self, unit: Unit, set: &RoleSet) -> RoleBits {
        let mut roles = RoleBits::default();
        for term in &set.terms {
            for role in self.roles_of_term(unit, term).iter() {
                roles.insert(role);
            }
        }
        roles
    }

    /// The roles that one term names.
    pub(crate) fn roles_of_term(&mut self, unit: Unit, term: &RoleTerm) -> RoleBits {
        match term {
            RoleTerm::Name(name) => self.find_role(unit, name).into_iter().collect(),
            RoleTerm::RolesIn(name) => {
                let Some(ty) = self.find_type(name) else { return RoleBits::default() };
                self.roles_in(ty)
            }
            RoleTerm::RolesThatCan(actions) => {
                if let Some(name) = actions.first() {
                    self.report(
                        Diagnostic::error(
                            codes::CONSTRAINT_FORM,
                            "`roles that can …` stands in constraints only",
                        )
                        .at(name.span, "")
                        .help("name the roles, or write `roles in TYPE`"),
                    );
                }
                RoleBits::default()
            }
        }
    }

    /// Every role that holds only inside such an entity.
    pub(crate) fn roles_in(&self, ty: crate::model::TypeId) -> RoleBits {
        let lies_in = |role: &Role| {
            let tenant = role.overlay.map(|id| self.overlay(id).tenant);
            role.must_lie_in.contains(&ty) || tenant == Some(ty)
        };
        (0..self.roles.len())
            .filter(|at| lies_in(&self.roles[*at]))
            .map(RoleId::from_index)
            .collect()
    }

    /// These roles and all that extend them.
    pub(crate) fn with_extending(&self, roles: &RoleBits) -> RoleBits {
        let extends_one = |role: &Role| role.is_a.iter().any(|id| roles.contains(id));
        (0..self.roles.len())
            .filter(|at| extends_one(&self.roles[*at]))
            .map(RoleId::from_index)
            .collect()
    }
}
