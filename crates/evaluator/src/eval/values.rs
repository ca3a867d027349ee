//! What values come to.

use ward_compiler::model::{ExprId, TimePart};

use super::{Env, Eval};
use crate::program::Node;
use crate::truth::Truth;
use crate::value::{EntityId, Parts, Value};

impl Eval<'_> {
    /// The entity that an expression names, where it is known.
    pub fn entity(&self, id: ExprId, env: &Env<'_>) -> Option<EntityId> {
        match self.program.nodes.get(id) {
            Node::Subject => Some(self.asked.subject),
            Node::Resource => env.resource,
            _ => match self.value(id, env) {
                Some(Value::Entity(entity)) => Some(entity),
                _ => None,
            },
        }
    }

    /// What an expression comes to; `None` where it is unknown.
    pub fn value(&self, id: ExprId, env: &Env<'_>) -> Option<Value> {
        match self.program.nodes.get(id) {
            Node::Constant => self.constants.get(id.index()).copied().flatten(),
            Node::Subject => Some(Value::Entity(self.asked.subject)),
            Node::Resource => env.resource.map(Value::Entity),
            Node::Place => env.place.map(Value::Entity),
            Node::Variable(depth) => env.variable(depth),
            Node::Now => self.asked.now.map(Value::Time),
            Node::Context(field) => self.asked.context_field(field),
            Node::Param(param) => self.asked.param(param),
            Node::Property(of, property) => self.property(self.to_read(of, env)?, property),
            Node::Named(of, access) => {
                let entity = self.to_read(of, env)?;
                self.access(entity, self.access_on(entity, self.accesses(access))?)
            }
            Node::Field(of, index) => match self.value(of, env)? {
                Value::Record(fields) if index < fields.len => self.item(fields.start + index),
                _ => None,
            },
            Node::TimePart(of, part) => self.time_part(of, part, env),
            Node::ToDecimal(of) => self.value(of, env)?.to_decimal(),
            Node::Add(left, right) => self.value(left, env)?.plus(self.value(right, env)?),
            Node::Sub(left, right) => self.value(left, env)?.minus(self.value(right, env)?),
            Node::List(parts) => {
                let parts = parts.of(&self.program.nodes.lists);
                if parts.iter().any(|part| self.value(*part, env).is_none()) {
                    return None;
                }
                let values = parts.iter().filter_map(|part| self.value(*part, env));
                Some(self.asked.frame.keep_computed(values))
            }
            Node::Containers(of, ty) => self.containers(self.to_read(of, env)?, ty),
            Node::Count(set) => match self.value(set, env)? {
                Value::Set(elements) => self.count(elements).map(Value::Int),
                _ => None,
            },
            _ => match self.truth(id, env) {
                Truth::True => Some(Value::Bool(true)),
                Truth::False => Some(Value::Bool(false)),
                Truth::Unknown => None,
            },
        }
    }

    fn time_part(&self, of: ExprId, part: TimePart, env: &Env<'_>) -> Option<Value> {
        let Value::Time(time) = self.value(of, env)? else { return None };
        match part {
            TimePart::Date if self.asked.now == Some(time) => self.today().map(Value::Date),
            TimePart::Date => self.zone.date(time).map(Value::Date),
            TimePart::Hour => self.zone.hour(time).map(Value::Int),
            TimePart::Weekday => self.zone.weekday(time).map(Value::Enum),
        }
    }
}
