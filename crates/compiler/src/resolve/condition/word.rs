//! Bare words, qualified names, text and lists: what they mean depends on the other side.

use ward_diagnostics::{Diagnostic, Span, codes, did_you_mean};
use ward_parser::ast::{self, ExprKind, Name, Text};

use super::Checker;
use crate::graph::{Node, NodeKind};
use crate::model::{Atom, Collection, Constant, IpRange, Ty, ValueId, parse_ip};

/// A meaning that a bare word can have.
enum Meaning {
    Variable(u32),
    Subject,
    Resource,
    Place,
    Value(crate::model::EnumId, u32),
    Role,
}

impl Checker<'_, '_> {
    /// Whether what an expression means depends on the type of the other side.
    pub(super) fn is_contextual(&self, expr: &ast::Expr) -> bool {
        match &expr.kind {
            ExprKind::Word(word) => {
                !self.env.variables.iter().any(|(name, _)| name == word)
                    && !matches!(word.as_str(), "subject" | "resource" | "place")
            }
            ExprKind::Text(_) | ExprKind::Int(_) => true,
            ExprKind::List(parts) => parts.iter().all(|part| self.is_contextual(part)),
            _ => false,
        }
    }

    /// A bare word: a bound variable, a value of the enum or a role that the other side asks
    /// for, or the resource by its type's name.
    pub(super) fn word(
        &mut self,
        span: Span,
        word: &str,
        expected: Option<&Ty>,
    ) -> Option<ValueId> {
        let mut all = self.meanings(word, expected);
        let fits = |ty: &Ty| expected.is_none_or(|expected| self.compatible(ty, expected));
        // What fits nowhere is compared all the same, so that the comparison says what is wrong.
        if all.len() > 1 && all.iter().any(|(_, ty, _)| fits(ty)) {
            all.retain(|(_, ty, _)| fits(ty));
        }
        let (mut fitting, described): (Vec<Meaning>, Vec<String>) =
            all.into_iter().map(|(meaning, _, text)| (meaning, text)).unzip();
        if fitting.len() > 1 {
            self.c.report(
                Diagnostic::error(codes::AMBIGUOUS_WORD, format!("`{word}` fits twice: as {}", described.join(" and as ")))
                    .at(span, "which one?")
                    .help("write `resource` for the record, `Type::value` for an enum's value, or rename the variable"),
            );
            return None;
        }
        match fitting.pop() {
            Some(meaning) => self.meaning(span, word, meaning),
            None => self.unknown_word(span, word, expected),
        }
    }

    fn meanings(&self, word: &str, expected: Option<&Ty>) -> Vec<(Meaning, Ty, String)> {
        let mut found = Vec::new();
        if let Some(depth) = self.env.variables.iter().rposition(|(name, _)| name == word) {
            let ty = self.env.variables[depth].1.clone();
            found.push((
                Meaning::Variable(u32::try_from(depth).unwrap_or(u32::MAX)),
                ty,
                "a bound variable".into(),
            ));
        }
        if word == "subject" && self.env.subject {
            found.push((Meaning::Subject, self.subject_ty(), "who asks".into()));
        }
        if word == "place" && self.env.place {
            found.push((Meaning::Place, self.any_entity(), "the assignment's place".into()));
        }
        if let Some(ty) = self.env.resource {
            let alias = self.env.alias && self.c.schema.ty(ty).snake == word;
            if word == "resource" || alias {
                found.push((Meaning::Resource, Ty::entity(ty), "the record".into()));
            }
        }
        match expected {
            Some(Ty::Enum(id)) => {
                let values = &self.c.schema.enumeration(*id).values;
                if let Some(index) = values.get_index_of(word) {
                    let meaning = Meaning::Value(*id, u32::try_from(index).unwrap_or(u32::MAX));
                    let name = &self.c.schema.enumeration(*id).name;
                    found.push((meaning, Ty::Enum(*id), format!("a value of `{name}`")));
                }
            }
            Some(Ty::Role) if self.c.holdable(self.env.unit, word).is_some() => {
                found.push((Meaning::Role, Ty::Role, "a role".into()));
            }
            _ => {}
        }
        found
    }

    fn meaning(&mut self, span: Span, word: &str, meaning: Meaning) -> Option<ValueId> {
        Some(match meaning {
            Meaning::Variable(depth) => {
                let ty = self.env.variables[depth as usize].1.clone();
                self.add_value(Atom::Variable { name: word.into(), depth, ty: ty.clone() }, ty)
            }
            Meaning::Subject => {
                let ty = self.subject_ty();
                self.add_value(Atom::Subject, ty)
            }
            Meaning::Place => {
                let ty = self.any_entity();
                self.add_value(Atom::Place, ty)
            }
            Meaning::Resource => return self.resource(span),
            Meaning::Value(id, value) => {
                let name = self.c.schema.enumeration(id).name.clone();
                self.c.leans(&self.env.owner, Node::new(NodeKind::Enum, name));
                self.constant(Constant::Enum(id, value), Ty::Enum(id))
            }
            Meaning::Role => self.constant(Constant::Role(word.to_owned()), Ty::Role),
        })
    }

    pub(super) fn resource(&mut self, span: Span) -> Option<ValueId> {
        match self.env.resource {
            Some(ty) => Some(self.add_value(Atom::Resource(ty), Ty::entity(ty))),
            None => {
                self.c.report(
                    Diagnostic::error(codes::UNKNOWN_NAME, "there is no `resource` here")
                        .at(span, "this condition is not about a record")
                        .help("it may speak of `subject` and, for an assignment, of `place`"),
                );
                None
            }
        }
    }

    pub(super) fn subject_ty(&self) -> Ty {
        Ty::Entity(self.c.schema.subject_types().into())
    }

    fn any_entity(&self) -> Ty {
        Ty::Entity(self.c.schema.type_ids().collect::<Vec<_>>().into())
    }

    fn unknown_word(&mut self, span: Span, word: &str, expected: Option<&Ty>) -> Option<ValueId> {
        let (what, known, otherwise) = self.expected_words(word, expected);
        let help = did_you_mean(word, known.iter().map(String::as_str)).unwrap_or(otherwise);
        self.c.report(
            Diagnostic::error(codes::UNKNOWN_NAME, format!("`{word}` isn't {what}"))
                .at(span, "nothing of that name fits here")
                .help(help),
        );
        None
    }

    /// What could stand in the place of an unknown word: in words, by name, and as advice.
    fn expected_words(&self, word: &str, expected: Option<&Ty>) -> (String, Vec<String>, String) {
        let mut known: Vec<String> =
            self.env.variables.iter().map(|(name, _)| name.clone()).collect();
        match expected {
            Some(Ty::Enum(id)) => {
                let declared = self.c.schema.enumeration(*id);
                known.extend(declared.values.keys().cloned());
                let values: Vec<_> = declared.values.keys().map(String::as_str).collect();
                (
                    format!("a value of `{}`", declared.name),
                    known,
                    format!("its values are {}", values.join(", ")),
                )
            }
            Some(Ty::Role) => {
                known.extend(self.c.holdable_names(self.env.unit));
                ("a role".into(), known, "declare it with `role NAME { … }`".into())
            }
            Some(Ty::Text) => {
                ("declared".into(), known, format!("text stands in quotes: \"{word}\""))
            }
            _ => {
                known.extend(["subject", "resource", "context", "action"].map(str::to_owned));
                if let Some(ty) = self.env.resource {
                    let declared = self.c.schema.ty(ty);
                    if self.env.alias {
                        known.push(declared.snake.clone());
                    }
                    if declared.properties.contains_key(word) {
                        return (
                            "declared".into(),
                            Vec::new(),
                            format!("did you mean `resource.{word}`?"),
                        );
                    }
                    if self.c.schema.types.values().any(|ty| ty.snake == word) {
                        let advice = "a type's name stands for the record only in a statement or scope on that type alone; write `resource`";
                        return ("what this is about".into(), Vec::new(), advice.into());
                    }
                }
                (
                    "declared".into(),
                    known,
                    "a condition speaks of `subject`, `resource`, `action` and `context`".into(),
                )
            }
        }
    }

    /// `Section::intake` or `User::"sarah"`.
    pub(super) fn qualified(&mut self, ty: &Name, value: &Text) -> Option<ValueId> {
        if let Some(id) = self.c.schema.find_enum(&ty.text) {
            let declared = self.c.schema.enumeration(id);
            let Some(index) = declared.values.get_index_of(&value.text) else {
                let known: Vec<_> = declared.values.keys().cloned().collect();
                let name = Name { text: value.text.clone(), span: value.span };
                let what = format!("value of `{}`", ty.text);
                self.c.unknown(
                    &what,
                    &name,
                    known.iter().map(String::as_str),
                    &format!("its values are {}", known.join(", ")),
                );
                return None;
            };
            self.c.leans(&self.env.owner, Node::new(NodeKind::Enum, ty.text.clone()));
            return Some(
                self.constant(Constant::Enum(id, u32::try_from(index).ok()?), Ty::Enum(id)),
            );
        }
        if ty.text == "Role" {
            let name = Name { text: value.text.clone(), span: value.span };
            self.c.find_holdable(self.env.unit, &name)?;
            return Some(self.constant(Constant::Role(value.text.clone()), Ty::Role));
        }
        let id = self.c.find_type(ty)?;
        self.c.leans(&self.env.owner, Node::new(NodeKind::Type, ty.text.clone()));
        Some(self.constant(Constant::Entity(id, value.text.clone()), Ty::entity(id)))
    }

    /// Text; an address or a range where the other side is one.
    pub(super) fn text(
        &mut self,
        span: Span,
        text: &str,
        expected: Option<&Ty>,
    ) -> Option<ValueId> {
        let value = match expected {
            Some(Ty::Ip) => parse_ip(text).map(|address| (Constant::Ip(address), Ty::Ip)),
            Some(Ty::IpRange) => {
                IpRange::parse(text).map(|range| (Constant::IpRange(range), Ty::IpRange))
            }
            Some(Ty::Enum(id)) if self.c.schema.enumeration(*id).values.contains_key(text) => {
                self.mismatch(
                    span,
                    "a value of an enum stands without quotes".into(),
                    &format!("write `{text}`"),
                );
                return None;
            }
            Some(Ty::Role) => {
                self.mismatch(
                    span,
                    "a role's name stands without quotes".into(),
                    &format!("write `{text}`"),
                );
                return None;
            }
            _ => Some((Constant::Text(text.to_owned()), Ty::Text)),
        };
        match value {
            Some((value, ty)) => Some(self.constant(value, ty)),
            None => {
                self.c.report(
                    Diagnostic::error(
                        codes::BAD_ADDRESS,
                        format!("`{text}` isn't an address or a range of addresses"),
                    )
                    .at(span, "compared with an address")
                    .help("write `\"10.1.2.3\"` or `\"10.0.0.0/8\"`"),
                );
                None
            }
        }
    }

    /// `[a, b]`, of the element type that the other side asks for; entities may be of several
    /// types.
    pub(super) fn list(
        &mut self,
        span: Span,
        parts: &[ast::Expr],
        expected: Option<&Ty>,
    ) -> Option<ValueId> {
        let mut element = match expected {
            Some(Ty::Set(element)) if !matches!(**element, Ty::Entity(_)) => {
                Some((**element).clone())
            }
            _ => None,
        };
        // What stands for itself first: it says what the words beside it mean, in any order.
        let contextual: Vec<bool> = parts.iter().map(|part| self.is_contextual(part)).collect();
        let mut ids = vec![None; parts.len()];
        for turn in [false, true] {
            for at in (0..parts.len()).filter(|at| contextual[*at] == turn) {
                let hint = element.clone().filter(|ty| !matches!(ty, Ty::Entity(_)));
                let id = self.value(&parts[at], hint.as_ref())?;
                element = Some(self.joined_element(parts[at].span, id, element)?);
                ids[at] = Some(id);
            }
        }
        let ids: Vec<ValueId> = ids.into_iter().flatten().collect();
        let Some(element) = element else {
            self.mismatch(
                span,
                "it can't be told what this empty list would hold".into(),
                "leave the comparison out",
            );
            return None;
        };
        Some(self.add_value(Collection::List(ids.into()), Ty::set(element)))
    }

    /// The type of a list's elements with one more.
    fn joined_element(&mut self, span: Span, id: ValueId, known: Option<Ty>) -> Option<Ty> {
        let found = self.ty(id);
        match (known, found) {
            (None, found) => Some(found),
            (Some(Ty::Entity(known)), Ty::Entity(found)) => {
                let mut types: Vec<_> = known.iter().chain(found.iter()).copied().collect();
                types.sort_unstable();
                types.dedup();
                Some(Ty::Entity(types.into()))
            }
            (Some(known), found) if self.compatible(&found, &known) => Some(known),
            (Some(known), _) => {
                let (found, known) = (self.describe(id), self.c.printer().ty(&known));
                self.mismatch(span, format!("this is {found}, and the list holds {known}"), "");
                None
            }
        }
    }
}
