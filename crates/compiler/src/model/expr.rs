//! Typed conditions and values, each distinct one stored once.

use std::fmt;
use std::ops::Range;
use std::sync::Arc;

use indexmap::IndexSet;
use rustc_hash::FxBuildHasher;

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
    /// A text fits a pattern in which `*` stands for anything.
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

/// Which declaration used each expression last, so that one declaration can be checked anew in
/// its own slots.
#[derive(Clone, Default)]
struct Uses {
    /// The declaration at work, in the order in which they are checked.
    now: u32,
    last: Vec<u32>,
    slots: Option<Slots>,
}

impl fmt::Debug for Uses {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Uses")
    }
}

/// The slots that are filled anew: those that the declaration took up first.
#[derive(Clone, Debug)]
struct Slots {
    next: usize,
    end: usize,
    failed: bool,
}

impl Exprs {
    /// The id of an expression of this type; equal expressions have equal types.
    pub fn add(&mut self, expr: Expr, ty: Ty) -> ExprId {
        if let Some(slots) = self.uses.slots.take() {
            return self.add_in(slots, expr, ty);
        }
        let (index, new) = self.nodes.insert_full(expr);
        if new {
            self.types.push(ty);
            self.uses.last.push(self.uses.now);
        } else {
            self.uses.last[index] = self.uses.now;
        }
        ExprId::from_index(index)
    }

    /// What is added from now on is used by this declaration; numbers rise.
    pub(crate) fn used_by(&mut self, declaration: u32) {
        self.uses.now = declaration;
    }

    /// Checks a declaration anew, which was the first to use the expressions `slots`: what is
    /// added takes these up one by one, as it would if everything was checked anew.
    pub(crate) fn begin_anew(&mut self, declaration: u32, slots: Range<usize>) {
        self.uses.now = declaration;
        self.uses.slots = Some(Slots { next: slots.start, end: slots.end, failed: false });
    }

    /// Whether the slots have been filled exactly, and nothing that others use had to move. If
    /// not, everything must be checked anew.
    pub(crate) fn end_anew(&mut self) -> bool {
        let slots = self.uses.slots.take();
        slots.is_some_and(|slots| !slots.failed && slots.next == slots.end)
    }

    fn add_in(&mut self, mut slots: Slots, expr: Expr, ty: Ty) -> ExprId {
        let (now, next) = (self.uses.now, slots.next);
        let free = next < slots.end && self.uses.last[next] <= now;
        let index = match self.nodes.get_index_of(&expr) {
            Some(at) if at < next => {
                self.uses.last[at] = self.uses.last[at].max(now);
                at
            }
            Some(at) if at < slots.end && (at == next || free && self.uses.last[at] <= now) => {
                self.nodes.swap_indices(at, next);
                self.types.swap(at, next);
                self.uses.last.swap(at, next);
                slots.next += 1;
                next
            }
            None if free && self.nodes.replace_index(next, expr).is_ok() => {
                self.types[next] = ty;
                self.uses.last[next] = now;
                slots.next += 1;
                next
            }
            _ => {
                slots.failed = true;
                0
            }
        };
        self.uses.slots = Some(slots);
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
