//! Conditions and values as they are evaluated.

use std::sync::Arc;

use ward_compiler::model::{
    Access, Arithmetic, Atom, ClassId, Collection, Comparison, Condition, ConditionId, Costs,
    KindTest, Logic, Membership, OverlayId, ParamId, Path, Policy, Presence, PropertyId,
    Quantifier, Relation, RoleBits, ScopeId, TextForm, TextTest, TimePart, Ty, TypeId, ValueExpr,
    ValueId,
};

use crate::store::number;

/// A piece of one of the lists of [`Nodes`].
#[derive(Clone, Copy, Debug, Default)]
pub struct Range {
    pub start: u32,
    pub len: u32,
}

impl Range {
    /// The piece of a list.
    pub fn of<T>(self, list: &[T]) -> &[T] {
        list.get(self.start as usize..(self.start + self.len) as usize).unwrap_or(&[])
    }

    /// Adds a piece to a list.
    pub fn add<T>(list: &mut Vec<T>, items: impl IntoIterator<Item = T>) -> Self {
        let start = number(list.len());
        list.extend(items);
        Self { start, len: number(list.len()) - start }
    }
}

/// A condition. What each means stands at [`Condition`]; only what is laid out otherwise is said
/// here.
#[derive(Clone, Copy, Debug)]
pub enum ConditionNode {
    Value(ValueId),
    Not(ConditionId),
    /// Cheap ones first; a piece of [`Nodes::operands`].
    And(Range),
    /// Cheap ones first.
    Or(Range),
    Eq(ValueId, ValueId),
    /// `low < high`
    Less(ValueId, ValueId),
    /// `low <= high`
    AtMost(ValueId, ValueId),
    /// `low <= value and value <= high`: three values in [`Nodes::lists`].
    Between(u32),
    InEntity(ValueId, ValueId),
    InEntities(ValueId, ValueId),
    /// The set, and the value.
    Contains(ValueId, ValueId),
    InRange(ValueId, ValueId),
    Has(ValueId, u32),
    HasField(ValueId, u32),
    HasContext(PropertyId),
    HasNow,
    HasParam(ParamId),
    /// One of a piece of [`Nodes::types`].
    Is(ValueId, u32),
    /// One of [`Nodes::texts`].
    Text(ValueId, u32),
    Within(ScopeId, ValueId),
    Holds(ValueId, u32),
    All(ValueId, ConditionId),
    Any(ValueId, ConditionId),
}

/// A value, by the same rule as [`ConditionNode`].
#[derive(Clone, Copy, Debug)]
pub enum ValueNode {
    Condition(ConditionId),
    /// Its value is the store's.
    Constant,
    Subject,
    Resource,
    Place,
    Variable(u32),
    Now,
    Context(PropertyId),
    Param(ParamId),
    /// A declared property of an entity that can be of one type only.
    Property(ValueId, PropertyId),
    /// A name whose meaning depends on the entity's type; a piece of [`Nodes::access`].
    Named(ValueId, u32),
    Field(ValueId, u32),
    TimePart(ValueId, TimePart),
    ToDecimal(ValueId),
    Add(ValueId, ValueId),
    Sub(ValueId, ValueId),
    /// A piece of [`Nodes::lists`].
    List(Range),
    Containers(ValueId, TypeId),
    Count(ValueId),
}

/// Which roles and classes a `holds` asks for.
#[derive(Clone, Debug)]
pub struct HoldsNode {
    pub roles: RoleBits,
    pub classes: Arc<[ClassId]>,
    pub anywhere: bool,
}

/// What a scope's name means on a type.
#[derive(Clone, Copy, Debug)]
pub struct ScopeNode {
    pub ty: TypeId,
    pub condition: ConditionId,
    pub circle: Option<u32>,
    /// The overlay that it belongs to.
    pub reader: Option<OverlayId>,
}

/// All conditions and values of a policy, by their numbers.
#[derive(Clone, Debug, Default)]
pub struct Nodes {
    conditions: Vec<ConditionNode>,
    values: Vec<ValueNode>,
    pub costs: Costs,
    pub operands: Vec<ConditionId>,
    pub lists: Vec<ValueId>,
    pub access: Vec<Range>,
    pub accesses: Vec<(TypeId, Access)>,
    pub types: Vec<Arc<[TypeId]>>,
    pub texts: Vec<TextForm>,
    pub holds: Vec<HoldsNode>,
    /// A piece of `scope_bodies` for each scope.
    pub scopes: Vec<Range>,
    pub scope_bodies: Vec<ScopeNode>,
}

impl Nodes {
    /// Lays out the conditions of a policy.
    pub fn of(policy: &Policy) -> Self {
        let mut nodes = Self { costs: Costs::of(&policy.exprs, &policy.scopes), ..Self::default() };
        for scope in &policy.scopes {
            let bodies = scope.on.iter().map(|(ty, body)| ScopeNode {
                ty: *ty,
                condition: body.condition,
                circle: body.circle,
                reader: scope.overlay,
            });
            let bodies = Range::add(&mut nodes.scope_bodies, bodies);
            nodes.scopes.push(bodies);
        }
        for id in policy.exprs.conditions() {
            let node = nodes.laid_condition(policy.exprs.condition(id));
            nodes.conditions.push(node);
        }
        for id in policy.exprs.values() {
            let node = nodes.laid_value(policy, policy.exprs.value(id));
            nodes.values.push(node);
        }
        nodes
    }

    /// The node of a condition.
    pub fn condition(&self, id: ConditionId) -> ConditionNode {
        self.conditions[id.index()]
    }

    /// The node of a value.
    pub fn value(&self, id: ValueId) -> ValueNode {
        self.values[id.index()]
    }

    /// What a scope means on a type.
    pub fn scope(&self, scope: ScopeId, ty: TypeId) -> Option<ScopeNode> {
        let bodies = self.scopes.get(scope.index())?.of(&self.scope_bodies);
        bodies.iter().find(|body| body.ty == ty).copied()
    }

    fn laid_condition(&mut self, condition: &Condition) -> ConditionNode {
        match condition {
            Condition::Value(value) => ConditionNode::Value(*value),
            Condition::Logic(form) => match form {
                Logic::Not(of) => ConditionNode::Not(*of),
                Logic::And(parts) => ConditionNode::And(self.cheap_first(parts)),
                Logic::Or(parts) => ConditionNode::Or(self.cheap_first(parts)),
            },
            Condition::Comparison(form) => match form {
                Comparison::Eq(left, right) => ConditionNode::Eq(*left, *right),
                Comparison::Less { low, high, or_equal: false } => ConditionNode::Less(*low, *high),
                Comparison::Less { low, high, or_equal: true } => {
                    ConditionNode::AtMost(*low, *high)
                }
                Comparison::Between { value, low, high } => {
                    ConditionNode::Between(Range::add(&mut self.lists, [*low, *value, *high]).start)
                }
            },
            Condition::Membership(form) => match form {
                Membership::InEntity(inner, outer) => ConditionNode::InEntity(*inner, *outer),
                Membership::InEntities(inner, set) => ConditionNode::InEntities(*inner, *set),
                Membership::Contains { set, value } => ConditionNode::Contains(*set, *value),
                Membership::InRange(address, range) => ConditionNode::InRange(*address, *range),
            },
            Condition::Presence(form) => match form {
                Presence::Has { of, access, .. } => ConditionNode::Has(*of, self.access(access)),
                Presence::HasField { of, index, .. } => ConditionNode::HasField(*of, *index),
                Presence::HasContext(field) => ConditionNode::HasContext(*field),
                Presence::HasNow => ConditionNode::HasNow,
                Presence::HasParam(param) => ConditionNode::HasParam(*param),
            },
            Condition::Kind(KindTest::Is(of, types)) => {
                ConditionNode::Is(*of, added(&mut self.types, types.clone()))
            }
            Condition::Text(TextTest { of, form }) => {
                ConditionNode::Text(*of, added(&mut self.texts, form.clone()))
            }
            Condition::Relation(form) => match form {
                Relation::Within { scope, of } => ConditionNode::Within(*scope, *of),
                Relation::Holds { who, roles, classes, anywhere, .. } => {
                    let (roles, classes) = (roles.clone(), classes.clone());
                    let asked = HoldsNode { roles, classes, anywhere: *anywhere };
                    ConditionNode::Holds(*who, added(&mut self.holds, asked))
                }
            },
            Condition::Quantifier(Quantifier { all: true, set, body, .. }) => {
                ConditionNode::All(*set, *body)
            }
            Condition::Quantifier(Quantifier { all: false, set, body, .. }) => {
                ConditionNode::Any(*set, *body)
            }
        }
    }

    fn laid_value(&mut self, policy: &Policy, value: &ValueExpr) -> ValueNode {
        match value {
            ValueExpr::Condition(condition) => ValueNode::Condition(*condition),
            ValueExpr::Atom(form) => match form {
                Atom::Constant(_) => ValueNode::Constant,
                Atom::Subject => ValueNode::Subject,
                Atom::Resource(_) => ValueNode::Resource,
                Atom::Place => ValueNode::Place,
                Atom::Variable { depth, .. } => ValueNode::Variable(*depth),
                Atom::Now => ValueNode::Now,
                Atom::Context(field) => ValueNode::Context(*field),
                Atom::Param(param, _) => ValueNode::Param(*param),
            },
            ValueExpr::Path(form) => match form {
                Path::Property { of, access, .. } => self.property(policy, *of, access),
                Path::Field { of, index, .. } => ValueNode::Field(*of, *index),
                Path::TimePart { of, part } => ValueNode::TimePart(*of, *part),
            },
            ValueExpr::Arithmetic(form) => match form {
                Arithmetic::ToDecimal(of) => ValueNode::ToDecimal(*of),
                Arithmetic::Add(left, right) => ValueNode::Add(*left, *right),
                Arithmetic::Sub(left, right) => ValueNode::Sub(*left, *right),
            },
            ValueExpr::Collection(form) => match form {
                Collection::List(parts) => {
                    ValueNode::List(Range::add(&mut self.lists, parts.iter().copied()))
                }
                Collection::Containers { of, ty, .. } => ValueNode::Containers(*of, *ty),
                Collection::Count(set) => ValueNode::Count(*set),
            },
        }
    }

    fn property(&mut self, policy: &Policy, of: ValueId, access: &[(TypeId, Access)]) -> ValueNode {
        match (policy.exprs.ty(of), access) {
            (Ty::Entity(types), [(ty, Access::Property(id))])
                if types.iter().all(|one| one == ty) =>
            {
                ValueNode::Property(of, *id)
            }
            _ => ValueNode::Named(of, self.access(access)),
        }
    }

    fn access(&mut self, access: &[(TypeId, Access)]) -> u32 {
        let piece = Range::add(&mut self.accesses, access.iter().copied());
        added(&mut self.access, piece)
    }

    /// The parts of an `and` or `or`. Their order means nothing, since neither can fail.
    fn cheap_first(&mut self, parts: &[ConditionId]) -> Range {
        let mut parts = parts.to_vec();
        parts.sort_by_key(|part| self.costs.condition(*part));
        Range::add(&mut self.operands, parts)
    }
}

fn added<T>(list: &mut Vec<T>, item: T) -> u32 {
    list.push(item);
    number(list.len() - 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_node_is_small() {
        assert_eq!(size_of::<ConditionNode>(), 12);
        assert_eq!(size_of::<ValueNode>(), 12);
    }
}
