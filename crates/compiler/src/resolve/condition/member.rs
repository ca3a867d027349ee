//! `base.name` and `base has name`.

use std::sync::Arc;

use ward_diagnostics::{Diagnostic, codes, did_you_mean};
use ward_parser::ast::{self, ExprKind, Name};

use super::Checker;
use crate::graph::{Node, NodeKind};
use crate::model::{
    Access, Atom, Collection, ConditionId, EnumId, ParamId, Path, Presence, PropertyId, TimePart,
    Ty, TypeId, ValueExpr, ValueId,
};

/// What a name behind a dot means on the types of its base, and the type of the result.
type Accesses = (Arc<[(TypeId, Access)]>, Ty);

impl Checker<'_, '_> {
    pub(super) fn member(&mut self, base: &ast::Expr, name: &Name) -> Option<ValueId> {
        match self.special(base) {
            Some("context") => return self.context_field(name),
            Some("action") => {
                return self
                    .parameter(name)
                    .map(|(id, ty)| self.add_value(Atom::Param(id, ty.clone()), ty));
            }
            _ => {}
        }
        let of = self.value(base, None)?;
        match self.ty(of) {
            Ty::Entity(types) => {
                let (access, ty) = self.accesses(&types, name)?;
                Some(
                    self.add_value(
                        Path::Property { of, name: name.text.as_str().into(), access },
                        ty,
                    ),
                )
            }
            Ty::Record(fields) => {
                let (index, field) = self.record_field(&fields, name)?;
                Some(
                    self.add_value(
                        Path::Field { of, name: name.text.as_str().into(), index },
                        field,
                    ),
                )
            }
            Ty::Time => self.time_part(of, name),
            Ty::Set(_) => {
                self.mismatch(
                    name.span,
                    format!("a set has no `{}`", name.text),
                    &format!("ask each of its elements: `any x in …: (x.{} …)`", name.text),
                );
                None
            }
            _ => {
                let found = self.describe(of);
                self.no_such(name, &found, &[]);
                None
            }
        }
    }

    /// `context` and `action`, unless a variable bears the name.
    fn special(&self, base: &ast::Expr) -> Option<&'static str> {
        let ExprKind::Word(word) = &base.kind else { return None };
        if self.env.variables.iter().any(|(name, _)| name == word) {
            return None;
        }
        ["context", "action"].into_iter().find(|special| special == word)
    }

    fn context_field(&mut self, name: &Name) -> Option<ValueId> {
        if name.text == "now" {
            return Some(self.add_value(Atom::Now, Ty::Time));
        }
        let (id, ty) = self.find_context(name)?;
        Some(self.add_value(Atom::Context(id), ty))
    }

    fn find_context(&mut self, name: &Name) -> Option<(PropertyId, Ty)> {
        self.c.leans(&self.env.owner, Node::new(NodeKind::Context, "context"));
        if let Some((index, _, field)) = self.c.schema.context.get_full(&name.text) {
            return Some((PropertyId::from_index(index), field.ty.clone()));
        }
        let mut known: Vec<_> = self.c.schema.context.keys().cloned().collect();
        known.push("now".into());
        self.c.unknown(
            "context field",
            name,
            known.iter().map(String::as_str),
            "declare it under `context { … }`",
        );
        None
    }

    /// A parameter that every action of the statement has, with one type.
    fn parameter(&mut self, name: &Name) -> Option<(ParamId, Ty)> {
        if self.env.scope {
            self.c.report(
                Diagnostic::error(
                    codes::PARAMETER_IN_SCOPE,
                    "a scope can't read an action's parameters",
                )
                .at(name.span, "a scope is shared by all actions")
                .help("put this into the `when` of the statement"),
            );
            return None;
        }
        let resource = self.env.resource?;
        let param = self.c.schema.find_param(&name.text);
        let mut found: Option<Ty> = None;
        for action in self.env.actions.clone().iter().copied() {
            let declared = self.c.schema.action(action).on.get(&resource)?;
            let ty = param.and_then(|id| declared.params.get(&id)).map(|param| param.ty.clone());
            match (&found, ty) {
                (_, None) => {
                    self.no_such_parameter(action, resource, name);
                    return None;
                }
                (None, Some(ty)) => found = Some(ty),
                (Some(first), Some(ty)) if *first == ty => {}
                (Some(_), Some(_)) => {
                    self.c.report(
                        Diagnostic::error(
                            codes::SIGNATURE_CLASH,
                            format!(
                                "`{}` has other types in other actions of this statement",
                                name.text
                            ),
                        )
                        .at(name.span, "")
                        .help("write one statement for each action"),
                    );
                    return None;
                }
            }
        }
        match (param, found) {
            (Some(id), Some(ty)) => Some((id, ty)),
            _ => {
                self.c.report(
                    Diagnostic::error(
                        codes::NO_SUCH_PARAMETER,
                        "there is no action here whose parameters could be read",
                    )
                    .at(name.span, "")
                    .help("parameters are read in statements about actions"),
                );
                None
            }
        }
    }

    fn no_such_parameter(&mut self, action: crate::model::ActionId, ty: TypeId, name: &Name) {
        let declared = &self.c.schema.action(action).on[&ty];
        let known: Vec<String> =
            declared.params.keys().map(|id| self.c.schema.param_name(*id).to_owned()).collect();
        let (action, ty) =
            (self.c.schema.action(action).name.clone(), self.c.schema.ty(ty).name.clone());
        let help = did_you_mean(&name.text, known.iter().map(String::as_str));
        self.c.report(
            Diagnostic::error(
                codes::NO_SUCH_PARAMETER,
                format!("`{action}` on `{ty}` has no parameter `{}`", name.text),
            )
            .at(name.span, "every action of the statement must have it")
            .help(help.unwrap_or_else(|| {
                format!("declare it: `{action}({}: TYPE)`, or name other actions", name.text)
            })),
        );
    }

    fn record_field(
        &mut self,
        fields: &[crate::model::RecordField],
        name: &Name,
    ) -> Option<(u32, Ty)> {
        if let Some(index) = fields.iter().position(|field| field.name == name.text) {
            return Some((u32::try_from(index).ok()?, fields[index].ty.clone()));
        }
        let known: Vec<_> = fields.iter().map(|field| field.name.clone()).collect();
        self.no_such(name, "a record", &known);
        None
    }

    fn time_part(&mut self, of: ValueId, name: &Name) -> Option<ValueId> {
        let (part, ty) = match name.text.as_str() {
            "date" => (TimePart::Date, Ty::Date),
            "hour" => (TimePart::Hour, Ty::Int),
            "weekday" => (TimePart::Weekday, Ty::Enum(EnumId(0))),
            _ => {
                self.no_such(name, "a time", &["date".into(), "hour".into(), "weekday".into()]);
                return None;
            }
        };
        Some(self.add_value(Path::TimePart { of, part }, ty))
    }

    fn no_such(&mut self, name: &Name, owner: &str, known: &[String]) {
        let help =
            did_you_mean(&name.text, known.iter().map(String::as_str)).unwrap_or_else(|| {
                if known.is_empty() {
                    "look for it on an entity".into()
                } else {
                    format!("it has {}", known.join(", "))
                }
            });
        self.c.report(
            Diagnostic::error(codes::NO_SUCH_PROPERTY, format!("{owner} has no `{}`", name.text))
                .at(name.span, "")
                .help(help),
        );
    }

    /// What a name means on each of these types. On one type it must mean something; of several
    /// types that an entity may have, it is unknown on those that lack it.
    fn accesses(&mut self, types: &[TypeId], name: &Name) -> Option<Accesses> {
        let mut found: Vec<(TypeId, Access)> = Vec::new();
        let mut result: Option<Ty> = None;
        for ty in types {
            let Some((access, value)) = self.access(*ty, &name.text) else { continue };
            found.push((*ty, access));
            result = match result {
                None => Some(value),
                Some(first) => match joined(&first, &value) {
                    Some(both) => Some(both),
                    None => {
                        let (first, second) =
                            (self.c.printer().ty(&first), self.c.printer().ty(&value));
                        self.mismatch(
                            name.span,
                            format!(
                                "`{}` is {first} on one type and {second} on another",
                                name.text
                            ),
                            "tell the types apart with `is`",
                        );
                        return None;
                    }
                },
            };
        }
        if result.is_none() {
            let owner = self.c.printer().ty(&Ty::Entity(types.into()));
            let known = self.names_on(types);
            self.no_such(name, &owner, &known);
        }
        result.map(|ty| (found.into(), ty))
    }

    fn access(&self, ty: TypeId, name: &str) -> Option<(Access, Ty)> {
        let declared = self.c.schema.ty(ty);
        if let Some((index, _, property)) = declared.properties.get_full(name) {
            return Some((Access::Property(PropertyId::from_index(index)), property.ty.clone()));
        }
        let container = if declared.snake == name {
            Some(ty)
        } else {
            self.c.schema.mirrored_container(ty, name)
        };
        container.map(|container| (Access::Container(container), Ty::entity(container)))
    }

    fn names_on(&self, types: &[TypeId]) -> Vec<String> {
        let mut known: Vec<String> = Vec::new();
        for ty in types {
            let declared = self.c.schema.ty(*ty);
            known.extend(declared.properties.keys().cloned());
            known.extend(
                declared.ancestors.iter().map(|ancestor| self.c.schema.ty(*ancestor).snake.clone()),
            );
        }
        known.sort();
        known.dedup();
        known
    }

    pub(super) fn has(&mut self, base: &ast::Expr, name: &Name) -> Option<ConditionId> {
        if let ExprKind::Word(word) = &base.kind
            && !self.env.variables.iter().any(|(variable, _)| variable == word)
        {
            match word.as_str() {
                "context" if name.text == "now" => {
                    return Some(self.add_condition(Presence::HasNow));
                }
                "context" => {
                    return self
                        .find_context(name)
                        .map(|(id, _)| self.add_condition(Presence::HasContext(id)));
                }
                "action" => {
                    return self
                        .parameter(name)
                        .map(|(id, _)| self.add_condition(Presence::HasParam(id)));
                }
                _ => {}
            }
        }
        let of = self.value(base, None)?;
        match self.ty(of) {
            Ty::Entity(types) => {
                let (access, _) = self.accesses(&types, name)?;
                Some(self.add_condition(Presence::Has {
                    of,
                    name: name.text.as_str().into(),
                    access,
                }))
            }
            Ty::Record(fields) => {
                let (index, _) = self.record_field(&fields, name)?;
                Some(self.add_condition(Presence::HasField {
                    of,
                    name: name.text.as_str().into(),
                    index,
                }))
            }
            _ => {
                let found = self.describe(of);
                self.mismatch(
                    base.span,
                    format!("`has` asks an entity or a record, and this is {found}"),
                    "",
                );
                None
            }
        }
    }

    /// The containers of a kind nearest to an entity as a set, where an expression names them:
    /// what a quantifier ranges over.
    pub(super) fn containers(&mut self, id: ValueId) -> Option<ValueId> {
        let ValueExpr::Path(Path::Property { of, name, access }) = self.c.exprs.value(id).clone()
        else {
            return None;
        };
        let Ty::Entity(types) = self.ty(id) else { return None };
        let [ty] = *types else { return None };
        access.iter().all(|(_, access)| matches!(access, Access::Container(_))).then(|| {
            self.add_value(Collection::Containers { of, name, ty }, Ty::set(Ty::entity(ty)))
        })
    }
}

/// The type of a value that is of one type or another; entities may be of several.
fn joined(first: &Ty, second: &Ty) -> Option<Ty> {
    match (first, second) {
        (Ty::Entity(first), Ty::Entity(second)) => {
            let mut types: Vec<_> = first.iter().chain(second.iter()).copied().collect();
            types.sort_unstable();
            types.dedup();
            Some(Ty::Entity(types.into()))
        }
        (Ty::Set(first), Ty::Set(second)) => joined(first, second).map(Ty::set),
        _ => (first == second).then(|| first.clone()),
    }
}
