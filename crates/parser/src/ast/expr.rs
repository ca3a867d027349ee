//! Conditions and values.

use ward_diagnostics::Span;

use super::{Name, RoleSet, ScopeExpr, Text};

/// A condition or a value.
#[derive(Clone, Debug, PartialEq)]
pub struct Expr {
    /// Where it stands, parentheses not included.
    pub span: Span,
    /// What it is.
    pub kind: ExprKind,
}

/// The forms of an expression.
#[derive(Clone, Debug, PartialEq)]
pub enum ExprKind {
    /// `true`, `false`
    Bool(bool),
    /// `20`, `-3`
    Int(i64),
    /// `12.50`, as written, with its sign.
    Decimal(String),
    /// `"text"`
    Text(String),
    /// `2026-03-02`, as written.
    Date(String),
    /// `2026-03-02T09:00:00Z`, as written.
    Time(String),
    /// `3 days`
    Duration {
        /// How many.
        amount: i64,
        /// Of what.
        unit: DurationUnit,
    },
    /// A bare word, `subject`, `resource`, `action`, `context` and `place` among them.
    Word(String),
    /// `Section::intake`, `User::"sarah"`
    Qualified {
        /// The type.
        ty: Name,
        /// The value or id.
        value: Text,
    },
    /// `[a, b]`
    List(Vec<Expr>),
    /// `base.name`
    Member(Box<Expr>, Name),
    /// `not x`
    Not(Box<Expr>),
    /// `a and b and c`, flat.
    And(Vec<Expr>),
    /// `a or b or c`, flat.
    Or(Vec<Expr>),
    /// Two operands.
    Binary {
        /// The operator.
        op: BinaryOp,
        /// Where the operator stands.
        op_span: Span,
        /// Its left side.
        left: Box<Expr>,
        /// Its right side.
        right: Box<Expr>,
    },
    /// `x in a to b`, `x not in a to b`
    Between {
        /// The value.
        value: Box<Expr>,
        /// The lower end, included.
        low: Box<Expr>,
        /// The upper end, included.
        high: Box<Expr>,
        /// `not in`
        negated: bool,
    },
    /// `x has p`
    Has(Box<Expr>, Name),
    /// `x is User`, `x is User or Team`
    Is(Box<Expr>, Vec<Name>),
    /// `x like "a*"`
    Like(Box<Expr>, Text),
    /// `x within s`; without `x` it means the resource.
    Within {
        /// The record that the scope is asked of.
        what: Option<Box<Expr>>,
        /// The scope or scopes.
        scopes: ScopeExpr,
    },
    /// `x holds r or s [anywhere]`
    Holds {
        /// Who.
        who: Box<Expr>,
        /// One of these.
        roles: RoleSet,
        /// Without asking for the place.
        anywhere: bool,
    },
    /// `any x in SET: (…)`, `all x in SET: (…)`
    Quantified {
        /// `all`
        all: bool,
        /// The variable.
        variable: Name,
        /// What it ranges over.
        set: Box<Expr>,
        /// The condition on each.
        body: Box<Expr>,
    },
    /// `count(SET)`
    Count(Box<Expr>),
}

impl Expr {
    /// What it is made of directly, in order.
    pub fn parts(&self) -> Vec<&Expr> {
        match &self.kind {
            ExprKind::Bool(_)
            | ExprKind::Int(_)
            | ExprKind::Decimal(_)
            | ExprKind::Text(_)
            | ExprKind::Date(_)
            | ExprKind::Time(_)
            | ExprKind::Duration { .. }
            | ExprKind::Word(_)
            | ExprKind::Qualified { .. } => Vec::new(),
            ExprKind::List(parts) | ExprKind::And(parts) | ExprKind::Or(parts) => {
                parts.iter().collect()
            }
            ExprKind::Member(of, _)
            | ExprKind::Not(of)
            | ExprKind::Has(of, _)
            | ExprKind::Is(of, _)
            | ExprKind::Like(of, _)
            | ExprKind::Holds { who: of, .. }
            | ExprKind::Count(of) => vec![of],
            ExprKind::Binary { left, right, .. } => vec![left, right],
            ExprKind::Between { value, low, high, .. } => vec![value, low, high],
            ExprKind::Within { what, .. } => what.iter().map(|what| &**what).collect(),
            ExprKind::Quantified { set, body, .. } => vec![set, body],
        }
    }
}

/// The operators with two operands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum BinaryOp {
    /// `==`
    Eq,
    /// `!=`
    Ne,
    /// `<`
    Lt,
    /// `<=`
    Le,
    /// `>`
    Gt,
    /// `>=`
    Ge,
    /// `in`
    In,
    /// `not in`
    NotIn,
    /// `contains`
    Contains,
    /// `+`
    Add,
    /// `-`
    Sub,
}

impl BinaryOp {
    /// The operator as it is written.
    pub fn sign(self) -> &'static str {
        match self {
            Self::Eq => "==",
            Self::Ne => "!=",
            Self::Lt => "<",
            Self::Le => "<=",
            Self::Gt => ">",
            Self::Ge => ">=",
            Self::In => "in",
            Self::NotIn => "not in",
            Self::Contains => "contains",
            Self::Add => "+",
            Self::Sub => "-",
        }
    }
}

/// Units of a duration literal.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum DurationUnit {
    /// `days`
    Days,
    /// `hours`
    Hours,
    /// `minutes`
    Minutes,
    /// `seconds`
    Seconds,
}
