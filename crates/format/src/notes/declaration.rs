//! Declarations.

use ward_parser::TokenKind;
use ward_parser::ast::{
    ActionsDecl, EntityDecl, Field, Item, ItemKind, RoleDecl, ScopeDecl, Text, TypeExpr, TypeKind,
};

use super::{Hang, Part, STEP, Taker};

impl Taker<'_, '_> {
    /// A declaration whose tokens are `first..end`, annotations included.
    pub(super) fn item(&mut self, item: &Item, first: usize, end: usize) {
        match &item.kind {
            ItemKind::Policy(_) | ItemKind::Overlay(_) => {}
            ItemKind::Enum(_) => self.body(first, end),
            ItemKind::Entity(entity) => self.entity(entity, first, end),
            ItemKind::Context(context) => self.fields(&context.fields),
            ItemKind::Actions(actions) => self.actions(actions, first, end),
            ItemKind::Obligation(obligation) => {
                self.call(obligation.name.span);
                self.fields(&obligation.parameters);
            }
            ItemKind::Scope(scope) => self.scope(scope, end),
            ItemKind::Role(role) => self.role(role, first, end),
            ItemKind::Restriction(restriction) => {
                self.title(restriction.title.as_ref());
                if let Some(roles) = &restriction.on_what {
                    self.head_part(self.first(roles.span).saturating_sub(2), Part::On);
                }
                restriction.statements.iter().for_each(|statement| self.statement(statement));
                self.body(first, end);
            }
            ItemKind::Class(class) => {
                self.title(class.title.as_ref());
                if let Some(roles) = &class.for_roles {
                    self.head_part(self.first(roles.span).saturating_sub(1), Part::For);
                }
                class.statements.iter().for_each(|statement| self.statement(statement));
                self.body(first, end);
            }
            ItemKind::Ceiling(ceiling) => {
                ceiling.statements.iter().for_each(|statement| self.statement(statement));
                ceiling.at_most.iter().for_each(|most| self.expr(most));
                self.body(first, end);
            }
            ItemKind::Constraint(constraint) => self.constraint(constraint, end),
            ItemKind::Claim(claim) => self.claim(claim, end),
            ItemKind::Test(test) => self.test(test),
        }
    }

    /// The braces of a declaration.
    fn body(&mut self, first: usize, end: usize) {
        if let Some(open) = self.tokens.find(TokenKind::OpenBrace, first, end) {
            self.part(open, Part::Body);
        }
    }

    fn title(&mut self, title: Option<&Text>) {
        if let Some(title) = title {
            self.part(self.first(title.span), Part::Title);
        }
    }

    /// A part of a head that begins at `at` and may begin a line.
    fn head_part(&mut self, at: usize, part: Part) {
        self.line(at);
        self.part(at, part);
    }

    fn entity(&mut self, entity: &EntityDecl, first: usize, end: usize) {
        if let Some(container) = entity.containers.first() {
            self.part(self.first(container.span).saturating_sub(1), Part::In);
        }
        self.fields(&entity.properties);
        self.body(first, end);
    }

    fn actions(&mut self, actions: &ActionsDecl, first: usize, end: usize) {
        if let Some(target) = actions.targets.first() {
            self.part(self.first(target.ty.span).saturating_sub(1), Part::On);
        }
        for action in &actions.actions {
            self.call(action.name.span);
            for field in &action.parameters {
                self.field(field, false);
            }
        }
        self.body(first, end);
    }

    fn scope(&mut self, scope: &ScopeDecl, end: usize) {
        let behind_name = self.behind(scope.name.span);
        self.part(behind_name, Part::On);
        if let Some(colon) = self.tokens.find(TokenKind::Colon, behind_name, end) {
            self.part(colon + 1, Part::Body);
            self.behind_colon(colon, end, Hang::Level);
        }
        self.expr(&scope.condition);
    }

    fn role(&mut self, role: &RoleDecl, first: usize, end: usize) {
        self.title(role.title.as_ref());
        if let Some(inside) = &role.inside {
            self.part(self.first(inside.span).saturating_sub(1), Part::In);
        }
        for extends in &role.extends {
            self.head_part(self.first(extends.span), Part::Extends);
            if let Some(within) = &extends.within {
                self.scopes(within);
            }
            for excepted in &extends.except {
                let at = self.first(excepted.span).saturating_sub(1);
                self.line(at);
                self.group(at, self.behind(excepted.span), Hang::By(STEP));
            }
        }
        role.statements.iter().for_each(|statement| self.statement(statement));
        self.body(first, end);
    }

    fn fields(&mut self, fields: &[Field]) {
        fields.iter().for_each(|field| self.field(field, true));
    }

    /// `columns`: its type may stand in a column.
    fn field(&mut self, field: &Field, columns: bool) {
        if columns {
            self.part(self.behind(field.name.span) + 1, Part::Body);
        }
        self.ty(&field.ty);
        if let Some(default) = &field.default {
            self.expr(default);
        }
    }

    fn ty(&mut self, ty: &TypeExpr) {
        match &ty.kind {
            TypeKind::Name(_) | TypeKind::OneOf(_) => {}
            TypeKind::Set(inner) => {
                let (open, close) = (self.first(ty.span) + 1, self.behind(inner.span));
                for at in [open, close] {
                    self.notes.angles[at] = true;
                }
                self.ty(inner);
            }
            TypeKind::Record(fields) => {
                fields.iter().for_each(|field| self.field(field, false));
            }
            TypeKind::Optional(inner) => self.ty(inner),
        }
    }
}
