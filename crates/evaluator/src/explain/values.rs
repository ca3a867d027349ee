//! The values that were compared, and why a value is unknown.

use ward_compiler::model::{
    Access, Atom, Collection, Condition, ConditionId, Constant, Logic, Membership, Part, Path,
    Presence, Relation, Ty, ValueExpr, ValueId,
};

use crate::eval::{Env, Eval, Nearest};
use crate::truth::Truth;
use crate::value::{EntityId, Value, to_constant};

/// How many elements of a set are written out.
const LONGEST_SET: usize = 6;

impl Eval<'_> {
    /// `Type::id`.
    pub(crate) fn entity_name(&self, entity: EntityId) -> String {
        let (ty, id) = self.asked.frame.uid(entity);
        format!("{}::{id}", self.policy.schema.ty(ty).name)
    }

    /// The values that an atom compared, or what about them isn't known.
    pub(crate) fn because(&self, id: ConditionId, env: &Env<'_>) -> String {
        let mut said: Vec<String> = Vec::new();
        match self.policy.exprs.condition(id) {
            Condition::Value(value) => said.extend(self.say(*value, env)),
            Condition::Logic(Logic::Not(inner)) => return self.because(*inner, env),
            Condition::Membership(Membership::InEntity(inner, outer)) => {
                said.extend(self.say_all(&self.policy.exprs.parts(id), env));
                if let (Some(inner), Some(outer)) =
                    (self.entity(*inner, env), self.entity(*outer, env))
                    && self.truth(id, env) == Truth::Unknown
                {
                    said.push(format!(
                        "it isn't known whether {} lies in {}",
                        self.entity_name(inner),
                        self.entity_name(outer)
                    ));
                }
            }
            Condition::Presence(Presence::Has { of, .. }) => {
                let unknown = self.truth(id, env) == Truth::Unknown;
                said.extend(unknown.then(|| self.why_unknown(*of, env)));
            }
            Condition::Presence(
                Presence::HasContext(_) | Presence::HasNow | Presence::HasParam(_),
            ) => {}
            Condition::Relation(Relation::Holds { who, named, .. }) => {
                return self.because_holds(id, *who, named, env);
            }
            Condition::Quantifier(quantifier) => said.extend(self.say(quantifier.set, env)),
            Condition::Logic(_)
            | Condition::Comparison(_)
            | Condition::Membership(_)
            | Condition::Presence(_)
            | Condition::Kind(_)
            | Condition::Text(_)
            | Condition::Relation(_) => {
                said = self.say_all(&self.policy.exprs.parts(id), env);
                if said.is_empty() {
                    said.push(self.say_condition(id, env));
                }
            }
        }
        said.dedup();
        said.join("; ")
    }

    fn because_holds(
        &self,
        id: ConditionId,
        who: ValueId,
        named: &[String],
        env: &Env<'_>,
    ) -> String {
        let Some(entity) = self.entity(who, env) else { return self.why_unknown(who, env) };
        let name = self.entity_name(entity);
        match self.truth(id, env) {
            Truth::True => format!("{name} holds {}", named.join(" or ")),
            Truth::False => format!("{name} does not hold {}", named.join(" or ")),
            Truth::Unknown => format!("it isn't known whether {name} holds {}", named.join(" or ")),
        }
    }

    fn say_all(&self, parts: &[Part], env: &Env<'_>) -> Vec<String> {
        let said = parts.iter().filter_map(|part| match part {
            Part::Condition(id) => match self.policy.exprs.as_plain_value(*id) {
                Some(value) => self.say(value, env),
                None => Some(self.say_condition(*id, env)),
            },
            Part::Value(id) => self.say(*id, env),
        });
        said.collect()
    }

    /// "subject is User is true"
    fn say_condition(&self, id: ConditionId, env: &Env<'_>) -> String {
        match self.truth(id, env) {
            Truth::True => format!("{} is true", self.text_of(id)),
            Truth::False => format!("{} is false", self.text_of(id)),
            Truth::Unknown => self.why_unknown(id, env),
        }
    }

    /// "Document::d17.author is User::lena"; nothing for a constant or who asks.
    pub(crate) fn say(&self, id: ValueId, env: &Env<'_>) -> Option<String> {
        match self.policy.exprs.value(id) {
            ValueExpr::Condition(condition) => Some(self.say_condition(*condition, env)),
            ValueExpr::Atom(Atom::Constant(_) | Atom::Subject)
            | ValueExpr::Collection(Collection::List(_)) => None,
            ValueExpr::Atom(Atom::Resource(_)) => {
                env.resource.map(|record| format!("resource is {}", self.entity_name(record)))
            }
            ValueExpr::Arithmetic(_) => {
                let parts = self.say_all(&self.policy.exprs.parts(id), env);
                (!parts.is_empty()).then(|| parts.join("; "))
            }
            ValueExpr::Atom(_) | ValueExpr::Path(_) | ValueExpr::Collection(_) => {
                Some(match self.value(id, env) {
                    Some(value) => {
                        let text = self.value_text(value, self.policy.exprs.ty(id));
                        format!("{} is {text}", self.path(id, env))
                    }
                    None => self.why_unknown(id, env),
                })
            }
        }
    }

    /// A path with the entity that it begins at, where that is known.
    fn path(&self, id: ValueId, env: &Env<'_>) -> String {
        if let ValueExpr::Path(Path::Property { of, name, .. })
        | ValueExpr::Collection(Collection::Containers { of, name, .. }) =
            self.policy.exprs.value(id)
            && let Some(entity) = self.entity(*of, env)
        {
            return format!("{}.{name}", self.entity_name(entity));
        }
        self.text_of(id).to_string()
    }

    /// A value as policy text.
    pub(super) fn value_text(&self, value: Value, ty: &Ty) -> String {
        let printer = self.policy.printer();
        match to_constant(value, ty, &self.asked.frame) {
            Constant::Set(elements) => {
                let shown = elements.iter().take(LONGEST_SET);
                let shown: Vec<_> = shown.map(|element| printer.constant(element)).collect();
                let more = elements.len().saturating_sub(LONGEST_SET);
                let more = if more > 0 { format!(", and {more} more") } else { String::new() };
                format!("{{{}{more}}}", shown.join(", "))
            }
            constant => printer.constant(&constant),
        }
    }

    /// Why a condition or value isn't known.
    pub(super) fn why_unknown(&self, part: impl Into<Part>, env: &Env<'_>) -> String {
        let part = part.into();
        let value = match part {
            Part::Condition(_) => return self.why_parts_unknown(part, env),
            Part::Value(id) => self.policy.exprs.value(id),
        };
        match value {
            ValueExpr::Atom(Atom::Now) => "the request gives no `context.now`".into(),
            ValueExpr::Atom(Atom::Context(_)) => {
                format!("the request gives no `{}`", self.text_of(part))
            }
            ValueExpr::Atom(Atom::Param(param, _)) => {
                format!("the request gives no `action.{}`", self.policy.schema.param_name(*param))
            }
            ValueExpr::Path(Path::Property { of, name, access }) => match self.entity(*of, env) {
                None => self.why_unknown(*of, env),
                Some(entity) if self.to_read(*of, env).is_none() => {
                    format!("{} isn't surely in the overlay's tenant", self.entity_name(entity))
                }
                Some(entity) => {
                    let ty = self.asked.frame.ty(entity);
                    let meaning =
                        access.iter().find(|(known, _)| *known == ty).map(|(_, access)| *access);
                    self.why_no_property(entity, name, meaning)
                }
            },
            ValueExpr::Collection(Collection::Containers { of, .. }) => {
                match self.entity(*of, env) {
                    None => self.why_unknown(*of, env),
                    Some(entity) => {
                        format!("what {} lies in isn't all stored", self.entity_name(entity))
                    }
                }
            }
            ValueExpr::Condition(_)
            | ValueExpr::Atom(_)
            | ValueExpr::Path(_)
            | ValueExpr::Arithmetic(_)
            | ValueExpr::Collection(_) => self.why_parts_unknown(part, env),
        }
    }

    /// Why the first unknown part isn't known.
    fn why_parts_unknown(&self, part: Part, env: &Env<'_>) -> String {
        let is_unknown = |part: &Part| match part {
            Part::Condition(id) => self.truth(*id, env) == Truth::Unknown,
            Part::Value(id) => self.value(*id, env).is_none(),
        };
        match self.policy.exprs.parts(part).into_iter().find(is_unknown) {
            Some(unknown) => self.why_unknown(unknown, env),
            None => format!("`{}` can't be computed", self.text_of(part)),
        }
    }

    fn why_no_property(&self, entity: EntityId, name: &str, access: Option<Access>) -> String {
        let who = self.entity_name(entity);
        match access {
            Some(Access::Container(ty)) => match self.nearest(entity, ty) {
                Nearest::None => format!("{who} lies in no `{}`", self.policy.schema.ty(ty).name),
                Nearest::Found(_) => {
                    format!("{who} lies in more than one `{}`", self.policy.schema.ty(ty).name)
                }
                Nearest::Unknown(above) => format!("{} isn't stored", self.entity_name(above)),
            },
            _ if !self.is_known(entity) => format!("{who} isn't stored"),
            _ => format!("{who} has no {name}"),
        }
    }
}
