//! What values come to.

use ward_compiler::model::{TimePart, ValueId};

use super::{Env, Eval};
use crate::program::ValueNode;
use crate::truth::Truth;
use crate::value::{EntityId, Parts, Value};

impl Eval<'_> {
    /// The entity that an expression names, where it is known.
    pub fn entity(&self, id: ValueId, env: &Env<'_>) -> Option<EntityId> {
        let node = self.program.nodes.value(id);
        if let ValueNode::Subject = node {
            return Some(self.asked.subject);
        }
        if let ValueNode::Resource = node {
            return env.resource;
        }
        match self.value(id, env) {
            Some(Value::Entity(entity)) => Some(entity),
            _ => None,
        }
    }

    /// What an expression comes to; `None` where it is unknown.
    pub fn value(&self, id: ValueId, env: &Env<'_>) -> Option<Value> {
        match self.program.nodes.value(id) {
            ValueNode::Condition(condition) => match self.truth(condition, env) {
                Truth::True => Some(Value::Bool(true)),
                Truth::False => Some(Value::Bool(false)),
                Truth::Unknown => None,
            },
            ValueNode::Constant => self.constants.get(id.index()).copied().flatten(),
            ValueNode::Subject => Some(Value::Entity(self.asked.subject)),
            ValueNode::Resource => env.resource.map(Value::Entity),
            ValueNode::Place => env.place.map(Value::Entity),
            ValueNode::Variable(depth) => env.variable(depth),
            ValueNode::Now => self.asked.now.map(Value::Time),
            ValueNode::Context(field) => self.asked.context_field(field),
            ValueNode::Param(param) => self.asked.param(param),
            ValueNode::Property(of, property) => self.property(self.to_read(of, env)?, property),
            ValueNode::Named(of, access) => {
                let entity = self.to_read(of, env)?;
                self.access(entity, self.access_on(entity, self.accesses(access))?)
            }
            ValueNode::Field(of, index) => match self.value(of, env)? {
                Value::Record(fields) if index < fields.len => self.item(fields.start + index),
                _ => None,
            },
            ValueNode::TimePart(of, part) => self.time_part(of, part, env),
            ValueNode::ToDecimal(of) => self.value(of, env)?.to_decimal(),
            ValueNode::Add(left, right) => self.value(left, env)?.plus(self.value(right, env)?),
            ValueNode::Sub(left, right) => self.value(left, env)?.minus(self.value(right, env)?),
            ValueNode::List(parts) => {
                let parts = parts.of(&self.program.nodes.lists);
                if parts.iter().any(|part| self.value(*part, env).is_none()) {
                    return None;
                }
                let values = parts.iter().filter_map(|part| self.value(*part, env));
                Some(self.asked.frame.keep_computed(values))
            }
            ValueNode::Containers(of, ty) => self.containers(self.to_read(of, env)?, ty),
            ValueNode::Count(set) => match self.value(set, env)? {
                Value::Set(elements) => self.count(elements).map(Value::Int),
                _ => None,
            },
        }
    }

    fn time_part(&self, of: ValueId, part: TimePart, env: &Env<'_>) -> Option<Value> {
        let Value::Time(time) = self.value(of, env)? else { return None };
        match part {
            TimePart::Date if self.asked.now == Some(time) => self.today().map(Value::Date),
            TimePart::Date => self.zone.date(time).map(Value::Date),
            TimePart::Hour => self.zone.hour(time).map(Value::Int),
            TimePart::Weekday => self.zone.weekday(time).map(Value::Enum),
        }
    }
}
