//! Conditions: names resolved, types checked, lowered to [`Condition`]s and [`ValueExpr`]s.
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
use ward_parser::ast::{self, ExprKind, Name, RoleSet, RoleTerm, ScopeExpr};

use super::names::Holdable;
use super::{Compiler, Unit};
use crate::graph::{Node, NodeKind};
use crate::model::{
    ActionId, Atom, ClassId, Collection, Condition, ConditionId, Constant, Decimal, KindTest,
    Logic, Relation, RoleBits, TextForm, TextTest, Ty, TypeId, ValueExpr, ValueId,
};
use crate::time::{parse_date, parse_time};

/// The atoms of a condition with the places where they stand.
pub(crate) type Atoms = Arc<[(ConditionId, Span)]>;

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
    atoms: Vec<(ConditionId, Span)>,
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
        Self { resource: Some(ty), alias, actions: actions.into(), ..Self::plain(unit, owner) }
    }

    /// For a condition on a subject and nothing else.
    fn plain(unit: Unit, owner: impl Into<Rc<Node>>) -> Self {
        Self {
            unit,
            owner: owner.into(),
            subject: true,
            resource: None,
            alias: false,
            place: false,
            scope: false,
            actions: Rc::new([]),
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
    pub(crate) fn for_subject(_: &Compiler<'_>, unit: Unit, owner: Node) -> Self {
        Self::plain(unit, owner)
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
    pub(crate) fn condition(
        &mut self,
        env: Env,
        condition: &ast::Expr,
    ) -> (Option<ConditionId>, Atoms) {
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
    ) -> (Option<ConditionId>, Atoms) {
        let mut checker = Checker { c: self, env };
        let found = checker.within(span, None, scopes);
        checker.env.atoms.extend(found.map(|id| (id, span)));
        (found, checker.env.atoms.into())
    }

    /// Checks a value of a type.
    pub(crate) fn value_of(&mut self, env: Env, value: &ast::Expr, ty: &Ty) -> Option<ValueId> {
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

/// What an expression was found to be.
enum Typed {
    Condition(ConditionId),
    Value(ValueId),
}

/// Checks one condition.
struct Checker<'c, 'a> {
    c: &'c mut Compiler<'a>,
    env: Env,
}

impl Checker<'_, '_> {
    fn add_value(&mut self, value: impl Into<ValueExpr>, ty: Ty) -> ValueId {
        self.c.exprs.add_value(value, ty)
    }

    fn add_condition(&mut self, condition: impl Into<Condition>) -> ConditionId {
        self.c.exprs.add_condition(condition)
    }

    fn ty(&self, id: ValueId) -> Ty {
        self.c.exprs.ty(id).clone()
    }

    fn describe(&self, id: ValueId) -> String {
        self.c.printer().ty(self.c.exprs.ty(id))
    }

    fn mismatch(&mut self, span: Span, message: String, help: &str) {
        let help = if help.is_empty() { "compare values of the same type" } else { help };
        self.c.report(Diagnostic::error(codes::TYPE_MISMATCH, message).at(span, "").help(help));
    }

    /// A condition; its atoms are noted.
    fn truth(&mut self, expr: &ast::Expr) -> Option<ConditionId> {
        let id = match self.typed(expr, Some(&Ty::Bool))? {
            Typed::Condition(id) => id,
            Typed::Value(id) => self.value_as_condition(expr.span, id)?,
        };
        if !matches!(expr.kind, ExprKind::And(_) | ExprKind::Or(_) | ExprKind::Not(_)) {
            self.env.atoms.push((id, expr.span));
        }
        Some(id)
    }

    fn value_as_condition(&mut self, span: Span, id: ValueId) -> Option<ConditionId> {
        if *self.c.exprs.ty(id) == Ty::Bool {
            return Some(self.c.exprs.as_condition(id));
        }
        let found = self.describe(id);
        self.c.report(
            Diagnostic::error(codes::NOT_A_CONDITION, format!("this is {found}, not a condition"))
                .at(span, "neither true nor false")
                .help("compare it with something, for instance `… == …`"),
        );
        None
    }

    fn joined(
        &mut self,
        parts: &[ast::Expr],
        form: impl Fn(Arc<[ConditionId]>) -> Logic,
    ) -> Option<ConditionId> {
        let parts: Vec<_> = parts.iter().map(|part| self.truth(part)).collect();
        let parts: Option<Vec<ConditionId>> = parts.into_iter().collect();
        let parts = parts?;
        Some(self.add_condition(form(parts.into())))
    }

    /// A value, or what a condition comes to; `expected` is the type of the other side, where
    /// there is one.
    fn value(&mut self, expr: &ast::Expr, expected: Option<&Ty>) -> Option<ValueId> {
        Some(match self.typed(expr, expected)? {
            Typed::Condition(id) => self.c.exprs.as_value(id),
            Typed::Value(id) => id,
        })
    }

    /// Any expression.
    fn typed(&mut self, expr: &ast::Expr, expected: Option<&Ty>) -> Option<Typed> {
        let span = expr.span;
        Some(match &expr.kind {
            ExprKind::Bool(value) => Typed::Value(self.constant(Constant::Bool(*value), Ty::Bool)),
            ExprKind::Int(value) => Typed::Value(self.whole(span, *value, expected)?),
            ExprKind::Decimal(text) => {
                let value = self.literal(span, Decimal::parse(text))?;
                Typed::Value(self.constant(Constant::Decimal(value), Ty::Decimal))
            }
            ExprKind::Text(text) => Typed::Value(self.text(span, text, expected)?),
            ExprKind::Date(text) => {
                let value = self.literal(span, parse_date(text))?;
                Typed::Value(self.constant(Constant::Date(value), Ty::Date))
            }
            ExprKind::Time(text) => {
                let value = self.literal(span, parse_time(text))?;
                Typed::Value(self.constant(Constant::Time(value), Ty::Time))
            }
            ExprKind::Duration { amount, unit } => {
                let value = self.literal(span, super::constants::duration(*amount, *unit))?;
                Typed::Value(self.constant(Constant::Duration(value), Ty::Duration))
            }
            ExprKind::Word(word) => Typed::Value(self.word(span, word, expected)?),
            ExprKind::Qualified { ty, value } => Typed::Value(self.qualified(ty, value)?),
            ExprKind::List(parts) => Typed::Value(self.list(span, parts, expected)?),
            ExprKind::Member(base, name) => Typed::Value(self.member(base, name)?),
            ExprKind::Not(of) => {
                let of = self.truth(of)?;
                Typed::Condition(self.c.not(of))
            }
            ExprKind::And(parts) => Typed::Condition(self.joined(parts, Logic::And)?),
            ExprKind::Or(parts) => Typed::Condition(self.joined(parts, Logic::Or)?),
            ExprKind::Binary { op, left, right, .. } => self.binary(span, *op, left, right)?,
            ExprKind::Between { value, low, high, negated } => {
                let id = self.between(span, value, low, high)?;
                Typed::Condition(if *negated { self.c.not(id) } else { id })
            }
            ExprKind::Has(of, name) => Typed::Condition(self.has(of, name)?),
            ExprKind::Is(of, types) => Typed::Condition(self.is(of, types)?),
            ExprKind::Like(of, pattern) => {
                let form = TextForm::Like(pattern.text.as_str().into());
                Typed::Condition(self.text_test(of, form)?)
            }
            ExprKind::Within { what, scopes } => {
                Typed::Condition(self.within(span, what.as_deref(), scopes)?)
            }
            ExprKind::Holds { who, roles, anywhere } => {
                Typed::Condition(self.holds(who, roles, *anywhere)?)
            }
            ExprKind::Quantified { all, variable, set, body } => {
                Typed::Condition(self.quantified(*all, variable, set, body)?)
            }
            ExprKind::Count(set) => {
                let set = self.set(set)?;
                Typed::Value(self.add_value(Collection::Count(set), Ty::Int))
            }
        })
    }

    /// A whole number; a decimal where the other side is one.
    fn whole(&mut self, span: Span, value: i64, expected: Option<&Ty>) -> Option<ValueId> {
        if expected != Some(&Ty::Decimal) {
            return Some(self.constant(Constant::Int(value), Ty::Int));
        }
        let value = self.literal(span, Decimal::from_int(value))?;
        Some(self.constant(Constant::Decimal(value), Ty::Decimal))
    }

    fn text_test(&mut self, of: &ast::Expr, form: TextForm) -> Option<ConditionId> {
        let id = self.value(of, None)?;
        if *self.c.exprs.ty(id) != Ty::Text {
            let (found, word) = (self.describe(id), form.word());
            self.mismatch(
                of.span,
                format!("`{word}` looks at text, and this is {found}"),
                "use `==` or `in`",
            );
            return None;
        }
        Some(self.add_condition(TextTest { of: id, form }))
    }

    fn constant(&mut self, value: Constant, ty: Ty) -> ValueId {
        self.add_value(Atom::Constant(value), ty)
    }

    fn literal<T>(&mut self, span: Span, value: Option<T>) -> Option<T> {
        if value.is_none() {
            self.c.report(
                Diagnostic::error(codes::BAD_LITERAL, "this value can't be represented")
                    .at(span, "too large, too fine, or not on the calendar")
                    .help("numbers have 64 bits, decimals six digits after the point and at most 9223372036854.775807, durations at most 106751991 days"),
            );
        }
        value
    }

    fn within(
        &mut self,
        span: Span,
        what: Option<&ast::Expr>,
        scopes: &ScopeExpr,
    ) -> Option<ConditionId> {
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

    fn scope_expr(
        &mut self,
        of: ValueId,
        types: &[TypeId],
        scopes: &ScopeExpr,
    ) -> Option<ConditionId> {
        match scopes {
            ScopeExpr::Name(name) => self.scope(of, types, name),
            ScopeExpr::And(parts) | ScopeExpr::Or(parts) => {
                let ids: Vec<_> =
                    parts.iter().map(|part| self.scope_expr(of, types, part)).collect();
                let ids: Option<Vec<_>> = ids.into_iter().collect();
                let ids: Arc<[ConditionId]> = ids?.into();
                let form = if matches!(scopes, ScopeExpr::And(_)) {
                    Logic::And(ids)
                } else {
                    Logic::Or(ids)
                };
                Some(self.add_condition(form))
            }
        }
    }

    fn scope(&mut self, of: ValueId, types: &[TypeId], name: &Name) -> Option<ConditionId> {
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
        let id = self.add_condition(Relation::Within { scope, of });
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

    fn holds(&mut self, who: &ast::Expr, set: &RoleSet, anywhere: bool) -> Option<ConditionId> {
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
        let holds = Relation::Holds {
            who: id,
            named: named.into(),
            roles,
            classes: classes.into(),
            anywhere,
        };
        Some(self.add_condition(holds))
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

    fn is(&mut self, of: &ast::Expr, names: &[Name]) -> Option<ConditionId> {
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
        Some(self.add_condition(KindTest::Is(id, types.into())))
    }
}
