//! The values that were compared, and why a value is unknown.

use ward_compiler::model::{Access, Constant, Expr, ExprId, Ty};

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
    pub(crate) fn because(&self, id: ExprId, env: &Env<'_>) -> String {
        let mut said: Vec<String> = Vec::new();
        match self.policy.exprs.get(id) {
            Expr::Not(inner) => return self.because(*inner, env),
            Expr::Holds { who, named, .. } => return self.because_holds(id, *who, named, env),
            Expr::Has { of, .. } if self.truth(id, env) == Truth::Unknown => {
                return self.why_unknown(*of, env);
            }
            Expr::Has { .. } | Expr::HasContext(_) | Expr::HasNow | Expr::HasParam(_) => {
                return String::new();
            }
            Expr::Property { .. } | Expr::Field { .. } | Expr::Param(..) | Expr::Context(_) => {
                said.extend(self.say(id, env));
            }
            Expr::Quantified { set, .. } => {
                said.extend(self.say(*set, env));
            }
            Expr::InEntity(inner, outer) => {
                said.extend([self.say(*inner, env), self.say(*outer, env)].into_iter().flatten());
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
            _ => {
                for child in self.policy.exprs.children(id) {
                    said.extend(self.say(child, env));
                }
                if said.is_empty() {
                    said.extend(self.say(id, env));
                }
            }
        }
        said.dedup();
        said.join("; ")
    }

    fn because_holds(&self, id: ExprId, who: ExprId, named: &[String], env: &Env<'_>) -> String {
        let Some(entity) = self.entity(who, env) else { return self.why_unknown(who, env) };
        let name = self.entity_name(entity);
        match self.truth(id, env) {
            Truth::True => format!("{name} holds {}", named.join(" or ")),
            Truth::False => format!("{name} does not hold {}", named.join(" or ")),
            Truth::Unknown => format!("it isn't known whether {name} holds {}", named.join(" or ")),
        }
    }

    /// "Document::d17.author is User::lena"; nothing for a constant or who asks.
    pub(crate) fn say(&self, id: ExprId, env: &Env<'_>) -> Option<String> {
        match self.policy.exprs.get(id) {
            Expr::Constant(_) | Expr::Subject | Expr::List(_) => None,
            Expr::Resource(_) => {
                env.resource.map(|record| format!("resource is {}", self.entity_name(record)))
            }
            Expr::ToDecimal(of) => self.say(*of, env),
            Expr::Add(left, right) | Expr::Sub(left, right) => {
                let both: Vec<_> =
                    [self.say(*left, env), self.say(*right, env)].into_iter().flatten().collect();
                (!both.is_empty()).then(|| both.join("; "))
            }
            _ => Some(match self.value(id, env) {
                Some(value) => format!(
                    "{} is {}",
                    self.path(id, env),
                    self.value_text(value, self.policy.exprs.ty(id))
                ),
                None => self.why_unknown(id, env),
            }),
        }
    }

    /// A path with the entity that it begins at, where that is known.
    fn path(&self, id: ExprId, env: &Env<'_>) -> String {
        match self.policy.exprs.get(id) {
            Expr::Property { of, name, .. } | Expr::Containers { of, name, .. } => {
                match self.entity(*of, env) {
                    Some(entity) => format!("{}.{name}", self.entity_name(entity)),
                    None => self.condition_text(id).to_string(),
                }
            }
            _ => self.condition_text(id).to_string(),
        }
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

    /// Why a value isn't known.
    pub(super) fn why_unknown(&self, id: ExprId, env: &Env<'_>) -> String {
        match self.policy.exprs.get(id) {
            Expr::Param(param, _) => {
                format!("the request gives no `action.{}`", self.policy.schema.param_name(*param))
            }
            Expr::Context(_) => format!("the request gives no `{}`", self.condition_text(id)),
            Expr::Now => "the request gives no `context.now`".into(),
            Expr::Property { of, name, access } => match self.entity(*of, env) {
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
            Expr::Containers { of, .. } => match self.entity(*of, env) {
                None => self.why_unknown(*of, env),
                Some(entity) => {
                    format!("what {} lies in isn't all stored", self.entity_name(entity))
                }
            },
            _ => {
                let unknown = self
                    .policy
                    .exprs
                    .children(id)
                    .into_iter()
                    .find(|child| self.value(*child, env).is_none());
                match unknown {
                    Some(child) => self.why_unknown(child, env),
                    None => format!("`{}` can't be computed", self.condition_text(id)),
                }
            }
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
