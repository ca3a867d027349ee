//! What conditions come to.

use std::ops::ControlFlow;

use ward_compiler::model::{Access, ConditionId, TextForm, TypeId, ValueId};

use super::{Env, Eval};
use crate::program::{ConditionNode, ValueNode};
use crate::store::number;
use crate::truth::Truth;
use crate::value::{EntityId, Parts, Span, Value};

/// From this ratio on each of the fewer is looked for among the more.
const LOPSIDED: u32 = 16;

impl Eval<'_> {
    /// What a condition comes to.
    pub fn truth(&self, id: ConditionId, env: &Env<'_>) -> Truth {
        let nodes = &self.program.nodes;
        match nodes.condition(id) {
            ConditionNode::Value(value) => match self.value(value, env) {
                Some(Value::Bool(value)) => value.into(),
                _ => Truth::Unknown,
            },
            ConditionNode::Not(of) => self.truth(of, env).negated(),
            ConditionNode::And(parts) => {
                Truth::all(parts.of(&nodes.operands).iter().map(|part| self.truth(*part, env)))
            }
            ConditionNode::Or(parts) => {
                Truth::any(parts.of(&nodes.operands).iter().map(|part| self.truth(*part, env)))
            }
            ConditionNode::Eq(left, right) => {
                match (self.value(left, env), self.value(right, env)) {
                    (Some(left), Some(right)) => self.equal(left, right),
                    _ => Truth::Unknown,
                }
            }
            ConditionNode::Less(low, high) => {
                self.both(low, high, env, |low, high| self.order(low, high).is_lt())
            }
            ConditionNode::AtMost(low, high) => self.at_most(low, high, env),
            ConditionNode::Between(at) => {
                let at = at as usize;
                let (low, value, high) =
                    (nodes.lists[at], nodes.lists[at + 1], nodes.lists[at + 2]);
                self.at_most(low, value, env).and(self.at_most(value, high, env))
            }
            ConditionNode::InEntity(inner, outer) => {
                match (self.entity(inner, env), self.entity(outer, env)) {
                    (Some(inner), Some(outer)) => self.lies_in_for(env.reader, inner, outer),
                    _ => Truth::Unknown,
                }
            }
            ConditionNode::InEntities(inner, set) => self.in_entities(inner, set, env),
            ConditionNode::Contains(set, value) => self.contains(set, value, env),
            ConditionNode::InRange(address, range) => self.in_range(address, range, env),
            ConditionNode::Has(of, access) => self.has_on(of, self.accesses(access), env),
            ConditionNode::HasField(of, index) => match self.value(of, env) {
                Some(Value::Record(fields)) => {
                    (index < fields.len && self.item(fields.start + index).is_some()).into()
                }
                _ => Truth::Unknown,
            },
            ConditionNode::HasContext(field) => {
                let given = self.asked.gives_context(field);
                (given || self.asked.context_field(field).is_some()).into()
            }
            ConditionNode::HasNow => self.asked.now.is_some().into(),
            ConditionNode::HasParam(param) => self.asked.param(param).is_some().into(),
            ConditionNode::Is(of, types) => match self.entity(of, env) {
                Some(entity) => {
                    nodes.types[types as usize].contains(&self.asked.frame.ty(entity)).into()
                }
                None => Truth::Unknown,
            },
            ConditionNode::Text(of, form) => match self.value(of, env) {
                Some(Value::Text(text)) => {
                    let text = self.asked.frame.text_of(text);
                    fits(text, &nodes.texts[form as usize]).into()
                }
                _ => Truth::Unknown,
            },
            ConditionNode::Within(scope, of) => match self.to_read(of, env) {
                Some(entity) => self.within(scope, entity),
                None => Truth::Unknown,
            },
            ConditionNode::Holds(who, asked) => match self.to_read(who, env) {
                Some(who) => {
                    let asked = &nodes.holds[asked as usize];
                    let place = if asked.anywhere { None } else { env.resource };
                    self.holds_for(env.reader, who, &asked.roles, &asked.classes, place)
                }
                None => Truth::Unknown,
            },
            ConditionNode::All(set, body) => self.all(set, body, env),
            ConditionNode::Any(set, body) => self.any(set, body, env),
        }
    }

    fn both(
        &self,
        left: ValueId,
        right: ValueId,
        env: &Env<'_>,
        compare: impl Fn(Value, Value) -> bool,
    ) -> Truth {
        match (self.value(left, env), self.value(right, env)) {
            (Some(left), Some(right)) => compare(left, right).into(),
            _ => Truth::Unknown,
        }
    }

    fn at_most(&self, low: ValueId, high: ValueId, env: &Env<'_>) -> Truth {
        self.both(low, high, env, |low, high| self.order(low, high).is_le())
    }

    fn in_range(&self, address: ValueId, range: ValueId, env: &Env<'_>) -> Truth {
        match (self.value(address, env), self.value(range, env)) {
            (Some(Value::Ip(address)), Some(Value::IpRange(range))) => {
                match (self.ip(address), self.range(range)) {
                    (Some(address), Some(range)) => range.contains(address).into(),
                    _ => Truth::Unknown,
                }
            }
            _ => Truth::Unknown,
        }
    }

    fn in_entities(&self, inner: ValueId, set: ValueId, env: &Env<'_>) -> Truth {
        let inner = self.entity(inner, env);
        if env.reader.is_none()
            && let (Some(inner), Some(Value::Set(outer))) = (inner, self.known_set(set, env))
            && let Some(stored) = self.asked.frame.store().entity(inner)
        {
            let inside =
                self.set_has(outer, Value::Entity(inner)) || self.meets(outer, stored.ancestors());
            if inside || stored.is_complete() {
                return inside.into();
            }
        }
        self.any_element(set, env, |outer| match (inner, outer) {
            (Some(inner), Some(Value::Entity(outer))) => self.lies_in_for(env.reader, inner, outer),
            _ => Truth::Unknown,
        })
    }

    /// A set whose elements are all known.
    fn known_set(&self, set: ValueId, env: &Env<'_>) -> Option<Value> {
        if let ValueNode::List(_) = self.program.nodes.value(set) {
            return None;
        }
        self.value(set, env)
    }

    /// Whether one of a set of entities is among others; both are sorted.
    fn meets(&self, set: Span, others: &[EntityId]) -> bool {
        if number(others.len()) / LOPSIDED > set.len {
            let among = |place| match self.item(place) {
                Some(Value::Entity(one)) => others.binary_search(&one).is_ok(),
                _ => false,
            };
            return set.places().any(among);
        }
        let mut others = others.iter().copied().peekable();
        set.places().any(|place| {
            let Some(Value::Entity(one)) = self.item(place) else { return false };
            while others.next_if(|other| *other < one).is_some() {}
            others.peek() == Some(&one)
        })
    }

    fn contains(&self, set: ValueId, value: ValueId, env: &Env<'_>) -> Truth {
        let value = self.value(value, env);
        if let ValueNode::List(_) = self.program.nodes.value(set) {
            return self.any_element(set, env, |one| match (one, value) {
                (Some(one), Some(value)) => self.equal(one, value),
                _ => Truth::Unknown,
            });
        }
        match (self.value(set, env), value) {
            (Some(Value::Set(set)), Some(value)) => self.among(set, value),
            // Nothing is in an empty set, whatever it is.
            (Some(Value::Set(set)), None) if set.len == 0 => Truth::False,
            _ => Truth::Unknown,
        }
    }

    fn any_element(
        &self,
        set: ValueId,
        env: &Env<'_>,
        mut truth: impl FnMut(Option<Value>) -> Truth,
    ) -> Truth {
        let mut any = Truth::False;
        let known = self.each_element(set, env, |element| {
            any = any.or(truth(element));
            if any.is_true() { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
        });
        if known { any } else { Truth::Unknown }
    }

    fn any(&self, set: ValueId, body: ConditionId, env: &Env<'_>) -> Truth {
        self.any_element(set, env, |element| self.truth(body, &env.under(&env.bind(element))))
    }

    fn all(&self, set: ValueId, body: ConditionId, env: &Env<'_>) -> Truth {
        self.any_element(set, env, |element| {
            self.truth(body, &env.under(&env.bind(element))).negated()
        })
        .negated()
    }

    /// The elements of a set one by one, until told to stop; says whether the set is known. A
    /// list is known even where an element isn't.
    pub(super) fn each_element(
        &self,
        set: ValueId,
        env: &Env<'_>,
        mut visit: impl FnMut(Option<Value>) -> ControlFlow<()>,
    ) -> bool {
        if let ValueNode::List(parts) = self.program.nodes.value(set) {
            for part in parts.of(&self.program.nodes.lists) {
                if visit(self.value(*part, env)).is_break() {
                    break;
                }
            }
            return true;
        }
        let Some(Value::Set(elements)) = self.value(set, env) else { return false };
        for place in elements.places() {
            if visit(self.item(place)).is_break() {
                break;
            }
        }
        true
    }

    pub(super) fn accesses(&self, access: u32) -> &[(TypeId, Access)] {
        let nodes = &self.program.nodes;
        nodes.access[access as usize].of(&nodes.accesses)
    }

    fn has_on(&self, of: ValueId, access: &[(TypeId, Access)], env: &Env<'_>) -> Truth {
        let Some(entity) = self.to_read(of, env) else { return Truth::Unknown };
        match self.access_on(entity, access) {
            Some(access) => self.has(entity, access),
            // Its type says that there is none.
            None if self.is_known(entity) => Truth::False,
            None => Truth::Unknown,
        }
    }

    pub(super) fn access_on(
        &self,
        entity: EntityId,
        access: &[(TypeId, Access)],
    ) -> Option<Access> {
        let ty = self.asked.frame.ty(entity);
        access.iter().find(|(known, _)| *known == ty).map(|(_, access)| *access)
    }
}

impl Parts for Eval<'_> {
    fn item(&self, place: u32) -> Option<Value> {
        self.asked.frame.item(place)
    }

    fn ip(&self, place: u32) -> Option<std::net::IpAddr> {
        self.asked.frame.ip(place)
    }

    fn range(&self, place: u32) -> Option<ward_compiler::model::IpRange> {
        self.asked.frame.range(place)
    }
}

/// Whether a text looks like this.
pub fn fits(text: &str, form: &TextForm) -> bool {
    match form {
        TextForm::Like(pattern) => like(text, pattern),
    }
}

/// Whether a text fits a pattern in which `*` stands for anything, `\*` for a star and `\\` for a
/// backslash, by going back to the last wildcard only.
fn like(text: &str, pattern: &str) -> bool {
    // Only `*` and `\` mean something, and no byte of another character looks like them.
    let (text, pattern) = (text.as_bytes(), pattern.as_bytes());
    let (mut at, mut want) = (0, 0);
    let mut star: Option<(usize, usize)> = None;
    while at < text.len() {
        let escaped = usize::from(pattern.get(want) == Some(&b'\\'));
        if pattern.get(want) == Some(&b'*') {
            star = Some((want, at));
            want += 1;
        } else if pattern.get(want + escaped) == Some(&text[at]) {
            at += 1;
            want += 1 + escaped;
        } else if let Some((star_want, star_at)) = star {
            want = star_want + 1;
            at = star_at + 1;
            star = Some((star_want, at));
        } else {
            return false;
        }
    }
    pattern[want..].iter().all(|byte| *byte == b'*')
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
            ("Zoë", "Z*ë", true),
            ("Zoë", "Z*è", false),
            ("a*b", r"a\*b", true),
            ("axb", r"a\*b", false),
            ("x*", r"*\*", true),
            ("x**y", r"*\**", true),
            ("xy", r"*\**", false),
            ("", r"\*", false),
            (r"a\b", r"a\\*", true),
            (r"\", r"\*", false),
            ("*", r"\\*", false),
        ] {
            assert_eq!(like(text, pattern), fits, "{text} like {pattern}");
        }
    }
}
