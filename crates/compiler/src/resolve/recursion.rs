//! What leans on itself, and what is asked under a negation.
//!
//! Conditions are walked with a polarity: whether making a part truer can only make the whole
//! truer, only falser, or either.

use std::collections::{BTreeSet, HashMap};

use ward_diagnostics::{Diagnostic, codes};

use super::Compiler;
use crate::graph::circles;
use crate::model::{Condition, ConditionId, Logic, Part, Relation, ScopeId, TypeId};

/// How a part of a condition bears on the whole.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Polarity {
    /// Truer makes truer.
    Positive,
    /// Truer makes falser.
    Negative,
    /// Either.
    Both,
}

impl Polarity {
    fn flipped(self) -> Self {
        match self {
            Self::Positive => Self::Negative,
            Self::Negative => Self::Positive,
            Self::Both => Self::Both,
        }
    }
}

/// A part of a condition that leans on something else.
pub(crate) enum Leaning {
    /// A scope on some types.
    Scope(ScopeId, Vec<TypeId>),
    /// Classes that are asked for.
    Classes,
}

impl Compiler<'_> {
    /// What a condition leans on directly, with the polarity of each.
    pub(crate) fn leanings(&self, id: ConditionId) -> Vec<(Leaning, Polarity)> {
        let mut found = Vec::new();
        self.condition_leans(id, Polarity::Positive, &mut found);
        found
    }

    fn condition_leans(
        &self,
        id: ConditionId,
        polarity: Polarity,
        found: &mut Vec<(Leaning, Polarity)>,
    ) {
        match self.exprs.condition(id) {
            Condition::Logic(Logic::Not(of)) => {
                self.condition_leans(*of, polarity.flipped(), found);
            }
            Condition::Logic(Logic::And(parts) | Logic::Or(parts)) => {
                parts.iter().for_each(|part| self.condition_leans(*part, polarity, found));
            }
            Condition::Relation(relation) => {
                found.extend(self.leans_by_itself(relation).map(|leaning| (leaning, polarity)));
                self.parts_lean(id.into(), found);
            }
            Condition::Quantifier(quantifier) => {
                self.part_leans(quantifier.set.into(), found);
                self.condition_leans(quantifier.body, polarity, found);
            }
            Condition::Value(_)
            | Condition::Comparison(_)
            | Condition::Membership(_)
            | Condition::Presence(_)
            | Condition::Kind(_)
            | Condition::Text(_) => self.parts_lean(id.into(), found),
        }
    }

    /// What is compared bears on the whole either way.
    fn parts_lean(&self, of: Part, found: &mut Vec<(Leaning, Polarity)>) {
        self.exprs.parts(of).into_iter().for_each(|part| self.part_leans(part, found));
    }

    fn part_leans(&self, part: Part, found: &mut Vec<(Leaning, Polarity)>) {
        match part {
            Part::Condition(id) => self.condition_leans(id, Polarity::Both, found),
            Part::Value(_) => self.parts_lean(part, found),
        }
    }

    fn leans_by_itself(&self, relation: &Relation) -> Option<Leaning> {
        match relation {
            Relation::Within { scope, of } => {
                let types = self.exprs.ty(*of).entity_types().to_vec();
                Some(Leaning::Scope(*scope, types))
            }
            Relation::Holds { classes, .. } => (!classes.is_empty()).then_some(Leaning::Classes),
        }
    }

    /// Marks the scopes that can come to lean on themselves, and reports those that lean on
    /// their own opposite; judged per scope and type.
    pub(super) fn check_recursion(&mut self) {
        let nodes: Vec<(ScopeId, TypeId)> = self
            .scopes
            .iter()
            .enumerate()
            .flat_map(|(at, scope)| scope.on.keys().map(move |ty| (ScopeId::from_index(at), *ty)))
            .collect();
        let index: HashMap<_, _> = nodes.iter().enumerate().map(|(at, node)| (*node, at)).collect();
        let mut edges = Vec::new();
        let mut negative = BTreeSet::new();
        for (from, (scope, ty)) in nodes.iter().enumerate() {
            let body = self.scopes[scope.index()].on[ty];
            for (leaning, polarity) in self.leanings(body.condition) {
                let Leaning::Scope(to_scope, types) = leaning else { continue };
                for to in types.iter().filter_map(|ty| index.get(&(to_scope, *ty))) {
                    edges.push((from, *to));
                    if polarity != Polarity::Positive {
                        negative.insert((from, *to));
                    }
                }
            }
        }
        for (number, circle) in circles(nodes.len(), &edges).into_iter().enumerate() {
            for at in &circle {
                let (scope, ty) = nodes[*at];
                self.scopes[scope.index()].on[&ty].circle = u32::try_from(number).ok();
            }
            let wrong =
                negative.iter().find(|(from, to)| circle.contains(from) && circle.contains(to));
            if let Some((from, to)) = wrong {
                self.report_negation(nodes[*from], nodes[*to]);
            }
        }
    }

    fn report_negation(&mut self, from: (ScopeId, TypeId), to: (ScopeId, TypeId)) {
        let name = |(scope, ty): (ScopeId, TypeId)| {
            format!("`{}` on `{}`", self.scopes[scope.index()].name, self.schema.ty(ty).name)
        };
        let message = match (name(from), name(to)) {
            (from, to) if from == to => format!("{from} leans on its own opposite"),
            (from, to) => format!("{from} leans on its own opposite through {to}"),
        };
        let span = self.scopes[from.0.index()].on[&from.1].span;
        self.report(
            Diagnostic::error(codes::RECURSION_THROUGH_NEGATION, message)
                .at(span, "asked here under `not`, or as an operand of a comparison")
                .help("a scope may lean on itself only plainly: state what lies within it, not what doesn't"),
        );
    }

    /// Whether a condition asks for a class, through scopes too, and with which polarities.
    pub(crate) fn class_polarities(&self, condition: ConditionId) -> BTreeSet<Polarity> {
        let mut found = BTreeSet::new();
        let mut seen = BTreeSet::new();
        let mut open = vec![(condition, Polarity::Positive)];
        while let Some((id, outer)) = open.pop() {
            if !seen.insert((id, outer)) {
                continue;
            }
            for (leaning, inner) in self.leanings(id) {
                let polarity = combine(outer, inner);
                match leaning {
                    Leaning::Classes => {
                        found.insert(polarity);
                    }
                    Leaning::Scope(scope, types) => {
                        let bodies =
                            types.iter().filter_map(|ty| self.scopes[scope.index()].on.get(ty));
                        open.extend(bodies.map(|body| (body.condition, polarity)));
                    }
                }
            }
        }
        found
    }
}

fn combine(outer: Polarity, inner: Polarity) -> Polarity {
    match (outer, inner) {
        (Polarity::Both, _) | (_, Polarity::Both) => Polarity::Both,
        (Polarity::Positive, inner) => inner,
        (Polarity::Negative, inner) => inner.flipped(),
    }
}
