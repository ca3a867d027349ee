//! Claims: what a policy promises besides `cannot`.

use ward_diagnostics::{Diagnostic, codes};
use ward_parser::ast::{self, ItemKind, Name, RoleSet, RoleTerm, Selection};

use super::selection::Wanted;
use super::{Compiler, Unit};
use crate::graph::{Node, NodeKind};
use crate::model::{
    Claim, ClaimForm, Depended, PropertyId, Reached, RestrictionId, RoleBits, Side,
};

impl Compiler<'_> {
    /// Resolves the claims of all files.
    pub(super) fn resolve_claims(&mut self) {
        for (unit, item) in self.items() {
            let ItemKind::Claim(claim) = &item.kind else { continue };
            let node = self.node(NodeKind::Claim, unit, &claim.title.text);
            self.graph.declare(node.clone(), Some(claim.title.span));
            if let Some(form) = self.resolve_claim_form(unit, &node, &claim.form) {
                self.claims.push(Claim {
                    title: claim.title.text.clone(),
                    span: item.span,
                    overlay: unit.overlay(),
                    assume: claim.assume,
                    form,
                });
            }
        }
    }

    /// A claim's form, resolved; reports what is wrong with it.
    pub(crate) fn resolve_claim_form(
        &mut self,
        unit: Unit,
        node: &Node,
        form: &ast::ClaimForm,
    ) -> Option<ClaimForm> {
        match form {
            ast::ClaimForm::Never { what, roles } => {
                let what = self.claimed(unit, node, what)?;
                let roles = self.claimed_roles(unit, node, roles.as_ref())?;
                Some(ClaimForm::Never { what, roles })
            }
            ast::ClaimForm::Always { what, roles, despite } => {
                let what = self.claimed(unit, node, what)?;
                let roles = self.claimed_roles(unit, node, Some(roles))?.unwrap_or_default();
                let despite = despite.iter().map(|name| self.find_restriction(unit, node, name));
                let despite = despite.collect::<Option<_>>()?;
                Some(ClaimForm::Always { what, roles, despite })
            }
            ast::ClaimForm::AtMost { low, high } => {
                let (low, high) = (self.side(unit, node, low), self.side(unit, node, high));
                Some(ClaimForm::AtMost { low: low?, high: high? })
            }
            ast::ClaimForm::OnlyDepends { what, roles, property } => {
                let what = self
                    .claimed(unit, node, what)?
                    .into_iter()
                    .map(|reached| reached.target)
                    .collect();
                let roles = self.claimed_roles(unit, node, roles.as_ref())?;
                let property = self.depended(node, property)?;
                Some(ClaimForm::OnlyDepends { what, roles, property })
            }
        }
    }

    fn claimed(&mut self, unit: Unit, node: &Node, selection: &Selection) -> Option<Vec<Reached>> {
        let before = self.diagnostics.len();
        let wanted = Wanted { unit, owner: node.clone().into(), grant: false };
        let reached = self.resolve_selection(&wanted, selection);
        if reached.is_empty() && self.diagnostics.len() == before {
            self.report(
                Diagnostic::error(codes::CLAIM_FORM, "this claim is about nothing")
                    .at(selection.span, "no action on any type is left")
                    .help("name an action that is declared, and except less than it"),
            );
        }
        (!reached.is_empty()).then_some(reached)
    }

    /// `Some(None)` where no roles are named.
    #[expect(clippy::option_option, reason = "an error is not the same as no roles named")]
    fn claimed_roles(
        &mut self,
        unit: Unit,
        node: &Node,
        roles: Option<&RoleSet>,
    ) -> Option<Option<RoleBits>> {
        let Some(set) = roles else { return Some(None) };
        let roles = self.named_roles(unit, set);
        self.lean_on_roles(node, &roles);
        let found = !roles.is_empty();
        found.then(|| Some(self.with_extending(&roles)))
    }

    fn find_restriction(&mut self, unit: Unit, node: &Node, name: &Name) -> Option<RestrictionId> {
        let found = self.names.restrictions.seen(unit, &name.text).copied();
        let Some((id, _)) = found else {
            let known: Vec<_> =
                self.restrictions.iter().map(|restriction| restriction.name.clone()).collect();
            self.unknown(
                "restriction",
                name,
                known.iter().map(String::as_str),
                "declare it with `restriction NAME { forbid … }`",
            );
            return None;
        };
        let overlay = self.restrictions[id.index()].overlay;
        let to =
            self.node(NodeKind::Restriction, overlay.map_or(Unit::Base, Unit::Overlay), &name.text);
        self.leans(node, to);
        Some(id)
    }

    fn side(&mut self, unit: Unit, node: &Node, term: &RoleTerm) -> Option<Side> {
        match term {
            RoleTerm::Name(name) => {
                if let Some(id) = self.names.ceilings.get(&name.text).copied()
                    && self.holdable(unit, &name.text).is_none()
                {
                    self.leans(node, Node::new(NodeKind::Ceiling, name.text.clone()));
                    return Some(Side::Ceiling(id));
                }
                let role = self.find_role(unit, name)?;
                let to = self.role_node(role);
                self.leans(node, to);
                Some(Side::Role(role))
            }
            RoleTerm::RolesIn(name) => {
                let ty = self.find_type(name)?;
                self.leans(node, Node::new(NodeKind::Type, name.text.clone()));
                let roles = self.roles_in(ty);
                self.lean_on_roles(node, &roles);
                Some(Side::RolesIn(ty, roles))
            }
            RoleTerm::RolesThatCan(names) => {
                let span = names.first().map(|name| name.span)?;
                self.report(
                    Diagnostic::error(codes::CLAIM_FORM, "a claim compares roles by name")
                        .at(span, "")
                        .help("name a role, a ceiling or `roles in TYPE`"),
                );
                None
            }
        }
    }

    fn depended(&mut self, node: &Node, (owner, name): &(Name, Name)) -> Option<Depended> {
        if owner.text == "context" {
            if name.text == "now" {
                return Some(Depended::Now);
            }
            let found = self.schema.context.get_index_of(&name.text).map(PropertyId::from_index);
            if found.is_none() {
                let known: Vec<_> = self.schema.context.keys().cloned().collect();
                self.unknown(
                    "context field",
                    name,
                    known.iter().map(String::as_str),
                    "declare it under `context { … }`",
                );
            }
            return found.map(Depended::Context);
        }
        let ty = self.find_type(owner)?;
        self.leans(node, Node::new(NodeKind::Type, owner.text.clone()));
        let found =
            self.schema.ty(ty).properties.get_index_of(&name.text).map(PropertyId::from_index);
        if found.is_none() {
            let known: Vec<_> = self.schema.ty(ty).properties.keys().cloned().collect();
            self.unknown(
                &format!("property of `{}`", owner.text),
                name,
                known.iter().map(String::as_str),
                "name a declared property",
            );
        }
        found.map(|id| Depended::Property(ty, id))
    }
}
