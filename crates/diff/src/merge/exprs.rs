//! Conditions in one arena, so that equal ones have one id whichever policy they come from.

use std::sync::Arc;

use ward_compiler::model::{Access, Expr, ExprId, Exprs, TypeId};

use super::map::IdMap;

/// Takes conditions of one policy over into the common arena.
pub(crate) struct Taker<'a> {
    from: &'a Exprs,
    map: &'a IdMap,
    done: Vec<Option<ExprId>>,
}

impl<'a> Taker<'a> {
    pub fn new(from: &'a Exprs, map: &'a IdMap) -> Self {
        Self { from, map, done: vec![None; from.len()] }
    }

    /// The common id of a condition. Operands whose order means nothing are sorted, names that
    /// mean nothing are left out.
    pub fn take(&mut self, to: &mut Exprs, id: ExprId) -> ExprId {
        if let Some(done) = self.done[id.index()] {
            return done;
        }
        let ty = self.map.ty(self.from.ty(id));
        let expr = self.expr(to, id);
        let taken = match expr {
            Plain::Same(id) => id,
            Plain::New(expr) => to.add(expr, ty),
        };
        self.done[id.index()] = Some(taken);
        taken
    }

    fn many(&mut self, to: &mut Exprs, parts: &[ExprId]) -> Vec<ExprId> {
        parts.iter().map(|part| self.take(to, *part)).collect()
    }

    /// The operands of a conjunction or disjunction: sorted, each once, none of the same kind.
    fn operands(&mut self, to: &mut Exprs, parts: &[ExprId], all: bool) -> Vec<ExprId> {
        let mut operands = Vec::new();
        for part in self.many(to, parts) {
            match to.get(part) {
                Expr::And(inner) if all => operands.extend(inner.iter().copied()),
                Expr::Or(inner) if !all => operands.extend(inner.iter().copied()),
                _ => operands.push(part),
            }
        }
        operands.sort_unstable();
        operands.dedup();
        operands
    }

    fn access(&self, access: &[(TypeId, Access)]) -> Arc<[(TypeId, Access)]> {
        let mut taken: Vec<_> = access
            .iter()
            .map(|(ty, access)| {
                let access = match access {
                    Access::Property(id) => {
                        Access::Property(self.map.properties[ty.index()][id.index()])
                    }
                    Access::Container(ty) => Access::Container(self.map.types[ty.index()]),
                };
                (self.map.types[ty.index()], access)
            })
            .collect();
        taken.sort_unstable();
        taken.into()
    }

    /// The name of what is read; only of a property it means something.
    fn name(&self, name: &str, access: &[(TypeId, Access)]) -> Arc<str> {
        let property = access.iter().any(|(_, access)| matches!(access, Access::Property(_)));
        if property { self.map.property_name(name).into() } else { name.into() }
    }

    fn expr(&mut self, to: &mut Exprs, id: ExprId) -> Plain {
        let from = self.from;
        let map = self.map;
        Plain::New(match from.get(id) {
            Expr::Constant(value) => Expr::Constant(map.constant(value)),
            Expr::Subject => Expr::Subject,
            Expr::Resource(ty) => Expr::Resource(map.types[ty.index()]),
            Expr::Place => Expr::Place,
            Expr::Variable { depth, ty, .. } => {
                Expr::Variable { name: "".into(), depth: *depth, ty: map.ty(ty) }
            }
            Expr::Now => Expr::Now,
            Expr::Context(id) => Expr::Context(map.context[id.index()]),
            Expr::Param(id, ty) => Expr::Param(map.params[id.index()], map.ty(ty)),
            Expr::Property { of, name, access } => Expr::Property {
                of: self.take(to, *of),
                name: self.name(name, access),
                access: self.access(access),
            },
            Expr::Field { of, name, index } => {
                Expr::Field { of: self.take(to, *of), name: name.clone(), index: *index }
            }
            Expr::TimePart { of, part } => Expr::TimePart { of: self.take(to, *of), part: *part },
            Expr::ToDecimal(of) => Expr::ToDecimal(self.take(to, *of)),
            Expr::Add(a, b) => Expr::Add(self.take(to, *a), self.take(to, *b)),
            Expr::Sub(a, b) => Expr::Sub(self.take(to, *a), self.take(to, *b)),
            Expr::List(parts) => Expr::List(self.many(to, parts).into()),
            Expr::Containers { of, name, ty } => Expr::Containers {
                of: self.take(to, *of),
                name: name.clone(),
                ty: map.types[ty.index()],
            },
            Expr::Count(set) => Expr::Count(self.take(to, *set)),
            Expr::Eq(a, b) => {
                let (a, b) = (self.take(to, *a), self.take(to, *b));
                Expr::Eq(a.min(b), a.max(b))
            }
            Expr::Less { low, high, or_equal } => Expr::Less {
                low: self.take(to, *low),
                high: self.take(to, *high),
                or_equal: *or_equal,
            },
            Expr::Between { value, low, high } => Expr::Between {
                value: self.take(to, *value),
                low: self.take(to, *low),
                high: self.take(to, *high),
            },
            Expr::InEntity(a, b) => Expr::InEntity(self.take(to, *a), self.take(to, *b)),
            Expr::InEntities(a, b) => Expr::InEntities(self.take(to, *a), self.take(to, *b)),
            Expr::InRange(a, b) => Expr::InRange(self.take(to, *a), self.take(to, *b)),
            Expr::Contains { set, value } => {
                Expr::Contains { set: self.take(to, *set), value: self.take(to, *value) }
            }
            Expr::Has { of, name, access } => Expr::Has {
                of: self.take(to, *of),
                name: self.name(name, access),
                access: self.access(access),
            },
            Expr::HasField { of, name, index } => {
                Expr::HasField { of: self.take(to, *of), name: name.clone(), index: *index }
            }
            Expr::HasContext(id) => Expr::HasContext(map.context[id.index()]),
            Expr::HasNow => Expr::HasNow,
            Expr::HasParam(id) => Expr::HasParam(map.params[id.index()]),
            Expr::Is(of, types) => Expr::Is(self.take(to, *of), map.types(types).into()),
            Expr::Like(of, pattern) => Expr::Like(self.take(to, *of), pattern.clone()),
            Expr::Not(of) => {
                let of = self.take(to, *of);
                match to.get(of) {
                    Expr::Not(inner) => return Plain::Same(*inner),
                    _ => Expr::Not(of),
                }
            }
            Expr::And(parts) => match self.operands(to, parts, true).as_slice() {
                [one] => return Plain::Same(*one),
                parts => Expr::And(parts.into()),
            },
            Expr::Or(parts) => match self.operands(to, parts, false).as_slice() {
                [one] => return Plain::Same(*one),
                parts => Expr::Or(parts.into()),
            },
            Expr::Within { scope, of } => {
                Expr::Within { scope: map.scopes[scope.index()], of: self.take(to, *of) }
            }
            Expr::Holds { who, roles, classes, anywhere, .. } => {
                let mut classes: Vec<_> =
                    classes.iter().map(|class| map.classes[class.index()]).collect();
                classes.sort_unstable();
                Expr::Holds {
                    who: self.take(to, *who),
                    named: Arc::new([]),
                    roles: map.roles(roles),
                    classes: classes.into(),
                    anywhere: *anywhere,
                }
            }
            Expr::Quantified { all, set, depth, body, .. } => Expr::Quantified {
                all: *all,
                name: "".into(),
                set: self.take(to, *set),
                depth: *depth,
                body: self.take(to, *body),
            },
        })
    }
}

enum Plain {
    Same(ExprId),
    New(Expr),
}
