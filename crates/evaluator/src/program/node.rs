//! Conditions and values as they are evaluated.

use std::sync::Arc;

use ward_compiler::model::{
    Access, ClassId, Expr, ExprId, OverlayId, ParamId, Policy, PropertyId, RoleBits, ScopeId,
    TimePart, Ty, TypeId,
};

use super::cost::costs;
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

/// A condition or value. What each means stands at [`Expr`]; only what is laid out otherwise is
/// said here.
#[derive(Clone, Copy, Debug)]
pub enum Node {
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
    Property(ExprId, PropertyId),
    /// A name whose meaning depends on the entity's type; a piece of [`Nodes::access`].
    Named(ExprId, u32),
    Field(ExprId, u32),
    TimePart(ExprId, TimePart),
    ToDecimal(ExprId),
    Add(ExprId, ExprId),
    Sub(ExprId, ExprId),
    List(Range),
    Containers(ExprId, TypeId),
    Count(ExprId),
    Eq(ExprId, ExprId),
    /// `low < high`
    Less(ExprId, ExprId),
    /// `low <= high`
    AtMost(ExprId, ExprId),
    /// `low <= value and value <= high`: three expressions in [`Nodes::lists`].
    Between(u32),
    InEntity(ExprId, ExprId),
    InEntities(ExprId, ExprId),
    /// The set, and the value.
    Contains(ExprId, ExprId),
    InRange(ExprId, ExprId),
    Has(ExprId, u32),
    HasField(ExprId, u32),
    HasContext(PropertyId),
    HasNow,
    HasParam(ParamId),
    /// One of a piece of [`Nodes::types`].
    Is(ExprId, u32),
    Like(ExprId, u32),
    Not(ExprId),
    /// Cheap ones first.
    And(Range),
    /// Cheap ones first.
    Or(Range),
    Within(ScopeId, ExprId),
    Holds(ExprId, u32),
    All(ExprId, ExprId),
    Any(ExprId, ExprId),
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
    pub condition: ExprId,
    pub circle: Option<u32>,
    /// The overlay that it belongs to.
    pub reader: Option<OverlayId>,
}

/// All conditions and values of a policy, by the numbers of its expressions.
#[derive(Clone, Debug, Default)]
pub struct Nodes {
    nodes: Vec<Node>,
    pub costs: Vec<u32>,
    pub lists: Vec<ExprId>,
    pub access: Vec<Range>,
    pub accesses: Vec<(TypeId, Access)>,
    pub types: Vec<Arc<[TypeId]>>,
    pub patterns: Vec<Arc<str>>,
    pub holds: Vec<HoldsNode>,
    /// A piece of `scope_bodies` for each scope.
    pub scopes: Vec<Range>,
    pub scope_bodies: Vec<ScopeNode>,
}

impl Nodes {
    /// Lays out the conditions of a policy.
    pub fn of(policy: &Policy) -> Self {
        let mut nodes = Self { costs: costs(policy), ..Self::default() };
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
        for index in 0..policy.exprs.len() {
            let node = nodes.node(policy, policy.exprs.get(ExprId::from_index(index)));
            nodes.nodes.push(node);
        }
        nodes
    }

    /// The node of an expression.
    pub fn get(&self, id: ExprId) -> Node {
        self.nodes[id.index()]
    }

    /// What a scope means on a type.
    pub fn scope(&self, scope: ScopeId, ty: TypeId) -> Option<ScopeNode> {
        let bodies = self.scopes.get(scope.index())?.of(&self.scope_bodies);
        bodies.iter().find(|body| body.ty == ty).copied()
    }

    fn node(&mut self, policy: &Policy, expr: &Expr) -> Node {
        match expr {
            Expr::Constant(_) => Node::Constant,
            Expr::Subject => Node::Subject,
            Expr::Resource(_) => Node::Resource,
            Expr::Place => Node::Place,
            Expr::Variable { depth, .. } => Node::Variable(*depth),
            Expr::Now => Node::Now,
            Expr::Context(field) => Node::Context(*field),
            Expr::Param(param, _) => Node::Param(*param),
            Expr::Property { of, access, .. } => self.property(policy, *of, access),
            Expr::Field { of, index, .. } => Node::Field(*of, *index),
            Expr::TimePart { of, part } => Node::TimePart(*of, *part),
            Expr::ToDecimal(of) => Node::ToDecimal(*of),
            Expr::Add(left, right) => Node::Add(*left, *right),
            Expr::Sub(left, right) => Node::Sub(*left, *right),
            Expr::List(parts) => Node::List(Range::add(&mut self.lists, parts.iter().copied())),
            Expr::Containers { of, ty, .. } => Node::Containers(*of, *ty),
            Expr::Count(set) => Node::Count(*set),
            Expr::Eq(left, right) => Node::Eq(*left, *right),
            Expr::Less { low, high, or_equal: false } => Node::Less(*low, *high),
            Expr::Less { low, high, or_equal: true } => Node::AtMost(*low, *high),
            Expr::Between { value, low, high } => {
                Node::Between(Range::add(&mut self.lists, [*low, *value, *high]).start)
            }
            Expr::InEntity(inner, outer) => Node::InEntity(*inner, *outer),
            Expr::InEntities(inner, set) => Node::InEntities(*inner, *set),
            Expr::Contains { set, value } => Node::Contains(*set, *value),
            Expr::InRange(address, range) => Node::InRange(*address, *range),
            Expr::Has { of, access, .. } => Node::Has(*of, self.access(access)),
            Expr::HasField { of, index, .. } => Node::HasField(*of, *index),
            Expr::HasContext(field) => Node::HasContext(*field),
            Expr::HasNow => Node::HasNow,
            Expr::HasParam(param) => Node::HasParam(*param),
            Expr::Is(of, types) => Node::Is(*of, added(&mut self.types, types.clone())),
            Expr::Like(of, pattern) => Node::Like(*of, added(&mut self.patterns, pattern.clone())),
            Expr::Not(of) => Node::Not(*of),
            Expr::And(parts) => Node::And(self.cheap_first(parts)),
            Expr::Or(parts) => Node::Or(self.cheap_first(parts)),
            Expr::Within { scope, of } => Node::Within(*scope, *of),
            Expr::Holds { who, roles, classes, anywhere, .. } => {
                let (roles, classes) = (roles.clone(), classes.clone());
                let asked = HoldsNode { roles, classes, anywhere: *anywhere };
                Node::Holds(*who, added(&mut self.holds, asked))
            }
            Expr::Quantified { all: true, set, body, .. } => Node::All(*set, *body),
            Expr::Quantified { all: false, set, body, .. } => Node::Any(*set, *body),
        }
    }

    fn property(&mut self, policy: &Policy, of: ExprId, access: &[(TypeId, Access)]) -> Node {
        match (policy.exprs.ty(of), access) {
            (Ty::Entity(types), [(ty, Access::Property(id))])
                if types.iter().all(|one| one == ty) =>
            {
                Node::Property(of, *id)
            }
            _ => Node::Named(of, self.access(access)),
        }
    }

    fn access(&mut self, access: &[(TypeId, Access)]) -> u32 {
        let piece = Range::add(&mut self.accesses, access.iter().copied());
        added(&mut self.access, piece)
    }

    /// The parts of an `and` or `or`. Their order means nothing, since neither can fail.
    fn cheap_first(&mut self, parts: &[ExprId]) -> Range {
        let mut parts = parts.to_vec();
        parts.sort_by_key(|part| self.costs[part.index()]);
        Range::add(&mut self.lists, parts)
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
        assert_eq!(size_of::<Node>(), 12);
    }
}
