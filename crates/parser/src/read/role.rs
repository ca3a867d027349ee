//! Heads of roles, restrictions, classes and ceilings; what a ceiling lets each tenant have.

use ward_diagnostics::{Span, codes};

use super::name::{first, has};
use super::{Pair, Reader};
use crate::ast::{
    CeilingDecl, ClassDecl, Extends, ItemKind, RestrictionDecl, RoleDecl, RoleSet, RoleTerm,
};
use crate::cut::Shape;
use crate::grammar::Rule;
use crate::problems::error;

impl Reader<'_, '_> {
    /// A head whose statements are still to come.
    pub(super) fn head_of(&mut self, shape: Shape, pair: &Pair) -> Option<ItemKind> {
        let name = self.first_name(pair)?;
        let title = self.first_text(pair);
        let statements = Vec::new();
        Some(match shape {
            Shape::Role => ItemKind::Role(self.role_head(pair)?),
            Shape::Restriction => {
                let on_what = self.role_set_in(first(pair, Rule::on_what));
                ItemKind::Restriction(RestrictionDecl { name, title, on_what, statements })
            }
            Shape::Class => {
                let for_roles = self.role_set_in(first(pair, Rule::for_roles));
                ItemKind::Class(ClassDecl { name, title, for_roles, statements })
            }
            Shape::Ceiling => {
                let tenant = self.names(pair.clone()).pop()?;
                let at_most = None;
                ItemKind::Ceiling(CeilingDecl { name, title, tenant, statements, at_most })
            }
            _ => return None,
        })
    }

    fn role_head(&mut self, pair: &Pair) -> Option<RoleDecl> {
        let extends = pair.clone().into_inner().filter(|part| part.as_rule() == Rule::extends);
        Some(RoleDecl {
            is_abstract: has(pair, Rule::kw_abstract),
            name: self.first_name(pair)?,
            title: self.first_text(pair),
            inside: first(pair, Rule::inside).and_then(|inside| self.first_name(&inside)),
            extends: extends.map(|part| self.extends(&part)).collect::<Option<_>>()?,
            statements: Vec::new(),
        })
    }

    fn extends(&mut self, pair: &Pair) -> Option<Extends> {
        let within = match first(pair, Rule::within_part) {
            Some(part) => Some(self.scopes(&first(&part, Rule::scopes)?)?),
            None => None,
        };
        let mut except = Vec::new();
        for part in pair.clone().into_inner().filter(|part| part.as_rule() == Rule::except_part) {
            except.push(self.selection(&first(&part, Rule::excepted)?)?);
        }
        let roles = self.names_in(pair, Rule::name_list);
        Some(Extends { span: self.span(pair), roles, within, except })
    }

    /// `at most EXPR roles`
    pub(super) fn limit(&mut self, ceiling: &mut CeilingDecl, piece: Span) {
        if ceiling.at_most.is_some() {
            let message = "a ceiling says `at most` twice";
            let help = "keep one of them";
            self.problems.report(error(
                codes::STATEMENT_PART_ORDER,
                message,
                piece,
                "again here",
                help,
            ));
        }
        let read = self.piece(Rule::ceiling_limit, piece, |reader, pair| {
            reader.sum(&first(&pair, Rule::sum)?)
        });
        ceiling.at_most = ceiling.at_most.take().or(read);
    }

    /// The role set in a `for …`, `on what …` or `except …`.
    pub(super) fn role_set_in(&self, pair: Option<Pair>) -> Option<RoleSet> {
        self.role_set(&first(&pair?, Rule::role_set)?)
    }

    pub(super) fn role_set(&self, pair: &Pair) -> Option<RoleSet> {
        Some(RoleSet { span: self.span(pair), terms: self.role_terms(pair)? })
    }

    /// All role terms directly in the pair.
    pub(super) fn role_terms(&self, pair: &Pair) -> Option<Vec<RoleTerm>> {
        let terms = pair.clone().into_inner().filter(|part| part.as_rule() == Rule::role_term);
        terms.map(|part| self.role_term(&part)).collect()
    }

    pub(super) fn role_term(&self, pair: &Pair) -> Option<RoleTerm> {
        let inner = pair.clone().into_inner().next()?;
        Some(match inner.as_rule() {
            Rule::roles_in => RoleTerm::RolesIn(self.first_name(&inner)?),
            Rule::roles_that_can => {
                let list = first(&inner, Rule::action_list).unwrap_or(inner);
                RoleTerm::RolesThatCan(self.action_names(list))
            }
            _ => RoleTerm::Name(self.name(&inner)),
        })
    }
}
