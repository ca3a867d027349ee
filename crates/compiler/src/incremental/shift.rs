//! Moves the places of a policy that stand behind an edit.

use std::sync::Arc;

use rustc_hash::FxHashMap;
use ward_diagnostics::{FileId, Span};

use super::Kept;
use crate::model::{Claim, ClaimForm, Clause, Extension, Policy, Reached, Rule, Schema};

/// An edit as places see it: what begins at or behind `from` has moved.
pub(super) struct Shift {
    pub file: FileId,
    pub from: u32,
    pub by: i64,
    /// Clauses that have been moved already, by the address of the old ones.
    moved: FxHashMap<usize, Moved>,
}

struct Moved {
    /// Kept so that its address stays taken.
    _old: Arc<[Clause]>,
    new: Arc<[Clause]>,
}

impl Shift {
    pub fn new(file: FileId, from: u32, by: i64) -> Self {
        Self { file, from, by, moved: FxHashMap::default() }
    }

    fn reaches(&self, span: Span) -> bool {
        span.file == self.file && span.start >= self.from
    }

    fn span(&self, span: &mut Span) {
        if self.reaches(*span) {
            let moved = |at: u32| u32::try_from(i64::from(at) + self.by).unwrap_or(u32::MAX);
            (span.start, span.end) = (moved(span.start), moved(span.end));
        }
    }

    fn clause(&self, clause: &mut Clause) {
        self.span(&mut clause.span);
        if clause.atoms.iter().any(|(_, span)| self.reaches(*span)) {
            let mut atoms = clause.atoms.to_vec();
            atoms.iter_mut().for_each(|(_, span)| self.span(span));
            clause.atoms = atoms.into();
        }
    }

    fn clauses(&mut self, clauses: &mut Arc<[Clause]>) {
        let reached = |clause: &Clause| {
            self.reaches(clause.span) || clause.atoms.iter().any(|(_, span)| self.reaches(*span))
        };
        if !clauses.iter().any(reached) {
            return;
        }
        let address = clauses.as_ptr().addr();
        if let Some(moved) = self.moved.get(&address) {
            clauses.clone_from(&moved.new);
            return;
        }
        let mut moved = clauses.to_vec();
        moved.iter_mut().for_each(|clause| self.clause(clause));
        let new: Arc<[Clause]> = moved.into();
        let old = std::mem::replace(clauses, new.clone());
        self.moved.insert(address, Moved { _old: old, new });
    }

    fn reached(&mut self, reach: &mut [Reached]) {
        reach.iter_mut().for_each(|reached| self.clauses(&mut reached.clauses));
    }

    fn rule(&mut self, rule: &mut Rule) {
        self.span(&mut rule.span);
        self.reached(&mut rule.reach);
    }

    fn extension(&mut self, extension: &mut Extension) {
        for clause in extension.within.iter_mut().flat_map(|within| within.values_mut()) {
            self.clause(clause);
        }
        for clauses in extension.except.iter_mut().flat_map(|except| except.values_mut()) {
            self.clauses(clauses);
        }
    }

    fn claim(&mut self, claim: &mut Claim) {
        self.span(&mut claim.span);
        match &mut claim.form {
            ClaimForm::Cannot { what, .. }
            | ClaimForm::Never { what, .. }
            | ClaimForm::Always { what, .. } => self.reached(what),
            ClaimForm::AtMost { .. } | ClaimForm::OnlyDepends { .. } => {}
        }
    }

    fn schema(&self, schema: &mut Schema) {
        for ty in schema.types.values_mut() {
            self.span(&mut ty.span);
            ty.properties.values_mut().for_each(|property| self.span(&mut property.span));
        }
        schema.enums.values_mut().filter_map(|it| it.span.as_mut()).for_each(|it| self.span(it));
        schema.context.values_mut().for_each(|field| self.span(&mut field.span));
        for on in schema.actions.values_mut().flat_map(|action| action.on.values_mut()) {
            self.span(&mut on.span);
            on.params.values_mut().for_each(|param| self.span(&mut param.span));
        }
        for obligation in schema.obligations.values_mut() {
            obligation.params.iter_mut().for_each(|param| self.span(&mut param.span));
        }
    }

    /// Moves every place of the policy.
    pub fn policy(&mut self, policy: &mut Policy) {
        self.schema(&mut policy.schema);
        for role in &mut policy.roles {
            role.span.iter_mut().for_each(|span| self.span(span));
            role.extensions.iter_mut().for_each(|extension| self.extension(extension));
        }
        policy.classes.iter_mut().for_each(|class| self.span(&mut class.span));
        for scope in &mut policy.scopes {
            self.span(&mut scope.span);
            scope.on.values_mut().for_each(|body| self.span(&mut body.span));
        }
        policy.restrictions.iter_mut().for_each(|it| self.span(&mut it.span));
        policy.ceilings.iter_mut().for_each(|ceiling| self.span(&mut ceiling.span));
        policy.rules.iter_mut().for_each(|rule| self.rule(rule));
        for cell in &mut policy.cells.contents {
            cell.grants.iter_mut().for_each(|grant| self.clauses(&mut grant.clauses));
            cell.enables.iter_mut().for_each(|enable| self.clauses(&mut enable.clauses));
            cell.prohibitions.iter_mut().for_each(|it| self.clauses(&mut it.clauses));
        }
        policy.claims.iter_mut().for_each(|claim| self.claim(claim));
        policy.constraints.iter_mut().for_each(|it| self.span(&mut it.span));
        for test in &mut policy.tests {
            self.span(&mut test.span);
            test.expectations.iter_mut().for_each(|it| self.span(&mut it.span));
        }
        policy.graph.places_mut().for_each(|span| self.span(span));
    }

    /// Moves the places by which declarations are known.
    pub fn names(&self, kept: &mut Kept) {
        kept.names.holdables.meanings_mut().for_each(|(_, span)| self.span(span));
        kept.names.restrictions.meanings_mut().for_each(|(_, span)| self.span(span));
        kept.names.constraints.meanings_mut().for_each(|span| self.span(span));
    }
}
