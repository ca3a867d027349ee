//! The statements of roles, restrictions, classes and ceilings.

use std::collections::BTreeSet;
use std::rc::Rc;

use ward_diagnostics::{Diagnostic, Span, codes};
use ward_parser::ast::{Item, ItemKind, Statement, Verb};

use super::condition::Env;
use super::names::Holdable;
use super::recursion::Polarity;
use super::selection::{Wanted, is_wide};
use super::{Compiler, Unit, notes};
use crate::graph::{Node, NodeKind};
use crate::model::{Claim, ClaimForm, Owner, Reached, Rule, Target, Ty};

impl<'a> Compiler<'a> {
    /// Resolves every statement; a `cannot` becomes a claim, every other one a rule.
    pub(super) fn resolve_rules(&mut self) {
        for (unit, item) in self.items() {
            match &item.kind {
                ItemKind::Role(decl) => {
                    if let Some(id) = self.own_role(unit, decl) {
                        let node = self.role_node(id);
                        self.statements(
                            unit,
                            Owner::Role(id),
                            &node,
                            &decl.name.text,
                            &decl.statements,
                        );
                    }
                }
                ItemKind::Restriction(decl) => {
                    if let Some((id, span)) =
                        self.names.restrictions.own(unit, &decl.name.text).copied()
                        && span == decl.name.span
                    {
                        let node = self.node(NodeKind::Restriction, unit, &decl.name.text);
                        self.statements(
                            unit,
                            Owner::Restriction(id),
                            &node,
                            &decl.name.text,
                            &decl.statements,
                        );
                    }
                }
                ItemKind::Class(decl) => {
                    if let Some((Holdable::Class(id), span)) =
                        self.names.holdables.own(unit, &decl.name.text).copied()
                        && span == decl.name.span
                    {
                        let node = self.node(NodeKind::Class, unit, &decl.name.text);
                        self.statements(
                            unit,
                            Owner::Class(id),
                            &node,
                            &decl.name.text,
                            &decl.statements,
                        );
                    }
                }
                ItemKind::Ceiling(decl) => {
                    if let Some(id) = self.names.ceilings.get(&decl.name.text).copied()
                        && self.ceilings[id.index()].span == decl.name.span
                    {
                        let node = Node::new(NodeKind::Ceiling, decl.name.text.clone());
                        self.leans(&node, Node::new(NodeKind::Type, decl.tenant.text.clone()));
                        self.statements(
                            unit,
                            Owner::Ceiling(id),
                            &node,
                            &decl.name.text,
                            &decl.statements,
                        );
                        self.resolve_at_most(item, id);
                    }
                }
                _ => {}
            }
        }
    }

    /// `at most EXPR roles`, over the tenant.
    fn resolve_at_most(&mut self, item: &Item, id: crate::model::CeilingId) {
        let ItemKind::Ceiling(decl) = &item.kind else { return };
        let Some(at_most) = &decl.at_most else { return };
        let tenant = self.ceilings[id.index()].tenant;
        let node = Node::new(NodeKind::Ceiling, decl.name.text.clone());
        let env = Env::for_statement(self, Unit::Base, tenant, true, Vec::new(), node);
        if let Some(value) = self.value_of(env, at_most, &Ty::Int) {
            self.ceilings[id.index()].at_most = Some(value);
        }
    }

    /// Resolves the statements of one declaration.
    fn statements(
        &mut self,
        unit: Unit,
        owner: Owner,
        node: &Node,
        name: &str,
        statements: &[Statement],
    ) {
        let slots = self.exprs.no_slots();
        self.exprs.used_by(u32::try_from(self.first_uses.len() + 1).unwrap_or(u32::MAX));
        self.each_statement(unit, owner, node, name, statements);
        self.first_uses.push((owner, self.exprs.slots_since(slots)));
    }

    /// The same, without noting which expressions it uses.
    pub(crate) fn each_statement(
        &mut self,
        unit: Unit,
        owner: Owner,
        node: &Node,
        name: &str,
        statements: &[Statement],
    ) {
        let owner_node = Rc::new(node.clone());
        let prefix = match unit.overlay() {
            Some(id) => format!("{}.{}.{name}", self.policy_name, self.overlay(id).name),
            None => format!("{}.{name}", self.policy_name),
        };
        for (at, statement) in statements.iter().enumerate() {
            if !self.verb_fits(owner, statement) {
                continue;
            }
            let gives =
                matches!(statement.verb, Verb::Can | Verb::May | Verb::Enable | Verb::Allow);
            let wanted = Wanted { unit, owner: owner_node.clone(), grant: gives };
            let reach = self.resolve_selection(&wanted, &statement.selection);
            self.check_obligations_fit(statement);
            let obligations = self.resolve_obligations(unit, node, &statement.selection.with);
            if statement.verb == Verb::Cannot {
                self.push_cannot(unit, owner, statement, reach);
                continue;
            }
            self.check_classes_asked(statement, &reach);
            self.rules.push(Rule {
                id: format!("{prefix}.{}", at + 1),
                verb: statement.verb,
                owner,
                overlay: unit.overlay(),
                text: one_line(self.sources.slice(statement.span)),
                span: statement.span,
                notes: notes(&statement.meta),
                obligations,
                reach,
                wide: is_wide(&statement.selection),
            });
        }
    }

    fn push_cannot(&mut self, unit: Unit, owner: Owner, statement: &Statement, what: Vec<Reached>) {
        let Owner::Role(role) = owner else { return };
        self.claims.push(Claim {
            title: one_line(self.sources.slice(statement.span)),
            span: statement.span,
            overlay: unit.overlay(),
            assume: false,
            form: ClaimForm::Cannot { role, what },
        });
    }

    fn verb_fits(&mut self, owner: Owner, statement: &Statement) -> bool {
        let (allowed, place): (&[Verb], &str) = match owner {
            Owner::Role(_) => (&[Verb::Can, Verb::May, Verb::Cannot], "a role"),
            Owner::Restriction(_) => (&[Verb::Forbid], "a restriction"),
            Owner::Class(_) => (&[Verb::Forbid, Verb::Enable], "a class"),
            Owner::Ceiling(_) => (&[Verb::Allow], "a ceiling"),
        };
        if allowed.contains(&statement.verb) {
            return true;
        }
        let words: Vec<_> = allowed.iter().map(|verb| format!("`{}`", verb.word())).collect();
        let help = match (owner, statement.verb) {
            (Owner::Role(_), Verb::Forbid) => {
                "a role only gives; write `cannot` to have it proved that the role doesn't give it, or a `restriction` to take it from everybody".to_owned()
            }
            (Owner::Restriction(_) | Owner::Class(_), Verb::Cannot) => "write `forbid`".to_owned(),
            (_, Verb::Enable) => "only a `class` switches on what a role may".to_owned(),
            _ => format!("{place} holds {}", words.join(", ")),
        };
        self.report(
            Diagnostic::error(
                codes::WRONG_VERB,
                format!("`{}` doesn't belong in {place}", statement.verb.word()),
            )
            .at(statement.verb_span, "")
            .help(help),
        );
        false
    }

    /// Obligations hang on what gives.
    fn check_obligations_fit(&mut self, statement: &Statement) {
        let gives = matches!(statement.verb, Verb::Can | Verb::May | Verb::Enable);
        if let Some(first) = statement.selection.with.first().filter(|_| !gives) {
            self.report(
                Diagnostic::error(
                    codes::WRONG_VERB,
                    format!("`{}` can't ask for obligations", statement.verb.word()),
                )
                .at(first.name.span, "")
                .help("`with …` stands behind `can`, `may` or `enable`"),
            );
        }
    }

    /// A class may be asked for under `may` and `enable`, and in a `forbid` only where holding
    /// it makes the `forbid` apply.
    fn check_classes_asked(&mut self, statement: &Statement, reach: &[Reached]) {
        let (allowed, help): (&[Polarity], &str) = match statement.verb {
            Verb::Can => (&[], "write `may` and let the class `enable` it, or ask for a role"),
            Verb::Forbid => (
                &[Polarity::Positive],
                "ask so that holding the class makes the `forbid` apply: under `when`, not under `unless` or `not`",
            ),
            _ => return,
        };
        if self.classes.is_empty() {
            return;
        }
        let mut seen = BTreeSet::new();
        for clause in reach.iter().flat_map(|reached| reached.clauses.iter()) {
            if seen.insert(clause.condition)
                && self
                    .class_polarities(clause.condition)
                    .iter()
                    .any(|polarity| !allowed.contains(polarity))
            {
                let verb = statement.verb.word();
                self.report(
                    Diagnostic::error(
                        codes::CLASS_IN_GRANT,
                        format!("a class may not be asked for here under `{verb}`"),
                    )
                    .at(clause.span, "asks for a class, perhaps through a scope")
                    .help(help),
                );
            }
        }
    }

    /// Every `enable` switches on something that a role may.
    pub(crate) fn check_enables(&mut self) {
        let mays: BTreeSet<Target> = self
            .rules
            .iter()
            .filter(|rule| rule.verb == Verb::May)
            .flat_map(|rule| rule.reach.iter().map(|reached| reached.target))
            .collect();
        let idle: Vec<Span> = self
            .rules
            .iter()
            .filter(|rule| rule.verb == Verb::Enable && !rule.reach.is_empty())
            .filter(|rule| !rule.reach.iter().any(|reached| mays.contains(&reached.target)))
            .map(|rule| rule.span)
            .collect();
        for span in idle {
            self.report(
                Diagnostic::error(
                    codes::ENABLE_WITHOUT_MAY,
                    "no role may do what this switches on",
                )
                .at(span, "switches on nothing")
                .help(
                    "an `enable` works together with a role's `may` for the same action and type",
                ),
            );
        }
    }
}

/// A statement's text with line breaks and runs of blanks as one blank, comments left out.
pub(crate) fn one_line(text: &str) -> String {
    let lines = text.lines().map(|line| line.split_once("//").map_or(line, |(code, _)| code));
    let mut joined = String::with_capacity(text.len());
    for word in lines.flat_map(str::split_whitespace) {
        if !joined.is_empty() {
            joined.push(' ');
        }
        joined.push_str(word);
    }
    joined
}
