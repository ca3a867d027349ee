//! Headers, enums, actions, obligations, scopes.

use super::name::{first, has};
use super::{Pair, Reader};
use crate::ast::{
    ActionDecl, ActionTarget, ActionsDecl, ContextDecl, EnumDecl, Extent, ItemKind, ObligationDecl,
    OverlayHeader, PolicyHeader, ScopeDecl, ScopeTypes,
};
use crate::cut::Shape;
use crate::grammar::Rule;

impl Reader<'_, '_> {
    /// A declaration that one rule reads as a whole.
    pub(super) fn declaration(&mut self, shape: Shape, pair: &Pair) -> Option<ItemKind> {
        Some(match shape {
            Shape::Policy => ItemKind::Policy(PolicyHeader {
                name: self.first_name(pair)?,
                title: self.first_text(pair),
            }),
            Shape::Overlay => ItemKind::Overlay(self.overlay(pair)?),
            Shape::Enum => ItemKind::Enum(self.enumeration(pair)?),
            Shape::Entity => ItemKind::Entity(self.entity(pair)?),
            Shape::Context => ItemKind::Context(ContextDecl { fields: self.fields_in(pair)? }),
            Shape::Actions => ItemKind::Actions(self.actions(pair)?),
            Shape::Obligation => ItemKind::Obligation(ObligationDecl {
                name: self.first_name(pair)?,
                parameters: self.parameters_in(pair)?,
            }),
            Shape::Scope => ItemKind::Scope(self.scope(pair)?),
            Shape::Constraint => ItemKind::Constraint(self.constraint(pair)?),
            Shape::Claim => ItemKind::Claim(self.claim(pair)?),
            Shape::Role | Shape::Restriction | Shape::Class | Shape::Ceiling | Shape::Test => {
                return None;
            }
        })
    }

    fn overlay(&self, pair: &Pair) -> Option<OverlayHeader> {
        let parts = pair.clone().into_inner();
        let mut parts = parts.filter(|part| matches!(part.as_rule(), Rule::name | Rule::text));
        let tenant = self.name(&parts.next()?);
        let (middle, last) = (parts.next()?, parts.next());
        let (id, ceiling) = match last {
            Some(ceiling) => (Some(self.text_or_name(&middle)), ceiling),
            None => (None, middle),
        };
        Some(OverlayHeader { tenant, id, ceiling: self.name(&ceiling) })
    }

    fn enumeration(&self, pair: &Pair) -> Option<EnumDecl> {
        let mut names = self.names(pair.clone()).into_iter();
        Some(EnumDecl { name: names.next()?, values: names.collect() })
    }

    fn actions(&mut self, pair: &Pair) -> Option<ActionsDecl> {
        let group = self.first_name(pair)?;
        let mut targets = Vec::new();
        let mut actions = Vec::new();
        for part in pair.clone().into_inner() {
            match part.as_rule() {
                Rule::action_target => targets.push(self.action_target(&part)?),
                Rule::action => actions.push(self.action(&part)?),
                _ => {}
            }
        }
        Some(ActionsDecl { group, targets, actions })
    }

    fn action_target(&self, pair: &Pair) -> Option<ActionTarget> {
        let mut names = self.names(pair.clone()).into_iter();
        let ty = names.next()?;
        let extent = match names.next() {
            Some(facet) => Extent::Facet(facet),
            None if has(pair, Rule::and_parts) => Extent::Parts,
            None => Extent::Record,
        };
        Some(ActionTarget { ty, extent })
    }

    fn action(&mut self, pair: &Pair) -> Option<ActionDecl> {
        Some(ActionDecl {
            meta: self.meta(pair).0,
            new: has(pair, Rule::new_mark),
            name: self.first_name(pair)?,
            parameters: self.parameters_in(pair)?,
        })
    }

    fn scope(&mut self, pair: &Pair) -> Option<ScopeDecl> {
        let on = match first(pair, Rule::all_word) {
            Some(all) => ScopeTypes::All(self.span(&all)),
            None => ScopeTypes::Types(self.names_in(pair, Rule::name_list)),
        };
        let condition = self.condition(&first(pair, Rule::condition)?)?;
        Some(ScopeDecl { name: self.first_name(pair)?, on, condition })
    }
}
