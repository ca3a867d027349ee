//! What can be changed about a declaration as a whole.

use ward_diagnostics::Span;
use ward_parser::TokenKind;
use ward_parser::ast::{
    ClassDecl, Extends, Item, ItemKind, RestrictionDecl, RoleDecl, RoleSet, ScopeDecl, ScopeTypes,
    Statement,
};

use super::Walk;
use super::edit::Edit;

impl Walk<'_> {
    pub(super) fn item(&mut self, item: &Item) {
        match &item.kind {
            ItemKind::Role(role) => self.role(role),
            ItemKind::Restriction(restriction) => self.restriction(restriction),
            ItemKind::Class(class) => self.class(class),
            ItemKind::Scope(scope) => self.scope(item.span, scope),
            _ => {}
        }
    }

    fn role(&mut self, role: &RoleDecl) {
        let owner = format!("`{}`", role.name.text);
        role.extends.iter().for_each(|extends| self.extends(extends, &owner));
        self.statements(&role.statements, &owner);
    }

    fn restriction(&mut self, restriction: &RestrictionDecl) {
        let owner = format!("`{}`", restriction.name.text);
        if let Some(roles) = &restriction.on_what {
            let from = self.before(roles.span.start, "on").map(|token| token.start);
            let to = self.after(roles.span.end, "give").map(|token| token.end);
            self.without_roles(from, to, &owner);
        }
        let whole = format!("the restriction {owner} is left out");
        self.whole(restriction.name.span, whole, &restriction.statements);
        self.statements(&restriction.statements, &owner);
    }

    fn class(&mut self, class: &ClassDecl) {
        let owner = format!("`{}`", class.name.text);
        if let Some(RoleSet { span, .. }) = &class.for_roles {
            let from = self.before(span.start, "for").map(|token| token.start);
            self.without_roles(from, Some(span.end), &owner);
        }
        let whole = format!("all that the class {owner} says is left out");
        self.whole(class.name.span, whole, &class.statements);
        self.statements(&class.statements, &owner);
    }

    fn without_roles(&mut self, from: Option<u32>, to: Option<u32>, owner: &str) {
        let (Some(from), Some(to)) = (from, to) else { return };
        let at = self.span(from, to);
        let text = format!("{} is left out of {owner}", self.shown(at));
        self.push(at, text, vec![Edit::without(at)]);
    }

    /// All statements at once; the name stays, since others may use it. Of a single statement,
    /// that is the mutant without it.
    fn whole(&mut self, at: Span, text: String, statements: &[Statement]) {
        if statements.len() > 1 {
            let edits = statements.iter().map(|one| Edit::without(self.with_notes(one))).collect();
            self.push(at, text, edits);
        }
    }

    /// A statement with its documentation and annotations, which can't stand alone.
    pub(super) fn with_notes(&self, statement: &Statement) -> Span {
        let mut start = statement.span.start;
        if let Some(first) = statement.meta.annotations.first() {
            start = self.before(first.name.span.start, "@").map_or(start, |token| token.start);
        }
        let before = self.tokens.partition_point(|token| token.end <= start);
        for token in self.tokens[..before].iter().rev() {
            let skipped = matches!(token.kind, TokenKind::Whitespace | TokenKind::Comment(_));
            if !skipped {
                break;
            }
            if self.text.get(token.range()).is_some_and(|text| text.starts_with("///")) {
                start = token.start;
            }
        }
        Span { start, ..statement.span }
    }

    fn extends(&mut self, extends: &Extends, owner: &str) {
        for (at, role) in extends.roles.iter().enumerate() {
            let next = extends.roles.get(at + 1).map(|next| next.span.start);
            let before = at.checked_sub(1).and_then(|before| extends.roles.get(before));
            let out = match (next, before) {
                (Some(next), _) => self.span(role.span.start, next),
                (None, Some(before)) => self.span(before.span.end, role.span.end),
                (None, None) => extends.span,
            };
            let text = format!("that {owner} extends `{}` is left out", role.text);
            self.push(role.span, text, vec![Edit::without(out)]);
        }
        let of = format!("the `extends` of {owner}");
        let excepts: Vec<_> = extends
            .except
            .iter()
            .filter_map(|one| {
                let from = self.before(one.span.start, "except")?.start;
                Some((self.span(from, one.span.end), one))
            })
            .collect();
        if extends.within.is_some()
            && let Some(word) =
                extends.roles.last().and_then(|role| self.after(role.span.end, "within"))
        {
            let end = excepts.first().map_or(extends.span.end, |(at, _)| at.start);
            let at = self.trimmed(self.span(word.start, end));
            let text = format!("{} is left out of {of}", self.shown(at));
            self.push(at, text, vec![Edit::without(at)]);
        }
        for (at, selection) in excepts {
            self.except(at, selection, &of, owner);
        }
    }

    /// A span without the blanks at its end.
    fn trimmed(&self, span: Span) -> Span {
        let length = self.slice(span).trim_end().len();
        Span { end: span.start + u32::try_from(length).unwrap_or(0), ..span }
    }

    fn scope(&mut self, whole: Span, scope: &ScopeDecl) {
        let types = match &scope.on {
            ScopeTypes::All(span) => Some(span.end),
            ScopeTypes::Types(names) => names.last().map(|name| name.span.end),
        };
        let Some(colon) = types.and_then(|end| self.after(end, ":")) else { return };
        let at = self.trimmed(self.span(colon.end, whole.end));
        let owner = format!("the scope `{}`", scope.name.text);
        self.condition(at, "", &scope.condition, (&owner, &owner));
    }
}
