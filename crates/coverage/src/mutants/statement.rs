//! What can be changed about a statement.

use ward_diagnostics::Span;
use ward_parser::ast::{ScopeExpr, Selection, Statement, Verb};

use super::Walk;
use super::edit::Edit;

impl Walk<'_> {
    pub(super) fn statements(&mut self, statements: &[Statement], owner: &str) {
        for statement in statements {
            // A `cannot` gives and takes nothing, and a ceiling's `allow` is proved to be kept.
            if matches!(statement.verb, Verb::Cannot | Verb::Allow) {
                continue;
            }
            let shown = self.shown(statement.span);
            let out = Edit::without(self.with_notes(statement));
            self.push(statement.span, format!("{shown} of {owner} is left out"), vec![out]);
            self.clauses(&statement.selection, &format!("{shown} of {owner}"), owner);
        }
    }

    fn clauses(&mut self, selection: &Selection, of: &str, owner: &str) {
        if let Some((at, scopes)) = &selection.within {
            self.left_out(*at, of);
            self.within_turned(*at, scopes, selection, of);
        }
        if let Some((at, condition)) = &selection.when {
            self.left_out(*at, of);
            self.condition(*at, "when", condition, (of, owner));
        }
        if let Some((at, condition)) = &selection.unless {
            self.left_out(*at, of);
            self.condition(*at, "unless", condition, (of, owner));
        }
        for (at, excepted) in &selection.except {
            self.except(*at, excepted, of, owner);
        }
    }

    pub(super) fn except(&mut self, at: Span, excepted: &Selection, of: &str, owner: &str) {
        self.left_out(at, of);
        self.clauses(excepted, of, owner);
    }

    fn left_out(&mut self, at: Span, of: &str) {
        let text = format!("{} is left out of {of}", self.shown(at));
        self.push(at, text, vec![Edit::without(at)]);
    }

    /// There is no `within not`: the opposite of a scope is said by `when`.
    fn within_turned(&mut self, at: Span, scopes: &ScopeExpr, selection: &Selection, of: &str) {
        let opposite = format!("not ({})", as_condition(scopes));
        let edits = match &selection.when {
            None => vec![Edit::with(at, format!("when {opposite}"))],
            Some((when, _)) => {
                let condition = self.behind(*when, "when");
                let text = format!("when ({condition}) and {opposite}");
                vec![Edit::without(at), Edit::with(*when, text)]
            }
        };
        let text = format!("{} is turned into its opposite in {of}", self.shown(at));
        self.push(at, text, edits);
    }

    /// What stands behind a keyword.
    pub(super) fn behind(&self, at: Span, keyword: &str) -> &str {
        let text = self.slice(at);
        text.strip_prefix(keyword).unwrap_or(text).trim()
    }
}

/// Scopes as a condition has them, every one with its own `within`.
fn as_condition(scopes: &ScopeExpr) -> String {
    let joined = |parts: &[ScopeExpr], word: &str| {
        let parts: Vec<String> =
            parts.iter().map(|part| format!("({})", as_condition(part))).collect();
        parts.join(word)
    };
    match scopes {
        ScopeExpr::Name(name) => format!("within `{}`", name.text),
        ScopeExpr::And(parts) => joined(parts, " and "),
        ScopeExpr::Or(parts) => joined(parts, " or "),
    }
}
