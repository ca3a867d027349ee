//! What roles extend, and whom classes and restrictions are for.

use std::sync::Arc;

use indexmap::IndexMap;
use ward_diagnostics::{Diagnostic, codes};
use ward_parser::ast::{Extends, ItemKind, RoleDecl};

use super::condition::Env;
use super::names::Holdable;
use super::selection::Wanted;
use super::{Compiler, Unit};
use crate::graph::{Link, NodeKind, circles};
use crate::model::{ANYONE, Clause, ClauseKind, Extension, RoleId, Target, TypeId};

impl<'a> Compiler<'a> {
    /// The roles that were declared with their declarations; a second one of a name is left out.
    fn declared_roles(&self) -> Vec<(Unit, RoleId, &'a RoleDecl)> {
        self.items()
            .into_iter()
            .filter_map(|(unit, item)| match &item.kind {
                ItemKind::Role(role) => self.own_role(unit, role).map(|id| (unit, id, role)),
                _ => None,
            })
            .collect()
    }

    /// The id of a declared role, if this declaration is the one that counts.
    pub(super) fn own_role(&self, unit: Unit, role: &RoleDecl) -> Option<RoleId> {
        if role.name.text == "anyone" {
            let counts = self.roles[ANYONE.index()].span == Some(role.name.span);
            return counts.then_some(ANYONE);
        }
        match self.names.holdables.own(unit, &role.name.text) {
            Some((Holdable::Role(id), span)) if *span == role.name.span => Some(*id),
            _ => None,
        }
    }

    /// Resolves `extends`, finds cycles, and closes what each role is.
    pub(super) fn resolve_extends(&mut self) {
        let declared = self.declared_roles();
        for (unit, id, role) in &declared {
            let node = self.node(NodeKind::Role, *unit, &role.name.text);
            for clause in &role.extends {
                for name in &clause.roles {
                    let Some(parent) = self.find_role(*unit, name) else { continue };
                    if let Some(first) = clause
                        .roles
                        .iter()
                        .find(|first| first.text == name.text && first.span != name.span)
                        && first.span < name.span
                    {
                        self.report_duplicate("extended role", name, first.span);
                    }
                    let parent_node = self.role_node(parent);
                    self.graph.depend(node.clone(), parent_node, Link::Extends);
                    self.roles[id.index()].extends.push(parent);
                }
            }
        }
        let edges: Vec<(usize, usize)> = (0..self.roles.len())
            .flat_map(|at| self.roles[at].extends.iter().map(move |parent| (at, parent.index())))
            .collect();
        for circle in circles(self.roles.len(), &edges) {
            self.report_extends_cycle(&circle);
            for at in circle {
                self.roles[at].extends.clear();
            }
        }
        for at in 0..self.roles.len() {
            self.close_role(RoleId::from_index(at));
        }
    }

    pub(crate) fn role_node(&self, id: RoleId) -> crate::graph::Node {
        let role = &self.roles[id.index()];
        let unit = role.overlay.map_or(Unit::Base, Unit::Overlay);
        self.node(NodeKind::Role, unit, &role.name)
    }

    fn report_extends_cycle(&mut self, circle: &[usize]) {
        let names: Vec<_> = circle.iter().map(|at| format!("`{}`", self.roles[*at].name)).collect();
        let message = match names.as_slice() {
            [] | [_] => format!("{} extends itself", names.concat()),
            [rest @ .., last] => {
                format!("{} and {last} extend one another in a circle", rest.join(", "))
            }
        };
        let mut problem = Diagnostic::error(codes::EXTENDS_CYCLE, message)
            .help("take one `extends` away; put what they share into an `abstract role` that all of them extend");
        for at in circle {
            if let Some(span) = self.roles[*at].span {
                problem = problem.at(span, "in the circle");
            }
        }
        self.report(problem);
    }

    fn close_role(&mut self, id: RoleId) {
        let mut is_a = crate::model::RoleBits::default();
        let mut open = vec![id];
        while let Some(role) = open.pop() {
            if is_a.insert(role) {
                open.extend(self.roles[role.index()].extends.iter().copied());
            }
        }
        let mut must_lie_in: Vec<TypeId> =
            is_a.iter().filter_map(|role| self.roles[role.index()].inside).collect();
        must_lie_in.sort_unstable();
        must_lie_in.dedup();
        let role = &mut self.roles[id.index()];
        role.is_a = is_a;
        role.must_lie_in = must_lie_in;
    }

    /// Resolves `for` of classes and `on what … give` of restrictions.
    pub(super) fn resolve_holders(&mut self) {
        for (unit, item) in self.items() {
            match &item.kind {
                ItemKind::Class(decl) => {
                    let Some((Holdable::Class(id), span)) =
                        self.names.holdables.own(unit, &decl.name.text).copied()
                    else {
                        continue;
                    };
                    if let Some(set) = decl.for_roles.as_ref().filter(|_| span == decl.name.span) {
                        let node = self.node(NodeKind::Class, unit, &decl.name.text);
                        let roles = self.named_roles(unit, set);
                        self.lean_on_roles(&node, &roles);
                        self.classes[id.index()].for_roles = Some(self.with_extending(&roles));
                    }
                }
                ItemKind::Restriction(decl) => {
                    let Some((id, span)) =
                        self.names.restrictions.own(unit, &decl.name.text).copied()
                    else {
                        continue;
                    };
                    if span != decl.name.span {
                        continue;
                    }
                    let node = self.node(NodeKind::Restriction, unit, &decl.name.text);
                    let roles = decl.on_what.as_ref().map(|set| self.named_roles(unit, set));
                    if let Some(roles) = &roles {
                        self.lean_on_roles(&node, roles);
                        self.restrictions[id.index()].on_what = Some(self.with_extending(roles));
                    }
                    self.check_library_restriction(unit, decl.name.span, roles.as_ref());
                }
                _ => {}
            }
        }
    }

    pub(crate) fn lean_on_roles(
        &mut self,
        node: &crate::graph::Node,
        roles: &crate::model::RoleBits,
    ) {
        for role in roles.iter().collect::<Vec<_>>() {
            let to = self.role_node(role);
            self.leans(node, to);
        }
    }

    /// A library binds only what its own roles give.
    fn check_library_restriction(
        &mut self,
        unit: Unit,
        span: ward_diagnostics::Span,
        roles: Option<&crate::model::RoleBits>,
    ) {
        let Some(overlay) = unit.overlay() else { return };
        let own = |role: RoleId| self.roles[role.index()].overlay == Some(overlay);
        if self.overlay(overlay).id.is_some() || roles.is_some_and(|roles| roles.iter().all(own)) {
            return;
        }
        self.report(
            Diagnostic::error(
                codes::LIBRARY_RESTRICTION,
                "a library's restriction binds only what its own roles give",
            )
            .at(span, "binds more")
            .help("write `restriction NAME on what OWN_ROLES give { … }`"),
        );
    }

    /// Resolves how each role takes over what it extends.
    pub(super) fn resolve_extensions(&mut self) {
        for (unit, id, role) in self.declared_roles() {
            for clause in &role.extends {
                for name in &clause.roles {
                    let parent = match self.holdable(unit, &name.text) {
                        Some(Holdable::Role(parent))
                            if self.roles[id.index()].extends.contains(&parent) =>
                        {
                            parent
                        }
                        _ => continue,
                    };
                    let within = self.extension_within(unit, clause, &role.name.text);
                    let except = self.extension_excepts(unit, clause, &role.name.text);
                    self.extensions[id.index()].push(Extension { parent, within, except });
                }
            }
        }
    }

    /// The clause on each type for which the scope is defined.
    fn extension_within(
        &mut self,
        unit: Unit,
        clause: &Extends,
        role: &str,
    ) -> Option<IndexMap<TypeId, Clause>> {
        let scopes = clause.within.as_ref()?;
        let mut by_type = IndexMap::new();
        for ty in self.schema.type_ids() {
            if !self.scopes_defined(unit, scopes, ty) {
                continue;
            }
            let env = Env::for_statement(
                self,
                unit,
                ty,
                true,
                Vec::new(),
                self.node(NodeKind::Role, unit, role),
            );
            if let (Some(condition), atoms) = self.scopes_met(env, scopes, clause.span) {
                let clause =
                    Clause { kind: ClauseKind::ExtendsWithin, condition, span: clause.span, atoms };
                by_type.insert(ty, clause);
            }
        }
        Some(by_type)
    }

    fn extension_excepts(
        &mut self,
        unit: Unit,
        clause: &Extends,
        role: &str,
    ) -> Vec<IndexMap<Target, Arc<[Clause]>>> {
        let node = self.node(NodeKind::Role, unit, role);
        clause
            .except
            .iter()
            .map(|selection| {
                let wanted = Wanted { unit, owner: node.clone().into(), grant: false };
                self.resolve_exception(&wanted, selection, clause.span, ClauseKind::ExtendsExcept)
            })
            .collect()
    }
}
