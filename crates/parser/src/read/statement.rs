//! Statements and what stands behind their verbs.

use ward_diagnostics::{Span, codes};

use super::name::first;
use super::{Pair, Reader};
use crate::ast::{Name, ObligationUse, Selection, Statement, Target, Verb};
use crate::grammar::Rule;
use crate::problems::error;

impl Reader<'_, '_> {
    pub(super) fn statement_of(&mut self, pair: &Pair, piece: Span) -> Option<Statement> {
        let (meta, start) = self.meta(pair);
        let verb = first(pair, Rule::verb)?;
        Some(Statement {
            span: Span { start, ..piece },
            meta,
            verb: verb_of(self.written(&verb))?,
            verb_span: self.span(&verb),
            selection: self.selection(&first(pair, Rule::selection)?)?,
        })
    }

    /// A `selection` or `excepted`.
    pub(super) fn selection(&mut self, pair: &Pair) -> Option<Selection> {
        let mut selection = Selection {
            span: self.span(pair),
            actions: Vec::new(),
            on: None,
            within: None,
            when: None,
            unless: None,
            with: Vec::new(),
            except: Vec::new(),
        };
        let mut last = Part::Start;
        for part in pair.clone().into_inner() {
            let kind = Part::of(part.as_rule())?;
            if kind < last || kind == last && kind != Part::Except {
                self.out_of_order(&part, kind, last);
            } else {
                last = kind;
            }
            self.part(&part, &mut selection)?;
        }
        Some(selection)
    }

    fn part(&mut self, pair: &Pair, selection: &mut Selection) -> Option<()> {
        let span = self.span(pair);
        match pair.as_rule() {
            Rule::action_list => selection.actions = self.action_names(pair.clone()),
            Rule::on_part => selection.on = Some(self.targets(pair)?),
            Rule::within_part => {
                selection.within = Some((span, self.scopes(&first(pair, Rule::scopes)?)?));
            }
            Rule::when_part => selection.when = Some((span, self.condition_in(pair)?)),
            Rule::unless_part => selection.unless = Some((span, self.condition_in(pair)?)),
            Rule::with_part => selection.with = self.obligations(pair)?,
            _ => {
                let excepted = self.selection(&first(pair, Rule::excepted)?)?;
                selection.except.push((span, excepted));
            }
        }
        Some(())
    }

    /// The names of an action list, or of a single action.
    pub(super) fn action_names(&self, pair: Pair) -> Vec<Name> {
        let actions = pair.into_inner().filter(|part| part.as_rule() == Rule::action_name);
        actions.flat_map(|action| self.names(action)).collect()
    }

    fn targets(&self, pair: &Pair) -> Option<Vec<Target>> {
        let targets = pair.clone().into_inner().filter(|part| part.as_rule() == Rule::target);
        let target = |part: Pair| {
            let mut names = self.names(part).into_iter();
            Some(Target { ty: names.next()?, facet: names.next() })
        };
        targets.map(target).collect()
    }

    fn obligations(&mut self, pair: &Pair) -> Option<Vec<ObligationUse>> {
        let uses = pair.clone().into_inner().filter(|part| part.as_rule() == Rule::obligation_use);
        uses.map(|part| self.obligation_use(&part)).collect()
    }

    fn obligation_use(&mut self, pair: &Pair) -> Option<ObligationUse> {
        let arguments = match first(pair, Rule::arguments) {
            Some(list) => self.sums(&list)?,
            None => Vec::new(),
        };
        Some(ObligationUse { name: self.first_name(pair)?, arguments })
    }

    fn out_of_order(&mut self, pair: &Pair, kind: Part, last: Part) {
        let span = self.span(pair);
        let (message, label) = if kind == last {
            (format!("`{}` stands twice in a statement", kind.word()), "again here")
        } else {
            let message = format!("`{}` stands behind `{}`", kind.word(), last.word());
            (message, "too late here")
        };
        let help = match (kind == last, kind) {
            (true, Part::On) => "join the types with commas behind one `on`",
            (true, Part::Within) => "join the scopes with `and` or `or` behind one `within`",
            (true, Part::When | Part::Unless) => {
                "join the conditions with `and` or `or` behind one"
            }
            (true, _) => "join them with commas behind one",
            _ => "the order is `on … within … when … unless … with … except …`",
        };
        self.problems.report(error(codes::STATEMENT_PART_ORDER, message, span, label, help));
    }
}

fn verb_of(word: &str) -> Option<Verb> {
    let verbs = [Verb::Can, Verb::May, Verb::Cannot, Verb::Forbid, Verb::Enable, Verb::Allow];
    verbs.into_iter().find(|verb| verb.word() == word)
}

/// The parts of a statement in their order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Part {
    Start,
    Actions,
    On,
    Within,
    When,
    Unless,
    With,
    Except,
}

impl Part {
    fn of(rule: Rule) -> Option<Self> {
        Some(match rule {
            Rule::action_list => Self::Actions,
            Rule::on_part => Self::On,
            Rule::within_part => Self::Within,
            Rule::when_part => Self::When,
            Rule::unless_part => Self::Unless,
            Rule::with_part => Self::With,
            Rule::except_part => Self::Except,
            _ => return None,
        })
    }

    fn word(self) -> &'static str {
        match self {
            Self::Start | Self::Actions => "actions",
            Self::On => "on",
            Self::Within => "within",
            Self::When => "when",
            Self::Unless => "unless",
            Self::With => "with",
            Self::Except => "except",
        }
    }
}
