//! Conditions: names resolved, types checked, lowered to [`Expr`]s.
//!
//! A condition is checked once per type that it stands on, so that `resource` always has one
//! type. What is found wrong is reported once per place.

mod compare;
mod contain;
mod member;
mod word;

use std::rc::Rc;
use std::sync::Arc;

use ward_diagnostics::{Diagnostic, Span, codes};
use ward_parser::ast::{self, BinaryOp, ExprKind, Name, RoleSet, RoleTerm, ScopeExpr};

use super::names::Holdable;
use super::{Compiler, Unit};
use crate::graph::{Node, NodeKind};
use crate::model::{ActionId, ClassId, Constant, Decimal, Expr, ExprId, RoleBits, Ty, TypeId};
use crate::time::{parse_date, parse_time};

/// The atoms of a condition with the places where they stand.
pub(crate) type Atoms = Arc<[(ExprId, Span)]>;

/// What a condition may speak of.
#[derive(Clone, Debug)]
pub(crate) struct Env {
    unit: Unit,
    owner: Rc<Node>,
    subject: bool,
    resource: Option<TypeId>,
    /// Whether the type's name in snake case stands for the resource.
    alias: bool,
    place: bool,
    scope: bool,
    /// The actions whose parameters may be read.
    actions: Rc<[ActionId]>,
    variables: Vec<(String, Ty)>,
    atoms: Vec<(ExprId, Span)>,
}

impl Env {
    /// For a condition in a statement on one type.
    pub(crate) fn for_statement(
        _: &Compiler<'_>,
        unit: Unit,
        ty: TypeId,
        alias: bool,
        actions: impl Into<Rc<[ActionId]>>,
        owner: impl Into<Rc<Node>>,
    ) -> Self {
        Self {
            unit,
            owner: owner.into(),
            subject: true,
            resource: Some(ty),
            alias,
            place: false,
            scope: false,
            actions: actions.into(),
            variables: Vec::new(),
            atoms: Vec::new(),
        }
    }

    /// For a scope's definition on one type.
    pub(crate) fn for_scope(
        compiler: &Compiler<'_>,
        unit: Unit,
        ty: TypeId,
        alias: bool,
        name: &str,
    ) -> Self {
        let owner = compiler.node(NodeKind::Scope, unit, name);
        Self { scope: true, ..Self::for_statement(compiler, unit, ty, alias, Vec::new(), owner) }
    }

    /// For a condition on a subject alone.
    pub(crate) fn for_subject(compiler: &Compiler<'_>, unit: Unit, owner: Node) -> Self {
        Self {
            resource: None,
            ..Self::for_statement(compiler, unit, TypeId(0), false, Vec::new(), owner)
        }
    }

    /// For a condition on an assignment: its subject and its place.
    pub(crate) fn for_assignment(compiler: &Compiler<'_>, unit: Unit, owner: Node) -> Self {
        Self { place: true, ..Self::for_subject(compiler, unit, owner) }
    }

    /// For a condition on stored entities.
    pub(crate) fn without_subject(self) -> Self {
        Self { subject: false, ..self }
    }
}

impl Compiler<'_> {
    /// Checks a condition; `None` where it has an error.
    pub(crate) fn condition(&mut self, env: Env, condition: &ast::Expr) -> (Option<ExprId>, Atoms) {
        let mut checker = Checker { c: self, env };
        let found = checker.truth(condition);
        (found, checker.env.atoms.into())
    }

    /// Checks a `within` that asks of the resource.
    pub(crate) fn scopes_met(
        &mut self,
        env: Env,
        scopes: &ScopeExpr,
        span: Span,
    ) -> (Option<ExprId>, Atoms) {
        let mut checker = Checker { c: self, env };
        let found = checker.within(span, None, scopes);
        checker.env.atoms.extend(found.map(|id| (id, span)));
        (found, checker.env.atoms.into())
    }

    /// Checks a value of a type.
    pub(crate) fn value_of(&mut self, env: Env, value: &ast::Expr, ty: &Ty) -> Option<ExprId> {
        let mut checker = Checker { c: self, env };
        let id = checker.value(value, Some(ty))?;
        if checker.compatible(checker.c.exprs.ty(id), ty) {
            return Some(id);
        }
        let (found, wanted) = (checker.describe(id), checker.c.printer().ty(ty));
        checker.mismatch(value.span, format!("this is {found}, and {wanted} is needed"), "");
        None
    }
}

/// Checks one condition.
struct Checker<'c, 'a> {
    c: &'c mut Compiler<'a>,
    env: Env,
}

impl Checker<'_, '_> {
    fn add(&mut self, expr: Expr, ty: Ty) -> ExprId {
        self.c.exprs.add(expr, ty)
    }

    fn boolean(&mut self, expr: Expr) -> ExprId {
        self.add(expr, Ty::Bool)
    }

    fn ty(&self, id: ExprId) -> Ty {
        self.c.exprs.ty(id).clone()
    }

    fn describe(&self, id: ExprId) -> String {
        self.c.printer().ty(self.c.exprs.ty(id))
    }

    fn mismatch(&mut self, span: Span, message: String, help: &str) {
        let help = if help.is_empty() { "compare values of the same type" } else { help };
        self.c.report(Diagnostic::error(codes::TYPE_MISMATCH, message).at(span, "").help(help));
    }

    /// A condition; its atoms are noted.
    fn truth(&mut self, expr: &ast::Expr) -> Option<ExprId> {
        match &expr.kind {
            ExprKind::And(parts) => self.joined(parts, Expr::And),
            ExprKind::Or(parts) => self.joined(parts, Expr::Or),
            ExprKind::Not(of) => {
                let of = self.truth(of)?;
                Some(self.c.not(of))
            }
            _ => {
                let id = self.value(expr, Some(&Ty::Bool))?;
                if *self.c.exprs.ty(id) != Ty::Bool {
                    let found = self.describe(id);
                    self.c.report(
                        Diagnostic::error(
                            codes::NOT_A_CONDITION,
                            format!("this is {found}, not a condition"),
                        )
                        .at(expr.span, "neither true nor false")
                        .help("compare it with something, for instance `… == …`"),
                    );
                    return None;
                }
                self.env.atoms.push((id, expr.span));
                Some(id)
            }
        }
    }

    fn joined(
        &mut self,
        parts: &[ast::Expr],
        form: impl Fn(Arc<[ExprId]>) -> Expr,
    ) -> Option<ExprId> {
        let parts: Vec<_> = parts.iter().map(|part| self.truth(part)).collect();
        let parts: Option<Vec<ExprId>> = parts.into_iter().collect();
        let parts = parts?;
        Some(self.boolean(form(parts.into())))
    }

    /// Any expression; `expected` is the type of the other side, where there is one.
    fn value(&mut self, expr: &ast::Expr, expected: Option<&Ty>) -> Option<ExprId> {
        let span = expr.span;
        match &expr.kind {
            ExprKind::Bool(value) => Some(self.constant(Constant::Bool(*value), Ty::Bool)),
            ExprKind::Int(value) if expected == Some(&Ty::Decimal) => {
                let value = self.literal(span, Decimal::from_int(*value))?;
                Some(self.constant(Constant::Decimal(value), Ty::Decimal))
            }
            ExprKind::Int(value) => Some(self.constant(Constant::Int(*value), Ty::Int)),
            ExprKind::Decimal(text) => {
                let value = self.literal(span, Decimal::parse(text))?;
                Some(self.constant(Constant::Decimal(value), Ty::Decimal))
            }
            ExprKind::Text(text) => self.text(span, text, expected),
            ExprKind::Date(text) => {
                let value = self.literal(span, parse_date(text))?;
                Some(self.constant(Constant::Date(value), Ty::Date))
            }
            ExprKind::Time(text) => {
                let value = self.literal(span, parse_time(text))?;
                Some(self.constant(Constant::Time(value), Ty::Time))
            }
            ExprKind::Duration { amount, unit } => {
                let value = self.literal(span, super::constants::duration(*amount, *unit))?;
                Some(self.constant(Constant::Duration(value), Ty::Duration))
            }
            ExprKind::Word(word) => self.word(span, word, expected),
            ExprKind::Qualified { ty, value } => self.qualified(ty, value),
            ExprKind::List(parts) => self.list(span, parts, expected),
            ExprKind::Member(base, name) => self.member(base, name),
            ExprKind::Not(_) | ExprKind::And(_) | ExprKind::Or(_) => self.truth(expr),
            ExprKind::Binary { op: op @ (BinaryOp::Add | BinaryOp::Sub), left, right, .. } => {
                self.arithmetic(span, *op == BinaryOp::Add, left, right)
            }
            ExprKind::Binary { op, left, right, .. } => self.comparison(span, *op, left, right),
            ExprKind::Between { value, low, high, negated } => {
                let id = self.between(span, value, low, high)?;
                Some(if *negated { self.c.not(id) } else { id })
            }
            ExprKind::Has(of, name) => self.has(of, name),
            ExprKind::Is(of, types) => self.is(of, types),
            ExprKind::Like(of, pattern) => {
                let id = self.value(of, None)?;
                if *self.c.exprs.ty(id) != Ty::Text {
                    let found = self.describe(id);
                    self.mismatch(
                        of.span,
                        format!("`like` looks at text, and this is {found}"),
                        "use `==` or `in`",
                    );
                    return None;
                }
                Some(self.boolean(Expr::Like(id, pattern.text.as_str().into())))
            }
            ExprKind::Within { what, scopes } => self.within(span, what.as_deref(), scopes),
            ExprKind::Holds { who, roles, anywhere } => self.holds(who, roles, *anywhere),
            ExprKind::Quantified { all, variable, set, body } => {
                self.quantified(*all, variable, set, body)
            }
            ExprKind::Count(set) => {
                let set = self.set(set)?;
                Some(self.add(Expr::Count(set), Ty::Int))
            }
        }
    }

    fn constant(&mut self, value: Constant, ty: Ty) -> ExprId {
        self.add(Expr::Constant(value), ty)
    }

    fn literal<T>(&mut self, span: Span, value: Option<T>) -> Option<T> {
        if value.is_none() {
            self.c.report(
                Diagnostic::error(codes::BAD_LITERAL, "this value can't be represented")
                    .at(span, "too large, too fine, or not on the calendar")
                    .help("numbers have 64 bits, decimals six digits behind the point"),
            );
        }
        value
    }

    fn within(
        &mut self,
        span: Span,
        what: Option<&ast::Expr>,
        scopes: &ScopeExpr,
    ) -> Option<ExprId> {
        let of = match what {
            Some(what) => self.value(what, None)?,
            None => self.resource(span)?,
        };
        let Ty::Entity(types) = self.ty(of) else {
            let found = self.describe(of);
            self.mismatch(
                span,
                format!("a scope is asked of a record, and this is {found}"),
                "name a record in front of `within`",
            );
            return None;
        };
        self.scope_expr(of, &types, scopes)
    }

    fn scope_expr(&mut self, of: ExprId, types: &[TypeId], scopes: &ScopeExpr) -> Option<ExprId> {
        match scopes {
            ScopeExpr::Name(name) => self.scope(of, types, name),
            ScopeExpr::And(parts) | ScopeExpr::Or(parts) => {
                let ids: Vec<_> =
                    parts.iter().map(|part| self.scope_expr(of, types, part)).collect();
                let ids: Option<Vec<_>> = ids.into_iter().collect();
                let ids: Arc<[ExprId]> = ids?.into();
                let form = if matches!(scopes, ScopeExpr::And(_)) {
                    Expr::And(ids)
                } else {
                    Expr::Or(ids)
                };
                Some(self.boolean(form))
            }
        }
    }

    fn scope(&mut self, of: ExprId, types: &[TypeId], name: &Name) -> Option<ExprId> {
        let scope = self.c.find_scope(self.env.unit, name)?;
        let owner = self.c.scopes[scope.index()].overlay.map_or(Unit::Base, Unit::Overlay);
        let node = self.c.node(NodeKind::Scope, owner, &name.text);
        self.c.leans(&self.env.owner, node);
        for ty in types {
            if !self.c.scopes[scope.index()].on.contains_key(ty) {
                self.undefined_scope(scope, *ty, name);
                return None;
            }
        }
        let id = self.boolean(Expr::Within { scope, of });
        self.env.atoms.push((id, name.span));
        Some(id)
    }

    fn undefined_scope(&mut self, scope: crate::model::ScopeId, ty: TypeId, name: &Name) {
        let scope = &self.c.scopes[scope.index()];
        let defined: Vec<_> =
            scope.on.keys().map(|ty| self.c.schema.ty(*ty).name.clone()).collect();
        let ty = self.c.schema.ty(ty).name.clone();
        self.c.report(
            Diagnostic::error(
                codes::SCOPE_NOT_DEFINED_FOR,
                format!("the scope `{}` isn't defined for `{ty}`", name.text),
            )
            .at(name.span, format!("used on `{ty}` here"))
            .help(format!(
                "add `scope {} on {ty}: …`, or name the types behind `on` (it is defined for {})",
                name.text,
                defined.join(", ")
            )),
        );
    }

    fn holds(&mut self, who: &ast::Expr, set: &RoleSet, anywhere: bool) -> Option<ExprId> {
        let id = self.value(who, None)?;
        if !matches!(self.c.exprs.ty(id), Ty::Entity(_)) {
            let found = self.describe(id);
            self.mismatch(
                who.span,
                format!("only an entity holds roles, and this is {found}"),
                "write `subject holds …`",
            );
            return None;
        }
        if !anywhere && self.env.resource.is_none() {
            self.c.report(
                Diagnostic::error(
                    codes::CLAIM_FORM,
                    "there is no record here for which a role could be held",
                )
                .at(set.span, "")
                .help("write `holds … anywhere`"),
            );
            return None;
        }
        let mut roles = RoleBits::default();
        let mut classes: Vec<ClassId> = Vec::new();
        let mut named = Vec::new();
        for term in &set.terms {
            self.held_term(term, &mut roles, &mut classes, &mut named)?;
        }
        classes.sort_unstable();
        let roles = self.c.with_extending(&roles);
        let expr =
            Expr::Holds { who: id, named: named.into(), roles, classes: classes.into(), anywhere };
        Some(self.boolean(expr))
    }

    fn held_term(
        &mut self,
        term: &RoleTerm,
        roles: &mut RoleBits,
        classes: &mut Vec<ClassId>,
        named: &mut Vec<String>,
    ) -> Option<()> {
        let RoleTerm::Name(name) = term else {
            let meant = self.c.roles_of_term(self.env.unit, term);
            for role in meant.iter() {
                roles.insert(role);
            }
            let owner = self.env.owner.clone();
            self.c.lean_on_roles(&owner, &meant);
            if let RoleTerm::RolesIn(ty) = term {
                self.c.leans(&owner, Node::new(NodeKind::Type, ty.text.clone()));
                named.push(format!("roles in {}", ty.text));
            }
            return Some(());
        };
        named.push(name.text.clone());
        match self.c.find_holdable(self.env.unit, name)? {
            Holdable::Role(role) => {
                let node = self.c.role_node(role);
                self.c.leans(&self.env.owner, node);
                roles.insert(role);
            }
            Holdable::Class(class) => {
                let owner = self.c.classes[class.index()].overlay.map_or(Unit::Base, Unit::Overlay);
                let node = self.c.node(NodeKind::Class, owner, &name.text);
                self.c.leans(&self.env.owner, node);
                classes.push(class);
            }
        }
        Some(())
    }

    fn is(&mut self, of: &ast::Expr, names: &[Name]) -> Option<ExprId> {
        let id = self.value(of, None)?;
        let Ty::Entity(possible) = self.ty(id) else {
            let found = self.describe(id);
            self.mismatch(
                of.span,
                format!("`is` tells entity types apart, and this is {found}"),
                "",
            );
            return None;
        };
        let mut types = Vec::new();
        for name in names {
            let ty = self.c.find_type(name)?;
            self.c.leans(&self.env.owner, Node::new(NodeKind::Type, name.text.clone()));
            if !possible.contains(&ty) {
                let found = self.describe(id);
                self.c.report(
                    Diagnostic::error(
                        codes::NEVER_EQUAL,
                        format!("this is never a `{}`", name.text),
                    )
                    .at(of.span, format!("this is {found}"))
                    .help("leave it out"),
                );
                return None;
            }
            types.push(ty);
        }
        types.sort_unstable();
        Some(self.boolean(Expr::Is(id, types.into())))
    }
}
