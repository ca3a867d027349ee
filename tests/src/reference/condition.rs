//! Whether conditions hold.

use ward_compiler::model::{
    Comparison, Condition, ConditionId, Constant, KindTest, Logic, Membership, Presence,
    Quantifier, Relation, TextForm, TextTest, ValueId,
};

use super::case::{Case, Env};
use super::store::Id;
use super::truth::Truth;
use super::value::Elements;

impl Case<'_> {
    /// Whether a condition holds.
    pub fn truth(&self, id: ConditionId, env: &Env) -> Truth {
        match self.policy.exprs.condition(id) {
            Condition::Value(value) => match self.value(*value, env) {
                Some(Constant::Bool(value)) => Truth::of(value),
                _ => Truth::Unknown,
            },
            Condition::Logic(form) => match form {
                Logic::Not(of) => !self.truth(*of, env),
                Logic::And(parts) => Truth::all(parts.iter().map(|part| self.truth(*part, env))),
                Logic::Or(parts) => Truth::any(parts.iter().map(|part| self.truth(*part, env))),
            },
            Condition::Comparison(form) => match form {
                Comparison::Eq(left, right) if self.is_ordered(*left) => {
                    let both = self.amount(*left, env).zip(self.amount(*right, env));
                    Truth::known(both.map(|(left, right)| left == right))
                }
                Comparison::Eq(left, right) => {
                    self.equal(&self.value(*left, env), &self.value(*right, env))
                }
                Comparison::Less { low, high, or_equal } => self.less(*low, *high, *or_equal, env),
                Comparison::Between { value, low, high } => {
                    self.less(*low, *value, true, env).and(self.less(*value, *high, true, env))
                }
            },
            Condition::Membership(form) => match form {
                Membership::InEntity(inner, outer) => {
                    self.inside(env, &self.entity(*inner, env), &self.value(*outer, env))
                }
                Membership::InEntities(inner, set) => {
                    let inner = self.entity(*inner, env);
                    let of = |elements: Elements| {
                        Truth::any(elements.iter().map(|outer| self.inside(env, &inner, outer)))
                    };
                    self.elements(*set, env).map_or(Truth::Unknown, of)
                }
                Membership::Contains { set, value } if self.is_ordered(*value) => {
                    let value = self.amount(*value, env);
                    let same = |one: &Option<i128>| {
                        Truth::known(one.zip(value).map(|(one, value)| one == value))
                    };
                    let of = |elements: Vec<Option<i128>>| Truth::any(elements.iter().map(same));
                    self.amounts(*set, env).map_or(Truth::Unknown, of)
                }
                Membership::Contains { set, value } => {
                    let value = self.value(*value, env);
                    let of = |elements: Elements| {
                        Truth::any(elements.iter().map(|element| self.equal(element, &value)))
                    };
                    self.elements(*set, env).map_or(Truth::Unknown, of)
                }
                Membership::InRange(address, range) => {
                    match (self.value(*address, env), self.value(*range, env)) {
                        (Some(Constant::Ip(address)), Some(Constant::IpRange(range))) => {
                            Truth::of(range.contains(address))
                        }
                        _ => Truth::Unknown,
                    }
                }
            },
            Condition::Presence(form) => match form {
                Presence::Has { of, access, .. } => {
                    let of = self.readable(*of, env);
                    let found = |of: Id| {
                        let access = access.iter().find(|(ty, _)| *ty == of.0);
                        self.has(&of, access.map(|(_, access)| *access))
                    };
                    of.map_or(Truth::Unknown, found)
                }
                Presence::HasField { of, index, .. } => match self.value(*of, env) {
                    Some(Constant::Record(fields)) => {
                        Truth::of(fields.get(*index as usize).is_some_and(Option::is_some))
                    }
                    _ => Truth::Unknown,
                },
                Presence::HasContext(field) => {
                    let default = &self.policy.schema.context[field.index()].default;
                    Truth::of(self.asked.context.contains_key(field) || default.is_some())
                }
                Presence::HasNow => Truth::of(self.asked.now.is_some()),
                Presence::HasParam(param) => {
                    let default = self.param(*param).is_some_and(|param| param.default.is_some());
                    Truth::of(self.asked.params.contains_key(param) || default)
                }
            },
            Condition::Kind(KindTest::Is(of, types)) => {
                let of = self.entity(*of, env);
                Truth::known(of.map(|(ty, _)| types.contains(&ty)))
            }
            Condition::Text(TextTest { of, form }) => {
                let Some(Constant::Text(text)) = self.value(*of, env) else {
                    return Truth::Unknown;
                };
                match form {
                    TextForm::Like(pattern) => Truth::of(like(&text, pattern)),
                }
            }
            Condition::Relation(form) => match form {
                Relation::Within { scope, of } => {
                    let of = self.readable(*of, env);
                    of.map_or(Truth::Unknown, |of| self.scope(*scope, &of))
                }
                Relation::Holds { who, roles, classes, anywhere, .. } => {
                    let place = (!anywhere).then_some(&env.resource);
                    let holds = |who: Id| {
                        let role = self.holds(env.reader, &who, roles, place);
                        let class = classes.iter().map(|class| self.applies(*class, &who, place));
                        role.or(Truth::any(class))
                    };
                    self.readable(*who, env).map_or(Truth::Unknown, holds)
                }
            },
            Condition::Quantifier(Quantifier { all, set, depth, body, .. }) => {
                let Some(elements) = self.elements(*set, env) else { return Truth::Unknown };
                let each = elements.into_iter().map(|element| {
                    let mut inner = env.clone();
                    inner.variables.truncate(*depth as usize);
                    inner.variables.push(element);
                    self.truth(*body, &inner)
                });
                if *all { Truth::all(each) } else { Truth::any(each) }
            }
        }
    }

    fn inside(&self, env: &Env, inner: &Option<Id>, outer: &Option<Constant>) -> Truth {
        match (inner, outer) {
            (Some(inner), Some(Constant::Entity(ty, id))) => {
                let outer = (*ty, id.clone());
                if *inner == outer || self.may_read(env.reader, inner) {
                    self.lies_in(inner, &outer)
                } else {
                    Truth::Unknown
                }
            }
            _ => Truth::Unknown,
        }
    }

    fn less(&self, low: ValueId, high: ValueId, or_equal: bool, env: &Env) -> Truth {
        let both = self.amount(low, env).zip(self.amount(high, env));
        Truth::known(both.map(|(low, high)| low < high || or_equal && low == high))
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
