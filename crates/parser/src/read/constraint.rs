//! Constraints and advice.

use ward_diagnostics::codes;

use super::name::{first, has};
use super::{Pair, Reader};
use crate::ast::{Constraint, ConstraintRule, Expr, Name};
use crate::grammar::Rule;
use crate::problems::error;

impl<'t> Reader<'_, 't> {
    pub(super) fn constraint(&mut self, pair: &Pair) -> Option<Constraint> {
        let rule = first(pair, Rule::constraint_rule)?.into_inner().next()?;
        Some(Constraint {
            advice: has(pair, Rule::kw_advice),
            name: self.first_name(pair)?,
            title: self.first_text(pair),
            rule: self.constraint_rule(&rule)?,
        })
    }

    fn constraint_rule(&mut self, rule: &Pair) -> Option<ConstraintRule> {
        let roles = first(rule, Rule::role_set).and_then(|set| self.role_set(&set));
        Some(match rule.as_rule() {
            Rule::exclusive => ConstraintRule::Exclusive {
                sides: roles?.terms,
                per: self.per(rule),
                except: self.role_set_in(first(rule, Rule::except_roles)),
            },
            Rule::exactly_one => {
                self.only_one(rule)?;
                ConstraintRule::ExactlyOneOf { roles: roles?, per: self.per(rule)? }
            }
            Rule::counted => self.counted(rule)?,
            Rule::every => ConstraintRule::Every {
                ty: self.first_name(rule)?,
                when: self.when_in(rule)?,
                condition: self.condition_in(rule)?,
            },
            _ => ConstraintRule::Require { roles: roles?, what: self.condition_in(rule)? },
        })
    }

    fn counted(&mut self, rule: &Pair) -> Option<ConstraintRule> {
        let mut bounds = rule.clone().into_inner().filter(|part| part.as_rule() == Rule::integer);
        let (low, high) = (bounds.next()?, bounds.next()?);
        let those_with = match first(rule, Rule::those_with) {
            Some(part) => Some(self.condition_in(&part)?),
            None => None,
        };
        Some(ConstraintRule::Count {
            low: self.integer(&low)?,
            high: self.integer(&high)?,
            role: self.role_terms(rule)?.into_iter().next()?,
            those_with,
            per: self.per(rule)?,
            when: self.when_in(rule)?,
        })
    }

    /// `per TYPE`
    fn per(&self, pair: &Pair) -> Option<Name> {
        self.first_name(&first(pair, Rule::per)?)
    }

    /// The condition of a `when` in the pair, if there is one; the outer `None` is a failure.
    #[expect(clippy::option_option, reason = "absent and unreadable are two things")]
    fn when_in(&mut self, pair: &Pair) -> Option<Option<Expr>> {
        match first(pair, Rule::when_part) {
            Some(part) => self.condition_in(&part).map(Some),
            None => Some(None),
        }
    }

    /// `exactly 1 of` is the only number there is.
    fn only_one(&mut self, rule: &Pair) -> Option<()> {
        let number = first(rule, Rule::integer)?;
        if self.written(&number) == "1" {
            return Some(());
        }
        let span = self.span(&number);
        let message = format!("`exactly {} of` can't be asked for", self.written(&number));
        let help =
            "write `exactly 1 of …`, or count the holders of one role: `2 to 3 ROLE per TYPE`";
        self.problems.report(error(
            codes::UNEXPECTED,
            message,
            span,
            "only 1 can stand here",
            help,
        ));
        None
    }
}
