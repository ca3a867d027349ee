//! Entities, their properties and facets, and types.

use super::name::{first, has};
use super::{Pair, Reader};
use crate::ast::{EntityDecl, Facet, Field, TypeExpr, TypeKind};
use crate::grammar::Rule;

impl Reader<'_, '_> {
    pub(super) fn entity(&mut self, pair: &Pair) -> Option<EntityDecl> {
        let mut entity = EntityDecl {
            subject: has(pair, Rule::kw_subject),
            external: has(pair, Rule::kw_external),
            name: self.first_name(pair)?,
            containers: Vec::new(),
            properties: Vec::new(),
            facets: Vec::new(),
        };
        if let Some(containers) = first(pair, Rule::containers) {
            entity.containers = self.names_in(&containers, Rule::name_list);
        }
        let body = first(pair, Rule::entity_body).into_iter().flat_map(Pair::into_inner);
        for part in body {
            match part.as_rule() {
                Rule::field => entity.properties.push(self.field(&part)?),
                Rule::facets => entity.facets.extend(self.facets(part)),
                _ => {}
            }
        }
        Some(entity)
    }

    fn facets(&self, pair: Pair) -> Vec<Facet> {
        let facets = pair.into_inner().filter(|part| part.as_rule() == Rule::facet);
        let facet = |part| Some(Facet { meta: self.meta(&part).0, name: self.first_name(&part)? });
        facets.filter_map(facet).collect()
    }

    /// The fields of the `fields` directly in the pair.
    pub(super) fn fields_in(&mut self, pair: &Pair) -> Option<Vec<Field>> {
        self.field_list(first(pair, Rule::fields)?)
    }

    /// The parameters directly in the pair, if there are any.
    pub(super) fn parameters_in(&mut self, pair: &Pair) -> Option<Vec<Field>> {
        first(pair, Rule::parameters).map_or(Some(Vec::new()), |list| self.field_list(list))
    }

    fn field_list(&mut self, pair: Pair) -> Option<Vec<Field>> {
        let fields = pair.into_inner().filter(|part| part.as_rule() == Rule::field);
        fields.map(|part| self.field(&part)).collect()
    }

    fn field(&mut self, pair: &Pair) -> Option<Field> {
        let default = match first(pair, Rule::default) {
            Some(default) => Some(self.value(&first(&default, Rule::value)?)?),
            None => None,
        };
        Some(Field {
            meta: self.meta(pair).0,
            name: self.first_name(pair)?,
            ty: self.type_expr(&first(pair, Rule::type_expr)?)?,
            default,
        })
    }

    fn type_expr(&mut self, pair: &Pair) -> Option<TypeExpr> {
        let inner = pair.clone().into_inner().next()?;
        let span = self.span(&inner);
        let kind = match inner.as_rule() {
            Rule::set_type => {
                TypeKind::Set(Box::new(self.type_expr(&first(&inner, Rule::type_expr)?)?))
            }
            Rule::record_type => TypeKind::Record(self.fields_in(&inner)?),
            _ => {
                let mut names = self.names(inner);
                if names.len() == 1 {
                    TypeKind::Name(names.pop()?.text)
                } else {
                    TypeKind::OneOf(names)
                }
            }
        };
        let ty = TypeExpr { span, kind };
        if !has(pair, Rule::question) {
            return Some(ty);
        }
        Some(TypeExpr { span: self.span(pair), kind: TypeKind::Optional(Box::new(ty)) })
    }
}
