//! Statements, claims and constraints.

use ward_diagnostics::Span;
use ward_parser::TokenKind;
use ward_parser::ast::{Claim, ClaimForm, Constraint, ConstraintRule, Selection, Statement};

use super::{Hang, Part, STEP, Taker};

impl Taker<'_, '_> {
    pub(super) fn statement(&mut self, statement: &Statement) {
        let first = self.first(statement.verb_span);
        self.selection(&statement.selection, first, self.behind(statement.span), true);
    }

    /// What stands behind a verb. `first` is the token that the group begins with.
    fn selection(&mut self, what: &Selection, first: usize, end: usize, columns: bool) {
        let clauses = self.clauses(what);
        let head_end = clauses.first().map_or(end, |(at, _)| *at);
        if let Some(on) = what.on.as_ref().and_then(|on| on.first()) {
            let at = self.first(on.ty.span).saturating_sub(1);
            self.line(at);
            if columns {
                self.part(at, Part::On);
            }
        }
        self.group(first, head_end, Hang::By(STEP));
        let ends = clauses.iter().skip(1).map(|(at, _)| *at).chain([end]);
        for ((at, part), end) in clauses.iter().zip(ends) {
            self.line(*at);
            self.group(*at, end, Hang::By(STEP));
            if columns {
                self.part(*at, *part);
            }
        }
        self.conditions(what);
        for (span, excepted) in &what.except {
            self.selection(excepted, self.first(*span), self.behind(excepted.span), false);
        }
    }

    /// The parts behind actions and types, in the order of their places.
    fn clauses(&self, what: &Selection) -> Vec<(usize, Part)> {
        let within = what.within.as_ref().map(|(span, _)| *span);
        let when = what.when.as_ref().map(|(span, _)| *span);
        let unless = what.unless.as_ref().map(|(span, _)| *span);
        let clauses = [within, when, unless].into_iter().flatten();
        let mut all: Vec<_> = clauses.map(|span| (self.first(span), Part::Clause)).collect();
        if let Some(first) = what.with.first() {
            all.push((self.first(first.name.span).saturating_sub(1), Part::With));
        }
        all.extend(what.except.iter().map(|(span, _)| (self.first(*span), Part::Except)));
        all.sort_by_key(|(at, _)| *at);
        all
    }

    fn conditions(&mut self, what: &Selection) {
        if let Some((_, scopes)) = &what.within {
            self.scopes(scopes);
        }
        for (_, condition) in what.when.iter().chain(&what.unless) {
            self.expr(condition);
        }
        for used in &what.with {
            self.call(used.name.span);
            used.arguments.iter().for_each(|argument| self.expr(argument));
        }
    }

    pub(super) fn claim(&mut self, claim: &Claim, end: usize) {
        let behind_title = self.behind(claim.title.span);
        let Some(colon) = self.tokens.find(TokenKind::Colon, behind_title, end) else { return };
        self.part(colon + 1, Part::Body);
        self.behind_colon(colon, end, Hang::By(STEP));
        match &claim.form {
            ClaimForm::Never { what, roles } => {
                let tail = roles.as_ref().map(|roles| self.in_front(roles.span));
                self.promise(what, colon + 1, &tail.into_iter().collect::<Vec<_>>(), end);
            }
            ClaimForm::Always { what, roles, despite } => {
                let mut tail = vec![self.in_front(roles.span)];
                tail.extend(despite.first().map(|name| self.in_front(name.span)));
                self.promise(what, colon + 1, &tail, end);
            }
            ClaimForm::OnlyDepends { what, roles, property } => {
                let mut tail: Vec<_> =
                    roles.iter().map(|roles| self.in_front(roles.span)).collect();
                tail.push(self.in_front(property.0.span).saturating_sub(1));
                self.promise(what, colon + 1, &tail, end);
            }
            ClaimForm::AtMost { .. } => {}
        }
    }

    fn in_front(&self, span: Span) -> usize {
        self.first(span).saturating_sub(1)
    }

    /// A claim's selection, and the parts behind it that begin at `tail`.
    fn promise(&mut self, what: &Selection, first: usize, tail: &[usize], end: usize) {
        let selected = tail.first().copied().unwrap_or(end);
        self.selection(what, first, selected, false);
        for (at, end) in tail.iter().zip(tail.iter().skip(1).chain([&end])) {
            self.line(*at);
            self.group(*at, *end, Hang::By(STEP));
        }
    }

    pub(super) fn constraint(&mut self, constraint: &Constraint, end: usize) {
        let behind_name = self.behind(constraint.name.span);
        let Some(colon) = self.tokens.find(TokenKind::Colon, behind_name, end) else { return };
        self.part(colon + 1, Part::Body);
        self.behind_colon(colon, end, Hang::By(STEP));
        match &constraint.rule {
            ConstraintRule::Exclusive { per, except, .. } => {
                let per = per.as_ref().map(|per| self.in_front(per.span));
                let except = except.as_ref().map(|except| self.in_front(except.span));
                self.tails(&[per, except], end);
            }
            ConstraintRule::ExactlyOneOf { per, .. } => {
                self.tails(&[Some(self.in_front(per.span))], end);
            }
            ConstraintRule::Count { those_with, per, when, .. } => {
                let those = those_with.as_ref().and_then(|with| self.word_before(with.span, "of"));
                let when_at = when.as_ref().and_then(|when| self.word_before(when.span, "when"));
                self.tails(&[those, Some(self.in_front(per.span)), when_at], end);
                those_with.iter().chain(when).for_each(|condition| self.expr(condition));
            }
            ConstraintRule::Require { what, .. } => {
                let require = ["require", "requires"];
                let at = require.iter().find_map(|word| self.word_before(what.span, word));
                self.tails(&[at], end);
                self.expr(what);
            }
            ConstraintRule::Every { when, condition, .. } => {
                self.every(colon + 1, when.as_ref().map(|when| when.span), condition.span, end);
                when.iter().chain([condition]).for_each(|condition| self.expr(condition));
            }
        }
    }

    /// The last such word in front of a place.
    fn word_before(&self, span: Span, word: &str) -> Option<usize> {
        (0..self.first(span)).rev().find(|at| self.tokens.is_word(*at, word))
    }

    fn tails(&mut self, tails: &[Option<usize>], end: usize) {
        let tails: Vec<usize> = tails.iter().copied().flatten().collect();
        for (at, end) in tails.iter().zip(tails.iter().skip(1).chain([&end])) {
            self.line(*at);
            self.group(*at, *end, Hang::By(STEP));
        }
    }

    /// `every TYPE [when …]: CONDITION`
    fn every(&mut self, first: usize, when: Option<Span>, condition: Span, end: usize) {
        let asked = self.first(condition);
        let Some(colon) = (first..asked).rev().find(|at| self.tokens.is(*at, TokenKind::Colon))
        else {
            return;
        };
        self.group(first, colon + 1, Hang::By(STEP));
        if let Some(at) = when.and_then(|when| self.word_before(when, "when")) {
            self.line(at);
            self.group(at, colon + 1, Hang::By(STEP));
        }
        self.behind_colon(colon, end, Hang::Level);
    }
}
