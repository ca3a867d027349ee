//! Typed conditions and values, each distinct one stored once.

mod slots;

use std::sync::Arc;

use indexmap::IndexSet;
use rustc_hash::FxBuildHasher;

pub(crate) use slots::Renumbered;
use slots::Uses;

use super::{ClassId, Constant, ExprId, ParamId, PropertyId, RoleBits, ScopeId, Ty, TypeId};

/// A condition or a value. Conditions have three values; a value may be unknown.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Expr {
    /// A literal.
    Constant(Constant),
    /// Who asks.
    Subject,
    /// What is asked about, of this type; inside a scope, the record that the scope is asked of.
    Resource(TypeId),
    /// The entity that an assignment is within; in constraints only.
    Place,
    /// A quantifier's variable.
    Variable {
        /// Its name, as written.
        name: Arc<str>,
        /// How many quantifiers stand around the one that binds it.
        depth: u32,
        /// Its type.
        ty: Ty,
    },
    /// `context.now`
    Now,
    /// A context field.
    Context(PropertyId),
    /// A parameter of the action, with its type.
    Param(ParamId, Ty),
    /// `of.name`: per type of `of`, what the name means there; unknown on types not listed.
    Property {
        /// The entity.
        of: ExprId,
        /// The name, as written.
        name: Arc<str>,
        /// What it means on each type, sorted by type.
        access: Arc<[(TypeId, Access)]>,
    },
    /// A field of a record.
    Field {
        /// The record.
        of: ExprId,
        /// The name, as written.
        name: Arc<str>,
        /// Which field.
        index: u32,
    },
    /// A part of a time, in the policy's time zone.
    TimePart {
        /// The time.
        of: ExprId,
        /// Which part.
        part: TimePart,
    },
    /// A whole number as a decimal.
    ToDecimal(ExprId),
    /// The sum of two numbers, or of a date, time or duration and a duration.
    Add(ExprId, ExprId),
    /// Their difference.
    Sub(ExprId, ExprId),
    /// `[a, b]`
    List(Arc<[ExprId]>),
    /// The containers of a kind that are nearest to an entity, as a set.
    Containers {
        /// The entity.
        of: ExprId,
        /// The name, as written.
        name: Arc<str>,
        /// The kind.
        ty: TypeId,
    },
    /// How many elements a set has.
    Count(ExprId),

    /// `a == b`
    Eq(ExprId, ExprId),
    /// `a < b`, or `a <= b`.
    Less {
        /// The smaller.
        low: ExprId,
        /// The greater.
        high: ExprId,
        /// `<=`
        or_equal: bool,
    },
    /// `value in low to high`
    Between {
        /// The value.
        value: ExprId,
        /// The lower end, included.
        low: ExprId,
        /// The upper end, included.
        high: ExprId,
    },
    /// An entity is, or lies in, another.
    InEntity(ExprId, ExprId),
    /// An entity is, or lies in, one of a set.
    InEntities(ExprId, ExprId),
    /// A set contains a value.
    Contains {
        /// The set.
        set: ExprId,
        /// The value.
        value: ExprId,
    },
    /// An address lies in a range.
    InRange(ExprId, ExprId),
    /// `of has name`
    Has {
        /// The entity.
        of: ExprId,
        /// The name, as written.
        name: Arc<str>,
        /// What it means on each type, sorted by type.
        access: Arc<[(TypeId, Access)]>,
    },
    /// `of has name` of a record.
    HasField {
        /// The record.
        of: ExprId,
        /// The name, as written.
        name: Arc<str>,
        /// Which field.
        index: u32,
    },
    /// `context has name`
    HasContext(PropertyId),
    /// `context has now`
    HasNow,
    /// `action has name`
    HasParam(ParamId),
    /// An entity is of one of these types.
    Is(ExprId, Arc<[TypeId]>),
    /// A text fits a pattern in which `*` stands for anything, `\*` for a star and `\\` for a
    /// backslash; no other backslash stands in it.
    Like(ExprId, Arc<str>),
    /// `not a`
    Not(ExprId),
    /// All of them.
    And(Arc<[ExprId]>),
    /// One of them at least.
    Or(Arc<[ExprId]>),
    /// A scope, asked of a record.
    Within {
        /// The scope.
        scope: ScopeId,
        /// The record.
        of: ExprId,
    },
    /// Somebody holds one of these roles or classes.
    Holds {
        /// Who.
        who: ExprId,
        /// The roles as they were named.
        named: Arc<[String]>,
        /// These roles and all that extend them.
        roles: RoleBits,
        /// These classes.
        classes: Arc<[ClassId]>,
        /// Without asking for the place.
        anywhere: bool,
    },
    /// `any x in set: (body)` or `all x in set: (body)`
    Quantified {
        /// `all`
        all: bool,
        /// The variable's name, as written.
        name: Arc<str>,
        /// The set.
        set: ExprId,
        /// How many quantifiers stand around it.
        depth: u32,
        /// The condition on each.
        body: ExprId,
    },
}

/// What a name behind a dot means on one type.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Access {
    /// A declared property.
    Property(PropertyId),
    /// The nearest container of this type, the entity itself included.
    Container(TypeId),
}

/// Parts of a time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum TimePart {
    /// `t.date`
    Date,
    /// `t.hour`, from 0 to 23.
    Hour,
    /// `t.weekday`, of the built-in enum `Weekday`.
    Weekday,
}

/// All conditions of a policy with their types; equal ones share an id.
#[derive(Clone, Debug, Default)]
pub struct Exprs {
    nodes: IndexSet<Expr, FxBuildHasher>,
    types: Vec<Ty>,
    uses: Uses,
}

impl Exprs {
    /// The id of an expression of this type; equal expressions have equal types.
    pub fn add(&mut self, expr: Expr, ty: Ty) -> ExprId {
        if let Some(slots) = self.uses.take_slots() {
            return self.add_in(slots, expr, ty);
        }
        let (index, new) = self.nodes.insert_full(expr);
        if new {
            self.types.push(ty);
        }
        self.uses.note(index);
        ExprId::from_index(index)
    }

    /// The expression with this id.
    pub fn get(&self, id: ExprId) -> &Expr {
        &self.nodes[id.index()]
    }

    /// Its type.
    pub fn ty(&self, id: ExprId) -> &Ty {
        &self.types[id.index()]
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.nodes.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.nodes.is_empty()
    }

    /// The expressions that one is made of directly, in order.
    pub fn children(&self, id: ExprId) -> Vec<ExprId> {
        match self.get(id) {
            Expr::Constant(_)
            | Expr::Subject
            | Expr::Resource(_)
            | Expr::Place
            | Expr::Variable { .. }
            | Expr::Now
            | Expr::Context(_)
            | Expr::Param(..)
            | Expr::HasContext(_)
            | Expr::HasNow
            | Expr::HasParam(_) => Vec::new(),
            Expr::Property { of, .. }
            | Expr::Field { of, .. }
            | Expr::TimePart { of, .. }
            | Expr::Containers { of, .. }
            | Expr::Has { of, .. }
            | Expr::HasField { of, .. }
            | Expr::Within { of, .. }
            | Expr::ToDecimal(of)
            | Expr::Count(of)
            | Expr::Is(of, _)
            | Expr::Like(of, _)
            | Expr::Not(of) => vec![*of],
            Expr::Holds { who, .. } => vec![*who],
            Expr::Add(a, b)
            | Expr::Sub(a, b)
            | Expr::Eq(a, b)
            | Expr::InEntity(a, b)
            | Expr::InEntities(a, b)
            | Expr::InRange(a, b) => vec![*a, *b],
            Expr::Less { low, high, .. } => vec![*low, *high],
            Expr::Contains { set, value } => vec![*set, *value],
            Expr::Between { value, low, high } => vec![*value, *low, *high],
            Expr::List(parts) | Expr::And(parts) | Expr::Or(parts) => parts.to_vec(),
            Expr::Quantified { set, body, .. } => vec![*set, *body],
        }
    }
}

impl Expr {
    /// The same with other ids in the place of those of its direct parts.
    fn with_ids(mut self, id: impl Fn(ExprId) -> ExprId) -> Self {
        match &mut self {
            Self::Constant(_)
            | Self::Subject
            | Self::Resource(_)
            | Self::Place
            | Self::Variable { .. }
            | Self::Now
            | Self::Context(_)
            | Self::Param(..)
            | Self::HasContext(_)
            | Self::HasNow
            | Self::HasParam(_) => {}
            Self::Property { of, .. }
            | Self::Field { of, .. }
            | Self::TimePart { of, .. }
            | Self::Containers { of, .. }
            | Self::Has { of, .. }
            | Self::HasField { of, .. }
            | Self::Within { of, .. }
            | Self::ToDecimal(of)
            | Self::Count(of)
            | Self::Is(of, _)
            | Self::Like(of, _)
            | Self::Not(of)
            | Self::Holds { who: of, .. } => *of = id(*of),
            Self::Add(a, b)
            | Self::Sub(a, b)
            | Self::Eq(a, b)
            | Self::InEntity(a, b)
            | Self::InEntities(a, b)
            | Self::InRange(a, b)
            | Self::Less { low: a, high: b, .. }
            | Self::Contains { set: a, value: b }
            | Self::Quantified { set: a, body: b, .. } => (*a, *b) = (id(*a), id(*b)),
            Self::Between { value, low, high } => {
                (*value, *low, *high) = (id(*value), id(*low), id(*high));
            }
            Self::List(parts) | Self::And(parts) | Self::Or(parts) => {
                *parts = parts.iter().map(|part| id(*part)).collect();
            }
        }
        self
    }
}
