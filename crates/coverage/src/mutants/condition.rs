//! What can be changed about a condition.

use ward_diagnostics::Span;
use ward_parser::ast::{Expr, ExprKind};

use super::Walk;
use super::edit::Edit;

impl Walk<'_> {
    /// The opposite of a condition, and the condition without each of its sides. `at` is where it
    /// stands with its keyword, if it has one; `of` and `owner` are what it belongs to.
    pub(super) fn condition(
        &mut self,
        at: Span,
        keyword: &str,
        condition: &Expr,
        (of, owner): (&str, &str),
    ) {
        let space = if keyword.is_empty() { " " } else { "" };
        let said = |text: String| {
            let keyword = if keyword.is_empty() { String::new() } else { format!("{keyword} ") };
            Edit::with(at, format!("{space}{keyword}{text}"))
        };
        let opposite = said(format!("not ({})", self.behind(at, keyword)));
        let text = format!("{} is turned into its opposite in {of}", self.shown(at));
        self.push(at, text, vec![opposite]);
        let (sides, word) = match &condition.kind {
            ExprKind::And(sides) => (sides, "and"),
            ExprKind::Or(sides) => (sides, "or"),
            _ => return,
        };
        for (out, side) in sides.iter().enumerate() {
            let others = sides.iter().enumerate().filter(|(at, _)| *at != out);
            let others: Vec<String> =
                others.map(|(_, other)| format!("({})", self.slice(other.span))).collect();
            let less = said(others.join(&format!(" {word} ")));
            let shown = self.shown(side.span);
            let text = format!("{shown} is left out of {} of {owner}", self.shown(at));
            self.push(side.span, text, vec![less]);
        }
    }
}
