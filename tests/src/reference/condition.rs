//! Whether conditions hold.

use ward_compiler::model::{Constant, Expr, ExprId};

use super::case::{Case, Env};
use super::store::Id;
use super::truth::Truth;
use super::value::Elements;

impl Case<'_> {
    /// Whether a condition holds.
    pub fn truth(&self, id: ExprId, env: &Env) -> Truth {
        match self.policy.exprs.get(id) {
            Expr::Not(of) => !self.truth(*of, env),
            Expr::And(parts) => Truth::all(parts.iter().map(|part| self.truth(*part, env))),
            Expr::Or(parts) => Truth::any(parts.iter().map(|part| self.truth(*part, env))),
            Expr::Eq(left, right) => equal(&self.value(*left, env), &self.value(*right, env)),
            Expr::Less { low, high, or_equal } => self.less(*low, *high, *or_equal, env),
            Expr::Between { value, low, high } => {
                self.less(*low, *value, true, env).and(self.less(*value, *high, true, env))
            }
            Expr::InEntity(inner, outer) => {
                self.inside(&self.entity(*inner, env), &self.value(*outer, env))
            }
            Expr::InEntities(inner, set) => {
                let inner = self.entity(*inner, env);
                let of = |elements: Elements| {
                    Truth::any(elements.iter().map(|outer| self.inside(&inner, outer)))
                };
                self.elements(*set, env).map_or(Truth::Unknown, of)
            }
            Expr::Contains { set, value } => {
                let value = self.value(*value, env);
                let of = |elements: Elements| {
                    Truth::any(elements.iter().map(|element| equal(element, &value)))
                };
                self.elements(*set, env).map_or(Truth::Unknown, of)
            }
            Expr::InRange(address, range) => {
                match (self.value(*address, env), self.value(*range, env)) {
                    (Some(Constant::Ip(address)), Some(Constant::IpRange(range))) => {
                        Truth::of(range.contains(address))
                    }
                    _ => Truth::Unknown,
                }
            }
            Expr::Has { of, access, .. } => {
                let of = self.entity(*of, env);
                let found = |of: Id| {
                    let access = access.iter().find(|(ty, _)| *ty == of.0);
                    self.has(&of, access.map(|(_, access)| *access))
                };
                of.map_or(Truth::Unknown, found)
            }
            Expr::HasField { of, index, .. } => match self.value(*of, env) {
                Some(Constant::Record(fields)) => {
                    Truth::of(fields.get(*index as usize).is_some_and(Option::is_some))
                }
                _ => Truth::Unknown,
            },
            Expr::HasContext(field) => {
                let default = &self.policy.schema.context[field.index()].default;
                Truth::of(self.asked.context.contains_key(field) || default.is_some())
            }
            Expr::HasNow => Truth::of(self.asked.now.is_some()),
            Expr::HasParam(param) => {
                let default = self.param(*param).is_some_and(|param| param.default.is_some());
                Truth::of(self.asked.params.contains_key(param) || default)
            }
            Expr::Is(of, types) => {
                let of = self.entity(*of, env);
                Truth::known(of.map(|(ty, _)| types.contains(&ty)))
            }
            Expr::Like(of, pattern) => match self.value(*of, env) {
                Some(Constant::Text(text)) => Truth::of(like(&text, pattern)),
                _ => Truth::Unknown,
            },
            Expr::Within { scope, of } => {
                let of = self.entity(*of, env);
                of.map_or(Truth::Unknown, |of| self.scope(*scope, &of))
            }
            Expr::Holds { who, roles, classes, anywhere, .. } => {
                let place = (!anywhere).then_some(&env.resource);
                let holds = |who: Id| {
                    let role = self.holds(&who, roles, place);
                    let class = classes.iter().map(|class| self.applies(*class, &who, place));
                    role.or(Truth::any(class))
                };
                self.entity(*who, env).map_or(Truth::Unknown, holds)
            }
            Expr::Quantified { all, set, depth, body, .. } => {
                let Some(elements) = self.elements(*set, env) else { return Truth::Unknown };
                let each = elements.into_iter().map(|element| {
                    let mut inner = env.clone();
                    inner.variables.truncate(*depth as usize);
                    inner.variables.push(element);
                    self.truth(*body, &inner)
                });
                if *all { Truth::all(each) } else { Truth::any(each) }
            }
            _ => match self.value(id, env) {
                Some(Constant::Bool(value)) => Truth::of(value),
                _ => Truth::Unknown,
            },
        }
    }

    fn inside(&self, inner: &Option<Id>, outer: &Option<Constant>) -> Truth {
        match (inner, outer) {
            (Some(inner), Some(Constant::Entity(ty, id))) => {
                self.lies_in(inner, &(*ty, id.clone()))
            }
            _ => Truth::Unknown,
        }
    }

    fn less(&self, low: ExprId, high: ExprId, or_equal: bool, env: &Env) -> Truth {
        let (Some(low), Some(high)) = (self.value(low, env), self.value(high, env)) else {
            return Truth::Unknown;
        };
        // Values of one type are ordered as what they hold.
        Truth::of(low < high || or_equal && low == high)
    }
}

fn equal(left: &Option<Constant>, right: &Option<Constant>) -> Truth {
    match (left, right) {
        (Some(left), Some(right)) => Truth::of(left == right),
        _ => Truth::Unknown,
    }
}

/// Whether a text fits a pattern in which `*` stands for anything, `\*` for a star and `\\` for a
/// backslash.
fn like(text: &str, pattern: &str) -> bool {
    let mut wanted = pattern.chars();
    let first = match wanted.next() {
        None => return text.is_empty(),
        Some('*') => {
            return (0..=text.len())
                .filter(|at| text.is_char_boundary(*at))
                .any(|at| like(&text[at..], wanted.as_str()));
        }
        Some('\\') => wanted.next(),
        first => first,
    };
    let mut left = text.chars();
    left.next() == first && like(left.as_str(), wanted.as_str())
}
