//! `in`, `contains`, quantifiers and sets.

use ward_diagnostics::{Diagnostic, Span, codes};
use ward_parser::ast::{self, Name};

use super::Checker;
use crate::model::{ConditionId, Membership, Quantifier, Ty, TypeId, ValueId};

impl Checker<'_, '_> {
    /// `x in y`: containment of entities, membership of values, an address in a range.
    pub(super) fn contained(
        &mut self,
        span: Span,
        left: &ast::Expr,
        right: &ast::Expr,
    ) -> Option<ConditionId> {
        let (left, right) = if self.is_contextual(right) && !self.is_contextual(left) {
            let id = self.value(left, None)?;
            let expected = self.right_of_in(id, right);
            (id, self.value(right, expected.as_ref())?)
        } else {
            let right = self.value(right, None)?;
            // An entity may lie in one of another type, so only values are read in the light of
            // the other side.
            let expected = match self.ty(right) {
                Ty::Set(element) if !matches!(*element, Ty::Entity(_)) => Some((*element).clone()),
                Ty::IpRange => Some(Ty::Ip),
                _ => None,
            };
            let hint = expected.as_ref().filter(|_| self.is_contextual(left));
            (self.value(left, hint)?, right)
        };
        match (self.ty(left), self.ty(right)) {
            (Ty::Entity(inner), Ty::Entity(outer)) => {
                self.check_can_lie(span, &inner, &outer)?;
                Some(self.add_condition(Membership::InEntity(left, right)))
            }
            (Ty::Entity(inner), Ty::Set(element)) => {
                let Ty::Entity(outer) = &*element else { return self.no_member(span, left, right) };
                self.check_can_lie(span, &inner, outer)?;
                Some(self.add_condition(Membership::InEntities(left, right)))
            }
            (Ty::Ip, Ty::IpRange) => Some(self.add_condition(Membership::InRange(left, right))),
            (value, Ty::Set(element)) if self.compatible(&value, &element) => {
                self.member_of(right, left, &element)
            }
            _ => self.no_member(span, left, right),
        }
    }

    /// What a list or word on the right of `in` must be, given its left.
    fn right_of_in(&self, left: ValueId, right: &ast::Expr) -> Option<Ty> {
        let ty = self.ty(left);
        let is_list = matches!(right.kind, ast::ExprKind::List(_));
        match ty {
            Ty::Ip if !is_list => Some(Ty::IpRange),
            Ty::Entity(_) if !is_list => None,
            other => Some(Ty::set(other)),
        }
    }

    fn member_of(&mut self, set: ValueId, value: ValueId, element: &Ty) -> Option<ConditionId> {
        let value = match (self.ty(value), element) {
            (Ty::Int, Ty::Decimal) => self.decimal(value),
            _ => value,
        };
        Some(self.add_condition(Membership::Contains { set, value }))
    }

    fn check_can_lie(&mut self, span: Span, inner: &[TypeId], outer: &[TypeId]) -> Option<()> {
        let possible = inner
            .iter()
            .any(|inner| outer.iter().any(|outer| self.c.schema.can_lie_in(*inner, *outer)));
        if possible {
            return Some(());
        }
        let inner = self.c.printer().ty(&Ty::Entity(inner.into()));
        let outer = self.c.printer().ty(&Ty::Entity(outer.into()));
        self.c.report(
            Diagnostic::error(
                codes::NEVER_EQUAL,
                format!("by the declarations {inner} never lies in {outer}"),
            )
            .at(span, "always false")
            .help("an `entity` says behind `in` what it may lie in"),
        );
        None
    }

    fn no_member(&mut self, span: Span, left: ValueId, right: ValueId) -> Option<ConditionId> {
        let (a, b) = (self.describe(left), self.describe(right));
        self.mismatch(
            span,
            format!("{a} can't be in {b}"),
            "`in` asks for a set, a container, a range of addresses or `A to B`",
        );
        None
    }

    /// `SET contains x`: x is one of its elements.
    pub(super) fn contains(
        &mut self,
        span: Span,
        left: &ast::Expr,
        right: &ast::Expr,
    ) -> Option<ConditionId> {
        let (set, value) = if self.is_contextual(left) && !self.is_contextual(right) {
            let value = self.value(right, None)?;
            let expected = Ty::set(self.ty(value));
            (self.value(left, Some(&expected))?, value)
        } else {
            let set = self.value(left, None)?;
            let Ty::Set(element) = self.ty(set) else {
                let found = self.describe(set);
                self.mismatch(
                    left.span,
                    format!("only a set contains something, and this is {found}"),
                    "use `==` or `in`",
                );
                return None;
            };
            (set, self.value(right, Some(&element))?)
        };
        let (Ty::Set(element), ty) = (self.ty(set), self.ty(value)) else { return None };
        if !self.compatible(&ty, &element) {
            let (a, b) = (self.c.printer().ty(&element), self.describe(value));
            self.mismatch(span, format!("the set holds {a}, and this is {b}"), "");
            return None;
        }
        self.member_of(set, value, &element)
    }

    /// A set to range over or to count; a path to containers is all of the nearest.
    pub(super) fn set(&mut self, expr: &ast::Expr) -> Option<ValueId> {
        let id = self.value(expr, None)?;
        if let Ty::Set(_) = self.ty(id) {
            return Some(id);
        }
        if let Some(set) = self.containers(id) {
            return Some(set);
        }
        let found = self.describe(id);
        self.mismatch(
            expr.span,
            format!("a set is needed here, and this is {found}"),
            "name a property of type `Set<…>`, or a list",
        );
        None
    }

    pub(super) fn quantified(
        &mut self,
        all: bool,
        variable: &Name,
        set: &ast::Expr,
        body: &ast::Expr,
    ) -> Option<ConditionId> {
        let set = self.set(set)?;
        let Ty::Set(element) = self.ty(set) else { return None };
        let depth = u32::try_from(self.env.variables.len()).ok()?;
        self.env.variables.push((variable.text.clone(), (*element).clone()));
        let atoms = self.env.atoms.len();
        let body = self.truth(body);
        self.env.atoms.truncate(atoms);
        self.env.variables.pop();
        let name = variable.text.as_str().into();
        Some(self.add_condition(Quantifier { all, name, set, depth, body: body? }))
    }
}
