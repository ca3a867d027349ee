//! Constraints: rules about assignments and stored entities.

use ward_diagnostics::{Diagnostic, codes};
use ward_parser::ast::{self, Expr, ExprKind, ItemKind, Name, RoleTerm};

use super::condition::Env;
use super::names::Holdable;
use super::selection::Wanted;
use super::{Compiler, Unit};
use crate::graph::{Node, NodeKind};
use crate::model::{ConditionId, Constraint, ConstraintRule, Owner, RoleBits, TypeId};

impl Compiler<'_> {
    /// Resolves the constraints of all files.
    pub(super) fn resolve_constraints(&mut self) {
        for (unit, item) in self.items() {
            let ItemKind::Constraint(decl) = &item.kind else { continue };
            let first = self.names.constraints.own(unit, &decl.name.text);
            let first = first.map(|span| (*span, false));
            if !self.is_free(unit, "constraint", &decl.name, first) {
                continue;
            }
            self.names.constraints.insert(unit, &decl.name.text, decl.name.span);
            let node = self.node(NodeKind::Constraint, unit, &decl.name.text);
            self.graph.declare(node.clone(), Some(decl.name.span));
            if let Some(rule) = self.constraint_rule(unit, &node, &decl.rule) {
                self.constraints.push(Constraint {
                    name: decl.name.text.clone(),
                    title: decl.title.as_ref().map(|title| title.text.clone()),
                    advice: decl.advice,
                    span: item.span,
                    overlay: unit.overlay(),
                    rule,
                });
            }
        }
    }

    fn constraint_rule(
        &mut self,
        unit: Unit,
        node: &Node,
        rule: &ast::ConstraintRule,
    ) -> Option<ConstraintRule> {
        match rule {
            ast::ConstraintRule::Exclusive { sides, per, except } => {
                let sides =
                    sides.iter().map(|side| self.constraint_roles(unit, node, side)).collect();
                let per = self.optional_type(node, per.as_ref())?;
                let except =
                    except.as_ref().map(|set| self.named_roles(unit, set)).unwrap_or_default();
                self.lean_on_roles(node, &except);
                Some(ConstraintRule::Exclusive { sides, per, except: self.with_extending(&except) })
            }
            ast::ConstraintRule::ExactlyOneOf { roles, per } => {
                let roles = self.constraint_role_set(unit, node, &roles.terms);
                let per = self.optional_type(node, Some(per))??;
                Some(ConstraintRule::ExactlyOneOf { roles, per })
            }
            ast::ConstraintRule::Count { low, high, role, those_with, per, when } => {
                let roles = self.constraint_roles(unit, node, role);
                let per = self.optional_type(node, Some(per))??;
                let subject = Env::for_subject(self, unit, node.clone());
                let those_with = self.optional_condition(subject, those_with.as_ref())?;
                let place = Env::for_statement(self, unit, per, true, Vec::new(), node.clone());
                let when = self.optional_condition(place, when.as_ref())?;
                Some(ConstraintRule::Count { low: *low, high: *high, roles, those_with, per, when })
            }
            ast::ConstraintRule::Require { roles, what } => {
                let roles = self.constraint_role_set(unit, node, &roles.terms);
                if let Some(required) = self.required_role(unit, node, what) {
                    return Some(ConstraintRule::RequireRole { roles, required });
                }
                let env = Env::for_assignment(self, unit, node.clone());
                let condition = self.condition(env, what).0?;
                Some(ConstraintRule::RequireCondition { roles, condition })
            }
            ast::ConstraintRule::Every { ty, when, condition } => {
                let ty = self.optional_type(node, Some(ty))??;
                let env = |this: &Self| {
                    Env::for_statement(this, unit, ty, true, Vec::new(), node.clone())
                        .without_subject()
                };
                let when_env = env(self);
                let when = self.optional_condition(when_env, when.as_ref())?;
                let env = env(self);
                let condition = self.condition(env, condition).0?;
                Some(ConstraintRule::Every { ty, when, condition })
            }
        }
    }

    #[expect(clippy::option_option, reason = "an error is not the same as nothing named")]
    fn optional_type(&mut self, node: &Node, name: Option<&Name>) -> Option<Option<TypeId>> {
        let Some(name) = name else { return Some(None) };
        let ty = self.find_type(name)?;
        self.leans(node, Node::new(NodeKind::Type, name.text.clone()));
        Some(Some(ty))
    }

    #[expect(clippy::option_option, reason = "an error is not the same as no condition")]
    fn optional_condition(
        &mut self,
        env: Env,
        condition: Option<&Expr>,
    ) -> Option<Option<ConditionId>> {
        let Some(condition) = condition else { return Some(None) };
        self.condition(env, condition).0.map(Some)
    }

    /// A single bare name of a role.
    fn required_role(&mut self, unit: Unit, node: &Node, what: &Expr) -> Option<RoleBits> {
        let ExprKind::Word(word) = &what.kind else { return None };
        match self.holdable(unit, word)? {
            Holdable::Role(id) => {
                let to = self.role_node(id);
                self.leans(node, to);
                Some(self.with_extending(&[id].into_iter().collect()))
            }
            Holdable::Class(_) => None,
        }
    }

    fn constraint_role_set(&mut self, unit: Unit, node: &Node, terms: &[RoleTerm]) -> RoleBits {
        let mut all = RoleBits::default();
        for term in terms {
            for role in self.constraint_roles(unit, node, term).iter() {
                all.insert(role);
            }
        }
        all
    }

    /// The roles of a term with all that extend them.
    fn constraint_roles(&mut self, unit: Unit, node: &Node, term: &RoleTerm) -> RoleBits {
        let roles = match term {
            RoleTerm::RolesThatCan(actions) => self.roles_that_can(unit, node, actions),
            term => self.roles_of_term(unit, term),
        };
        if let RoleTerm::RolesIn(name) = term {
            self.leans(node, Node::new(NodeKind::Type, name.text.clone()));
        }
        self.lean_on_roles(node, &roles);
        self.with_extending(&roles)
    }

    /// The roles with a statement that gives, or may give, one of the actions.
    fn roles_that_can(&mut self, unit: Unit, node: &Node, actions: &[Name]) -> RoleBits {
        let Some(first) = actions.first() else { return RoleBits::default() };
        let selection = ast::Selection {
            span: first.span,
            actions: actions.to_vec(),
            on: None,
            within: None,
            when: None,
            unless: None,
            with: Vec::new(),
            except: Vec::new(),
        };
        let wanted = Wanted { unit, owner: node.clone().into(), grant: false };
        let targets = self.selected_targets(&wanted, &selection);
        let holders = self.roles_that_reach(&targets);
        if holders.is_empty() {
            self.report(
                Diagnostic::error(codes::CONSTRAINT_FORM, "no role can do this")
                    .at(first.span, "nobody")
                    .help("name an action that some role gives"),
            );
        }
        holders
    }

    fn roles_that_reach(&self, targets: &[crate::model::Target]) -> RoleBits {
        let mut holders = RoleBits::default();
        for rule in &self.rules {
            let Owner::Role(role) = rule.owner else { continue };
            let own = rule
                .reach
                .iter()
                .map(|reached| reached.target)
                .filter(|target| targets.contains(target));
            for target in own {
                for holder in self.inheriting(role, target) {
                    holders.insert(holder);
                }
            }
        }
        holders
    }

    /// The roles that have what a role says about a target: itself, and those that extend it
    /// without excepting the target.
    fn inheriting(
        &self,
        role: crate::model::RoleId,
        target: crate::model::Target,
    ) -> Vec<crate::model::RoleId> {
        let mut found = vec![role];
        let mut at = 0;
        while at < found.len() {
            for (child, extensions) in self.extensions.iter().enumerate() {
                let takes_over = extensions.iter().any(|extension| {
                    extension.parent == found[at]
                        && extension
                            .within
                            .as_ref()
                            .is_none_or(|within| within.contains_key(&target.ty))
                        && !extension
                            .except
                            .iter()
                            .any(|except| except.get(&target).is_some_and(|c| c.is_empty()))
                });
                let child = crate::model::RoleId::from_index(child);
                if takes_over && !found.contains(&child) {
                    found.push(child);
                }
            }
            at += 1;
        }
        found
    }
}
