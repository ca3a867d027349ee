//! What conditions and values come to.

use ward_compiler::model::{Access, Expr, ExprId, TimePart, TypeId};

use super::contain::Nearest;
use super::{Env, Eval};
use crate::truth::Truth;
use crate::value::{EntityId, Value};

impl Eval<'_> {
    /// What a condition comes to.
    pub fn truth(&self, id: ExprId, env: &Env) -> Truth {
        match self.policy.exprs.get(id) {
            Expr::Not(of) => self.truth(*of, env).negated(),
            Expr::And(parts) => Truth::all(parts.iter().map(|part| self.truth(*part, env))),
            Expr::Or(parts) => Truth::any(parts.iter().map(|part| self.truth(*part, env))),
            Expr::Eq(left, right) => self.both(*left, *right, env, |a, b| Some(a == b)),
            Expr::Less { low, high, or_equal } => {
                self.both(*low, *high, env, |a, b| Some(if *or_equal { a <= b } else { a < b }))
            }
            Expr::Between { value, low, high } => {
                let above = self.both(*low, *value, env, |low, value| Some(low <= value));
                above.and(self.both(*value, *high, env, |value, high| Some(value <= high)))
            }
            Expr::InEntity(inner, outer) => {
                match (self.entity(*inner, env), self.entity(*outer, env)) {
                    (Some(inner), Some(outer)) => self.lies_in(inner, outer),
                    _ => Truth::Unknown,
                }
            }
            Expr::InEntities(inner, set) => self.in_entities(*inner, *set, env),
            Expr::Contains { set, value } => self.contains(*set, *value, env),
            Expr::InRange(address, range) => {
                self.both(*address, *range, env, |address, range| match (address, range) {
                    (Value::Ip(address), Value::IpRange(range)) => Some(range.contains(*address)),
                    _ => None,
                })
            }
            Expr::Has { of, access, .. } => self.has_on(*of, access, env),
            Expr::HasField { of, index, .. } => match self.value(*of, env) {
                Some(Value::Record(fields)) => {
                    fields.get(*index as usize).is_some_and(Option::is_some).into()
                }
                _ => Truth::Unknown,
            },
            Expr::HasContext(field) => {
                let given = self.asked.context_given.get(field.index()).copied().unwrap_or(false);
                (given || self.asked.context_field(*field).is_some()).into()
            }
            Expr::HasNow => self.asked.now.is_some().into(),
            Expr::HasParam(param) => self.asked.param(*param).is_some().into(),
            Expr::Is(of, types) => match self.entity(*of, env) {
                Some(entity) => types.contains(&self.asked.frame.ty(entity)).into(),
                None => Truth::Unknown,
            },
            Expr::Like(of, pattern) => match self.value(*of, env) {
                Some(Value::Text(text)) => like(self.asked.frame.text_of(text), pattern).into(),
                _ => Truth::Unknown,
            },
            Expr::Within { scope, of } => match self.entity(*of, env) {
                Some(entity) => self.within(*scope, entity),
                None => Truth::Unknown,
            },
            Expr::Holds { who, roles, classes, anywhere, .. } => match self.entity(*who, env) {
                Some(who) => {
                    self.holds(who, roles, classes, if *anywhere { None } else { env.resource })
                }
                None => Truth::Unknown,
            },
            Expr::Quantified { all, set, body, .. } => self.quantified(*all, *set, *body, env),
            _ => match self.value(id, env) {
                Some(Value::Bool(value)) => value.into(),
                _ => Truth::Unknown,
            },
        }
    }

    fn both(
        &self,
        left: ExprId,
        right: ExprId,
        env: &Env,
        compare: impl Fn(&Value, &Value) -> Option<bool>,
    ) -> Truth {
        match (self.value(left, env), self.value(right, env)) {
            (Some(left), Some(right)) => compare(&left, &right).into(),
            _ => Truth::Unknown,
        }
    }

    fn in_entities(&self, inner: ExprId, set: ExprId, env: &Env) -> Truth {
        let Some(elements) = self.elements(set, env) else { return Truth::Unknown };
        let inner = self.entity(inner, env);
        Truth::any(elements.iter().map(|outer| match (inner, outer) {
            (Some(inner), Some(Value::Entity(outer))) => self.lies_in(inner, *outer),
            _ => Truth::Unknown,
        }))
    }

    fn contains(&self, set: ExprId, value: ExprId, env: &Env) -> Truth {
        let value = self.value(value, env);
        if let Expr::List(_) = self.policy.exprs.get(set) {
            let elements = self.elements(set, env).unwrap_or_default();
            return Truth::any(elements.iter().map(|one| match (one, &value) {
                (Some(one), Some(value)) => (one == value).into(),
                _ => Truth::Unknown,
            }));
        }
        match (self.value(set, env), value) {
            (Some(Value::Set(set)), Some(value)) => set.binary_search(&value).is_ok().into(),
            // Nothing is in an empty set, whatever it is.
            (Some(Value::Set(set)), None) if set.is_empty() => Truth::False,
            _ => Truth::Unknown,
        }
    }

    /// The elements of a set, where it is known; a list is known even where an element isn't.
    fn elements(&self, set: ExprId, env: &Env) -> Option<Vec<Option<Value>>> {
        if let Expr::List(parts) = self.policy.exprs.get(set) {
            return Some(parts.iter().map(|part| self.value(*part, env)).collect());
        }
        match self.value(set, env) {
            Some(Value::Set(values)) => Some(values.iter().cloned().map(Some).collect()),
            _ => None,
        }
    }

    fn has_on(&self, of: ExprId, access: &[(TypeId, Access)], env: &Env) -> Truth {
        let Some(entity) = self.entity(of, env) else { return Truth::Unknown };
        match self.access_on(entity, access) {
            Some(access) => self.has(entity, access),
            // Its type says that there is none.
            None if self.is_known(entity) => Truth::False,
            None => Truth::Unknown,
        }
    }

    fn access_on(&self, entity: EntityId, access: &[(TypeId, Access)]) -> Option<Access> {
        let ty = self.asked.frame.ty(entity);
        access.iter().find(|(known, _)| *known == ty).map(|(_, access)| *access)
    }

    fn quantified(&self, all: bool, set: ExprId, body: ExprId, env: &Env) -> Truth {
        let Some(elements) = self.elements(set, env) else { return Truth::Unknown };
        let truths = elements.into_iter().map(|element| {
            let mut inner = env.clone();
            inner.variables.push(element);
            self.truth(body, &inner)
        });
        if all { Truth::all(truths) } else { Truth::any(truths) }
    }

    /// The entity that an expression names, where it is known.
    pub fn entity(&self, id: ExprId, env: &Env) -> Option<EntityId> {
        match self.value(id, env) {
            Some(Value::Entity(entity)) => Some(entity),
            _ => None,
        }
    }

    /// What an expression comes to; `None` where it is unknown.
    pub fn value(&self, id: ExprId, env: &Env) -> Option<Value> {
        match self.policy.exprs.get(id) {
            Expr::Constant(_) => self.asked.frame.store().constant(id).cloned(),
            Expr::Subject => Some(Value::Entity(self.asked.subject)),
            Expr::Resource(_) => env.resource.map(Value::Entity),
            Expr::Place => env.place.map(Value::Entity),
            Expr::Variable { depth, .. } => env.variables.get(*depth as usize).cloned().flatten(),
            Expr::Now => self.asked.now.map(Value::Time),
            Expr::Context(field) => self.asked.context_field(*field).cloned(),
            Expr::Param(param, _) => self.asked.param(*param).cloned(),
            Expr::Property { of, access, .. } => {
                let entity = self.entity(*of, env)?;
                self.access(entity, self.access_on(entity, access)?)
            }
            Expr::Field { of, index, .. } => match self.value(*of, env)? {
                Value::Record(fields) => fields.get(*index as usize)?.clone(),
                _ => None,
            },
            Expr::TimePart { of, part } => self.time_part(*of, *part, env),
            Expr::ToDecimal(of) => match self.value(*of, env)? {
                Value::Int(value) => {
                    ward_compiler::model::Decimal::from_int(value).map(Value::Decimal)
                }
                other => Some(other),
            },
            Expr::Add(left, right) => {
                super::compare::add(&self.value(*left, env)?, &self.value(*right, env)?)
            }
            Expr::Sub(left, right) => {
                super::compare::sub(&self.value(*left, env)?, &self.value(*right, env)?)
            }
            Expr::List(parts) => {
                let values: Option<Vec<_>> =
                    parts.iter().map(|part| self.value(*part, env)).collect();
                values.map(Value::set)
            }
            Expr::Containers { of, ty, .. } => match self.nearest(self.entity(*of, env)?, *ty) {
                Nearest::Found(found) => {
                    Some(Value::set(found.into_iter().map(Value::Entity).collect()))
                }
                Nearest::None => Some(Value::set(Vec::new())),
                Nearest::Unknown(_) => None,
            },
            Expr::Count(set) => match self.value(*set, env)? {
                Value::Set(values) => i64::try_from(values.len()).ok().map(Value::Int),
                _ => None,
            },
            _ => match self.truth(id, env) {
                Truth::True => Some(Value::Bool(true)),
                Truth::False => Some(Value::Bool(false)),
                Truth::Unknown => None,
            },
        }
    }

    fn time_part(&self, of: ExprId, part: TimePart, env: &Env) -> Option<Value> {
        let Value::Time(time) = self.value(of, env)? else { return None };
        match part {
            TimePart::Date => self.zone.date(time).map(Value::Date),
            TimePart::Hour => self.zone.hour(time).map(Value::Int),
            TimePart::Weekday => self.zone.weekday(time).map(Value::Enum),
        }
    }
}

/// Whether a text fits a pattern in which `*` stands for anything, by going back to the last
/// star only.
pub fn like(text: &str, pattern: &str) -> bool {
    let (text, pattern): (Vec<char>, Vec<char>) =
        (text.chars().collect(), pattern.chars().collect());
    let (mut at, mut want) = (0, 0);
    let mut star: Option<(usize, usize)> = None;
    while at < text.len() {
        if pattern.get(want) == Some(&'*') {
            star = Some((want, at));
            want += 1;
        } else if pattern.get(want) == Some(&text[at]) {
            at += 1;
            want += 1;
        } else if let Some((star_want, star_at)) = star {
            want = star_want + 1;
            at = star_at + 1;
            star = Some((star_want, at));
        } else {
            return false;
        }
    }
    pattern[want..].iter().all(|char| *char == '*')
}

#[cfg(test)]
mod tests {
    use super::like;

    #[test]
    fn a_star_stands_for_anything() {
        for (text, pattern, fits) in [
            ("view_patients", "view_*", true),
            ("preview", "view*", false),
            ("a-b-c", "*b*", true),
            ("", "*", true),
            ("abc", "a*c", true),
            ("abcd", "a*c", false),
            ("aXbXc", "a*b*c", true),
        ] {
            assert_eq!(like(text, pattern), fits, "{text} like {pattern}");
        }
    }
}
