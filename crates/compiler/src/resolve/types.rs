//! Types as they are written, and the entity types that names mean.

use std::sync::Arc;

use ward_diagnostics::{Diagnostic, codes};
use ward_parser::ast::{Field, Name, TypeExpr, TypeKind};

use super::Compiler;
use crate::graph::{Node, NodeKind};
use crate::model::{RecordField, Ty, TypeId};

const BUILT_IN: [(&str, Ty); 10] = [
    ("Bool", Ty::Bool),
    ("Int", Ty::Int),
    ("Decimal", Ty::Decimal),
    ("String", Ty::Text),
    ("Date", Ty::Date),
    ("Time", Ty::Time),
    ("Duration", Ty::Duration),
    ("Ip", Ty::Ip),
    ("IpRange", Ty::IpRange),
    ("Role", Ty::Role),
];

/// Whether Ward itself has a type of that name.
pub(crate) fn is_built_in(name: &str) -> bool {
    name == "Set" || name == "Weekday" || BUILT_IN.iter().any(|(built_in, _)| *built_in == name)
}

impl Compiler<'_> {
    /// The entity type that a name means; reports it where there is none.
    pub(crate) fn find_type(&mut self, name: &Name) -> Option<TypeId> {
        let found = self.schema.find_type(&name.text);
        if found.is_none() {
            if self.schema.find_enum(&name.text).is_some() || is_built_in(&name.text) {
                self.report(
                    Diagnostic::error(
                        codes::WRONG_KIND,
                        format!("`{}` isn't an entity type", name.text),
                    )
                    .at(name.span, "a type of values")
                    .help("name a type declared with `entity`"),
                );
                return None;
            }
            let known: Vec<_> = self.schema.types.keys().cloned().collect();
            self.unknown(
                "entity type",
                name,
                known.iter().map(String::as_str),
                "declare it with `entity NAME { … }`",
            );
        }
        found
    }

    /// The type that is written, and whether it may be absent.
    pub(crate) fn resolve_type(&mut self, ty: &TypeExpr, user: &Node) -> Option<(Ty, bool)> {
        match &ty.kind {
            TypeKind::Optional(inner) => self.resolve_type(inner, user).map(|(ty, _)| (ty, true)),
            TypeKind::Name(text) => {
                let name = Name { text: text.clone(), span: ty.span };
                self.named_type(&name, user).map(|ty| (ty, false))
            }
            TypeKind::OneOf(names) => {
                let mut types: Vec<_> =
                    names.iter().filter_map(|name| self.entity_type(name, user)).collect();
                types.sort_unstable();
                types.dedup();
                (types.len() == names.len()).then(|| (Ty::Entity(types.into()), false))
            }
            TypeKind::Set(element) => {
                let (element_ty, optional) = self.resolve_type(element, user)?;
                if optional {
                    self.report(
                        Diagnostic::error(codes::TYPE_MISMATCH, "a set can't hold what is absent")
                            .at(element.span, "may be absent")
                            .help("write the type without `?`"),
                    );
                }
                Some((Ty::set(element_ty), false))
            }
            TypeKind::Record(fields) => self.record_type(fields, user).map(|ty| (ty, false)),
        }
    }

    fn record_type(&mut self, fields: &[Field], user: &Node) -> Option<Ty> {
        let mut resolved = Vec::new();
        for (at, field) in fields.iter().enumerate() {
            if let Some(default) = &field.default {
                self.report(
                    Diagnostic::error(codes::BAD_DEFAULT, "a field of a record has no default")
                        .at(default.span, "would never take effect")
                        .help("leave it out, or make the field a property of its own"),
                );
            }
            if let Some(first) =
                fields[..at].iter().find(|first| first.name.text == field.name.text)
            {
                self.report_duplicate("field", &field.name, first.name.span);
            }
            let (ty, optional) = self.resolve_type(&field.ty, user)?;
            resolved.push(RecordField { name: field.name.text.clone(), ty, optional });
        }
        Some(Ty::Record(resolved.into()))
    }

    fn entity_type(&mut self, name: &Name, user: &Node) -> Option<TypeId> {
        let found = self.find_type(name)?;
        self.leans(user, Node::new(NodeKind::Type, name.text.clone()));
        Some(found)
    }

    fn named_type(&mut self, name: &Name, user: &Node) -> Option<Ty> {
        if let Some((_, ty)) = BUILT_IN.iter().find(|(built_in, _)| *built_in == name.text) {
            return Some(ty.clone());
        }
        if let Some(id) = self.schema.find_enum(&name.text) {
            self.leans(user, Node::new(NodeKind::Enum, name.text.clone()));
            return Some(Ty::Enum(id));
        }
        if let Some(id) = self.schema.find_type(&name.text) {
            self.leans(user, Node::new(NodeKind::Type, name.text.clone()));
            return Some(Ty::Entity(Arc::new([id])));
        }
        let mut known: Vec<String> =
            self.schema.types.keys().chain(self.schema.enums.keys()).cloned().collect();
        known.extend(BUILT_IN.iter().map(|(name, _)| (*name).to_owned()));
        self.unknown(
            "type",
            name,
            known.iter().map(String::as_str),
            "declare it with `entity` or `enum`",
        );
        None
    }
}
